//! Measures a served Roadbook, and beside it the same questions asked by the engine's bare driver.

mod bare;
mod counting;
mod dice;
mod duplicates;
mod import;
mod load;
mod report;
mod sample;
mod scene;
mod soak;
mod writers;

use std::{path::PathBuf, time::Duration};

use bench::{Outcome, house, http};
use clap::Parser;

use crate::{bare::Engine, house::House, load::Load, report::Report, scene::Scene, writers::Writers};

/// What to measure, and on how much.
#[derive(Debug, Parser)]
#[command(name = "bench", about)]
pub struct Asked {
    /// The release binary to measure.
    #[arg(long, default_value = "target/release/roadbook")]
    roadbook: PathBuf,
    /// Customers in the database; a file of that size is kept and used again.
    #[arg(long, default_value_t = 1_000_000)]
    customers: u64,
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// `sqlite://FILE` or `postgres://USER@HOST/NAME`; a file in data/bench when not given.
    #[arg(long)]
    database: Option<String>,
    /// Requests under way at any time.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Servers on the same database; more than one takes PostgreSQL.
    #[arg(long, default_value_t = 1)]
    nodes: usize,
    /// Only one part of it.
    #[arg(long)]
    only: Option<Part>,
    /// Minutes of mixed load at half of capacity, when only the soak is asked for.
    #[arg(long, default_value_t = 20)]
    minutes: u64,
    /// Seconds of each run.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Runs of each measurement; the median is shown.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Rows of the import; 0 leaves it out, as many as customers when not given.
    #[arg(long)]
    import_rows: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Part {
    /// The scenes, without counts, duplicates and import.
    Scenes,
    /// A long time at half of capacity.
    Soak,
    /// Writers on PostgreSQL beside pgbench.
    Writers,
    /// The import of a large file.
    Import,
}

const FOLDER: &str = "data/bench";

fn main() -> Outcome<()> {
    let asked = Asked::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(measure(&asked))
}

/// What was needed to begin is given back by then.
const RESTS: Duration = Duration::from_secs(30);

async fn measure(asked: &Asked) -> Outcome<()> {
    std::fs::create_dir_all(FOLDER)?;
    let address = match &asked.database {
        Some(address) => address.clone(),
        None => format!("sqlite://{FOLDER}/{}-{}.sqlite", asked.customers, asked.seed),
    };
    let mut report = Report::default();
    let house = House::at(&asked.roadbook, &address, FOLDER.into());
    if asked.only == Some(Part::Import) {
        import(asked, &house, &mut report)?;
        report.print();
        return Ok(());
    }
    if let Some(seconds) = house.seed_when_empty(asked.customers, asked.seed)? {
        report.fact("seeding", format!("{} customers in {seconds:.0} s", asked.customers));
    }
    let engine = Engine::of(&address)?;
    let sample = engine.sample().await?;
    report.fact("data", format!("{} customers on {}", sample.total, engine.name()));
    let key = house.make_key()?;
    let served = house.serve().await?;
    let mut others = Vec::new();
    for _ in 1..asked.nodes {
        others.push(house.serve().await?);
    }
    let addresses: Vec<String> = std::iter::once(&served).chain(&others).map(|node| node.address.clone()).collect();
    report.fact("first answer after start", format!("{} ms", served.ready_after.as_millis()));
    let load = Load {
        addresses: &addresses,
        key: &key,
        sample: &sample,
        connections: asked.connections,
        mix: &Scene::ALL,
        pace: None,
    };
    if asked.only == Some(Part::Writers) {
        let Asked { seconds, rounds, .. } = *asked;
        let writers = Writers { database: &address, folder: FOLDER.as_ref(), load, seconds, rounds };
        writers::measure(&writers, &mut report).await?;
        report.print();
        return Ok(());
    }
    tokio::time::sleep(RESTS).await;
    report.fact("idle memory", served.memory()?);
    if asked.only == Some(Part::Soak) {
        soak::measure(&served, load, asked.minutes, &mut report).await?;
        report.print();
        return Ok(());
    }
    for scene in Scene::ALL {
        one_scene(asked, &engine, scene, load, &mut report).await?;
    }
    report.fact("memory after the load", served.memory()?);
    if asked.only == Some(Part::Scenes) {
        report.print();
        return Ok(());
    }
    counting::measure(&served, &key, &mut report).await?;
    report.fact("memory with the columns", served.memory()?);
    report.fact("who is the same", duplicates::look_up(&served.address, &key, &sample).await?);
    report.fact("search for duplicates", duplicates::search_all(&served.address, &key).await?);
    report.fact("most memory", served.most_memory()?);
    served.stop()?;
    import(asked, &house, &mut report)?;
    report.print();
    Ok(())
}

fn import(asked: &Asked, house: &House, report: &mut Report) -> Outcome<()> {
    let rows = asked.import_rows.unwrap_or(asked.customers);
    if rows > 0 {
        report.fact("import", import::measure(house, rows)?);
    }
    Ok(())
}

/// First one request at a time, then many at once. Roadbook and the bare driver take turns, so that a busy neighbour disturbs
/// both alike.
async fn one_scene(asked: &Asked, engine: &Engine, scene: Scene, load: Load<'_>, report: &mut Report) -> Outcome<()> {
    let time = Duration::from_secs(asked.seconds);
    for connections in [1, asked.connections] {
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..asked.rounds.max(1) {
            ours.push(Load { mix: &[scene], connections, ..load }.drive(time).await?);
            bare.push(engine.run(scene, load.sample, connections, time).await?);
        }
        report.scene(scene, connections, ours, bare);
    }
    Ok(())
}
