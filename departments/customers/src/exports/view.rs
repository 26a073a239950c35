//! What an export looks like from outside.

use chrono::{DateTime, Utc};
use kernel::{Error, ExportId, PermissionName, Result, StaffId};
use platform::{
    Db, Scope,
    names::{self, Ref},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

use super::export::{Export, ExportAbout, ExportState, FileFormat};
use crate::caller;

#[derive(Debug, Serialize, ToSchema)]
pub struct ExportView {
    pub id: ExportId,
    pub about: ExportAbout,
    pub format: FileFormat,
    pub state: ExportState,
    pub rows: i64,
    /// 0 until it runs.
    pub total: i64,
    /// Null until it is done, and again when the file was cleared away after seven days.
    pub file_name: Option<String>,
    /// In bytes.
    pub size: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub by: Ref,
    pub error: Option<String>,
    /// By which the file is known again, `RB-7KQ2M9XWTD`; null for files from before.
    pub mark: Option<String>,
    pub shows_phones: bool,
    /// What the file is for.
    pub reason: Option<String>,
    pub needs_approval: bool,
    pub approve_until: Option<DateTime<Utc>>,
    pub decided_by: Option<Ref>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision_reason: Option<String>,
    pub downloads: i32,
    /// Null where it may be fetched as often as wanted.
    pub downloads_max: Option<i32>,
    /// `approve` and `refuse`, for somebody else's that waits.
    pub can: Vec<&'static str>,
}

pub async fn views(db: &Db<'_>, rows: Vec<Export>) -> Result<Vec<ExportView>> {
    let deciders = rows.iter().filter_map(|row| row.decided_by);
    let staff = rows.iter().map(|row| row.actor_id).chain(deciders).map(StaffId).collect();
    let known = names::of(db, names::Wanted { staff, ..Default::default() }).await?;
    Ok(rows
        .into_iter()
        .map(|row| ExportView {
            id: row.id,
            about: row.about,
            format: row.format,
            state: row.state,
            rows: row.rows,
            total: row.total,
            file_name: row.file_name,
            size: row.size,
            created_at: row.created_at,
            finished_at: row.finished_at,
            by: caller::reference(&known, row.actor_id, row.actor_name),
            error: row.fault,
            can: deeds(db.scope(), row.state, row.actor_id),
            mark: row.mark,
            shows_phones: row.shows_phones,
            reason: row.asked.reason,
            needs_approval: row.needs_approval,
            approve_until: row.approve_until,
            decided_by: row.decided_by.map(|id| caller::reference(&known, id, row.decided_name.unwrap_or_default())),
            decided_at: row.decided_at,
            decision_reason: row.decision_reason,
            downloads: row.downloads,
            downloads_max: row.downloads_max,
        })
        .collect())
}

pub async fn view(db: &Db<'_>, row: Export) -> Result<ExportView> {
    views(db, vec![row]).await?.pop().ok_or(Error::NotFound)
}

fn deeds(scope: &Scope, state: ExportState, asked_by: Uuid) -> Vec<&'static str> {
    let decides =
        state == ExportState::Held && asked_by != caller::id(scope) && scope.may(PermissionName::ApproveExports);
    if decides { vec!["approve", "refuse"] } else { vec![] }
}
