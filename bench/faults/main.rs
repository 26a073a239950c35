//! Breaks a served Roadbook in every way a dealer's machine does, looks at what is left, and prints a table.

mod clock;
mod disk;
mod gone;
mod kills;
mod ledger;
mod load;
mod nodes;
mod scene;
mod stop;

use std::path::PathBuf;

use bench::Outcome;
use clap::Parser;

use crate::scene::{Scene, Verdict};

/// What to break, and how often.
#[derive(Debug, Parser)]
#[command(name = "faults", about)]
pub struct Asked {
    /// The binary to break.
    #[arg(long, default_value = "target/debug/roadbook")]
    roadbook: PathBuf,
    /// How often it is killed under load, on each engine.
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// How long the database server is away, in seconds.
    #[arg(long, default_value_t = 60)]
    gone_seconds: u64,
    /// An empty database on a server of its own; without it only the embedded engine is tried.
    #[arg(long)]
    postgres: Option<String>,
    /// The shell commands that stop and start that server.
    #[arg(long, requires = "postgres")]
    stop: Option<String>,
    #[arg(long, requires = "postgres")]
    start: Option<String>,
}

fn main() -> Outcome<()> {
    let asked = Asked::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(try_all(&asked))
}

async fn try_all(asked: &Asked) -> Outcome<()> {
    let mut verdicts = Vec::new();
    let file = Scene::in_a_file(&asked.roadbook, "file")?;
    verdicts.push(kills::try_on(&file, asked.kills).await);
    verdicts.push(stop::try_on(&file).await);
    verdicts.push(clock::try_on(&file).await);
    verdicts.push(disk::full(&asked.roadbook).await);
    verdicts.push(disk::read_only(&asked.roadbook).await);
    if let Some(url) = &asked.postgres {
        let server = Scene::on_a_server(&asked.roadbook, url)?;
        verdicts.push(kills::try_on(&server, asked.kills).await);
        verdicts.push(nodes::try_on(&server, asked.kills).await);
        verdicts.push(stop::try_on(&server).await);
        verdicts.push(clock::try_on(&server).await);
        if let (Some(stop), Some(start)) = (&asked.stop, &asked.start) {
            verdicts.push(gone::try_on(&server, stop, start, asked.gone_seconds).await);
        }
    }
    print(&verdicts)
}

fn print(verdicts: &[Outcome<Verdict>]) -> Outcome<()> {
    println!("\n| fault | engine | what was done | what was found | |\n|---|---|---|---|---|");
    let mut failed = 0;
    for verdict in verdicts {
        match verdict {
            Ok(Verdict { fault, engine, done, found }) => println!("| {fault} | {engine} | {done} | {found} | held |"),
            Err(cause) => {
                failed += 1;
                println!("| | | | {cause} | **FAILED** |");
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} faults did harm").into()) }
}
