//! The job that moves many cars of a recall to a state, each by the same rule and with the same line in the journal as alone.

use std::collections::HashMap;

use kernel::{PermissionName, RecallWorkId, Result, VehicleId};
use platform::{
    Mandate, Tx,
    jobs::{Job, Work},
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::{
    recall_work::{AskedWork, RecallWork},
    running::{Running, give_up, give_up_if_hopeless, rows},
};
use crate::{
    long_work,
    recalls::{
        campaign::{self, recall::Recall},
        cars::{
            found::signature,
            list,
            recall_car::{Column, Entity},
            rules::Step,
            store,
        },
    },
    vehicles::{self, vehicle::Vehicle},
};

/// Cars moved in one transaction.
const BATCH: u64 = 300;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MoveCars {
    pub work: RecallWorkId,
    pub mandate: Mandate,
}

impl Job for MoveCars {
    const NAME: &'static str = "customers.recall_move_cars";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let outcome = self.move_all(&work).await;
        give_up_if_hopeless(&work, self.work, Self::ATTEMPTS_MAX, outcome).await
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.work, &long_work::stopped()).await
    }
}

impl MoveCars {
    async fn move_all(&self, work: &Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::ManageRecalls)?;
        let Some(mut running) = Running::begin(work, self.work, door).await? else { return Ok(()) };
        let AskedWork::Move { which, .. } = running.row.asked.clone() else { return Ok(()) };
        let recall = campaign::store::find(&running.door.read(), running.row.recall_id).await?;
        recall.must_be_open()?;
        if running.row.last_id.is_none() {
            let total = list::count(&running.door.read(), recall.id, &which, i64::MAX.unsigned_abs()).await?;
            running.row.total = i64::try_from(total).unwrap_or(i64::MAX);
        }
        loop {
            let after = running.row.last_id;
            let ids = list::ids_after(&running.door.read(), recall.id, &which, after, BATCH).await?;
            if ids.is_empty() {
                return running.finish(async |_, _| Ok(())).await;
            }
            running.batch(async |tx, row| move_some(tx, row, &recall, &ids).await).await?;
        }
    }
}

async fn move_some(tx: &mut Tx, row: &mut RecallWork, recall: &Recall, ids: &[VehicleId]) -> Result<()> {
    let AskedWork::Move { to, on, note, .. } = row.asked.clone() else { return Ok(()) };
    let db = tx.db();
    let mine = db.select::<Entity>().filter(Column::RecallId.eq(recall.id));
    let cars = db.all(mine.filter(Column::VehicleId.is_in(ids.iter().copied()))).await?;
    let found = vehicles::store::find_all(&db, ids.iter().copied()).await?;
    let wanted = Wanted { stores: found.iter().map(|car| car.store_id).collect(), ..Wanted::default() };
    let known = names::of(&db, wanted).await?;
    let vehicles: HashMap<VehicleId, Vehicle> = found.into_iter().map(|car| (car.id, car)).collect();
    let (actor_id, actor_name) = signature(tx.scope().actor());
    let mut moved = Vec::with_capacity(cars.len());
    for mut car in cars {
        let Some(vehicle) = vehicles.get(&car.vehicle_id) else { continue };
        let step = Step { to, on, mileage_km: None, note: note.clone(), actor_id, actor_name: actor_name.clone() };
        // One that is in this state already is left alone.
        if let Ok(event) = car.move_on(recall, step, tx.now()) {
            let about = store::about(vehicle, known.calendar(vehicle.store_id), on, tx.now());
            moved.push((about, car, event));
        }
    }
    row.passed += rows(ids.len());
    row.done += rows(moved.len());
    row.skipped += rows(ids.len() - moved.len());
    row.last_id = ids.last().copied();
    store::save_all(tx, moved).await
}
