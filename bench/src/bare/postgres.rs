//! PostgreSQL by tokio-postgres: a connection per worker, statements prepared once.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls, Statement as Prepared, types::ToSql};
use uuid::Uuid;

use super::statement::{Bound, CLEARING, CREATED, Statement, copies, reads, terms};
use crate::{
    Outcome,
    dice::Dice,
    load::Measured,
    sample::{Gathering, Sample},
    scene::{Scene, Values},
};

pub async fn sample(address: &str) -> Outcome<Sample> {
    let client = connect(address).await?;
    let group: Uuid = client.query_one("select group_id from customers limit 1", &[]).await?.get(0);
    let stores = client.query("select id from stores where group_id = $1", &[&group]).await?;
    let stores: Vec<Uuid> = stores.iter().map(|row| row.get(0)).collect();
    let mut gathering = Gathering::new();
    let text = "select id, name from customers where group_id = $1 and deleted_at is null";
    for row in client.query(text, &[&group]).await? {
        gathering.pass(row.get(0), || row.get(1));
    }
    Ok(gathering.sample(group, stores))
}

pub async fn run(address: &str, scene: Scene, sample: &Sample, workers: usize, time: Duration) -> Outcome<Measured> {
    let statements = Arc::new(statements(address, scene).await?);
    let mut running = JoinSet::new();
    for number in 0..workers {
        let (address, sample, statements) = (address.to_owned(), sample.clone(), Arc::clone(&statements));
        running.spawn(async move {
            let client = connect(&address).await?;
            let mut prepared = Vec::new();
            for statement in statements.iter() {
                prepared.push(client.prepare(&statement.text).await?);
            }
            let mut dice = Dice::new(number);
            let mut took = Vec::new();
            let begun = Instant::now();
            while begun.elapsed() < time {
                let values = scene.values(&sample, &mut dice);
                let sent = Instant::now();
                once(&client, scene, &statements, &prepared, &values).await?;
                took.push(sent.elapsed());
            }
            Outcome::Ok(took)
        });
    }
    let mut all = Vec::new();
    while let Some(took) = running.join_next().await {
        all.extend(took??);
    }
    if scene == Scene::Create {
        clear(&connect(address).await?).await?;
    }
    Ok(Measured::of(all, time))
}

/// The same create as a script of pgbench, which draws its customers from `bench_picks`.
pub async fn pgbench_script(address: &str, sample: &Sample) -> Outcome<String> {
    let picked = |column| format!("(select {column} from bench_picks where number = :pick)");
    let fresh = "lpad(to_hex(:fresh::bigint), 32, '0')";
    let word = |name: &str| match name {
        "group" => format!("'{}'::uuid", sample.group),
        "nil" => format!("'{}'::uuid", Uuid::nil()),
        "customer" => picked("customer"),
        "typed" => picked("typed"),
        "fresh0" | "fresh1" | "fresh2" => format!("{fresh}::uuid"),
        _ => fresh.to_owned(),
    };
    let mut script = format!(
        "\\set fresh random(1, 9000000000000000000)\n\\set pick random(1, {})\nbegin;\n",
        sample.customers.len()
    );
    for statement in statements(address, Scene::Create).await? {
        // A statement of pgbench stands on one line or ends with a semicolon.
        script.push_str(&statement.with_words(word));
        script.push_str(";\n");
    }
    script.push_str("commit;\n");
    Ok(script)
}

/// Takes the copies of a create away.
pub async fn clear(client: &Client) -> Outcome<()> {
    for statement in CLEARING {
        client.execute(statement, &[]).await?;
    }
    Ok(())
}

async fn statements(address: &str, scene: Scene) -> Outcome<Vec<Statement>> {
    if scene != Scene::Create {
        return Ok(reads(scene, '$'));
    }
    let client = connect(address).await?;
    let mut all = Vec::new();
    for (table, model) in CREATED {
        let whole = client.prepare(&format!("select * from {table} limit 0")).await?;
        let columns: Vec<String> = whole.columns().iter().map(|column| column.name().to_owned()).collect();
        all.push(copies(table, model, &columns, '$'));
    }
    all.push(terms('$'));
    Ok(all)
}

async fn once(
    client: &Client,
    scene: Scene,
    statements: &[Statement],
    prepared: &[Prepared],
    values: &Values,
) -> Outcome<()> {
    if scene == Scene::Create {
        client.batch_execute("begin").await?;
    }
    for (statement, prepared) in statements.iter().zip(prepared) {
        let bound = statement.bound(values);
        let places: Vec<&(dyn ToSql + Sync)> = bound
            .iter()
            .map(|value| match value {
                Bound::Id(id) => id as &(dyn ToSql + Sync),
                Bound::Text(text) => text as &(dyn ToSql + Sync),
            })
            .collect();
        std::hint::black_box(client.query(prepared, &places).await?);
    }
    if scene == Scene::Create {
        client.batch_execute("commit").await?;
    }
    Ok(())
}

pub async fn connect(address: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await?;
    // It ends with the client.
    tokio::spawn(connection);
    Ok(client)
}
