//! Mixed load at half of what the house can do, for a long time: memory must stay flat and nothing may fail.

use std::time::Duration;

use crate::{Outcome, house::Served, load::Load, report::Report, scene::Scene};

/// Of twenty requests, as a day at the counter has them: mostly looking up, now and then somebody new.
const MIX: [Scene; 20] = {
    let mut mix = [Scene::Search; 20];
    let mut place = 0;
    while place < mix.len() {
        mix[place] = match place {
            0..7 => Scene::Profile,
            7..12 => Scene::List,
            12 => Scene::Create,
            _ => Scene::Search,
        };
        place += 1;
    }
    mix
};

const CAPACITY_SECONDS: u64 = 10;

/// Finds what the house can do of the mix, then asks for half of it minute by minute.
pub async fn measure(served: &Served, load: Load<'_>, minutes: u64, report: &mut Report) -> Outcome<()> {
    let load = Load { mix: &MIX, ..load };
    let capacity = load.drive(Duration::from_secs(CAPACITY_SECONDS)).await?;
    report.fact("capacity of the mix", format!("{:.0} requests a second", capacity.per_second));
    let pace = Duration::from_secs_f64(load.connections as f64 / (capacity.per_second / 2.0));
    let load = Load { pace: Some(pace), ..load };
    let (mut requests, mut worst_ms, mut memory) = (0, 0_f64, Vec::new());
    for minute in 1..=minutes {
        let measured = load.drive(Duration::from_mins(1)).await?;
        requests += measured.requests;
        worst_ms = worst_ms.max(measured.p99_ms);
        memory.push(served.own_kilobytes()? / 1024);
        eprintln!(
            "minute {minute}: {} requests, p50 {:.2} ms, p99 {:.2} ms, {}",
            measured.requests,
            measured.p50_ms,
            measured.p99_ms,
            served.memory()?
        );
    }
    report.fact(
        "soak",
        format!(
            "{minutes} minutes at half of capacity: {requests} requests, none failed; p99 of the worst minute {worst_ms:.1} ms"
        ),
    );
    let quarter = memory.len().div_ceil(4);
    report.fact(
        "memory without mapped files, median of the minutes",
        format!(
            "first quarter {} MB, last quarter {} MB, most {} MB",
            median(&memory[..quarter]),
            median(&memory[memory.len() - quarter..]),
            memory.iter().max().unwrap_or(&0)
        ),
    );
    Ok(())
}

fn median(values: &[u64]) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
