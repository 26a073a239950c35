//! Two nodes on one database: one is killed under load again and again, the other goes on, and its clients are told of everything.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use bench::Outcome;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    task::JoinHandle,
};

use crate::{
    kills, ledger,
    load::{Promised, WRITERS, Writers},
    scene::{Scene, Verdict, must},
};

const TOLD_WITHIN: Duration = Duration::from_secs(30);

pub async fn try_on(scene: &Scene, kills: u32) -> Outcome<Verdict> {
    let database = scene.house.database();
    let (stays, store) = scene.serve().await?;
    let listening = Listening::at(&stays.address, &scene.key).await?;
    let at_one_that_stays = Writers::begin(&stays.address, &scene.key, &store);
    let mut all = Promised::default();
    for round in 0..kills {
        let (dies, _) = scene.serve().await?;
        let writers = Writers::begin(&dies.address, &scene.key, &store);
        tokio::time::sleep(Duration::from_millis(100 + u64::from(round) * 53 % 400)).await;
        dies.kill()?;
        all.join(writers.end().await?);
    }
    let by_the_killed = all.writes();
    all.join(at_one_that_stays.end().await?);
    must(all.refused.is_empty(), || format!("refused: {:?}", all.refused))?;
    ledger::check(database, &all).await?;
    let told = listening.hears_of(&all.customers).await?;
    stays.stop()?;
    let recounted = kills::recount(&scene.house).await?;
    Ok(scene.verdict(
        "one of two nodes killed",
        format!("{kills} times, {WRITERS} writers at each node"),
        format!(
            "{} acknowledged writes all there, {by_the_killed} of them by the node that was killed; {} exports each made once; facts of \
             {recounted} customers equal a recount; a client of the other node was told of all {told} customers",
            all.writes(),
            all.exports.len(),
        ),
    ))
}

/// A client of the live feed that keeps whose adding it was told.
struct Listening {
    told: Arc<Mutex<BTreeSet<String>>>,
    hearing: JoinHandle<()>,
}

impl Listening {
    async fn at(address: &str, key: &str) -> Outcome<Self> {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!("GET /api/v1/live HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut lines = BufReader::new(stream).lines();
        let status = lines.next_line().await?.unwrap_or_default();
        must(status.contains(" 200 "), || format!("the live feed answers: {status}"))?;
        let told = Arc::new(Mutex::new(BTreeSet::new()));
        let noted = Arc::clone(&told);
        let hearing = tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let Some(data) = line.strip_prefix("data: ") else { continue };
                let Ok(entry) = serde_json::from_str::<Value>(data) else { continue };
                if let (Some("customer.created"), Some(id)) = (entry["name"].as_str(), entry["customer_id"].as_str()) {
                    noted.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
                }
            }
        });
        Ok(Self { told, hearing })
    }

    /// Waits until it was told of all of them; answers of how many.
    async fn hears_of(self, customers: &[String]) -> Outcome<usize> {
        let begun = Instant::now();
        loop {
            let missing = {
                let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
                customers.iter().filter(|id| !told.contains(*id)).count()
            };
            if missing == 0 {
                self.hearing.abort();
                return Ok(customers.len());
            }
            must(begun.elapsed() < TOLD_WITHIN, || {
                format!("a client of the other node was not told of {missing} customers")
            })?;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}
