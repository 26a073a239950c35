//! What the rows of jobs say to whoever looks after the house: what waits, what runs, what is dead and why.

use chrono::{DateTime, Utc};
use kernel::{JobId, Result};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Db,
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
        "select id, name, state, attempts, run_at, last_fault, created_at, finished_at from jobs
         where group_id = $1 and state = $2 {after} order by run_at desc, id desc limit {}",
        limit + 1
    );
    page(db.fetch_text(&text, values).await?, limit, |line: &JobLine| (line.run_at, line.id))
}
