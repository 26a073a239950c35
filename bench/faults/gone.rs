//! The database server goes away for a while and comes back.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use bench::Outcome;

use crate::{
    ledger,
    load::Writers,
    scene::{Scene, Verdict, is_ready, must},
};

const RED_WITHIN: Duration = Duration::from_secs(15);
const READY_AGAIN_WITHIN: Duration = Duration::from_secs(30);

pub async fn try_on(scene: &Scene, stop: &str, start: &str, seconds: u64) -> Outcome<Verdict> {
    let (served, store) = scene.serve().await?;
    let writers = Writers::begin(&served.address, &scene.key, &store);
    tokio::time::sleep(Duration::from_secs(1)).await;
    shell(stop)?;
    let gone = Instant::now();
    while is_ready(&served.address).await {
        must(gone.elapsed() < RED_WITHIN, || "readiness stays green without a database".into())?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let red_after = gone.elapsed();
    tokio::time::sleep(Duration::from_secs(seconds).saturating_sub(gone.elapsed())).await;
    shell(start)?;
    let back = Instant::now();
    while !is_ready(&served.address).await {
        must(back.elapsed() < READY_AGAIN_WITHIN, || "not ready again after the database was back".into())?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let ready_after = back.elapsed();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut all = writers.end().await?;
    let is_clear = |refusal: &String| refusal.starts_with("503") || refusal.starts_with("500");
    must(all.refused.keys().all(is_clear), || format!("refused: {:?}", all.refused))?;
    let refused: Vec<String> = all.refused.iter().map(|(refusal, count)| format!("{count} × {refusal}")).collect();
    all.refused.clear();
    let writers = Writers::begin(&served.address, &scene.key, &store);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = writers.end().await?;
    must(after.refused.is_empty() && after.writes() > 0, || format!("refused afterwards: {:?}", after.refused))?;
    all.join(after);
    served.stop()?;
    ledger::check(scene.house.database(), &all).await?;
    Ok(scene.verdict(
        "database gone",
        format!("stopped at once under load, back after {seconds} s"),
        format!(
            "/readyz red after {} ms, ready again {} ms after it was back, by itself; refused meanwhile: {}; {} acknowledged writes all \
             there",
            red_after.as_millis(),
            ready_after.as_millis(),
            if refused.is_empty() { "none".into() } else { refused.join(", ") },
            all.writes()
        ),
    ))
}

fn shell(command: &str) -> Outcome<()> {
    let done = Command::new("sh").arg("-c").arg(command).output()?;
    must(done.status.success(), || format!("{command}: {}", String::from_utf8_lossy(&done.stderr)))
}
