//! Faults in and out of the database.

use chrono::NaiveDate;
use journal::{About, events::faults::FaultsEvent};
use kernel::{FaultId, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    draft::FaultDraft,
    exchange_limit::{self, ExchangeLimit},
    fault::{Column, Entity, Fault},
    rules::{FAULTS_MAX, FaultRefusal},
};
use crate::vehicles::{store, vehicle::Vehicle};

/// The faults of a car, the latest first. The car was found inside the scope before.
pub async fn of_vehicle(db: &Db<'_>, vehicle: VehicleId) -> Result<Vec<Fault>> {
    let select = db.select::<Entity>().filter(Column::VehicleId.eq(vehicle));
    let latest_first = select.order_by_desc(Column::HappenedOn).order_by_desc(Column::Id);
    db.all(latest_first.limit(FAULTS_MAX as u64)).await
}

pub async fn limits(db: &Db<'_>) -> Result<Vec<ExchangeLimit>> {
    db.all(db.select::<exchange_limit::Entity>()).await
}

/// One fault of a car.
pub async fn find(db: &Db<'_>, vehicle: VehicleId, id: FaultId) -> Result<Fault> {
    let of_car = Column::VehicleId.eq(vehicle);
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(of_car)).await
}

/// Writes a fault of a car down: from its page, the workshop, or the car itself.
pub async fn report(tx: &mut Tx, vehicle: &Vehicle, draft: FaultDraft) -> Result<Fault> {
    vehicle.must_be_there()?;
    if of_vehicle(&tx.db(), vehicle.id).await?.len() >= FAULTS_MAX {
        return Err(FaultRefusal::TooMany.into());
    }
    let mut fault = Fault {
        id: FaultId::new(tx.now()),
        group_id: vehicle.group_id,
        vehicle_id: vehicle.id,
        happened_on: draft.happened_on,
        mileage_km: draft.mileage_km,
        dtc: draft.dtc,
        system: draft.system,
        symptom: draft.symptom,
        fault_key: draft.fault_key,
        is_safety: draft.is_safety,
        source: draft.source,
        repaired_on: None,
        repair_days: None,
        is_part_replaced: false,
        created_at: tx.now(),
        version: 1,
    };
    let reported = fault.reported();
    let repaired = draft.repair.map(|repair| fault.repair(repair)).transpose()?;
    tx.insert::<Entity>(fault.clone()).await?;
    tell(tx, vehicle, fault.happened_on, reported).await?;
    if let Some((event, on)) = repaired.zip(fault.repaired_on) {
        tell(tx, vehicle, on, event).await?;
    }
    Ok(fault)
}

/// Saves a fault together with what happened to it on that day.
pub async fn save(tx: &mut Tx, vehicle: &Vehicle, fault: Fault, on: NaiveDate, event: FaultsEvent) -> Result<Fault> {
    let fault = tx.replace::<Entity>(fault).await?;
    tell(tx, vehicle, on, event).await?;
    Ok(fault)
}

pub async fn remove(tx: &mut Tx, vehicle: &Vehicle, fault: &Fault) -> Result<()> {
    tx.delete::<Entity>(Column::Id.eq(fault.id)).await?;
    let about = About::vehicle(vehicle.store_id, vehicle.id).with_customer(vehicle.owner_id);
    journal::record(tx, about, fault.remove()).await?;
    Ok(())
}

async fn tell(tx: &mut Tx, vehicle: &Vehicle, on: NaiveDate, event: FaultsEvent) -> Result<()> {
    let calendar = store::calendar_of(&tx.db(), vehicle.store_id).await?;
    // Today's stand where they were written; those of another day at its beginning.
    let at = if calendar.day(tx.now()) == on { tx.now() } else { calendar.start_of(on) };
    let about = About::vehicle(vehicle.store_id, vehicle.id).with_customer(vehicle.owner_id).at(at);
    journal::record(tx, about, event).await?;
    Ok(())
}
