//! What tables there are and what their columns hold, whichever engine keeps them: read from the migrations themselves.

use std::collections::BTreeSet;

use kernel::{Error, Result};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::database::{Dialect, Migration};

/// Every table of a schema, wholes before their parts.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// Tables its rows point at.
    #[serde(skip)]
    pub wholes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// What a column holds, on either engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Uuid,
    Instant,
    Date,
    Bytes,
    Json,
    Flag,
    Text,
    /// Of 16 bits.
    Small,
    /// Of 32 bits.
    Integer,
    /// Of 64 bits.
    Big,
    Real,
}

impl Catalogue {
    /// What these steps make, found by taking them in an empty database in memory whose columns are called what they hold.
    pub fn of(migrations: &[Migration]) -> Result<Self> {
        let scratch = Connection::open_in_memory().map_err(Error::internal)?;
        for migration in migrations {
            scratch
                .execute_batch(&Dialect::telling_words(migration.sql))
                .map_err(|cause| Error::internal(format!("migration {}: {cause}", migration.name)))?;
        }
        let names = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name";
        let tables = texts(&scratch, names)?.into_iter().map(|name| Table::read(&scratch, name));
        Ok(Self { tables: wholes_first(tables.collect::<Result<_>>()?) })
    }
}

impl Table {
    fn read(scratch: &Connection, name: String) -> Result<Self> {
        let sql = format!("select name || ' ' || lower(type) from pragma_table_info('{name}') order by cid");
        let column = |text: String| {
            let (column, kind) = text.split_once(' ').unwrap_or((&text, ""));
            let kind = Kind::called(kind)
                .ok_or_else(|| Error::internal(format!("{name}.{column} holds '{kind}', which no backup knows")))?;
            Ok(Column { name: column.to_owned(), kind })
        };
        let columns = texts(scratch, &sql)?.into_iter().map(column).collect::<Result<_>>()?;
        let sql = format!("select distinct \"table\" from pragma_foreign_key_list('{name}')");
        let mut wholes = texts(scratch, &sql)?;
        wholes.retain(|whole| *whole != name);
        Ok(Self { name, columns, wholes })
    }

    /// Its columns as a list for SQL.
    pub fn columns_text(&self) -> String {
        self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
    }

    pub fn kinds(&self) -> Vec<Kind> {
        self.columns.iter().map(|column| column.kind).collect()
    }
}

impl Kind {
    fn called(name: &str) -> Option<Self> {
        Some(match name {
            "uuid" => Self::Uuid,
            "instant" => Self::Instant,
            "date" => Self::Date,
            "bytes" => Self::Bytes,
            "json" => Self::Json,
            "flag" => Self::Flag,
            "text" => Self::Text,
            "smallint" => Self::Small,
            "integer" => Self::Integer,
            "bigint" => Self::Big,
            "double precision" | "double" => Self::Real,
            _ => return None,
        })
    }
}

fn wholes_first(mut left: Vec<Table>) -> Vec<Table> {
    let mut placed: BTreeSet<String> = BTreeSet::new();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let (ready, waiting): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|table| table.wholes.iter().all(|whole| placed.contains(whole)));
        // Tables that point at one another have no order; references are checked when all rows are in.
        let (next, later) = if ready.is_empty() { (waiting, ready) } else { (ready, waiting) };
        placed.extend(next.iter().map(|table| table.name.clone()));
        order.extend(next);
        left = later;
    }
    order
}

fn texts(connection: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(sql).map_err(Error::internal)?;
    let rows = statement.query_map([], |row| row.get(0)).map_err(Error::internal)?;
    rows.collect::<Result<_, _>>().map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_say_what_they_hold_and_wholes_come_before_parts() {
        let sql = "
create table cars (id {uuid} primary key, of {uuid} not null references people (id), at {instant}, is_new {flag} not null);
create table people (id {uuid} primary key, body {json}, word {term}, count bigint not null);
";
        let catalogue = Catalogue::of(&[Migration { name: "test.001", sql }]).expect("read");
        let names: Vec<&str> = catalogue.tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["people", "cars"]);
        assert_eq!(catalogue.tables[0].kinds(), [Kind::Uuid, Kind::Json, Kind::Text, Kind::Big]);
        assert_eq!(catalogue.tables[1].kinds(), [Kind::Uuid, Kind::Uuid, Kind::Instant, Kind::Flag]);
    }
}
