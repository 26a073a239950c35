//! What an export looks like from outside.

use chrono::{DateTime, Utc};
use kernel::{Error, ExportId, Result, StaffId};
use platform::{
    Db,
    names::{self, Ref},
};
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
}

pub async fn views(db: &Db<'_>, rows: Vec<Export>) -> Result<Vec<ExportView>> {
    let staff = rows.iter().map(|row| StaffId(row.actor_id)).collect();
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
        })
        .collect())
}

pub async fn view(db: &Db<'_>, row: Export) -> Result<ExportView> {
    views(db, vec![row]).await?.pop().ok_or(Error::NotFound)
}
