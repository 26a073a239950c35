//! Runs of merges in and out of the database.

use kernel::{Error, MergeRunId, PermissionName, Result};
use platform::{
    Db, Scope, Span, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    prelude::DateTimeUtc,
    sea_query::{Expr, ExprTrait},
};

use super::{
    run::{Column, Entity, MergeRun, MergeRunState},
    run_pair::{self, PairState, RunPair},
};
use crate::caller;

/// One's own runs; all of the group for who may merge everywhere.
pub async fn find(db: &Db<'_>, id: MergeRunId) -> Result<MergeRun> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(shown(db.scope()))).await
}

/// For the job, which works in the name of who asked or of who undoes it.
pub async fn find_for_work(db: &Db<'_>, id: MergeRunId) -> Result<MergeRun> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

pub async fn add(tx: &mut Tx, run: MergeRun, pairs: Vec<RunPair>) -> Result<MergeRun> {
    tx.insert::<Entity>(run.clone()).await?;
    tx.insert_all::<run_pair::Entity>(pairs).await?;
    Ok(run)
}

/// Writes a change of state, if the run is still in the state it was read in.
pub async fn change_state(tx: &mut Tx, run: MergeRun, from: MergeRunState) -> Result<MergeRun> {
    let update = tx
        .update::<Entity>()
        .set(run.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(run.id))
        .filter(Column::State.eq(from));
    match tx.run(update).await? {
        0 => Err(Error::Stale { current: serde_json::Value::Null }),
        _ => Ok(run),
    }
}

/// Runs the caller is shown, the latest first.
pub async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<MergeRun>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().filter(shown(db.scope()));
    if let Some((at, id)) = request.after::<(DateTimeUtc, MergeRunId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |run| (run.created_at, run.id))
}

/// How many pairs of a run became one by it.
pub async fn merged(db: &Db<'_>, run: MergeRunId) -> Result<i64> {
    let select = db.select::<run_pair::Entity>().filter(run_pair::Column::RunId.eq(run));
    let count = db.count_up_to(select.filter(run_pair::Column::State.eq(PairState::Merged)), PAIRS_MAX).await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Pairs of one run.
pub const PAIRS_MAX: u64 = 20_000;

/// The next pairs in this state: from the first on, or from the last back.
pub async fn next(
    db: &Db<'_>,
    run: MergeRunId,
    state: PairState,
    order: sea_orm::Order,
    most: u64,
) -> Result<Vec<RunPair>> {
    let select = db
        .select::<run_pair::Entity>()
        .filter(run_pair::Column::RunId.eq(run))
        .filter(run_pair::Column::State.eq(state))
        .order_by(run_pair::Column::Position, order);
    db.all(select.limit(most)).await
}

/// The pairs of a run in the order they were given; of one state, when it is named.
pub async fn pairs(
    db: &Db<'_>,
    run: MergeRunId,
    state: Option<PairState>,
    request: &PageRequest,
) -> Result<Page<RunPair>> {
    let limit = request.limit()?;
    let mut select = db.select::<run_pair::Entity>().filter(run_pair::Column::RunId.eq(run));
    if let Some(state) = state {
        select = select.filter(run_pair::Column::State.eq(state));
    }
    if let Some(position) = request.after::<i64>()? {
        select = select.filter(run_pair::Column::Position.gt(position));
    }
    let rows = db.all(select.order_by_asc(run_pair::Column::Position).limit(limit + 1)).await?;
    page(rows, limit, |pair| pair.position)
}

/// Writes what became of a pair and counts it, if it still stands as it was read: another runner may have been faster.
pub async fn settle(tx: &mut Tx, pair: RunPair, from: PairState) -> Result<bool> {
    let counted = if matches!(pair.state, PairState::Merged | PairState::AlreadyOne | PairState::Undone) {
        Column::Done
    } else {
        Column::Failed
    };
    let run = pair.run_id;
    let update = tx
        .update::<run_pair::Entity>()
        .set(pair.clone().into_active_model().reset_all())
        .filter(run_pair::Column::RunId.eq(run))
        .filter(run_pair::Column::Position.eq(pair.position))
        .filter(run_pair::Column::State.eq(from));
    if tx.run(update).await? == 0 {
        return Ok(false);
    }
    let count = tx.update::<Entity>().col_expr(counted, Expr::col(counted).add(1)).filter(Column::Id.eq(run));
    tx.run(count).await?;
    Ok(true)
}

fn shown(scope: &Scope) -> Condition {
    let everywhere = scope.span_of(PermissionName::MergeCustomers).is_some_and(Span::is_whole);
    match everywhere {
        true => Condition::all(),
        false => Condition::all().add(Column::ActorId.eq(caller::id(scope))),
    }
}
