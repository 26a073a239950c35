//! Cars a recall turns out to be about: their rows and their lines in the journal, many at once.

use std::collections::BTreeSet;

use journal::{About, Draft, events::recalls::RecallsEvent};
use kernel::{CustomerId, RecallCarId, Result, StoreId, VehicleId, time::Calendar};
use platform::{Actor, Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait, prelude::Uuid};

use super::recall_car::{Column, Entity, FoundBy, RecallCar, RecallCarState};
use crate::recalls::campaign::recall::Recall;

platform::record! {
    /// A car that may be one of a recall's, in the order of a query's columns.
    #[derive(Clone, Debug)]
    pub struct Candidate {
        pub vehicle_id: VehicleId,
        pub store_id: StoreId,
        pub owner_id: Option<CustomerId>,
        pub vin: Option<String>,
    }
}

/// Writes down those the recall does not have yet; answers how many. Told as done by `actor`, by the caller when there is none.
pub async fn write_down(
    tx: &mut Tx,
    recall: &Recall,
    candidates: &[Candidate],
    found_by: FoundBy,
    actor: Option<&Actor>,
) -> Result<usize> {
    let known = known(&tx.db(), recall, candidates).await?;
    let fresh: Vec<&Candidate> = candidates.iter().filter(|car| !known.contains(&car.vehicle_id)).collect();
    let (now, actor) = (tx.now(), actor.cloned());
    let (actor_id, actor_name) = signature(actor.as_ref().unwrap_or(tx.scope().actor()));
    let today = Calendar::default().day(now);
    let rows = fresh.iter().map(|car| RecallCar {
        id: RecallCarId::new(now),
        group_id: recall.group_id,
        recall_id: recall.id,
        vehicle_id: car.vehicle_id,
        found_by,
        state: RecallCarState::Open,
        state_on: today,
        mileage_km: None,
        note: None,
        actor_id,
        actor_name: actor_name.clone(),
        before: None,
        task_key: None,
        created_at: now,
        changed_at: now,
        version: 1,
    });
    tx.insert_all::<Entity>(rows.collect()).await?;
    let drafts = fresh.iter().map(|car| Draft {
        about: About::vehicle(car.store_id, car.vehicle_id).with_customer(car.owner_id),
        event: RecallsEvent::CarFound {
            recall: recall.id,
            number: recall.number.clone(),
            title: recall.title.clone(),
            kind: recall.kind.word().to_owned(),
        },
        actor: actor.clone(),
    });
    journal::record_all(tx, drafts.collect()).await?;
    Ok(fresh.len())
}

/// Id and name of an actor, as rows keep them.
pub fn signature(actor: &Actor) -> (Uuid, String) {
    match actor {
        Actor::Staff { id, name } => (id.0, name.clone()),
        Actor::Key { id, name } => (id.0, name.clone()),
        Actor::System(actor) => (Uuid::nil(), actor.name().to_owned()),
    }
}

platform::record! {
    struct Known { vehicle_id: VehicleId }
}

async fn known(db: &Db<'_>, recall: &Recall, candidates: &[Candidate]) -> Result<BTreeSet<VehicleId>> {
    if candidates.is_empty() {
        return Ok(BTreeSet::new());
    }
    let ids = candidates.iter().map(|car| car.vehicle_id);
    let select = db.select::<Entity>().filter(Column::RecallId.eq(recall.id)).filter(Column::VehicleId.is_in(ids));
    let rows: Vec<Known> = db.fetch(&select.select_only().column(Column::VehicleId).into_query()).await?;
    Ok(rows.into_iter().map(|row| row.vehicle_id).collect())
}
