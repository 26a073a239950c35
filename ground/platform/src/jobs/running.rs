//! Running jobs: who takes which, how it is held while it runs, and what becomes of it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Error, GroupId, JobId, Result};
use serde_json::Value;
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
};
use tracing::Instrument;

use super::{JobKind, JobState, Work, WorkFn};
use crate::{Platform, SystemActor};

/// So long after its runner was lost a job is taken over. Runners hold on to theirs well before.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(90);
const HELD_EVERY: Duration = Duration::from_secs(20);
/// A job that got nowhere for so long hangs, and is held no longer.
const HANGS_AFTER: TimeDelta = TimeDelta::minutes(10);
/// A job whose runners were lost so often without getting on is what stops them.
const LEASES_LOST_MAX: i32 = 3;
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// When the house closes, a job that takes longer is given back and begins anew at the next opening.
pub const ENDS_WITHIN: Duration = Duration::from_secs(10);
/// Jobs `run_due` takes at once.
const AT_ONCE: i64 = 2;

/// What a runner takes. Two are left to short work, so that no message waits for a search of the whole base.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    Any,
    Short,
}

const LANES: [Lane; 4] = [Lane::Any, Lane::Any, Lane::Short, Lane::Short];

/// Runs jobs until `stop` says so; those under way are finished, or given back when that takes longer than `ends_within`.
pub async fn run_until(platform: Platform, kinds: Vec<JobKind>, stop: watch::Receiver<bool>, ends_within: Duration) {
    let kinds: Arc<[JobKind]> = kinds.into();
    let mut runners = JoinSet::new();
    for lane in LANES {
        runners.spawn(run_lane(platform.clone(), Arc::clone(&kinds), lane, stop.clone(), ends_within));
    }
    while runners.join_next().await.is_some() {}
}

async fn run_lane(
    platform: Platform,
    kinds: Arc<[JobKind]>,
    lane: Lane,
    mut stop: watch::Receiver<bool>,
    ends_within: Duration,
) {
    let mut bell = platform.bell();
    while !*stop.borrow() {
        let taken = match claim(&platform, &kinds, lane, 1).await {
            Ok(mut due) => due.pop(),
            Err(cause) => {
                tracing::error!(%cause, "jobs can't be read");
                None
            }
        };
        let Some(job) = taken else {
            tokio::select! {
                () = bell.rung() => {}
                _ = stop.changed() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
            continue;
        };
        let (id, attempts) = (job.id, job.attempts);
        let outcome = tokio::select! {
            outcome = run_one(&platform, &kinds, job) => outcome,
            () = waited_long_enough(stop.clone(), ends_within) => give_back(&platform, id, attempts).await,
        };
        if let Err(cause) = outcome {
            tracing::error!(job = %id, %cause, "what became of a job can't be written down");
        }
    }
}

async fn waited_long_enough(mut stop: watch::Receiver<bool>, ends_within: Duration) {
    let _is_closing = stop.wait_for(|is_closing| *is_closing).await.is_ok();
    tokio::time::sleep(ends_within).await;
}

/// Runs the jobs that are due now, once each; answers how many. Tests call it instead of waiting.
pub async fn run_due(platform: &Platform, kinds: &[JobKind]) -> Result<usize> {
    let due = claim(platform, kinds, Lane::Any, AT_ONCE).await?;
    let count = due.len();
    let runs = due.into_iter().map(|job| run_one(platform, kinds, job));
    for outcome in futures::future::join_all(runs).await {
        outcome?;
    }
    Ok(count)
}

crate::record! {
    #[derive(Debug)]
    struct Due { id: JobId, group_id: GroupId, name: String, body: Value, state: JobState, attempts: i32, leases_lost: i32 }
}

async fn claim(platform: &Platform, kinds: &[JobKind], lane: Lane, most: i64) -> Result<Vec<Due>> {
    let house = platform.house(SystemActor::Jobs);
    let now = platform.clock().now();
    let (text, values) = due(kinds, lane, most, now);
    let waiting: Vec<Due> = house.read().fetch_text(&text, values.clone()).await?;
    if waiting.is_empty() {
        return Ok(waiting);
    }
    house
        .write(async |tx| {
            let mut due: Vec<Due> = tx.db().fetch_text(&format!("{text} {{hold_free}}"), values).await?;
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

/// What is due in a lane, longest first.
fn due(kinds: &[JobKind], lane: Lane, most: i64, now: DateTime<Utc>) -> (String, Vec<sea_orm::Value>) {
    let mut values: Vec<sea_orm::Value> = vec![now.into(), most.into()];
    let mut of_lane = String::new();
    if lane == Lane::Short {
        let short = kinds.iter().filter(|kind| kind.is_short);
        values.extend(short.map(|kind| sea_orm::Value::from(kind.name)));
        let places: Vec<String> = (3..=values.len()).map(|place| format!("${place}")).collect();
        of_lane = if places.is_empty() { "and 1 = 0".into() } else { format!("and name in ({})", places.join(", ")) };
    }
    let text = format!(
        "select id, group_id, name, body, state, attempts, leases_lost from jobs
         where ((state = 'waiting' and run_at <= $1) or (state = 'running' and leased_until <= $1)) {of_lane}
         order by run_at limit $2"
    );
    (text, values)
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

/// A task of its own: a job that panics has failed like any other, and the runner goes on. It is held while it gets on, and ends when
/// its runner does.
async fn in_a_task(deed: &WorkFn, platform: &Platform, job: &Due) -> Result<()> {
    let progress = Progress::begun(platform.clock().now());
    let work = Work {
        job: job.id,
        group: job.group_id,
        attempt: job.attempts,
        platform: platform.clone(),
        progress: progress.clone(),
    };
    let span = tracing::info_span!("job", name = job.name);
    let mut task = Task(tokio::spawn(deed(job.body.clone(), work).instrument(span)));
    loop {
        tokio::select! {
            ended = &mut task.0 => return ended.unwrap_or_else(|cause| Err(Error::internal(cause))),
            () = tokio::time::sleep(HELD_EVERY) => {}
        }
        if !progress.hangs(platform.clock().now())
            && let Err(cause) = hold(platform, job).await
        {
            tracing::warn!(job = %job.id, %cause, "a running job can't be held");
        }
    }
}

/// Ends with whoever waits for it.
struct Task(JoinHandle<Result<()>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// When a job last got on, in milliseconds since 1970.
#[derive(Clone)]
pub(super) struct Progress(Arc<AtomicI64>);

impl Progress {
    fn begun(now: DateTime<Utc>) -> Self {
        Self(Arc::new(AtomicI64::new(now.timestamp_millis())))
    }

    pub fn made(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp_millis(), Ordering::Relaxed);
    }

    fn hangs(&self, now: DateTime<Utc>) -> bool {
        now.timestamp_millis() - self.0.load(Ordering::Relaxed) > HANGS_AFTER.num_milliseconds()
    }
}

async fn hold(platform: &Platform, job: &Due) -> Result<()> {
    let (until, id, attempts) = (platform.clock().now() + LEASE, job.id, job.attempts);
    let text = "update jobs set leased_until = $1 where id = $2 and attempts = $3 and state = 'running'";
    let values = vec![until.into(), id.into(), attempts.into()];
    platform.house(SystemActor::Jobs).write(async |tx| tx.execute_text(text, values).await).await?;
    Ok(())
}

/// Lets a job begin anew as if it had not been begun.
async fn give_back(platform: &Platform, id: JobId, attempts: i32) -> Result<()> {
    let text = "update jobs set state = 'waiting', attempts = attempts - 1, leased_until = null
                where id = $1 and attempts = $2 and state = 'running'";
    let values = vec![id.into(), attempts.into()];
    platform.house(SystemActor::Jobs).write(async |tx| tx.execute_text(text, values).await).await?;
    tracing::info!(job = %id, "given back: it begins anew when the house opens again");
    Ok(())
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
