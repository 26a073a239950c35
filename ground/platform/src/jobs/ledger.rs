//! What the rows of jobs say to whoever looks after the house: what waits, what runs, what is dead and why; and a dead one begun anew.

use chrono::{DateTime, Utc};
use kernel::{Error, JobId, Result};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Db, Tx,
    database::paging::{Page, PageRequest, page},
};

/// How far a job has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "done")]
    Done,
    /// It failed or lost its runner too often and is not run again.
    #[sea_orm(string_value = "dead")]
    Dead,
}

crate::record! {
    /// A job without its body, which is nobody's to read.
    #[derive(Debug, Serialize, ToSchema)]
    pub struct JobLine {
        pub id: JobId,
        /// `<department>.<deed>`.
        pub name: String,
        pub state: JobState,
        /// Runs begun so far.
        pub attempts: i32,
        /// When it is due, or was given up.
        pub run_at: DateTime<Utc>,
        /// Why the last run failed.
        pub last_fault: Option<String>,
        pub created_at: DateTime<Utc>,
        pub finished_at: Option<DateTime<Utc>>,
    }
}

const LINE: &str = "id, name, state, attempts, run_at, last_fault, created_at, finished_at";

/// Jobs of the caller's group in this state, those due or given up last first.
pub async fn find_lines(db: &Db<'_>, state: JobState, request: &PageRequest) -> Result<Page<JobLine>> {
    let limit = request.limit()?;
    let mut values = vec![db.scope().group().into(), state.into()];
    let mut after = "";
    if let Some((run_at, id)) = request.after::<(DateTime<Utc>, JobId)>()? {
        values.extend([run_at.into(), id.into()]);
        after = "and (run_at, id) < ($3, $4)";
    }
    let text = format!(
        "select {LINE} from jobs where group_id = $1 and state = $2 {after} order by run_at desc, id desc limit {}",
        limit + 1
    );
    page(db.fetch_text(&text, values).await?, limit, |line: &JobLine| (line.run_at, line.id))
}

/// One job of the caller's group.
pub async fn find_line(db: &Db<'_>, id: JobId) -> Result<JobLine> {
    let text = format!("select {LINE} from jobs where group_id = $1 and id = $2");
    let lines: Vec<JobLine> = db.fetch_text(&text, vec![db.scope().group().into(), id.into()]).await?;
    lines.into_iter().next().ok_or(Error::NotFound)
}

/// Begins a dead job of the caller's group anew, with all its runs before it; what it failed of stays readable until it runs.
pub async fn revive(tx: &mut Tx, id: JobId) -> Result<JobLine> {
    let job = find_line(&tx.db(), id).await?;
    let now = tx.now();
    let text = "update jobs set state = 'waiting', attempts = 0, leases_lost = 0, run_at = $1, leased_until = null, finished_at = null
        where id = $2 and state = 'dead'";
    if tx.execute_text(text, vec![now.into(), job.id.into()]).await? == 0 {
        return Err(Error::Refused {
            code: "job.not_dead",
            detail: "Only a job that was given up is begun anew; this one waits, runs or is done.".into(),
        });
    }
    tx.ring_after_commit();
    find_line(&tx.db(), id).await
}
