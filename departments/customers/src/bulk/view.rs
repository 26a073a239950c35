//! What a bulk change looks like from outside.

use chrono::{DateTime, Utc};
use kernel::{BulkChangeId, Error, Result, StaffId};
use platform::{
    Db, Scope,
    names::{self, Ref},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::bulk_change::{BulkAbout, BulkChange, BulkState, DeedKind};
use crate::caller;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BulkChange)]
pub struct BulkChangeView {
    pub id: BulkChangeId,
    pub about: BulkAbout,
    pub change: DeedView,
    pub state: BulkState,
    /// 0 until it runs.
    pub total: i64,
    pub done: i64,
    /// Refused by a rule.
    pub failed: i64,
    /// Nothing to do, or not the caller's to do.
    pub skipped: i64,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub by: Ref,
    /// `undo`.
    pub can: Vec<&'static str>,
    pub error: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeedView {
    pub kind: DeedKind,
    /// The id of the person or tag, or the stage.
    pub value: Option<String>,
}

pub async fn views(db: &Db<'_>, rows: Vec<BulkChange>) -> Result<Vec<BulkChangeView>> {
    let staff = rows.iter().map(|row| StaffId(row.actor_id)).collect();
    let known = names::of(db, names::Wanted { staff, ..Default::default() }).await?;
    let scope = db.scope();
    Ok(rows
        .into_iter()
        .map(|row| BulkChangeView {
            can: can(&row, scope),
            id: row.id,
            about: row.about,
            change: DeedView { kind: row.deed.kind(), value: row.deed.value() },
            state: row.state,
            total: row.total,
            done: row.done,
            failed: row.failed,
            skipped: row.skipped,
            created_at: row.created_at,
            finished_at: row.finished_at,
            by: caller::reference(&known, row.actor_id, row.actor_name),
            error: row.fault,
        })
        .collect())
}

pub async fn view(db: &Db<'_>, row: BulkChange) -> Result<BulkChangeView> {
    views(db, vec![row]).await?.pop().ok_or(Error::NotFound)
}

fn can(row: &BulkChange, scope: &Scope) -> Vec<&'static str> {
    if row.may_be_undone().is_ok() && scope.may(row.deed.permission()) { vec!["undo"] } else { Vec::new() }
}
