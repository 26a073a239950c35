//! The noun: a dealer group, which owns all else and shares nothing with others.

use chrono::{DateTime, Utc};
use kernel::GroupId;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dealer_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupId,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Group = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::Id)
    }
}
