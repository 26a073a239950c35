//! Bulk changes and their rows in and out of the database.

use chrono::{DateTime, Utc};
use kernel::{BulkChangeId, CustomerId, Error, PermissionName, Result};
use platform::{
    Db, Scope, Span, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{
    bulk_change::{BulkChange, BulkState, Column, Entity},
    bulk_change_row::{self, BulkChangeRow},
};
use crate::caller;

/// What one batch came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub done: i64,
    pub failed: i64,
    pub skipped: i64,
}

/// One bulk change the caller may see: their own, and all of the group for who changes customers everywhere.
pub async fn find(db: &Db<'_>, id: BulkChangeId) -> Result<BulkChange> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(shown(db.scope()))).await
}

/// One bulk change as the job working on it sees it.
pub async fn find_for_work(db: &Db<'_>, id: BulkChangeId) -> Result<BulkChange> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page of the bulk changes the caller may see, newest first.
pub async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<BulkChange>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>().filter(shown(db.scope()));
    if let Some((at, id)) = request.after::<(DateTime<Utc>, BulkChangeId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.created_at, row.id))
}

pub async fn add(tx: &mut Tx, change: BulkChange) -> Result<BulkChange> {
    tx.insert::<Entity>(change.clone()).await?;
    Ok(change)
}

/// Writes a change of state, if the bulk change is still in the state it was read in.
pub async fn change_state(tx: &mut Tx, change: BulkChange, from: BulkState) -> Result<BulkChange> {
    let update = tx
        .update::<Entity>()
        .set(change.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(change.id))
        .filter(Column::State.eq(from));
    match tx.run(update).await? {
        0 => Err(Error::Stale { current: serde_json::Value::Null }),
        _ => Ok(change),
    }
}

/// Moves the bulk change on to a later customer and holds its row until the commit; answers false when another runner has
/// moved it meanwhile.
pub async fn advance(tx: &mut Tx, change: &BulkChange, to: CustomerId) -> Result<bool> {
    let from = match change.last_id {
        Some(last) => Column::LastId.eq(last),
        None => Column::LastId.is_null(),
    };
    let update = tx
        .update::<Entity>()
        .col_expr(Column::LastId, Expr::val(to))
        .filter(Condition::all().add(Column::Id.eq(change.id)).add(Column::State.eq(change.state)).add(from));
    Ok(tx.run(update).await? > 0)
}

pub async fn count(tx: &mut Tx, id: BulkChangeId, tally: Tally) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Done, Expr::col(Column::Done).add(tally.done))
        .col_expr(Column::Failed, Expr::col(Column::Failed).add(tally.failed))
        .col_expr(Column::Skipped, Expr::col(Column::Skipped).add(tally.skipped))
        .filter(Column::Id.eq(id));
    tx.run(update).await?;
    Ok(())
}

pub async fn add_rows(tx: &mut Tx, rows: Vec<BulkChangeRow>) -> Result<()> {
    tx.insert_all::<bulk_change_row::Entity>(rows).await
}

/// The next rows of a bulk change in the order of customers.
pub async fn rows_after(
    db: &Db<'_>,
    id: BulkChangeId,
    after: Option<CustomerId>,
    most: u64,
) -> Result<Vec<BulkChangeRow>> {
    use bulk_change_row::Column as Row;
    let mut select = db.select::<bulk_change_row::Entity>().filter(Row::BulkChangeId.eq(id));
    if let Some(after) = after {
        select = select.filter(Row::CustomerId.gt(after));
    }
    db.all(select.order_by_asc(Row::CustomerId).limit(most)).await
}

fn shown(scope: &Scope) -> Condition {
    let everywhere = scope.span_of(PermissionName::BulkEditCustomers).is_some_and(Span::is_whole);
    match everywhere {
        true => Condition::all(),
        false => Condition::all().add(Column::ActorId.eq(caller::id(scope))),
    }
}
