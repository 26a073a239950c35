//! The noun: one pair of a run, and what became of it.

use kernel::{CustomerId, MergeId, MergeRunId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::run;
use crate::words::words;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge_run_pairs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: MergeRunId,
    /// From 0, in the order they were given.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub keep_id: CustomerId,
    pub absorb_id: CustomerId,
    pub state: PairState,
    /// Why it was refused: a stable code, and the sentence beside it.
    pub reason: Option<String>,
    pub detail: Option<String>,
    pub merge_id: Option<MergeId>,
}

pub type RunPair = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, run::Entity>(Column::RunId, run::Column::Id)
    }
}

words! {
    PairState as MergePairState {
        Waiting "waiting", Merged "merged", AlreadyOne "already_one", Refused "refused", Undone "undone", NotUndone "not_undone",
    }
}
