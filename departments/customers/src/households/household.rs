//! The noun: people who live and decide together.

use chrono::{DateTime, Utc};
use kernel::{GroupId, HouseholdId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "households")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HouseholdId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub name: String,
    pub created_at: DateTime<Utc>,
}

pub type Household = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // A household holds a name only; whose members one sees is decided by the customers' own scope.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
