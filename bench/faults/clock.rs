//! The clock jumps: two days ahead, and back again.

use std::time::Duration;

use bench::Outcome;

use crate::{
    ledger,
    load::{Promised, Writers},
    scene::{Scene, Verdict, is_ready, must},
};

const AHEAD: &str = "172800";

pub async fn try_on(scene: &Scene) -> Outcome<Verdict> {
    let mut all = Promised::default();
    let ahead = scene.house.with_variable("ROADBOOK_CLOCK_AHEAD_SECONDS", AHEAD);
    let (served, store) = scene.serve().await?;
    served.stop()?;
    for house in [&ahead, &scene.house] {
        let served = house.serve().await?;
        let writers = Writers::begin(&served.address, &scene.key, &store);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let promised = writers.end().await?;
        must(is_ready(&served.address).await, || "not ready after the clock jumped".into())?;
        must(promised.refused.is_empty(), || format!("refused: {:?}", promised.refused))?;
        must(promised.writes() > 0, || "nothing was written".into())?;
        all.join(promised);
        served.stop()?;
    }
    ledger::check(scene.house.database(), &all).await?;
    let doctor = scene.house.run(&["doctor", "--json"]).err().map(|cause| cause.to_string()).unwrap_or_default();
    must(doctor.contains("doctor.found"), || "the doctor sees nothing of it".into())?;
    Ok(scene.verdict(
        "clock jumps",
        "two days ahead, and back".into(),
        format!(
            "{} writes go on in both directions, in their order; `roadbook doctor` says that it was set back",
            all.writes()
        ),
    ))
}
