//! What points at a customer goes along when two become one, or says why not: no table is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use platform::follows::Later;
use server::house;

use super::schema;

/// Columns that hold a customer under another name and refer to none by a key.
const OTHER_NAMES: [&str; 6] = [
    "vehicles.owner_id",
    "customers.merged_into",
    "duplicate_pairs.left_id",
    "duplicate_pairs.right_id",
    "merge_run_pairs.keep_id",
    "merge_run_pairs.absorb_id",
];

#[test]
fn everything_that_points_at_a_customer_goes_along_or_says_why_not() {
    let follows: BTreeSet<String> =
        house::followers().iter().map(|table| format!("{}.{}", table.table, table.column)).collect();
    let stays: BTreeSet<String> = house::stay_behind().iter().map(|(column, _)| (*column).to_owned()).collect();
    let pointing = pointing_at_customers();
    for column in &pointing {
        let (follows, stays) = (follows.contains(column), stays.contains(column));
        assert!(
            follows || stays,
            "{column} holds a customer: describe it as a `FollowsCustomer` where its table is made, or among those that \
             stay behind, with the reason"
        );
        assert!(!(follows && stays), "{column} can't both go along and stay behind");
    }
    for column in follows.union(&stays) {
        assert!(pointing.contains(column), "{column} is described, but holds no customer");
    }
}

#[test]
fn the_descriptions_speak_of_columns_that_are_there() {
    let tables = schema::tables();
    for table in house::followers() {
        let columns = &tables[table.table];
        let came = match table.later {
            Later::GoWithCar { came } => vec![came, "vehicle_id"],
            Later::Stay => vec![],
        };
        let holds = table.holds.map_or(vec![], |holds| vec![holds.began, holds.ended]);
        for column in table.same.iter().chain(&came).chain(&holds).chain([&table.column, &table.key]) {
            assert!(columns.contains(*column), "{} has no column {column}", table.table);
        }
        assert_eq!(
            table.is_versioned,
            columns.contains("version"),
            "{}: rows with a version are told when they move, others have none to raise",
            table.table
        );
    }
}

#[test]
fn whoever_stays_behind_has_a_reason() {
    for (column, reason) in house::stay_behind() {
        assert!(reason.len() > 10, "{column} says no reason");
    }
}

#[test]
fn everything_that_points_at_a_car_goes_along_or_says_why_not() {
    let follows: BTreeSet<String> =
        house::vehicle_followers().iter().map(|table| format!("{}.vehicle_id", table.table)).collect();
    let reasons = customers::VEHICLE_STAYS_BEHIND;
    let stays: BTreeSet<String> = reasons.iter().map(|(column, _)| (*column).to_owned()).collect();
    let tables = schema::tables();
    let named = |table: &String, columns: &BTreeSet<String>| {
        let of_cars = columns.iter().filter(|column| column.ends_with("vehicle_id"));
        of_cars.map(|column| format!("{table}.{column}")).collect::<Vec<_>>()
    };
    let mut pointing: BTreeSet<String> = tables.iter().flat_map(|(table, columns)| named(table, columns)).collect();
    pointing
        .extend(["vehicles.merged_into", "vehicle_merges.kept_id", "vehicle_merges.absorbed_id"].map(str::to_owned));
    for column in &pointing {
        let (follows, stays) = (follows.contains(column), stays.contains(column));
        assert!(
            follows != stays,
            "{column} holds a car: describe it as a `FollowsVehicle` where its table is made, or among those that stay behind, \
             with the reason"
        );
    }
    for column in follows.union(&stays) {
        assert!(pointing.contains(column), "{column} is described, but holds no car");
    }
    for table in house::vehicle_followers() {
        let columns = &tables[table.table];
        for column in table.same.iter().chain(&["id"]) {
            assert!(columns.contains(*column), "{} has no column {column}", table.table);
        }
        assert_eq!(table.is_versioned, columns.contains("version"), "{}: moving raises a version", table.table);
    }
    assert!(reasons.iter().all(|(_, reason)| reason.len() > 10));
}

/// `table.column` of every column called after a customer or referring to one by a key.
fn pointing_at_customers() -> BTreeSet<String> {
    let mut found: BTreeSet<String> = OTHER_NAMES.iter().map(|name| (*name).to_owned()).collect();
    let tables: BTreeMap<String, BTreeSet<String>> = schema::tables();
    for (table, columns) in &tables {
        let named = columns.iter().filter(|column| column.ends_with("customer_id"));
        found.extend(named.map(|column| format!("{table}.{column}")));
    }
    for migration in house::migrations() {
        for statement in migration.sql.split(";\n").map(str::trim) {
            let Some(rest) = statement.strip_prefix("create table ") else { continue };
            let (table, body) = rest.split_once('(').unwrap();
            for line in body.lines().filter(|line| line.contains("references customers")) {
                found.insert(format!("{}.{}", table.trim(), line.split_whitespace().next().unwrap()));
            }
        }
    }
    assert!(found.len() > 15, "only {} columns were found", found.len());
    found
}
