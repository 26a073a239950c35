//! Gathering everything held about a person: every table that says it may hold something, row by row, seals opened.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Result, VehicleId};
use platform::{
    Db, KeyRing,
    traces::{Seal, Trace},
};
use sea_orm::{Value as Bound, prelude::Uuid};
use serde_json::{Map, Value};

use super::sections;
use crate::forgetting::look::Catalogue;

/// Table → its rows about the person, as objects of columns; what is empty is left out.
pub type Gathered = BTreeMap<String, Vec<Map<String, Value>>>;

platform::record! {
    struct Line { body: String }
}

/// How the person is found, made from what stands elsewhere in the copy.
const TABLES_LEFT_OUT: [&str; 2] = ["search_terms", "match_keys"];

/// Everything of these records of a person and of the cars nobody else has.
pub async fn everything(
    db: &Db<'_>,
    traces: &[Trace],
    catalogue: &Catalogue,
    records: &[CustomerId],
    cars: &[VehicleId],
) -> Result<Gathered> {
    let mut gathered = Gathered::new();
    for trace in traces.iter().filter(|trace| !TABLES_LEFT_OUT.contains(&trace.table)) {
        let Some(columns) = catalogue.get(trace.table) else { continue };
        let ids: Vec<(&str, Vec<Bound>)> = trace
            .customer
            .iter()
            .map(|column| (*column, records.iter().map(|record| (*record).into()).collect()))
            .chain(trace.vehicle.iter().map(|column| (*column, cars.iter().map(|car| (*car).into()).collect())))
            .filter(|(_, ids): &(&str, Vec<Bound>)| !ids.is_empty())
            .collect();
        if ids.is_empty() {
            continue;
        }
        let rows = rows(db, trace, columns, ids).await?;
        if !rows.is_empty() {
            gathered.insert(trace.table.to_owned(), rows);
        }
    }
    Ok(gathered)
}

async fn rows(
    db: &Db<'_>,
    trace: &Trace,
    columns: &[(String, String)],
    ids: Vec<(&str, Vec<Bound>)>,
) -> Result<Vec<Map<String, Value>>> {
    let dialect = db.dialect();
    let shown = columns.iter().filter(|(name, _)| !sections::is_internal(name));
    let pairs: Vec<String> = shown
        .map(|(name, kind)| match kind.as_str() {
            "integer" | "bigint" | "boolean" => format!("'{name}', {name}"),
            _ => format!("'{name}', {}", dialect.as_text(name, kind)),
        })
        .collect();
    let (mut any, mut values) = (Vec::new(), Vec::new());
    for (column, ids) in ids {
        let places: Vec<String> = ids.iter().enumerate().map(|(at, _)| format!("${}", values.len() + at + 1)).collect();
        any.push(format!("{column} in ({})", places.join(", ")));
        values.extend(ids);
    }
    let text = format!(
        "select cast({{json_object}}({}) as text) from {} where {}",
        pairs.join(", "),
        trace.table,
        any.join(" or ")
    );
    let lines: Vec<Line> = db.fetch_text(&text, values).await?;
    let kinds: HashMap<&str, &str> = columns.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
    lines.into_iter().map(|line| object(&line.body, trace, &kinds, db.platform().keys())).collect()
}

fn object(body: &str, trace: &Trace, kinds: &HashMap<&str, &str>, keys: &KeyRing) -> Result<Map<String, Value>> {
    let row: Map<String, Value> = serde_json::from_str(body)?;
    let ids: HashMap<&str, Uuid> = (trace.sealed.iter().map(|seal| seal.key.unwrap_or(trace.key)))
        .filter_map(|key| Some((key, Uuid::parse_str(row.get(key)?.as_str()?).ok()?)))
        .collect();
    let mut opened = Map::new();
    for (column, value) in row {
        let seal = trace.sealed.iter().find(|seal| seal.column == column);
        let id = seal.and_then(|seal| ids.get(seal.key.unwrap_or(trace.key)));
        let value = match (seal, id, &value) {
            (Some(seal), Some(id), Value::String(digits)) => {
                let text = open(digits, seal, *id, keys)?;
                nested(&text).unwrap_or(text.into())
            }
            (_, _, Value::String(text)) => plain(text, kinds.get(column.as_str()).copied().unwrap_or_default()),
            // SQLite keeps yes and no as numbers.
            (_, _, Value::Number(number)) if kinds.get(column.as_str()) == Some(&"boolean") => {
                (number.as_i64() != Some(0)).into()
            }
            _ => value,
        };
        if !value.is_null() && value != Value::String(String::new()) {
            opened.insert(sections::called(&column).to_owned(), value);
        }
    }
    Ok(opened)
}

/// A value as it is told: JSON as itself, instants in one form on both engines; the first instant of 1970 means never and is nothing.
fn plain(text: &str, kind: &str) -> Value {
    match instant(text, kind) {
        Some(at) if at == DateTime::UNIX_EPOCH => Value::Null,
        Some(at) => at.to_rfc3339().into(),
        None => nested(text).unwrap_or_else(|| text.into()),
    }
}

fn instant(text: &str, kind: &str) -> Option<DateTime<Utc>> {
    if kind.starts_with("timestamp") {
        return DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z").ok().map(|at| at.to_utc());
    }
    // As SQLite has them; nobody writes a whole text like this.
    let is_instant = text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T');
    is_instant.then(|| DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc())).flatten()
}

/// A column that is JSON itself.
fn nested(text: &str) -> Option<Value> {
    text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

fn open(digits: &str, seal: &Seal, id: Uuid, keys: &KeyRing) -> Result<String> {
    let sealed: Vec<u8> = (0..digits.len() / 2)
        .filter_map(|at| digits.get(2 * at..2 * at + 2))
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect();
    if sealed.is_empty() {
        return Ok(String::new());
    }
    keys.open(&sealed, &seal.under.context(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_tell_an_instant_alike_and_never_is_nothing() {
        let told = Value::from("2026-11-23T03:08:03.165+00:00");
        assert_eq!(plain("2026-11-23T03:08:03.165+00:00", "text"), told);
        assert_eq!(plain("2026-11-23 03:08:03.165+00", "timestamp with time zone"), told);
        assert_eq!(plain("1970-01-01T00:00:00+00:00", "text"), Value::Null);
        assert_eq!(plain("1970-01-01 00:00:00+00", "timestamp with time zone"), Value::Null);
        // A birthday is a day, and somebody has this one.
        assert_eq!(plain("1970-01-01", "text"), Value::from("1970-01-01"));
        assert_eq!(plain("[1]", "text"), serde_json::json!([1]));
    }
}
