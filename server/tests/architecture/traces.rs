//! Nothing about a person lies where nobody looks: every table says what it may hold of one, and names its columns rightly.

use std::collections::{BTreeMap, BTreeSet};

use platform::traces::{Fate, Trace};
use server::house;

use super::schema::tables;

/// Made by the machines themselves before any step of the schema.
const OF_THE_SCHEMA_ITSELF: [&str; 2] = ["migrations", "left_for_later"];

/// The keys themselves lie under the master key.
const NOT_SEALED_BY_A_SEAL_KEY: [(&str, &str); 3] =
    [("seal_keys", "wrapped"), ("journal", "mark"), ("audit_seals", "leaves")];

#[test]
fn every_table_says_what_it_may_hold_of_a_person() {
    let said: BTreeSet<&str> = house::traces().iter().map(|trace| trace.table).collect();
    let tables = tables();
    let silent: Vec<&String> = tables.keys().filter(|table| !said.contains(table.as_str())).collect();
    let gone: Vec<&&str> =
        said.iter().filter(|table| !tables.contains_key(**table) && !OF_THE_SCHEMA_ITSELF.contains(table)).collect();
    assert!(silent.is_empty(), "add them to the TRACES of their crate (platform::traces): {silent:?}");
    assert!(gone.is_empty(), "no migration makes these tables any more: {gone:?}");
    assert_eq!(said.len(), house::traces().len(), "a table is described twice");
}

#[test]
fn a_column_that_holds_a_customer_is_named_in_the_trace_of_its_table() {
    let mut forgotten = Vec::new();
    for (table, trace) in by_table() {
        for column in tables().remove(table).unwrap_or_default() {
            let holds_customer = column.ends_with("customer_id") || column == "owner_id" && table == "vehicles";
            let is_named = trace.customer.contains(&column.as_str()) || is_set(&trace, &column);
            if holds_customer && !is_named {
                forgotten.push(format!("{table}.{column}"));
            }
        }
    }
    assert!(forgotten.is_empty(), "name them in `customer`, or clear them in `Blank`: {forgotten:?}");
}

#[test]
fn every_column_a_trace_names_is_there() {
    let mut wrong = Vec::new();
    for (table, trace) in by_table() {
        let columns = tables().remove(table).unwrap_or_default();
        let sealed = trace.sealed.iter().flat_map(|seal| [Some(&seal.column), seal.key.as_ref()]).flatten();
        let named = trace.customer.iter().chain(trace.vehicle).chain(trace.texts).chain(sealed);
        wrong.extend(named.filter(|column| !columns.contains(**column)).map(|column| format!("{table}.{column}")));
        if trace.has_group() && !columns.contains("group_id") {
            wrong.push(format!("{table} has no group_id; say with `inside` whose its rows are"));
        }
        if !trace.texts.is_empty() && !columns.contains(trace.key) {
            wrong.push(format!("{table} has no key by which its texts could be mended"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_sealed_column_is_named_so_that_a_new_key_reaches_it() {
    let traces = by_table();
    let mut forgotten = Vec::new();
    for migration in house::migrations() {
        let mut table = "";
        for line in migration.sql.lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("create table ").or(line.strip_prefix("alter table ")) {
                table = rest.split_whitespace().next().unwrap_or_default();
            }
            let Some((before, _)) = line.split_once("{bytes}") else { continue };
            let column = before.split_whitespace().last().unwrap_or_default();
            let is_named = traces[table].sealed.iter().any(|seal| seal.column == column);
            if !is_named && !NOT_SEALED_BY_A_SEAL_KEY.contains(&(table, column)) {
                forgotten.push(format!("{table}.{column}"));
            }
        }
    }
    assert!(forgotten.is_empty(), "name them with `sealed` in the TRACES of their crate: {forgotten:?}");
}

fn by_table() -> BTreeMap<&'static str, Trace> {
    house::traces().into_iter().map(|trace| (trace.table, trace)).collect()
}

fn is_set(trace: &Trace, column: &str) -> bool {
    matches!(trace.fate, Fate::Blank(set) if set.contains(&format!("{column} = ")))
}
