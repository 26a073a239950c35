//! The noun: what one rule did in one night.

use chrono::{DateTime, Utc};
use kernel::{GroupId, RetentionRunId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RetentionRunId,
    pub group_id: GroupId,
    /// The rule.
    pub code: String,
    /// Rows, files or people.
    pub count: i64,
    pub ran_at: DateTime<Utc>,
}

pub type Run = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}
