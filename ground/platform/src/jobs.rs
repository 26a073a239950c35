//! Work outside a request: rows written in the transaction that wants them, run at least once, with lease, back-off and a
//! dead-letter state. A unique key keeps one effect from being wanted twice.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use kernel::{GroupId, JobId, PermissionName, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Door, Mandate, Platform, SystemActor, Tx};

mod ledger;
mod running;

pub use ledger::{JobLine, JobState, find_line, find_lines, revive};
pub use running::{ENDS_WITHIN, run_due, run_until};
use running::{LEASE, Progress};

/// A job is its own body plus `run`.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `<department>.<deed>`, never changed once released.
    const NAME: &'static str;
    /// After so many failed runs the job is dead until somebody revives it.
    const ATTEMPTS_MAX: i32 = 8;
    /// Whether it is over within seconds: such work never waits behind long work.
    const IS_SHORT: bool = false;

    /// Runs the job; it may run again after a crash, so it must leave the same state when it does.
    fn run(self, work: Work) -> impl Future<Output = Result<()>> + Send;

    /// Says on the record the job worked on that nothing more will come of it, when the job has become dead: its last run may
    /// have had no chance to, because it took the process with it.
    fn died(self, _work: Work) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

/// What a running job is given.
pub struct Work {
    pub job: JobId,
    pub group: GroupId,
    /// 1 on the first run.
    pub attempt: i32,
    platform: Platform,
    progress: Progress,
}

impl Work {
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// A door into the group the job was made in.
    pub fn door(&self) -> Door {
        self.platform.system(SystemActor::Jobs, self.group)
    }

    /// A door for who asked for the job: as far as they could go, with them as the actor in the journal.
    pub fn door_for(&self, mandate: &Mandate, permission: PermissionName) -> Result<Door> {
        Ok(Door::new(self.platform.clone(), mandate.scope(self.group, permission)?))
    }

    /// Holds on to the job for longer: long work says so with each piece it writes, or another node takes it for dead. Work
    /// that gets on is not what stops its runners, so leases lost before count no more. False when another runner has it.
    pub async fn renew(&self, tx: &mut Tx) -> Result<bool> {
        self.progress.made(tx.now());
        let until = tx.now() + LEASE;
        let text =
            "update jobs set leased_until = $1, leases_lost = 0 where id = $2 and attempts = $3 and state = 'running'";
        Ok(tx.execute_text(text, vec![until.into(), self.job.into(), self.attempt.into()]).await? > 0)
    }
}

/// A registered kind of job.
#[derive(Clone)]
pub struct JobKind {
    name: &'static str,
    attempts_max: i32,
    is_short: bool,
    run: WorkFn,
    died: WorkFn,
}

type WorkFn = Arc<dyn Fn(Value, Work) -> BoxFuture<'static, Result<()>> + Send + Sync>;

impl JobKind {
    pub fn of<J: Job>() -> Self {
        Self {
            name: J::NAME,
            attempts_max: J::ATTEMPTS_MAX,
            is_short: J::IS_SHORT,
            run: Arc::new(|body, work| {
                Box::pin(async move {
                    let job: J = serde_json::from_value(body)?;
                    job.run(work).await
                })
            }),
            died: Arc::new(|body, work| {
                Box::pin(async move {
                    let job: J = serde_json::from_value(body)?;
                    job.died(work).await
                })
            }),
        }
    }
}

/// Leaves a job in this transaction; one with the same unique key is left alone.
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J, unique_key: &str) -> Result<()> {
    let run_at = tx.now();
    enqueue_at(tx, job, unique_key, run_at).await
}

/// Leaves a job to be run at or after an instant.
pub async fn enqueue_at<J: Job>(tx: &mut Tx, job: &J, unique_key: &str, run_at: DateTime<Utc>) -> Result<()> {
    let (now, group) = (tx.now(), tx.scope().group());
    let values = vec![
        JobId::new(now).into(),
        group.into(),
        J::NAME.into(),
        format!("{}:{unique_key}", J::NAME).into(),
        serde_json::to_value(job)?.into(),
        run_at.into(),
        now.into(),
    ];
    tx.execute_text(
        "insert into jobs (id, group_id, name, unique_key, body, state, attempts, leases_lost, run_at, created_at)
         values ($1, $2, $3, $4, $5, 'waiting', 0, 0, $6, $7) on conflict do nothing",
        values,
    )
    .await?;
    tx.ring_after_commit();
    Ok(())
}
