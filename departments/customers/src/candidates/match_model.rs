//! The noun: what agreement is worth in a group's base, as learned from it last.

use chrono::{DateTime, Utc};
use kernel::GroupId;
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "match_models")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    /// One more each time it is learned.
    pub version: i32,
    /// How many customers it was learned from.
    pub records: i64,
    /// Sealed under the group: it knows which phones are common.
    pub sealed: Vec<u8>,
    pub learned_at: DateTime<Utc>,
}

pub type MatchModel = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
