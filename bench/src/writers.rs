//! Many writers on PostgreSQL, beside pgbench doing the same inserts: what the house costs when all of them write.

use std::{path::Path, process::Command, time::Duration};

use tokio_postgres::Client;

use crate::{
    Outcome,
    bare::postgres,
    load::{Load, Measured},
    report::Report,
    sample::Sample,
    scene::Scene,
};

pub struct Writers<'a> {
    pub database: &'a str,
    pub folder: &'a Path,
    pub load: Load<'a>,
    pub seconds: u64,
    pub rounds: usize,
}

/// Both take turns; the median of each is told.
pub async fn measure(writers: &Writers<'_>, report: &mut Report) -> Outcome<()> {
    let Writers { database, load, .. } = *writers;
    let load = Load { mix: &[Scene::Create], ..load };
    let client = postgres::connect(database).await?;
    let script = writers.folder.join("create.pgbench");
    std::fs::write(&script, postgres::pgbench_script(database, load.sample).await?)?;
    lay_out_picks(&client, load.sample).await?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..writers.rounds.max(1) {
        let time = Duration::from_secs(writers.seconds);
        ours.push(load.drive(time).await?);
        theirs.push(writers.pgbench(&script)?);
        postgres::clear(&client).await?;
    }
    client.batch_execute("drop table bench_picks").await?;
    let (ours, theirs) = (Measured::median(ours).per_second, median(theirs));
    let (connections, nodes) = (load.connections, load.addresses.len());
    let told = format!(
        "{connections} at once on {nodes} node(s): {ours:.0} creates a second, pgbench {theirs:.0} with the same inserts: {:.2} of it",
        ours / theirs
    );
    report.fact("writers beside pgbench", told);
    Ok(())
}

async fn lay_out_picks(client: &Client, sample: &Sample) -> Outcome<()> {
    client
        .batch_execute(
            "drop table if exists bench_picks;
             create table bench_picks (number int primary key, customer uuid, typed text)",
        )
        .await?;
    for (number, known) in (1_i32..).zip(&sample.customers) {
        client.execute("insert into bench_picks values ($1, $2, $3)", &[&number, &known.id, &known.name]).await?;
    }
    Ok(())
}

impl Writers<'_> {
    /// Transactions a second.
    fn pgbench(&self, script: &Path) -> Outcome<f64> {
        let output = Command::new("pgbench")
            .args(["--no-vacuum", "--protocol", "prepared", "--jobs", "2"])
            .args(["--client", &self.load.connections.to_string(), "--time", &self.seconds.to_string()])
            .arg("--file")
            .arg(script)
            .arg(self.database)
            .output()
            .map_err(|cause| format!("pgbench can't be started ({cause}); put PostgreSQL's programs on the PATH"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.ok_or_else(|| format!("pgbench: {said}{}", String::from_utf8_lossy(&output.stderr)).into())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
