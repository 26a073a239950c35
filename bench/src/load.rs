//! Drives a server with many connections at once and keeps the time of every request.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::{
    Outcome,
    dice::Dice,
    http::{Connection, Request},
    sample::Sample,
    scene::Scene,
};

/// What one run showed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub requests: usize,
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
        let (requests, seconds) = (took.len(), time.as_secs_f64());
        Self { requests, per_second: requests as f64 / seconds, p50_ms: at(0.5), p99_ms: at(0.99) }
    }

    /// The run in the middle by what it got done.
    pub fn median(mut runs: Vec<Self>) -> Self {
        runs.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
        runs[runs.len() / 2]
    }
}

/// Who asks for what, over how many connections. Each sends its next request when the answer to the last has come.
#[derive(Clone, Copy)]
pub struct Load<'a> {
    /// The nodes, which the connections are spread over.
    pub addresses: &'a [String],
    pub key: &'a str,
    pub sample: &'a Sample,
    pub connections: usize,
    /// What the requests are drawn from.
    pub mix: &'a [Scene],
    /// Each connection sends no more than one request in this time.
    pub pace: Option<Duration>,
}

impl Load<'_> {
    /// An answer that is no success ends the run.
    pub async fn drive(&self, time: Duration) -> Outcome<Measured> {
        let mut workers = JoinSet::new();
        for worker in 0..self.connections {
            let address = &self.addresses[worker % self.addresses.len()];
            let (address, key, sample) = (address.clone(), self.key.to_owned(), self.sample.clone());
            let (mix, pace) = (self.mix.to_vec(), self.pace);
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
                    let request = scene_of(&mix, &mut dice).request(&sample, &mut dice);
                    let sent = Instant::now();
                    expect_success(&mut connection, &request).await?;
                    took.push(sent.elapsed());
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
}

/// A single scene takes no chance: the dice fall the same for the bare driver, which knows no mix.
fn scene_of(mix: &[Scene], dice: &mut Dice) -> Scene {
    match mix {
        [only] => *only,
        mix => *dice.one_of(mix),
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
