//! The noun: a saved view of a list.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{GroupId, SavedViewId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{caller, words::words};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_views")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedViewId,
    pub group_id: GroupId,
    /// A staff member or a key.
    pub owner_id: Uuid,
    /// The owner's name when the view was made.
    pub owner_name: String,
    pub about: ViewAbout,
    pub name: String,
    /// A colour of the palette.
    pub colour: String,
    pub is_shared: bool,
    /// Of a shared one: the store in which it is seen; the whole group when none.
    pub store_id: Option<StoreId>,
    pub definition: Definition,
    pub position: i32,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

pub type SavedView = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // One's own, and those shared where one works; what a view shows is decided by the scope of the list itself.
    fn inside(scope: &Scope) -> Condition {
        let own = Column::OwnerId.eq(caller::id(scope));
        let mut shared = Condition::all().add(Column::IsShared.eq(true));
        if !scope.span().is_whole() {
            let places = scope.span().stores.iter().chain(&scope.span().homes).copied();
            shared = shared.add(Condition::any().add(Column::StoreId.is_null()).add(Column::StoreId.is_in(places)));
        }
        scope.of_group(Column::GroupId).add(Condition::any().add(shared).add(own))
    }
}

platform::versioned!();

words! {
    /// The list a view is of.
    ViewAbout { Customers "customers", Vehicles "vehicles", Tasks "tasks" }
}

/// What a view asks and shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, FromJsonQueryResult)]
#[schema(as = ViewDefinition)]
#[serde(deny_unknown_fields, default)]
pub struct Definition {
    /// `field:operator:value,value`; all must hold.
    pub filters: Vec<String>,
    /// A field's name, with `-` for the other way round.
    pub sort: Option<String>,
    /// Fields shown, in this order; those of the page when empty.
    pub columns: Vec<String>,
    /// Pixels by field, 60 to 640; a field not named has its usual width.
    pub widths: BTreeMap<String, u16>,
    /// What was typed into the search box.
    pub q: Option<String>,
}
