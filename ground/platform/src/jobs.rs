//! Work outside a request: rows written in the transaction that wants them, run at least once, with lease, back-off and a
//! dead-letter state. A unique key keeps one effect from being wanted twice.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use kernel::{Error, GroupId, JobId, PermissionName, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::sync::watch;

use crate::{Door, Mandate, Platform, SystemActor, Tx};

mod ledger;

pub use ledger::{JobLine, JobState, find_lines};

/// A job is its own body plus `run`.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `<department>.<deed>`, never changed once released.
    const NAME: &'static str;
    /// After so many failed runs the job is dead until somebody revives it.
    const ATTEMPTS_MAX: i32 = 8;

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
    run: WorkFn,
    died: WorkFn,
}

type WorkFn = Arc<dyn Fn(Value, Work) -> BoxFuture<'static, Result<()>> + Send + Sync>;

impl JobKind {
    pub fn of<J: Job>() -> Self {
        Self {
            name: J::NAME,
            attempts_max: J::ATTEMPTS_MAX,
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

crate::record! {
    #[derive(Debug)]
    struct Due { id: JobId, group_id: GroupId, name: String, body: Value, state: JobState, attempts: i32, leases_lost: i32 }
}

const LEASE: TimeDelta = TimeDelta::minutes(10);
/// A job whose runners were lost so often without getting on is what stops them.
const LEASES_LOST_MAX: i32 = 3;
const AT_ONCE: i64 = 2;
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Runs jobs until `stop` says so; the one under way is finished first.
pub async fn run_until(platform: Platform, kinds: Vec<JobKind>, mut stop: watch::Receiver<bool>) {
    let mut bell = platform.bell();
    while !*stop.borrow() {
        match run_due(&platform, &kinds).await {
            Ok(0) => {
                tokio::select! {
                    _ = bell.changed() => {}
                    _ = stop.changed() => {}
                    () = tokio::time::sleep(LOOK_AGAIN) => {}
                }
            }
            Ok(_) => {}
            Err(cause) => {
                tracing::error!(%cause, "jobs can't be read");
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
    }
}

/// Runs the jobs that are due now, once each; answers how many. Tests call it instead of waiting.
pub async fn run_due(platform: &Platform, kinds: &[JobKind]) -> Result<usize> {
    let due = claim(platform).await?;
    let count = due.len();
    let runs = due.into_iter().map(|job| run_one(platform, kinds, job));
    for outcome in futures::future::join_all(runs).await {
        outcome?;
    }
    Ok(count)
}

async fn claim(platform: &Platform) -> Result<Vec<Due>> {
    let house = platform.house(SystemActor::Jobs);
    let now = platform.clock().now();
    let waiting: Vec<Due> = house.read().fetch_text(&due_text(""), due_values(now)).await?;
    if waiting.is_empty() {
        return Ok(waiting);
    }
    house
        .write(async |tx| {
            let mut due: Vec<Due> = tx.db().fetch_text(&due_text("{hold_free}"), due_values(now)).await?;
            for job in &mut due {
                job.take();
                tx.execute_text(
                    "update jobs set state = 'running', attempts = $2, leases_lost = $3, leased_until = $4 where id = $1",
                    vec![job.id.into(), job.attempts.into(), job.leases_lost.into(), (now + LEASE).into()],
                )
                .await?;
            }
            Ok(due)
        })
        .await
}

impl Due {
    /// A job that was running has lost whoever ran it; one that lost too many is not run again.
    fn take(&mut self) {
        self.leases_lost += i32::from(self.state == JobState::Running);
        self.attempts += i32::from(!self.is_lost());
    }

    fn is_lost(&self) -> bool {
        self.leases_lost >= LEASES_LOST_MAX
    }
}

fn due_text(hold: &str) -> String {
    format!(
        "select id, group_id, name, body, state, attempts, leases_lost from jobs
         where (state = 'waiting' and run_at <= $1) or (state = 'running' and leased_until <= $1)
         order by run_at limit $2 {hold}"
    )
}

fn due_values(now: DateTime<Utc>) -> Vec<sea_orm::Value> {
    vec![now.into(), AT_ONCE.into()]
}

async fn run_one(platform: &Platform, kinds: &[JobKind], job: Due) -> Result<()> {
    let kind = kinds.iter().find(|kind| kind.name == job.name);
    let outcome = match kind {
        None => Err(Error::internal(format!("no job is called {}", job.name))),
        Some(_) if job.is_lost() => Err(Error::Unavailable {
            detail: format!(
                "whoever ran this job stopped or hung {LEASES_LOST_MAX} times before it was done; it is not run again"
            ),
        }),
        Some(kind) => in_a_task(&kind.run, platform, &job).await,
    };
    let attempts_max = kind.map_or(1, |kind| kind.attempts_max);
    let now = platform.clock().now();
    let (state, run_at, fault) = match &outcome {
        Ok(()) => (JobState::Done, now, None),
        Err(cause) if job.is_lost() || job.attempts >= attempts_max => (JobState::Dead, now, Some(cause.to_string())),
        Err(cause) => (JobState::Waiting, now + back_off(job.attempts), Some(cause.to_string())),
    };
    if let Some(cause) = &fault {
        tracing::warn!(job = %job.id, name = job.name, attempt = job.attempts, cause, "job failed");
    }
    if let (JobState::Dead, Some(kind)) = (state, kind)
        && let Err(cause) = in_a_task(&kind.died, platform, &job).await
    {
        tracing::error!(job = %job.id, name = job.name, %cause, "a dead job can't be told");
    }
    settle(platform, &job, state, run_at, fault).await
}

/// A task of its own: a job that panics has failed like any other, and the runner goes on.
async fn in_a_task(deed: &WorkFn, platform: &Platform, job: &Due) -> Result<()> {
    let work = Work { job: job.id, group: job.group_id, attempt: job.attempts, platform: platform.clone() };
    tokio::spawn(deed(job.body.clone(), work)).await.unwrap_or_else(|cause| Err(Error::internal(cause)))
}

async fn settle(
    platform: &Platform,
    job: &Due,
    state: JobState,
    run_at: DateTime<Utc>,
    fault: Option<String>,
) -> Result<()> {
    let finished_at = (state == JobState::Done).then(|| platform.clock().now());
    let values = vec![
        job.id.into(),
        state.into(),
        run_at.into(),
        fault.into(),
        finished_at.into(),
        // One whose lease ran out has a later attempt elsewhere, which decides.
        job.attempts.into(),
    ];
    let house = platform.house(SystemActor::Jobs);
    house
        .write(async |tx| {
            tx.execute_text(
                "update jobs set state = $2, run_at = $3, last_fault = $4, leased_until = null, leases_lost = 0, finished_at = $5
                 where id = $1 and attempts = $6 and state = 'running'",
                values,
            )
            .await
        })
        .await?;
    Ok(())
}

/// 10 s, 20 s, 40 s … up to an hour.
fn back_off(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or_default();
    TimeDelta::seconds((10_i64 << doublings).min(3600))
}
