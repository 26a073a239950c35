//! Jobs: tried again with patience, never twice for one wish, taken over from a node that died.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use chrono::TimeDelta;
use kernel::{Error, Result};
use platform::{
    Platform, SystemActor,
    database::paging::PageRequest,
    jobs::{self, Job, JobKind, JobState, Work},
};
use serde::{Deserialize, Serialize};

use crate::house::{GROUP, House, on_each_engine};

/// Fails as often as it is told to, or falls over.
#[derive(Serialize, Deserialize)]
struct Errand {
    failures: i32,
    panics: bool,
}

#[derive(Default)]
struct Ran(AtomicUsize);

impl Job for Errand {
    const NAME: &'static str = "tests.errand";
    const ATTEMPTS_MAX: i32 = 3;

    async fn run(self, work: Work) -> Result<()> {
        assert_eq!(work.group, GROUP);
        work.platform().provided::<Ran>()?.0.fetch_add(1, Ordering::SeqCst);
        assert!(!self.panics, "the errand falls over");
        if work.attempt <= self.failures { Err(Error::internal("not yet")) } else { Ok(()) }
    }
}

platform::record! {
    #[derive(Debug, PartialEq)]
    struct Kept { state: String, attempts: i32, last_fault: Option<String> }
}

async fn leave(house: &House, key: &str, errand: Errand) {
    house.platform.provide(Ran::default());
    house.door().write(async |tx| jobs::enqueue(tx, &errand, key).await).await.unwrap();
}

async fn kept(platform: &Platform) -> Vec<(String, i32)> {
    let house = platform.house(SystemActor::Jobs);
    let rows: Vec<Kept> = house
        .read()
        .fetch_text("select state, attempts, last_fault from jobs order by created_at, id", vec![])
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.state, row.attempts)).collect()
}

async fn run(house: &House) -> usize {
    jobs::run_due(&house.platform, &[JobKind::of::<Errand>()]).await.unwrap()
}

fn ran(house: &House) -> usize {
    house.platform.provided::<Ran>().unwrap().0.load(Ordering::SeqCst)
}

fn errand(failures: i32) -> Errand {
    Errand { failures, panics: false }
}

#[tokio::test]
async fn a_job_that_fails_waits_longer_each_time_and_then_succeeds() {
    on_each_engine(async |house| {
        leave(&house, "1", errand(2)).await;
        assert_eq!(run(&house).await, 1);
        assert_eq!(run(&house).await, 0, "it waits before it is tried again");
        house.wait(TimeDelta::seconds(10));
        assert_eq!(run(&house).await, 1);
        house.wait(TimeDelta::seconds(10));
        assert_eq!(run(&house).await, 0, "the second wait is longer");
        house.wait(TimeDelta::seconds(10));
        assert_eq!(run(&house).await, 1);
        assert_eq!(kept(&house.platform).await, [("done".into(), 3)]);
        house.wait(TimeDelta::days(1));
        assert_eq!(run(&house).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_never_succeeds_is_dead_and_keeps_its_fault() {
    on_each_engine(async |house| {
        leave(&house, "1", errand(99)).await;
        for _ in 0..5 {
            run(&house).await;
            house.wait(TimeDelta::hours(2));
        }
        assert_eq!(kept(&house.platform).await, [("dead".into(), 3)]);
        assert_eq!(ran(&house), 3);
        let door = house.platform.house(SystemActor::Jobs);
        let rows: Vec<Kept> =
            door.read().fetch_text("select state, attempts, last_fault from jobs", vec![]).await.unwrap();
        assert_eq!(rows[0].last_fault.as_deref(), Some("internal: not yet"));
    })
    .await;
}

#[tokio::test]
async fn a_job_that_panics_has_failed_and_the_others_go_on() {
    on_each_engine(async |house| {
        leave(&house, "1", Errand { failures: 0, panics: true }).await;
        leave(&house, "2", errand(0)).await;
        assert_eq!(run(&house).await, 2);
        let mut states = kept(&house.platform).await;
        states.sort();
        assert_eq!(states, [("done".into(), 1), ("waiting".into(), 1)]);
    })
    .await;
}

#[tokio::test]
async fn one_wish_is_one_job_however_often_it_is_left() {
    on_each_engine(async |house| {
        leave(&house, "same", errand(0)).await;
        leave(&house, "same", errand(0)).await;
        assert_eq!(run(&house).await, 1);
        leave(&house, "same", errand(0)).await;
        assert_eq!(run(&house).await, 0, "also when it is done already");
        let door = house.door();
        let dropped = door.write(async |tx| {
            jobs::enqueue(tx, &errand(0), "rolled back").await?;
            Err::<(), _>(Error::NotFound)
        });
        assert!(dropped.await.is_err());
        assert_eq!(kept(&house.platform).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_left_for_later_is_run_when_its_time_has_come() {
    on_each_engine(async |house| {
        house.platform.provide(Ran::default());
        let later = house.platform.clock().now() + TimeDelta::hours(1);
        house.door().write(async |tx| jobs::enqueue_at(tx, &errand(0), "1", later).await).await.unwrap();
        assert_eq!(run(&house).await, 0);
        house.wait(TimeDelta::hours(1));
        assert_eq!(run(&house).await, 1);
    })
    .await;
}

/// Hangs the first time until it is told to go on, and then comes too late.
#[derive(Serialize, Deserialize)]
struct Hanging {}

struct Rope(tokio::sync::Semaphore);

impl Job for Hanging {
    const NAME: &'static str = "tests.hanging";

    async fn run(self, work: Work) -> Result<()> {
        work.platform().provided::<Ran>()?.0.fetch_add(1, Ordering::SeqCst);
        if work.attempt > 1 {
            return Ok(());
        }
        let rope = work.platform().provided::<Rope>()?;
        rope.0.acquire().await.map_err(Error::internal)?.forget();
        Err(Error::internal("came too late"))
    }
}

#[tokio::test]
async fn a_job_of_a_node_that_died_is_taken_over_when_its_lease_is_over() {
    on_each_engine(async |house| {
        let kinds = Arc::new([JobKind::of::<Hanging>()]);
        house.platform.provide(Ran::default());
        house.platform.provide(Rope(tokio::sync::Semaphore::new(0)));
        house.door().write(async |tx| jobs::enqueue(tx, &Hanging {}, "1").await).await.unwrap();
        let (first, same) = (house.platform.clone(), Arc::clone(&kinds));
        let hanging = tokio::spawn(async move { jobs::run_due(&first, &*same).await });
        while ran(&house) == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(jobs::run_due(&house.platform, &*kinds).await.unwrap(), 0, "the lease still holds");
        house.wait(TimeDelta::minutes(11));
        assert_eq!(jobs::run_due(&house.platform, &*kinds).await.unwrap(), 1);
        // The first one's late failure changes nothing any more.
        house.platform.provided::<Rope>().unwrap().0.add_permits(1);
        hanging.await.unwrap().unwrap();
        assert_eq!((ran(&house), kept(&house.platform).await), (2, vec![("done".into(), 2)]));
    })
    .await;
}

/// Takes its runner with it: the run never ends, and the process that began it is gone.
#[derive(Serialize, Deserialize)]
struct Deadly {}

/// How often it was run, and how often it was told to have died.
#[derive(Default)]
struct Toll {
    runs: AtomicUsize,
    told: AtomicUsize,
}

impl Job for Deadly {
    const NAME: &'static str = "tests.deadly";

    async fn run(self, work: Work) -> Result<()> {
        work.platform().provided::<Toll>()?.runs.fetch_add(1, Ordering::SeqCst);
        std::future::pending().await
    }

    async fn died(self, work: Work) -> Result<()> {
        work.platform().provided::<Toll>()?.told.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[tokio::test]
async fn a_job_whose_lease_ran_out_three_times_is_dead_and_says_why() {
    on_each_engine(async |house| {
        house.platform.provide(Toll::default());
        house.door().write(async |tx| jobs::enqueue(tx, &Deadly {}, "1").await).await.unwrap();
        let toll = house.platform.provided::<Toll>().unwrap();
        let mut gone = Vec::new();
        for run in 1..=3 {
            let platform = house.platform.clone();
            gone.push(tokio::spawn(async move { jobs::run_due(&platform, &[JobKind::of::<Deadly>()]).await }));
            while toll.runs.load(Ordering::SeqCst) < run {
                tokio::task::yield_now().await;
            }
            house.wait(TimeDelta::minutes(11));
        }
        assert_eq!(jobs::run_due(&house.platform, &[JobKind::of::<Deadly>()]).await.unwrap(), 1);
        assert_eq!((toll.runs.load(Ordering::SeqCst), toll.told.load(Ordering::SeqCst)), (3, 1));
        let page = jobs::find_lines(&house.door().read(), JobState::Dead, &PageRequest::default()).await.unwrap();
        let fault = page.items[0].last_fault.as_deref().unwrap();
        assert!(fault.contains("stopped or hung 3 times"), "{fault}");
        assert_eq!((page.items.len(), page.items[0].attempts), (1, 3));
        house.wait(TimeDelta::days(1));
        assert_eq!(jobs::run_due(&house.platform, &[JobKind::of::<Deadly>()]).await.unwrap(), 0);
        gone.iter().for_each(tokio::task::JoinHandle::abort);
    })
    .await;
}

/// Long work that loses its runner again and again, but gets on each time.
#[derive(Serialize, Deserialize)]
struct Long {}

impl Job for Long {
    const NAME: &'static str = "tests.long";

    async fn run(self, work: Work) -> Result<()> {
        work.door().write(async |tx| work.renew(tx).await).await?;
        work.platform().provided::<Toll>()?.runs.fetch_add(1, Ordering::SeqCst);
        if work.attempt > 4 { Ok(()) } else { std::future::pending().await }
    }
}

#[tokio::test]
async fn long_work_that_gets_on_outlives_its_runners() {
    on_each_engine(async |house| {
        house.platform.provide(Toll::default());
        house.door().write(async |tx| jobs::enqueue(tx, &Long {}, "1").await).await.unwrap();
        let toll = house.platform.provided::<Toll>().unwrap();
        let mut gone = Vec::new();
        for run in 1..=4 {
            let platform = house.platform.clone();
            gone.push(tokio::spawn(async move { jobs::run_due(&platform, &[JobKind::of::<Long>()]).await }));
            while toll.runs.load(Ordering::SeqCst) < run {
                tokio::task::yield_now().await;
            }
            house.wait(TimeDelta::minutes(11));
        }
        assert_eq!(jobs::run_due(&house.platform, &[JobKind::of::<Long>()]).await.unwrap(), 1);
        assert_eq!(kept(&house.platform).await, [("done".into(), 5)]);
        gone.iter().for_each(tokio::task::JoinHandle::abort);
    })
    .await;
}

/// Over at once.
#[derive(Serialize, Deserialize)]
struct Brief {}

impl Job for Brief {
    const NAME: &'static str = "tests.brief";
    const IS_SHORT: bool = true;

    async fn run(self, work: Work) -> Result<()> {
        work.platform().provided::<Toll>()?.runs.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// A house whose jobs run, with three that hang: as many as runners take long work, and one that waits.
async fn busy(house: &House) -> (tokio::sync::watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    house.platform.provide(Ran::default());
    house.platform.provide(Rope(tokio::sync::Semaphore::new(0)));
    house.platform.provide(Toll::default());
    for key in ["1", "2", "3"] {
        house.door().write(async |tx| jobs::enqueue(tx, &Hanging {}, key).await).await.unwrap();
    }
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let kinds = vec![JobKind::of::<Hanging>(), JobKind::of::<Brief>()];
    let within = std::time::Duration::ZERO;
    let running = tokio::spawn(jobs::run_until(house.platform.clone(), kinds, stopping, within));
    while ran(house) < 2 {
        tokio::task::yield_now().await;
    }
    (stop, running)
}

#[tokio::test]
async fn short_work_does_not_wait_behind_long_work() {
    on_each_engine(async |house| {
        let (stop, running) = busy(&house).await;
        house.door().write(async |tx| jobs::enqueue(tx, &Brief {}, "1").await).await.unwrap();
        let brief = house.platform.provided::<Toll>().unwrap();
        while brief.runs.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(ran(&house), 2, "the third of the long ones still waits");
        stop.send(true).unwrap();
        running.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn work_under_way_when_the_house_closes_begins_anew_at_the_next_opening() {
    on_each_engine(async |house| {
        let (stop, running) = busy(&house).await;
        stop.send(true).unwrap();
        running.await.unwrap();
        assert_eq!(kept(&house.platform).await, vec![("waiting".to_owned(), 0); 3]);
        let kinds = [JobKind::of::<Hanging>()];
        house.platform.provided::<Rope>().unwrap().0.add_permits(3);
        assert_eq!(jobs::run_due(&house.platform, &kinds).await.unwrap(), 2, "no lease has to run out first");
    })
    .await;
}
