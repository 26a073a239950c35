//! The noun: a search of the whole base for duplicates, and how far it has come.

use chrono::{DateTime, Utc};
use kernel::{DuplicateScanId, GroupId, Refusal};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::rate::Rate;
use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "duplicate_scans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DuplicateScanId,
    pub group_id: GroupId,
    pub state: ScanState,
    pub step: ScanStep,
    /// Of `total`, in the unit of the step.
    pub done: i64,
    pub total: i64,
    pub customers: i64,
    pub pairs_same: i64,
    pub pairs_ask: i64,
    /// How the group stood when it began, and when it ended.
    pub before: Rate,
    pub after: Rate,
    pub fault: Option<String>,
    /// A staff member or a key.
    pub actor_id: Uuid,
    pub actor_name: String,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

pub type DuplicateScan = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

words! {
    ScanState { Waiting "waiting", Running "running", Done "done", Failed "failed" }
}
words! {
    /// What a search is at: reading customers, grouping them by keys, learning from some, comparing all, writing pairs down.
    ScanStep { Reading "reading", Grouping "grouping", Learning "learning", Comparing "comparing", Writing "writing" }
}

/// Why no search begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanRefusal {
    UnderWay,
}

impl Refusal for ScanRefusal {
    fn code(&self) -> &'static str {
        "duplicate_scan.under_way"
    }

    fn detail(&self) -> String {
        "The base is being searched already; wait until that search has ended.".into()
    }
}

impl Model {
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, ScanState::Waiting | ScanState::Running)
    }
}
