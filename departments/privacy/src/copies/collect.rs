//! Gathering everything held about a person: every table that says it may hold something, row by row, seals opened.

use std::collections::{BTreeMap, HashMap};

use kernel::{CustomerId, Result, VehicleId};
use platform::{
    Db, KeyRing,
    traces::{Seal, Trace},
};
use sea_orm::{Value as Bound, prelude::Uuid};
use serde_json::{Map, Value};

use crate::forgetting::look::Catalogue;

/// Table → its rows about the person, as objects of columns; what is empty is left out.
pub type Gathered = BTreeMap<String, Vec<Map<String, Value>>>;

platform::record! {
    struct Line { body: String }
}

/// Columns that tell nothing of the person: keyed indexes, the wall between groups.
const LEFT_OUT: [&str; 8] =
    ["group_id", "blind", "id_number_blind", "address_blind", "content", "needles_sealed", "token_digest", "version"];
/// How the person is found, made from what stands elsewhere in the copy.
const TABLES_LEFT_OUT: [&str; 1] = ["search_terms"];

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
    let shown = columns.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
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
    lines.into_iter().map(|line| object(&line.body, trace, db.platform().keys())).collect()
}

fn object(body: &str, trace: &Trace, keys: &KeyRing) -> Result<Map<String, Value>> {
    let row: Map<String, Value> = serde_json::from_str(body)?;
    let ids: HashMap<&str, Uuid> = (trace.sealed.iter().map(|seal| seal.key.unwrap_or(trace.key)))
        .filter_map(|key| Some((key, Uuid::parse_str(row.get(key)?.as_str()?).ok()?)))
        .collect();
    let mut opened = Map::new();
    for (column, value) in row {
        let seal = trace.sealed.iter().find(|seal| seal.column == column);
        let id = seal.and_then(|seal| ids.get(seal.key.unwrap_or(trace.key)));
        let value = match (seal, id, &value) {
            (Some(seal), Some(id), Value::String(digits)) => open(digits, seal, *id, keys)?.into(),
            (_, _, Value::String(text)) => nested(text).unwrap_or(value),
            _ => value,
        };
        if !value.is_null() && value != Value::String(String::new()) {
            opened.insert(column.trim_end_matches("_sealed").to_owned(), value);
        }
    }
    Ok(opened)
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
