//! The job that makes the tasks of a recall: one for each customer with cars that want a call, never twice for the same car.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use journal::{About, events::recalls::RecallsEvent};
use kernel::{
    CustomerId, Error, Language, PermissionName, RecallWorkId, Result, StaffId, StoreId, VehicleId, plate::Plate,
};
use platform::{
    Db, Mandate, Tx,
    jobs::{Job, Work},
    names::{self, Known, Wanted},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query},
};
use serde::{Deserialize, Serialize};
use worklist::{Draft, Priority, TaskKind};

use super::{
    recall_work::{AskedWork, AssignTo, RecallWork},
    running::{Running, give_up, give_up_if_hopeless, rows},
};
use crate::{
    long_work,
    people::{self, customer::Customer},
    recalls::{
        campaign::{
            self,
            recall::{Recall, RecallKind},
        },
        cars::{
            list,
            recall_car::{Column, Entity, RecallCarState},
        },
    },
    vehicles::{
        self,
        vehicle::{self, Vehicle},
    },
};

/// Cars whose owners are seen to in one transaction.
const BATCH: u64 = 100;
/// Cars of these owners; more of a fleet are seen to by the next batch.
const CARS_MAX: u64 = 2_000;
/// Cars named in the note of a task.
const NAMED_MAX: usize = 20;
/// Five in the afternoon.
const CLOSING: TimeDelta = TimeDelta::hours(17);
const DEPARTMENT: &str = "customers";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeTasks {
    pub work: RecallWorkId,
    pub mandate: Mandate,
}

impl Job for MakeTasks {
    const NAME: &'static str = "customers.recall_make_tasks";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let outcome = self.make_all(&work).await;
        give_up_if_hopeless(&work, self.work, Self::ATTEMPTS_MAX, outcome).await
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.work, &long_work::stopped()).await
    }
}

impl MakeTasks {
    async fn make_all(&self, work: &Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::ManageRecalls)?;
        let Some(mut running) = Running::begin(work, self.work, door).await? else { return Ok(()) };
        let AskedWork::Tasks { store, .. } = running.row.asked else { return Ok(()) };
        let recall = campaign::store::find(&running.door.read(), running.row.recall_id).await?;
        recall.must_be_open()?;
        if running.row.last_id.is_none() {
            let db = running.door.read();
            let total = db.count_up_to(wanting(&db, &recall, store), i64::MAX.unsigned_abs()).await?;
            running.row.total = i64::try_from(total).unwrap_or(i64::MAX);
        }
        loop {
            let db = running.door.read();
            let mut select = wanting(&db, &recall, store).order_by_asc(Column::VehicleId).limit(BATCH);
            if let Some(last) = running.row.last_id {
                select = select.filter(Column::VehicleId.gt(last));
            }
            let ids: Vec<VehicleId> = db.all(select).await?.into_iter().map(|car| car.vehicle_id).collect();
            if ids.is_empty() {
                break;
            }
            running.batch(async |tx, row| see_to(tx, row, &recall, &ids).await).await?;
        }
        running
            .finish(async |tx, row| {
                let (recall, number, title) = recall.named();
                let event = RecallsEvent::TasksMade { recall, number, title, count: row.done };
                journal::record(tx, About::default(), event).await?;
                Ok(())
            })
            .await
    }
}

/// Cars inside the scope whose owner must be called and for which there is no task.
fn wanting(db: &Db<'_>, recall: &Recall, store: Option<StoreId>) -> Select<Entity> {
    // Asked of each car by key: a list of all cars of the group would be made anew for every batch.
    let mut there = Query::select();
    there
        .expr(Expr::val(1))
        .from(vehicle::Entity)
        .and_where(list::is_its_car())
        .and_where(Expr::col((vehicle::Entity, vehicle::Column::DeletedAt)).is_null());
    if let Some(store) = store {
        there.and_where(Expr::col((vehicle::Entity, vehicle::Column::StoreId)).eq(store));
    }
    db.select::<Entity>().filter(wants_a_task(recall)).filter(Expr::exists(there))
}

fn wants_a_task(recall: &Recall) -> Condition {
    let states = [RecallCarState::Open, RecallCarState::Notified];
    Condition::all().add(Column::RecallId.eq(recall.id)).add(Column::State.is_in(states)).add(Column::TaskKey.is_null())
}

async fn see_to(tx: &mut Tx, row: &mut RecallWork, recall: &Recall, ids: &[VehicleId]) -> Result<()> {
    let mine = vehicles::store::find_all(&tx.db(), ids.iter().copied()).await?;
    let owners: BTreeSet<CustomerId> = mine.iter().filter_map(|car| car.owner_id).collect();
    let garages = garages(&tx.db(), recall, &owners).await?;
    let customers =
        people::store::find_all(&tx.db().under(PermissionName::SeeCustomers), owners.iter().copied()).await?;
    let staff = working(&tx.db(), &row.asked, &customers).await?;
    let mut seen_to: BTreeSet<VehicleId> = BTreeSet::new();
    for customer in customers.iter().filter(|customer| !customer.is_deleted()) {
        let Some(cars) = garages.get(&customer.id) else { continue };
        if make(tx, &row.asked, recall, customer, cars, &staff).await? {
            row.done += 1;
            seen_to.extend(cars.iter().map(|car| car.id));
        }
    }
    row.skipped += rows(ids.iter().filter(|id| !seen_to.contains(*id)).count());
    row.passed += rows(ids.len());
    row.last_id = ids.last().copied();
    Ok(())
}

/// All cars of these owners that want a call in this recall and have no task, by owner.
async fn garages(
    db: &Db<'_>,
    recall: &Recall,
    owners: &BTreeSet<CustomerId>,
) -> Result<BTreeMap<CustomerId, Vec<Vehicle>>> {
    let mut garages: BTreeMap<CustomerId, Vec<Vehicle>> = BTreeMap::new();
    if owners.is_empty() {
        return Ok(garages);
    }
    let owned = db
        .select::<vehicle::Entity>()
        .filter(vehicle::Column::DeletedAt.is_null())
        .filter(vehicle::Column::OwnerId.is_in(owners.iter().copied()));
    let mut wants = Query::select();
    wants.expr(Expr::val(1)).from(Entity).and_where(list::is_its_car()).cond_where(wants_a_task(recall));
    let wanted = owned.filter(Expr::exists(wants)).order_by_asc(vehicle::Column::Id).limit(CARS_MAX);
    for car in db.all(wanted).await? {
        if let Some(owner) = car.owner_id {
            garages.entry(owner).or_default().push(car);
        }
    }
    Ok(garages)
}

/// Those of the people a task may go to who still work here.
async fn working(db: &Db<'_>, asked: &AskedWork, customers: &[Customer]) -> Result<Known> {
    let AskedWork::Tasks { person, .. } = asked else { return Ok(Known::default()) };
    let staff = customers.iter().flat_map(Customer::people).flatten().chain(*person).collect();
    let stores = customers.iter().map(|customer| customer.store_id).collect();
    let mut known = names::within_reach(db, Wanted { staff, ..Wanted::default() }).await?;
    known.stores = names::of(db, Wanted { stores, ..Wanted::default() }).await?.stores;
    Ok(known)
}

async fn make(
    tx: &mut Tx,
    asked: &AskedWork,
    recall: &Recall,
    customer: &Customer,
    cars: &[Vehicle],
    known: &Known,
) -> Result<bool> {
    let (AskedWork::Tasks { assign_to, person, due_on, .. }, Some(first)) = (asked, cars.first()) else {
        return Ok(false);
    };
    let home = [customer.store_id, first.store_id].into_iter().find(|store| tx.scope().span().welcomes(*store));
    let Some(store) = home else { return Ok(false) };
    let key = format!("recall:{}:{}", recall.id, first.id);
    let draft = Draft {
        store,
        department: DEPARTMENT,
        title: title(recall, cars.len(), tx.scope().language()),
        kind: TaskKind::Call,
        due_at: known.calendar(store).start_of(*due_on) + CLOSING,
        priority: if recall.kind == RecallKind::Recall { Priority::High } else { Priority::Normal },
        customer: Some(customer.id),
        vehicle: (cars.len() == 1).then_some(first.id),
        assignee: assignee(*assign_to, *person, customer, known),
        note: Some(note(recall, cars)),
    };
    let made = worklist::add_once(tx, &key, draft).await?;
    for car in cars {
        let marked = tx
            .execute_text(
                "update recall_cars set task_key = $1, version = version + 1
                 where recall_id = $2 and vehicle_id = $3 and task_key is null",
                vec![key.as_str().into(), recall.id.into(), car.id.into()],
            )
            .await?;
        if marked == 0 {
            return Err(Error::Stale { current: serde_json::Value::Null });
        }
    }
    Ok(made.is_some())
}

fn assignee(to: AssignTo, person: Option<StaffId>, customer: &Customer, known: &Known) -> Option<StaffId> {
    let [consultant, advisor] = customer.people();
    let in_order = match to {
        AssignTo::Advisor => [advisor, consultant, person],
        AssignTo::Consultant => [consultant, advisor, person],
        AssignTo::Person => [person, None, None],
    };
    in_order.into_iter().flatten().find(|staff| known.staff.contains_key(staff))
}

fn title(recall: &Recall, cars: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("召回通知并预约：{}（{cars} 台车）", recall.title),
        Language::En if cars == 1 => format!("Recall, call and book: {}", recall.title),
        Language::En => format!("Recall, call and book: {} ({cars} cars)", recall.title),
    }
}

/// The recall, the cars, what is done.
fn note(recall: &Recall, cars: &[Vehicle]) -> String {
    let mut lines = vec![format!("{} {}", recall.number, recall.title)];
    lines.extend(cars.iter().take(NAMED_MAX).map(|car| {
        let plate = car.plate.as_deref().and_then(|plate| Plate::parse(plate).ok()).map(|plate| plate.display());
        [plate, Some(car.title()), car.vin.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }));
    if cars.len() > NAMED_MAX {
        lines.push("…".into());
    }
    lines.push(recall.remedy.chars().take(1_000).collect());
    lines.join("\n")
}

/// The day the tasks are due when nobody says otherwise.
pub fn usual_due_day(today: NaiveDate) -> NaiveDate {
    today + TimeDelta::days(7)
}
