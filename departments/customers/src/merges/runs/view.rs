//! What a run of merges looks like from outside.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Error, MergeId, MergeRunId, Result, StaffId};
use platform::{
    Db,
    names::{self, Ref},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    run::{MergeRun, MergeRunState},
    run_pair::{PairState, RunPair},
};
use crate::caller;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MergeRun)]
pub struct MergeRunView {
    pub id: MergeRunId,
    pub state: MergeRunState,
    /// Pairs to merge; while undoing and afterwards, merges to take back.
    pub total: i64,
    pub done: i64,
    /// Refused; each pair says why.
    pub failed: i64,
    pub by: Ref,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub error: Option<String>,
    /// `undo`.
    pub can: Vec<&'static str>,
}

/// One pair, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MergePair)]
pub struct RunPairView {
    pub keep: Ref,
    pub absorb: Ref,
    pub state: PairState,
    /// Stable code of the refusal, and its sentence in English.
    pub reason: Option<String>,
    pub detail: Option<String>,
    pub merge_id: Option<MergeId>,
}

pub async fn view(db: &Db<'_>, run: MergeRun) -> Result<MergeRunView> {
    views(db, vec![run]).await?.pop().ok_or(Error::NotFound)
}

pub async fn views(db: &Db<'_>, runs: Vec<MergeRun>) -> Result<Vec<MergeRunView>> {
    let staff = runs.iter().map(|run| StaffId(run.actor_id)).collect();
    let known = names::of(db, names::Wanted { staff, ..Default::default() }).await?;
    let view = |run: MergeRun| MergeRunView {
        can: if run.may_be_undone().is_ok() { vec!["undo"] } else { vec![] },
        id: run.id,
        state: run.state,
        total: run.total,
        done: run.done,
        failed: run.failed,
        by: caller::reference(&known, run.actor_id, run.actor_name),
        created_at: run.created_at,
        finished_at: run.finished_at,
        error: run.fault,
    };
    Ok(runs.into_iter().map(view).collect())
}

/// Pairs with names; only of customers within reach, since ids may have been guessed.
pub async fn pairs(db: &Db<'_>, rows: Vec<RunPair>) -> Result<Vec<RunPairView>> {
    let ids = rows.iter().flat_map(|pair| [pair.keep_id, pair.absorb_id]);
    let seen = crate::people::store::find_all(db, ids).await?;
    let reference = |id: CustomerId| {
        let name = seen.iter().find(|row| row.id == id).map(|row| row.name.clone());
        Ref { id: id.0, name: name.unwrap_or_default() }
    };
    Ok(rows
        .into_iter()
        .map(|pair| RunPairView {
            keep: reference(pair.keep_id),
            absorb: reference(pair.absorb_id),
            state: pair.state,
            reason: pair.reason,
            detail: pair.detail,
            merge_id: pair.merge_id,
        })
        .collect())
}
