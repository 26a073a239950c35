//! The noun: many merges asked for at once, and how far they have come.

use chrono::{DateTime, Utc};
use kernel::{GroupId, MergeRunId, Refusal};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "merge_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MergeRunId,
    pub group_id: GroupId,
    /// A staff member or a key.
    pub actor_id: Uuid,
    pub actor_name: String,
    /// Whether the better record of each pair goes on, and records merged meanwhile are followed; as named, otherwise.
    pub chooses: bool,
    pub state: MergeRunState,
    /// Pairs to merge; while undoing, merges to take back.
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub fault: Option<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

pub type MergeRun = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Whose of them a caller is shown is decided by `store::find`.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

words! {
    MergeRunState { Running "running", Done "done", Failed "failed", Undoing "undoing", Undone "undone" }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeRunRefusal {
    StillRunning,
    AlreadyUndone,
    NothingDone,
}

impl Refusal for MergeRunRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::StillRunning => "merge_run.still_running",
            Self::AlreadyUndone => "merge_run.already_undone",
            Self::NothingDone => "merge_run.nothing_done",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::StillRunning => "These merges are still under way; take them back when they have ended.",
            Self::AlreadyUndone => "These merges were taken back already.",
            Self::NothingDone => "Nothing was merged, so there is nothing to take back.",
        }
        .into()
    }
}

impl Model {
    /// Begins to take all of it back: so many merges, counted anew on the way.
    pub fn undo(&mut self, merged: i64) -> Result<(), MergeRunRefusal> {
        self.may_be_undone()?;
        self.state = MergeRunState::Undoing;
        (self.total, self.done, self.failed) = (merged, 0, 0);
        (self.fault, self.finished_at) = (None, None);
        Ok(())
    }

    pub fn may_be_undone(&self) -> Result<(), MergeRunRefusal> {
        match self.state {
            MergeRunState::Running | MergeRunState::Undoing => Err(MergeRunRefusal::StillRunning),
            MergeRunState::Undone => Err(MergeRunRefusal::AlreadyUndone),
            MergeRunState::Done | MergeRunState::Failed if self.done == 0 => Err(MergeRunRefusal::NothingDone),
            MergeRunState::Done | MergeRunState::Failed => Ok(()),
        }
    }
}
