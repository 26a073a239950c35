//! Killed in the middle of writing, again and again.

use std::time::{Duration, Instant};

use bench::{Outcome, house::House};

use crate::{
    ledger,
    load::{Promised, Writers},
    scene::{Scene, Verdict, must},
};

/// Longer than the lease of a job: whoever ran it is taken for lost.
const LATER: &str = "1000";
const SETTLES_WITHIN: Duration = Duration::from_secs(300);
const SHOWN_EVERY: u32 = 20;

pub async fn try_on(scene: &Scene, kills: u32) -> Outcome<Verdict> {
    let database = scene.house.database();
    let mut all = Promised::default();
    let mut slowest = Duration::ZERO;
    for round in 0..kills {
        let (served, store) = scene.serve().await?;
        slowest = slowest.max(served.ready_after);
        let writers = Writers::begin(&served.address, &scene.key, &store);
        // Never at the same point of what goes on.
        tokio::time::sleep(Duration::from_millis(100 + u64::from(round) * 37 % 400)).await;
        served.kill()?;
        let promised = writers.end().await?;
        ledger::check(database, &promised).await?;
        all.join(promised);
        if (round + 1).is_multiple_of(SHOWN_EVERY) {
            eprintln!("{}: {} kills, {} writes", scene.engine, round + 1, all.writes());
        }
    }
    ledger::check(database, &all).await?;
    must(all.refused.is_empty(), || format!("refused: {:?}", all.refused))?;
    let recounted = recount(&scene.house).await?;
    Ok(scene.verdict(
        "`kill -9` under load",
        format!("{kills} times, {} writers", crate::load::WRITERS),
        format!(
            "{} acknowledged writes all there, no half transaction; {} exports each made once; facts of {recounted} customers equal a \
             recount; ready again after at most {} ms",
            all.writes(),
            all.exports.len(),
            slowest.as_millis()
        ),
    ))
}

/// Lets all work come to its end and computes the facts anew from the journal: they must be the same.
pub async fn recount(house: &House) -> Outcome<usize> {
    let later = house.with_variable("ROADBOOK_CLOCK_AHEAD_SECONDS", LATER);
    let served = later.serve().await?;
    let begun = Instant::now();
    while !ledger::is_settled(house.database()).await? {
        must(begun.elapsed() < SETTLES_WITHIN, || "jobs and listeners do not come to their end".into())?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    served.stop()?;
    ledger::check_jobs(house.database()).await?;
    let facts = ledger::facts(house.database()).await?;
    house.run(&["rebuild", "facts"])?;
    let again = ledger::facts(house.database()).await?;
    let differing = facts.iter().zip(&again).find(|(before, after)| before != after);
    must(facts == again, || format!("facts differ from a recount: {differing:?}"))?;
    Ok(facts.len())
}
