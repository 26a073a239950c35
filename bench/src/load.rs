//! Drives a server with many connections at once and keeps the time of every request.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::{Outcome, dice::Dice, http::Connection, sample::Sample, scene::Scene};

/// What one run showed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

impl Measured {
    pub fn of(mut took: Vec<Duration>, time: Duration) -> Self {
        took.sort_unstable();
        let at = |share: f64| {
            let place = (took.len() as f64 * share) as usize;
            took.get(place.min(took.len().saturating_sub(1))).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
        };
        Self { per_second: took.len() as f64 / time.as_secs_f64(), p50_ms: at(0.5), p99_ms: at(0.99) }
    }

    /// The run in the middle by what it got done.
    pub fn median(mut runs: Vec<Self>) -> Self {
        runs.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
        runs[runs.len() / 2]
    }
}

/// Sends the scene's requests over that many connections for some time, spread over the nodes. An answer that is no success ends the run.
pub async fn drive(
    addresses: &[String],
    key: &str,
    scene: Scene,
    sample: &Sample,
    connections: usize,
    time: Duration,
) -> Outcome<Measured> {
    let mut workers = JoinSet::new();
    for worker in 0..connections {
        let (address, key, sample) = (addresses[worker % addresses.len()].clone(), key.to_owned(), sample.clone());
        workers.spawn(async move {
            let mut connection = Connection::open(&address, &key).await?;
            let mut dice = Dice::new(worker);
            let mut took = Vec::new();
            let begun = Instant::now();
            while begun.elapsed() < time {
                let request = scene.request(&sample, &mut dice);
                let sent = Instant::now();
                let answer = connection.send(&request).await?;
                took.push(sent.elapsed());
                if !(200..300).contains(&answer.status) {
                    let body = String::from_utf8_lossy(&answer.body).into_owned();
                    return Err(format!("{} {}: {} {body}", request.method, request.path, answer.status).into());
                }
            }
            Outcome::Ok(took)
        });
    }
    let mut all = Vec::new();
    while let Some(took) = workers.join_next().await {
        all.extend(took??);
    }
    Ok(Measured::of(all, time))
}
