//! The noun: two records of one customer that became one.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, MergeId, MergeRunId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::field::Taken;
use crate::people::customer;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "merges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MergeId,
    pub group_id: GroupId,
    /// The record that goes on.
    pub kept_id: CustomerId,
    /// The record that lives on in it; its row stays as it was, so that it can come back.
    pub absorbed_id: CustomerId,
    /// Fields of the kept record that took the absorbed one's value.
    pub taken: AllTaken,
    /// The ID number the kept record had before it took the other, sealed under the kept record.
    pub id_number_sealed: Option<Vec<u8>>,
    /// How many rows of each table went along.
    pub moved: Moved,
    /// The run it belongs to, when many were asked for at once.
    pub run_id: Option<MergeRunId>,
    /// A staff member or a key.
    pub actor_id: Uuid,
    pub actor_name: String,
    pub merged_at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
    /// The name of who took it back.
    pub undone_by: Option<String>,
    pub version: i32,
}

pub type Merge = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, customer::Entity>(Column::KeptId, customer::Column::Id)
    }
}

platform::versioned!();

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct AllTaken(pub Vec<Taken>);

/// Rows by the name of their table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Moved(pub BTreeMap<String, i64>);

impl Moved {
    pub fn total(&self) -> i64 {
        self.0.values().sum()
    }
}
