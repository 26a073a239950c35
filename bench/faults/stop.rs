//! Asked to stop while requests are under way.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use bench::Outcome;

use crate::{
    ledger,
    load::{Promised, Writers},
    scene::{Scene, Verdict, must},
};

const TIMES: u32 = 10;
const STOPS_WITHIN: Duration = Duration::from_secs(10);

pub async fn try_on(scene: &Scene) -> Outcome<Verdict> {
    let mut all = Promised::default();
    let mut slowest = Duration::ZERO;
    for _ in 0..TIMES {
        let (served, store) = scene.serve().await?;
        let writers = Writers::begin(&served.address, &scene.key, &store);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let begun = Instant::now();
        tokio::task::spawn_blocking(|| served.stop()).await??;
        slowest = slowest.max(begun.elapsed());
        all.join(writers.end().await?);
    }
    must(slowest < STOPS_WITHIN, || format!("stopping took {slowest:?}"))?;
    ledger::check(scene.house.database(), &all).await?;
    let names = ledger::texts(scene.house.database(), "select name from customers").await?;
    let there: BTreeSet<&String> = names.iter().collect();
    let lost = all.unanswered.iter().filter(|name| there.contains(name)).count();
    must(lost == 0, || format!("{lost} requests were carried out and never answered"))?;
    must(all.refused.is_empty(), || format!("refused: {:?}", all.refused))?;
    Ok(scene.verdict(
        "graceful stop (SIGTERM)",
        format!("{TIMES} times under load"),
        format!(
            "{} writes answered and there; none carried out without its answer; gone after at most {} ms",
            all.writes(),
            slowest.as_millis()
        ),
    ))
}
