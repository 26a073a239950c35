//! Cars of recalls in and out of the database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use journal::{About, Draft, events::recalls::RecallsEvent};
use kernel::{RecallId, Result, VehicleId, time::Calendar};
use platform::{Db, Tx};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::recall_car::{Column, Entity, RecallCar, RecallCarState};
use crate::{
    recalls::campaign::{
        self,
        recall::{self, Recall, RecallState},
    },
    vehicles::vehicle::{self, Vehicle},
};

/// A car is in no more recalls than this.
const RECALLS_MAX: u64 = 100;

/// One car of a recall, inside the scope.
pub async fn find(db: &Db<'_>, recall: RecallId, vehicle: VehicleId) -> Result<RecallCar> {
    db.one(db.select::<Entity>().filter(Column::RecallId.eq(recall)).filter(Column::VehicleId.eq(vehicle))).await
}

/// Everything a car is or was recalled for, the latest first. The car was found inside the scope before.
pub async fn of_vehicle(db: &Db<'_>, vehicle: VehicleId) -> Result<Vec<(RecallCar, Recall)>> {
    let mut by_car = of_vehicles(db, &[vehicle]).await?;
    Ok(by_car.remove(&vehicle).unwrap_or_default())
}

/// The same of several cars.
pub async fn of_vehicles(db: &Db<'_>, vehicles: &[VehicleId]) -> Result<BTreeMap<VehicleId, Vec<(RecallCar, Recall)>>> {
    if vehicles.is_empty() {
        return Ok(BTreeMap::new());
    }
    let most = RECALLS_MAX * vehicles.len() as u64;
    let select = db.select::<Entity>().filter(Column::VehicleId.is_in(vehicles.iter().copied()));
    let cars = db.all(select.order_by_desc(Column::Id).limit(most)).await?;
    let recalls = campaign::store::find_all(db, cars.iter().map(|car| car.recall_id).collect()).await?;
    let mut by_car: BTreeMap<VehicleId, Vec<(RecallCar, Recall)>> = BTreeMap::new();
    for car in cars {
        let Some(recall) = recalls.get(&car.recall_id).cloned() else { continue };
        by_car.entry(car.vehicle_id).or_default().push((car, recall));
    }
    Ok(by_car)
}

platform::record! {
    struct Unfixed { vehicle_id: VehicleId }
}

/// Which of these cars an open recall still waits for.
pub async fn unfixed_among(db: &Db<'_>, vehicles: &[VehicleId]) -> Result<BTreeSet<VehicleId>> {
    if vehicles.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut statement = unfixed(db);
    statement.and_where(Expr::col((Entity, Column::VehicleId)).is_in(vehicles.iter().copied()));
    let rows: Vec<Unfixed> = db.fetch(&statement).await?;
    Ok(rows.into_iter().map(|row| row.vehicle_id).collect())
}

/// The cars of the group an open recall still waits for, by id. Not scoped beyond the group: the list that asks is.
pub fn unfixed(db: &Db<'_>) -> SelectStatement {
    let mut statement = unfixed_of(Query::select().column((Entity, Column::VehicleId)).to_owned());
    statement.and_where(Expr::col((Entity, Column::GroupId)).eq(db.scope().group()));
    statement
}

/// A row when the car at hand is one of those.
pub fn unfixed_at_hand() -> SelectStatement {
    let mut statement = unfixed_of(Query::select().expr(Expr::val(1)).to_owned());
    statement.and_where(Expr::col((Entity, Column::VehicleId)).equals((vehicle::Entity, vehicle::Column::Id)));
    statement
}

/// Saves a car together with what happened to it.
pub async fn save(tx: &mut Tx, about: About, car: RecallCar, event: RecallsEvent) -> Result<RecallCar> {
    let car = tx.replace::<Entity>(car).await?;
    journal::record(tx, about, event).await?;
    settle_task(tx, &car).await?;
    Ok(car)
}

/// Saves many at once, each with what happened to it.
pub async fn save_all(tx: &mut Tx, moved: Vec<(About, RecallCar, RecallsEvent)>) -> Result<()> {
    let mut drafts = Vec::with_capacity(moved.len());
    let mut saved = Vec::with_capacity(moved.len());
    for (about, car, event) in moved {
        saved.push(tx.replace::<Entity>(car).await?);
        drafts.push(Draft { about, event, actor: None });
    }
    journal::record_all(tx, drafts).await?;
    for car in saved.iter().filter(|car| car.task_key.is_some()) {
        settle_task(tx, car).await?;
    }
    Ok(())
}

/// What the journal says of a car on that day: today's stand where they were written, those of another day at its beginning.
pub fn about(vehicle: &Vehicle, calendar: Calendar, on: chrono::NaiveDate, now: DateTime<Utc>) -> About {
    let at = if calendar.day(now) == on { now } else { calendar.start_of(on) };
    About::vehicle(vehicle.store_id, vehicle.id).with_customer(vehicle.owner_id).at(at)
}

/// Ends the task when none of its cars wants a call any more.
async fn settle_task(tx: &mut Tx, car: &RecallCar) -> Result<()> {
    let Some(key) = car.task_key.as_deref().filter(|_| !car.state.wants_a_call()) else { return Ok(()) };
    let db = tx.db();
    let others = db
        .select::<Entity>()
        .filter(Column::TaskKey.eq(key))
        .filter(Column::State.is_in([RecallCarState::Open, RecallCarState::Notified]));
    if db.count_up_to(others, 1).await? > 0 {
        return Ok(());
    }
    let outcome = match car.state {
        RecallCarState::Booked | RecallCarState::Done => "booked",
        RecallCarState::Refused => "not_interested",
        _ => "none",
    };
    worklist::settle(tx, key, Some(outcome.to_owned())).await
}

// The words of the states stand in the text, so that the index over them is used.
fn unfixed_of(mut statement: SelectStatement) -> SelectStatement {
    let is_its = Expr::col((recall::Entity, recall::Column::Id)).equals((Entity, Column::RecallId));
    statement
        .from(Entity)
        .inner_join(recall::Entity, is_its)
        .and_where(Expr::cust(format!("recall_cars.state in {}", RecallCarState::UNFIXED)))
        .and_where(Expr::col((recall::Entity, recall::Column::State)).eq(RecallState::Open))
        .to_owned()
}
