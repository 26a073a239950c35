//! What cars of recalls look like from outside.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Error, PermissionName, RecallCarId, RecallId, Result, StaffId, VehicleId};
use platform::{
    Db, Scope,
    database::paging::Page,
    names::{self, Known, Ref, StoreRef, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    list::Line,
    recall_car::{FoundBy, RecallCar, RecallCarState},
};
use crate::{
    caller,
    recalls::campaign::recall::{Recall, RecallKind, RecallState},
    vehicles::vehicle::Vehicle,
};

/// One line of a recall's cars.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecallCarRow {
    pub id: RecallCarId,
    pub vehicle_id: VehicleId,
    pub number: String,
    pub vin: Option<String>,
    /// Normal form without dot, `沪A12345`.
    pub plate: Option<String>,
    pub brand: String,
    pub series: String,
    pub store: StoreRef,
    pub owner: Option<Ref>,
    pub consultant: Option<Ref>,
    pub advisor: Option<Ref>,
    pub found_by: FoundBy,
    pub state: RecallCarState,
    /// The day it came to this state.
    pub state_on: NaiveDate,
    pub mileage_km: Option<i32>,
    pub note: Option<String>,
    /// Who said so.
    pub by: Ref,
    /// Whether a task to see to it was made.
    pub has_task: bool,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
    /// What the caller may do with it now: `move`, `take_back`.
    pub can: Vec<&'static str>,
}

/// What a car is or was recalled for, on the page of the car.
#[derive(Debug, Serialize, ToSchema)]
pub struct VehicleRecall {
    pub recall_id: RecallId,
    pub number: String,
    pub title: String,
    pub kind: RecallKind,
    /// Whether the car may not be handed over before it is mended.
    pub is_stop_sale: bool,
    pub defect: Option<String>,
    pub consequence: Option<String>,
    pub remedy: String,
    pub labour_minutes: Option<i32>,
    pub operations: Vec<String>,
    pub parts: Vec<String>,
    pub ends_on: Option<NaiveDate>,
    /// Whether the recall is open and the defect still in the car.
    pub is_unfixed: bool,
    pub state: RecallCarState,
    pub state_on: NaiveDate,
    pub mileage_km: Option<i32>,
    pub note: Option<String>,
    pub by: Ref,
    pub version: i32,
    /// What the caller may do with it now: `move`, `take_back`.
    pub can: Vec<&'static str>,
}

platform::has_version!(RecallCarRow);

pub async fn rows(db: &Db<'_>, recall: &Recall, page: Page<Line>) -> Result<Page<RecallCarRow>> {
    let lines = &page.items;
    let wanted = Wanted {
        customers: lines.iter().filter_map(|line| line.owner_id).collect(),
        staff: lines
            .iter()
            .flat_map(|line| [line.consultant_id, line.advisor_id, Some(StaffId(line.actor_id))])
            .flatten()
            .collect(),
        stores: lines.iter().map(|line| line.store_id).collect(),
        ..Wanted::default()
    };
    let known = names::of(db, wanted).await?;
    let scope = db.scope();
    Ok(page.map(|line| row(line, recall, &known, scope)))
}

/// One car after a change, as the caller sees it.
pub async fn one(db: &Db<'_>, recall: &Recall, car: RecallCar, vehicle: Vehicle) -> Result<RecallCarRow> {
    let line = Line {
        id: car.id,
        vehicle_id: vehicle.id,
        found_by: car.found_by,
        state: car.state,
        state_on: car.state_on,
        mileage_km: car.mileage_km,
        note: car.note,
        actor_id: car.actor_id,
        actor_name: car.actor_name,
        task_key: car.task_key,
        is_changed: car.before.is_some(),
        changed_at: car.changed_at,
        version: car.version,
        car_number: vehicle.number,
        vin: vehicle.vin,
        plate: vehicle.plate,
        brand: vehicle.brand,
        series: vehicle.series,
        store_id: vehicle.store_id,
        owner_id: vehicle.owner_id,
        consultant_id: vehicle.consultant_id,
        advisor_id: vehicle.advisor_id,
    };
    let page = rows(db, recall, Page { items: vec![line], next: None }).await?;
    page.items.into_iter().next().ok_or(Error::NotFound)
}

/// What a car is recalled for, those to be seen to first.
pub async fn of_vehicle(
    db: &Db<'_>,
    vehicle: &Vehicle,
    recalls: Vec<(RecallCar, Recall)>,
) -> Result<Vec<VehicleRecall>> {
    let staff = recalls.iter().map(|(car, _)| StaffId(car.actor_id)).collect();
    let known = names::of(db, Wanted { staff, ..Wanted::default() }).await?;
    let mut views: Vec<VehicleRecall> = recalls
        .into_iter()
        .map(|(car, recall)| VehicleRecall {
            is_unfixed: recall.state == RecallState::Open && car.state.is_unfixed(),
            can: deeds(db.scope(), &recall, car.before.is_some(), vehicle),
            by: caller::reference(&known, car.actor_id, car.actor_name),
            recall_id: recall.id,
            number: recall.number,
            title: recall.title,
            kind: recall.kind,
            is_stop_sale: recall.is_stop_sale,
            defect: recall.defect,
            consequence: recall.consequence,
            remedy: recall.remedy,
            labour_minutes: recall.labour_minutes,
            operations: recall.operations.0,
            parts: recall.parts.0,
            ends_on: recall.ends_on,
            state: car.state,
            state_on: car.state_on,
            mileage_km: car.mileage_km,
            note: car.note,
            version: car.version,
        })
        .collect();
    views.sort_by_key(|view| !view.is_unfixed);
    Ok(views)
}

fn row(line: Line, recall: &Recall, known: &Known, scope: &Scope) -> RecallCarRow {
    let people = [line.consultant_id, line.advisor_id];
    RecallCarRow {
        can: deeds_of(scope, recall, line.is_changed, line.store_id, &people),
        id: line.id,
        vehicle_id: line.vehicle_id,
        number: line.car_number,
        vin: line.vin,
        plate: line.plate,
        brand: line.brand,
        series: line.series,
        store: known.store(line.store_id),
        owner: line.owner_id.map(|id| known.customer(id)),
        consultant: line.consultant_id.map(|id| known.staff(id)),
        advisor: line.advisor_id.map(|id| known.staff(id)),
        found_by: line.found_by,
        state: line.state,
        state_on: line.state_on,
        mileage_km: line.mileage_km,
        note: line.note,
        by: caller::reference(known, line.actor_id, line.actor_name),
        has_task: line.task_key.is_some(),
        changed_at: line.changed_at,
        version: line.version,
    }
}

fn deeds(scope: &Scope, recall: &Recall, is_changed: bool, vehicle: &Vehicle) -> Vec<&'static str> {
    deeds_of(scope, recall, is_changed, vehicle.store_id, &vehicle.people())
}

fn deeds_of(
    scope: &Scope,
    recall: &Recall,
    is_changed: bool,
    store: kernel::StoreId,
    people: &[Option<StaffId>],
) -> Vec<&'static str> {
    if recall.state != RecallState::Open || !scope.may_for(PermissionName::EditVehicles, store, people) {
        return Vec::new();
    }
    if is_changed { vec!["move", "take_back"] } else { vec!["move"] }
}
