//! What work on recalls looks like from outside.

use chrono::{DateTime, Utc};
use kernel::{Error, RecallWorkId, Result, StaffId};
use platform::{
    Db,
    names::{self, Ref, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::recall_work::{AskedWork, RecallDeed, RecallWork, RecallWorkState};
use crate::{
    caller,
    recalls::{cars::recall_car::RecallCarState, vins::reading::RowFault},
};

/// Work on the cars of a recall.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecallWork)]
pub struct RecallWorkView {
    pub id: RecallWorkId,
    pub deed: RecallDeed,
    /// The state many cars are moved to.
    pub to: Option<RecallCarState>,
    pub state: RecallWorkState,
    /// Cars or VINs to go through; 0 where nobody can say beforehand.
    pub total: i64,
    pub passed: i64,
    /// Cars found, VINs taken in, cars moved, tasks made.
    pub done: i64,
    pub skipped: i64,
    /// Rows of the list with something wrong or doubtful.
    pub faults_count: u64,
    /// The first 500 of them.
    pub faults: Vec<RowFault>,
    pub error: Option<String>,
    pub by: Ref,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

pub async fn views(db: &Db<'_>, rows: Vec<RecallWork>) -> Result<Vec<RecallWorkView>> {
    let staff = rows.iter().map(|row| StaffId(row.actor_id)).collect();
    let known = names::of(db, Wanted { staff, ..Wanted::default() }).await?;
    let view = |row: RecallWork| RecallWorkView {
        id: row.id,
        deed: row.deed,
        to: match row.asked {
            AskedWork::Move { to, .. } => Some(to),
            _ => None,
        },
        state: row.state,
        total: row.total,
        passed: row.passed,
        done: row.done,
        skipped: row.skipped,
        faults_count: row.row_faults.count,
        faults: row.row_faults.told,
        error: row.fault,
        by: caller::reference(&known, row.actor_id, row.actor_name),
        created_at: row.created_at,
        finished_at: row.finished_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

pub async fn view(db: &Db<'_>, row: RecallWork) -> Result<RecallWorkView> {
    views(db, vec![row]).await?.pop().ok_or(Error::NotFound)
}
