//! Cars that arrive, or whose record is changed, while recalls are open: compared at once, in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use journal::{About, events::recalls::RecallsEvent};
use kernel::{RecallId, Result, VehicleId, time::Calendar};
use platform::Tx;
use sea_orm::Value;

use super::{
    found::{Candidate, signature, write_down},
    recall_car::{FoundBy, RecallCar, RecallCarState},
    rules::Step,
    store,
};
use crate::{
    by_keys::fetch_by,
    recalls::{
        campaign::{self, recall::Recall},
        criteria,
    },
    vehicles::vehicle::Vehicle,
};

platform::record! {
    struct Listed { recall_id: RecallId, vin: String }
}

/// Finds the open recalls these cars belong to.
pub async fn look_at(tx: &mut Tx, cars: &[Vehicle]) -> Result<()> {
    let open = campaign::store::open(&tx.db()).await?;
    if open.is_empty() {
        return Ok(());
    }
    let listed = listed(tx, cars).await?;
    let ids: Vec<RecallId> = open.iter().map(|recall| recall.id).collect();
    let criteria = criteria::store::of_recalls(&tx.db(), &ids).await?;
    for recall in &open {
        let by_vin: Vec<Candidate> = cars.iter().filter(|car| is_listed(&listed, recall, car)).map(candidate).collect();
        let of_recall = || criteria.iter().filter(|criterion| criterion.recall_id == recall.id);
        let by_model: Vec<Candidate> = cars
            .iter()
            .filter(|car| !is_listed(&listed, recall, car) && of_recall().any(|one| one.holds_for(car)))
            .map(candidate)
            .collect();
        if !by_vin.is_empty() {
            write_down(tx, recall, &by_vin, FoundBy::VinList, None).await?;
            mark(tx, recall, &by_vin).await?;
        }
        if !by_model.is_empty() {
            write_down(tx, recall, &by_model, FoundBy::Criterion, None).await?;
        }
    }
    Ok(())
}

/// The same for a car whose record changed. One that was found by a VIN it turns out not to have is not affected after all.
pub async fn look_again_at(tx: &mut Tx, before: &Vehicle, car: &Vehicle) -> Result<()> {
    let seen = |car: &Vehicle| {
        let days = (car.in_service_on, car.purchased_on);
        (car.vin.clone(), car.brand.clone(), car.series.clone(), days, car.is_deleted())
    };
    if seen(before) == seen(car) || car.is_deleted() {
        return Ok(());
    }
    look_at(tx, std::slice::from_ref(car)).await?;
    if before.vin != car.vin && before.vin.is_some() {
        let_go(tx, before, car).await?;
    }
    Ok(())
}

/// The VINs of a recall's list that have a car now.
pub async fn mark(tx: &mut Tx, recall: &Recall, cars: &[Candidate]) -> Result<()> {
    for car in cars {
        let Some(vin) = &car.vin else { continue };
        tx.execute_text(
            "update recall_vins set vehicle_id = $1 where recall_id = $2 and vin = $3",
            vec![car.vehicle_id.into(), recall.id.into(), vin.as_str().into()],
        )
        .await?;
    }
    Ok(())
}

async fn listed(tx: &Tx, cars: &[Vehicle]) -> Result<BTreeMap<String, BTreeSet<RecallId>>> {
    let vins: Vec<Value> = cars.iter().filter_map(|car| car.vin.as_deref()).map(Value::from).collect();
    let select = "select recall_id, vin from recall_vins where group_id = $1 and vin in";
    let rows: Vec<Listed> = fetch_by(&tx.db(), select, "", vins).await?;
    let mut listed: BTreeMap<String, BTreeSet<RecallId>> = BTreeMap::new();
    for row in rows {
        listed.entry(row.vin).or_default().insert(row.recall_id);
    }
    Ok(listed)
}

fn is_listed(listed: &BTreeMap<String, BTreeSet<RecallId>>, recall: &Recall, car: &Vehicle) -> bool {
    car.vin.as_ref().and_then(|vin| listed.get(vin)).is_some_and(|recalls| recalls.contains(&recall.id))
}

fn candidate(car: &Vehicle) -> Candidate {
    Candidate { vehicle_id: car.id, store_id: car.store_id, owner_id: car.owner_id, vin: car.vin.clone() }
}

async fn let_go(tx: &mut Tx, before: &Vehicle, car: &Vehicle) -> Result<()> {
    tx.execute_text(
        "update recall_vins set vehicle_id = null where vehicle_id = $1 and vin <> $2",
        vec![car.id.into(), car.vin.clone().unwrap_or_default().into()],
    )
    .await?;
    let still = listed(tx, std::slice::from_ref(car)).await?;
    let (now, old) = (tx.now(), before.vin.clone().unwrap_or_default());
    let (actor_id, actor_name) = signature(tx.scope().actor());
    for (mut affected, recall) in store::of_vehicle(&tx.db(), car.id).await? {
        let is_gone = affected.found_by == FoundBy::VinList && affected.state.is_waiting();
        if !is_gone || is_listed(&still, &recall, car) || is_met(tx, &recall, car).await? {
            continue;
        }
        let step = Step {
            to: RecallCarState::NotAffected,
            on: Calendar::default().day(now),
            mileage_km: None,
            note: Some(format!("VIN {old} → {}", car.vin.as_deref().unwrap_or("–"))),
            actor_id,
            actor_name: actor_name.clone(),
        };
        let event = affected.move_on(&recall, step, now)?;
        keep(tx, car, affected, event).await?;
    }
    Ok(())
}

async fn is_met(tx: &Tx, recall: &Recall, car: &Vehicle) -> Result<bool> {
    let criteria = criteria::store::of_recall(&tx.db(), recall.id).await?;
    Ok(criteria.iter().any(|criterion| criterion.holds_for(car)))
}

async fn keep(tx: &mut Tx, car: &Vehicle, affected: RecallCar, event: RecallsEvent) -> Result<VehicleId> {
    let about = About::vehicle(car.store_id, car.id).with_customer(car.owner_id);
    Ok(store::save(tx, about, affected, event).await?.vehicle_id)
}
