//! Fresh = migrated = entities: every field of every row is a column of a fresh database, and every column is a field.

use std::collections::{BTreeMap, BTreeSet};

use platform::{Clock, Database, Files, KeyRing, Platform, SystemActor};
use sea_orm::ConnectionTrait;
use server::house;
use uuid::Uuid;

use super::sources;

platform::record! {
    struct Nothing {}
}

#[tokio::test]
async fn a_fresh_database_has_every_column_the_rows_have() {
    let file = std::env::temp_dir().join(format!("roadbook-schema-{}.sqlite", Uuid::now_v7()));
    select_every_column(&format!("sqlite://{}", file.display())).await;
    for ending in ["", "-wal", "-shm"] {
        let _was_never_there = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    if let Ok(address) = std::env::var("TEST_DATABASE_URL") {
        let name = format!("roadbook_schema_{}", Uuid::now_v7().simple());
        let (before, _) = address.rsplit_once('/').unwrap();
        let connection = sea_orm::Database::connect(&address).await.unwrap();
        connection.execute_unprepared(&format!("create database {name}")).await.unwrap();
        select_every_column(&format!("{before}/{name}")).await;
        connection.execute_unprepared(&format!("drop database {name} with (force)")).await.unwrap();
    }
}

#[test]
fn every_column_of_a_table_with_rows_is_a_field() {
    let tables = tables();
    for (table, fields) in entities() {
        let columns = tables.get(&table).unwrap_or_else(|| panic!("no migration makes the table '{table}'"));
        let nobody_reads: Vec<&String> = columns.difference(&fields).collect();
        let never_made: Vec<&String> = fields.difference(columns).collect();
        assert!(nobody_reads.is_empty(), "columns of {table} that are no field of its row: {nobody_reads:?}");
        assert!(never_made.is_empty(), "fields of a row of {table} that are no column: {never_made:?}");
    }
}

#[test]
fn the_steps_of_the_schema_have_names_of_their_own() {
    let names: Vec<&str> = house::migrations().iter().map(|migration| migration.name).collect();
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(unique.len(), names.len(), "two migrations share a name: {names:?}");
}

async fn select_every_column(address: &str) {
    let database = Database::open(address).await.unwrap();
    let files = Files::in_folder(std::env::temp_dir());
    let platform: Platform =
        house::open(database, Clock::of_the_machine(), KeyRing::from_secret(b"schema"), files).await.unwrap();
    let reader = platform.house(SystemActor::Command);
    for (table, columns) in entities() {
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let text = format!("select {} from {table} where 1 = 0", names.join(", "));
        let found = reader.read().fetch_text::<Nothing>(&text, vec![]).await;
        assert!(found.is_ok_and(|rows| rows.is_empty()), "a fresh database at {address} can't answer: {text}");
    }
    platform.database().close().await.unwrap();
}

/// Table → fields of its row, read from the entities themselves.
fn entities() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for source in sources::rust().iter().filter(|source| !source.is_test()) {
        let code = source.code();
        for rest in code.split("table_name = \"").skip(1) {
            let (table, rest) = rest.split_once('"').unwrap();
            let (_, body) = rest.split_once("pub struct Model {").unwrap();
            let (body, _) = body.split_once("\n}").unwrap();
            let field = |line: &str| Some(line.trim().strip_prefix("pub ")?.split_once(':')?.0.to_owned());
            found.insert(table.to_owned(), body.lines().filter_map(field).collect());
        }
    }
    assert!(found.len() > 20, "only {} entities were found", found.len());
    found
}

/// Table → columns, read from the migrations in their order.
pub fn tables() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for migration in house::migrations() {
        let uncommented: String = migration.sql.split_inclusive('\n').filter(|line| !line.starts_with("--")).collect();
        for statement in uncommented.split(";\n").map(str::trim) {
            if let Some(rest) = statement.strip_prefix("create table ") {
                let (table, body) = rest.split_once('(').unwrap();
                found.insert(table.trim().to_owned(), body.lines().filter_map(column).collect());
            } else if let Some((table, rest)) =
                statement.strip_prefix("alter table ").and_then(|rest| rest.split_once(" add column "))
            {
                let name = rest.split_whitespace().next().unwrap_or_default();
                found.get_mut(table.trim()).unwrap().insert(name.to_owned());
            } else if let Some((table, rest)) =
                statement.strip_prefix("alter table ").and_then(|rest| rest.split_once(" drop column "))
            {
                found.get_mut(table.trim()).unwrap().remove(rest.trim().trim_end_matches(';'));
            } else if let Some((before, after)) =
                statement.strip_prefix("alter table ").and_then(|rest| rest.split_once(" rename to "))
            {
                let columns = found.remove(before.trim()).unwrap();
                found.insert(after.trim().trim_end_matches(';').to_owned(), columns);
            }
        }
    }
    found
}

/// The column a line of `create table` makes; keys and closing brackets make none.
fn column(line: &str) -> Option<String> {
    let name = line.split_whitespace().next()?;
    let makes_none = ["primary", "unique", "foreign", "check", "constraint"].contains(&name);
    let is_name =
        name.chars().all(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_');
    (is_name && !makes_none).then(|| name.to_owned())
}
