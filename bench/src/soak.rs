//! Mixed load at half of what the house can do, for a long time: memory must stay flat and nothing may fail.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use crate::{
    Outcome,
    dice::Dice,
    house::Served,
    http::{Connection, Request},
    load::Measured,
    report::Report,
    sample::Sample,
    scene::Scene,
};

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

pub struct Soak<'a> {
    pub served: &'a Served,
    pub key: &'a str,
    pub sample: &'a Sample,
    pub connections: usize,
    pub minutes: u64,
}

/// Finds what the house can do, then asks for half of it minute by minute.
pub async fn measure(soak: &Soak<'_>, report: &mut Report) -> Outcome<()> {
    let capacity = soak.load(Duration::from_secs(CAPACITY_SECONDS), None).await?.measured;
    report.fact("capacity of the mix", format!("{:.0} requests a second", capacity.per_second));
    let pace = Duration::from_secs_f64(soak.connections as f64 / (capacity.per_second / 2.0));
    let (mut requests, mut worst_ms, mut memory) = (0, 0_f64, Vec::new());
    for minute in 1..=soak.minutes {
        let Loaded { measured, sent } = soak.load(Duration::from_mins(1), Some(pace)).await?;
        requests += sent;
        worst_ms = worst_ms.max(measured.p99_ms);
        memory.push(soak.served.own_kilobytes()? / 1024);
        eprintln!(
            "minute {minute}: {sent} requests, p50 {:.2} ms, p99 {:.2} ms, {}",
            measured.p50_ms,
            measured.p99_ms,
            soak.served.memory()?
        );
    }
    report.fact(
        "soak",
        format!(
            "{} minutes at half of capacity: {requests} requests, none failed; p99 of the worst minute {worst_ms:.1} ms",
            soak.minutes
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

struct Loaded {
    measured: Measured,
    sent: u64,
}

impl Soak<'_> {
    /// As fast as answers come, or one request per connection and `pace`. A request that does not succeed ends the run.
    async fn load(&self, time: Duration, pace: Option<Duration>) -> Outcome<Loaded> {
        let sent = Arc::new(AtomicU64::new(0));
        let mut workers = JoinSet::new();
        for worker in 0..self.connections {
            let (address, key) = (self.served.address.clone(), self.key.to_owned());
            let (sample, sent) = (self.sample.clone(), Arc::clone(&sent));
            workers.spawn(async move {
                let mut connection = Connection::open(&address, &key).await?;
                let mut dice = Dice::new(worker);
                let mut took = Vec::new();
                let begun = Instant::now();
                // Not all at the same moment.
                let mut next = begun + pace.unwrap_or_default().mul_f64(worker as f64 / 64.0);
                while begun.elapsed() < time {
                    if let Some(pace) = pace {
                        tokio::time::sleep_until(next.into()).await;
                        next += pace;
                    }
                    let request = dice.one_of(&MIX).request(&sample, &mut dice);
                    let asked = Instant::now();
                    expect_success(&mut connection, &request).await?;
                    took.push(asked.elapsed());
                    sent.fetch_add(1, Ordering::Relaxed);
                }
                Outcome::Ok(took)
            });
        }
        let mut all = Vec::new();
        while let Some(took) = workers.join_next().await {
            all.extend(took??);
        }
        Ok(Loaded { measured: Measured::of(all, time), sent: sent.load(Ordering::Relaxed) })
    }
}

async fn expect_success(connection: &mut Connection, request: &Request) -> Outcome<()> {
    let answer = connection.send(request).await?;
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    Err(format!("{} {}: {} {body}", request.method, request.path, answer.status).into())
}

fn median(values: &[u64]) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
