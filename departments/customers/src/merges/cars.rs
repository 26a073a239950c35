//! Two records of one car that a merge brings under one owner become one, and two again when the merge is undone. What went over
//! is written down in `merge_parts` under `cars…`: which record into which, which rows of which table, which fields were filled.

use std::collections::HashSet;

use kernel::{Error, MergeId, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{Value, prelude::Uuid};

use super::{merge::Merge, part::MergePart, store};
use crate::{
    people::customer::Customer,
    vehicles::{
        self,
        marks::{self, CarMarks},
        twin::{self, Filled},
        vehicle::Vehicle,
    },
};

/// A table whose rows are about a car, and which of its rows `t` stay although the record of the car goes, as an SQL condition on `$1`,
/// the car that stays.
struct OfCar {
    table: &'static str,
    stays: &'static str,
    is_versioned: bool,
}

const OF_CAR: [OfCar; 8] = [
    OfCar {
        table: "vehicle_people",
        stays: "exists (select 1 from vehicle_people k where k.vehicle_id = $1 and k.customer_id = t.customer_id
                and k.role = t.role and k.until is not distinct from t.until)",
        is_versioned: false,
    },
    OfCar {
        table: "plates",
        stays: "exists (select 1 from plates k where k.vehicle_id = $1 and k.plate = t.plate
                and k.until is not distinct from t.until)",
        is_versioned: false,
    },
    OfCar { table: "mileage_readings", stays: "1 = 0", is_versioned: false },
    OfCar { table: "past_records", stays: "1 = 0", is_versioned: false },
    OfCar { table: "notes", stays: "1 = 0", is_versioned: true },
    OfCar { table: "tasks", stays: "1 = 0", is_versioned: true },
    OfCar { table: "faults", stays: "1 = 0", is_versioned: false },
    OfCar {
        table: "recall_cars",
        stays: "exists (select 1 from recall_cars k where k.vehicle_id = $1 and k.recall_id = t.recall_id)",
        is_versioned: true,
    },
];

const CARS: &str = "cars";

/// Puts the records of one car together that the merge has brought under one owner: the fuller one goes on.
pub async fn join(tx: &mut Tx, merge: &Merge, owner: &Customer) -> Result<()> {
    let came = came_along(&tx.db(), merge.id).await?;
    let owned = marks::owned_by(&tx.db(), owner.id).await?;
    let (new, own): (Vec<CarMarks>, Vec<CarMarks>) = owned.into_iter().partition(|car| came.contains(&car.id));
    let mut gone = HashSet::new();
    for car in &new {
        let Some(twin) = own.iter().find(|own| !gone.contains(&own.id) && own.is_one_with(car)) else { continue };
        let Some((stays, goes)) = both(&tx.db(), twin.id, car.id).await? else { continue };
        gone.insert(goes.id);
        join_two(tx, merge.id, stays, goes).await?;
    }
    Ok(())
}

/// The records are two again: what went over is back, and what was filled and has not been changed since is empty.
pub async fn part(tx: &mut Tx, merge: &Merge) -> Result<()> {
    for joined in parts(&tx.db(), merge.id, CARS).await? {
        let (goes, Some(stays)) = (VehicleId(joined.row_id), joined.folded_into.map(VehicleId)) else { continue };
        let Some((mut stays, mut goes)) = in_reach(&tx.db(), stays, goes).await? else { continue };
        for OfCar { table, is_versioned, .. } in &OF_CAR {
            let raise = if *is_versioned { ", version = version + 1" } else { "" };
            let text = format!(
                "update {table} set vehicle_id = $1{raise} where vehicle_id = $2 and id in
                 (select row_id from merge_parts where merge_id = $3 and table_name = $4 and folded_into = $1)"
            );
            let values = vec![goes.id.into(), stays.id.into(), merge.id.into(), rows_of(table).into()];
            tx.execute_text(&text, values).await?;
        }
        if goes.is_deleted() {
            let back = goes.restore(tx.now())?;
            goes = vehicles::store::save(tx, goes, back).await?;
        }
        let mut filled = Filled::default();
        for word in twin::FILLABLE {
            let parts = parts(&tx.db(), merge.id, &filled_as(word)).await?;
            filled.0.extend(parts.iter().any(|part| part.row_id == joined.row_id).then_some(word));
        }
        let readings = vehicles::parts::latest_readings(&tx.db(), stays.id).await?;
        if let Some(emptied) = filled.empty(&mut stays, &goes, readings.first(), tx.now())? {
            vehicles::store::save(tx, stays, emptied).await?;
        }
    }
    Ok(())
}

async fn join_two(tx: &mut Tx, merge: MergeId, mut stays: Vehicle, mut goes: Vehicle) -> Result<()> {
    let put_away = goes.delete(tx.now())?;
    for OfCar { table, stays: keeps, is_versioned } in &OF_CAR {
        let raise = if *is_versioned { ", version = version + 1" } else { "" };
        let moving = format!("t.vehicle_id = $2 and not ({keeps})");
        let values: Vec<Value> = vec![stays.id.into(), goes.id.into(), merge.into(), rows_of(table).into()];
        tx.execute_text(
            &format!(
                "insert into merge_parts (merge_id, table_name, row_id, folded_into, was_primary)
                 select $3, $4, t.id, $2, false from {table} t where {moving}"
            ),
            values.clone(),
        )
        .await?;
        tx.execute_text(
            &format!(
                "update {table} set vehicle_id = $1{raise} where vehicle_id = $2 and id in
                 (select row_id from merge_parts where merge_id = $3 and table_name = $4 and folded_into = $2)"
            ),
            values,
        )
        .await?;
    }
    let (filled, happened) = Filled::fill(&mut stays, &goes, tx.now())?;
    let (stays_id, goes_id) = (stays.id, goes.id);
    // The one that goes first: a number that is one car's must be free before another bears it.
    vehicles::store::save(tx, goes, put_away).await?;
    if let Some(happened) = happened {
        vehicles::store::save(tx, stays, happened).await?;
    }
    remember(tx, merge, CARS, goes_id, stays_id).await?;
    for word in filled.0 {
        remember(tx, merge, &filled_as(word), goes_id, stays_id).await?;
    }
    Ok(())
}

/// The record that goes on, and the other: with a VIN before one without, then the older one. None when one of them is out of reach.
async fn both(db: &Db<'_>, one: VehicleId, other: VehicleId) -> Result<Option<(Vehicle, Vehicle)>> {
    let Some((one, other)) = in_reach(db, one, other).await? else { return Ok(None) };
    let rank = |car: &Vehicle| (car.vin.is_none(), car.created_at, car.id);
    Ok(Some(if rank(&other) < rank(&one) { (other, one) } else { (one, other) }))
}

async fn in_reach(db: &Db<'_>, one: VehicleId, other: VehicleId) -> Result<Option<(Vehicle, Vehicle)>> {
    match (vehicles::store::find(db, one).await, vehicles::store::find(db, other).await) {
        (Ok(one), Ok(other)) => Ok(Some((one, other))),
        (Err(Error::NotFound), _) | (_, Err(Error::NotFound)) => Ok(None),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// The records of cars that came with the one who was absorbed.
async fn came_along(db: &Db<'_>, merge: MergeId) -> Result<HashSet<VehicleId>> {
    Ok(parts(db, merge, "vehicles").await?.into_iter().map(|part| VehicleId(part.row_id)).collect())
}

async fn parts(db: &Db<'_>, merge: MergeId, table: &str) -> Result<Vec<PartLine>> {
    let text = "select row_id, folded_into from merge_parts where merge_id = $1 and table_name = $2 order by row_id";
    db.fetch_text(text, vec![merge.into(), table.into()]).await
}

platform::record! {
    struct PartLine { row_id: Uuid, folded_into: Option<Uuid> }
}

async fn remember(tx: &mut Tx, merge_id: MergeId, table: &str, goes: VehicleId, stays: VehicleId) -> Result<()> {
    let part = MergePart {
        merge_id,
        table_name: table.to_owned(),
        row_id: goes.0,
        folded_into: Some(stays.0),
        was_primary: false,
    };
    store::add_part(tx, part).await
}

fn rows_of(table: &str) -> String {
    format!("{CARS}.{table}")
}

fn filled_as(word: &str) -> String {
    format!("{CARS}.filled.{word}")
}
