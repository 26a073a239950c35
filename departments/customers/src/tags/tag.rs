//! The noun: a tag of the group's library.

use kernel::{GroupId, TagGroupId, TagId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TagId,
    pub group_id: GroupId,
    pub tag_group_id: TagGroupId,
    pub name: String,
    /// A word of the palette: `blue`, `green`, `amber`, `red`, `violet`, `teal`, `slate`.
    pub colour: String,
    pub position: i32,
    /// A rule puts it on and takes it off; nobody does by hand.
    pub is_ruled: bool,
    pub version: i32,
}

pub type Tag = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();
