//! The noun: a postal address; the street is sealed, the region is not.

use chrono::{DateTime, Utc};
use kernel::{AddressId, CustomerId, GroupId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::people::customer;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "addresses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AddressId,
    pub group_id: GroupId,
    pub customer_id: CustomerId,
    pub label: Option<String>,
    pub province: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    /// Street and house, sealed under the id of this row.
    pub detail_sealed: Option<Vec<u8>>,
    pub is_primary: bool,
    pub created_at: DateTime<Utc>,
}

pub type Address = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::CustomerId, customer::Column::Id)
    }
}
