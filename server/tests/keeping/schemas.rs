//! Databases of older versions come forward: the oldest steps of every department with a row in every table, then all steps there are.

use platform::{
    Clock, Database, Files, KeyRing, Platform, SystemActor,
    database::{Migration, migrate},
    keeping::{Schema, schema},
};
use server::house;
use testkit::database::FreshDatabase;

platform::record! {
    struct Column { table_name: String, name: String, kind: String }
}

platform::record! {
    struct Counted { count: i64 }
}

async fn open(url: &str) -> Platform {
    let database = Database::open(url).await.unwrap();
    let files = Files::in_folder(std::env::temp_dir());
    Platform::new(database, Clock::of_the_machine(), KeyRing::from_secret(b"schemas"), files)
}

/// The first step of each department: what the first release had.
fn oldest() -> Vec<Migration> {
    let mut departments = std::collections::BTreeSet::new();
    let first = |step: &Migration| departments.insert(step.name.split('.').next().unwrap_or_default());
    house::migrations().into_iter().filter(first).collect()
}

#[tokio::test]
async fn a_database_of_the_first_steps_comes_forward_with_a_row_in_every_table() {
    let fresh = FreshDatabase::new().await;
    let platform = open(&fresh.url).await;
    migrate(&platform, &oldest()).await.unwrap();
    let tables = put_a_row_into_every_table(&platform).await;
    assert!(tables.len() > 20, "{tables:?}");
    let outstanding = house::migrations().len() - oldest().len();
    assert_eq!(schema(&platform, &house::migrations()).await.unwrap(), Schema::Older { outstanding });
    let taken = migrate(&platform, &house::migrations()).await.unwrap();
    assert_eq!(taken.len(), outstanding);
    let house = platform.house(SystemActor::Command);
    for table in ["customers", "journal", "dealer_groups", "stores", "jobs", "contacts", "staff"] {
        let rows: Vec<Counted> =
            house.read().fetch_text(&format!("select count(*) from {table}"), vec![]).await.unwrap();
        assert_eq!(rows[0].count, 1, "{table}");
    }
    platform.database().close().await.unwrap();
}

/// Every id is the same one, so that whatever points anywhere points at something.
async fn put_a_row_into_every_table(platform: &Platform) -> Vec<String> {
    let house = platform.house(SystemActor::Migration);
    let columns: Vec<Column> = house.read().fetch_text(house.read().dialect().columns(), vec![]).await.unwrap();
    let mut tables: Vec<(String, Vec<Column>)> = Vec::new();
    for column in
        columns.into_iter().filter(|column| !["migrations", "left_for_later"].contains(&column.table_name.as_str()))
    {
        match tables.iter_mut().find(|(name, _)| *name == column.table_name) {
            Some((_, columns)) => columns.push(column),
            None => tables.push((column.table_name.clone(), vec![column])),
        }
    }
    let mut done = Vec::new();
    // Whatever points at a table that has no row yet waits for the next round.
    while !tables.is_empty() {
        let before = tables.len();
        let mut waiting = Vec::new();
        for (table, columns) in tables {
            let names: Vec<&str> =
                columns.iter().filter(|column| !is_counted(column)).map(|column| column.name.as_str()).collect();
            let values: Vec<String> = columns.iter().filter(|column| !is_counted(column)).map(value_for).collect();
            let sql = format!("insert into {table} ({}) values ({})", names.join(", "), values.join(", "));
            match house.write(async |tx| tx.execute_text(&sql, vec![]).await).await {
                Ok(_) => done.push(table),
                Err(_) => waiting.push((table, columns)),
            }
        }
        let left: Vec<&String> = waiting.iter().map(|(table, _)| table).collect();
        assert!(waiting.len() < before, "these tables take no row: {left:?}");
        tables = waiting;
    }
    done
}

fn is_counted(column: &Column) -> bool {
    column.table_name == "journal" && column.name == "position"
}

fn value_for(column: &Column) -> String {
    let name = column.name.as_str();
    match column.kind.as_str() {
        "blob" => "x'00000000000000000000000000000001'".into(),
        "uuid" => "'00000000-0000-0000-0000-000000000001'".into(),
        "bytea" => "'\\x01'".into(),
        "jsonb" => "'{}'".into(),
        "boolean" => "false".into(),
        "date" => "'2026-01-01'".into(),
        "timestamp with time zone" => "'2026-01-01T00:00:00+00:00'".into(),
        "text" if name.ends_with("_at") => "'2026-01-01T00:00:00+00:00'".into(),
        "text" if name.ends_with("_on") || name.ends_with("_day") || name == "day" => "'2026-01-01'".into(),
        "text" => "'{}'".into(),
        _ => "1".into(),
    }
}
