//! Looks: who saw what, gathered in memory and written once a second. The same person at the same record within minutes is one look.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CustomerId, GroupId, Result, StoreId, VehicleId};
use platform::{
    Actor, Db, Platform, Scope, SystemActor, Tx,
    names::{self, Known, Wanted},
};
use sea_orm::prelude::Uuid;
use tokio::sync::watch;

use crate::{
    chain::{self, Chain, Held, Leaf},
    listeners,
    look::{Entity, Look},
};

/// Looks that are not written and sealed yet, and since when the oldest of them waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsealed {
    pub looks: usize,
    pub since: Option<DateTime<Utc>>,
}

/// A look about to be written down.
#[derive(Clone, Debug)]
pub struct Glance {
    group: GroupId,
    name: &'static str,
    actor: (&'static str, Uuid, String),
    home: Option<StoreId>,
    customer: Option<CustomerId>,
    vehicle: Option<VehicleId>,
    record: Option<Uuid>,
    detail: String,
    at: DateTime<Utc>,
}

/// A node's looks that are not written yet, and those of the last minutes; provided to the platform.
#[derive(Clone, Default)]
pub struct Looks(Arc<Mutex<Gathered>>);

#[derive(Default)]
struct Gathered {
    waiting: Vec<Glance>,
    lately: HashMap<Sameness, DateTime<Utc>>,
}

/// What makes two looks one: who, which deed, which record or search.
type Sameness = (Uuid, &'static str, Option<Uuid>, String);

const SAME_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// Beyond so many remembered looks those that are over are forgotten, then all: better a line twice than a memory without end.
const REMEMBERED_MAX: usize = 50_000;
/// More than so many can't wait: the database has been away for long, and the log says what was lost.
const WAITING_MAX: usize = 200_000;
const EVERY: Duration = Duration::from_secs(1);
const WRITTEN_AT_ONCE: usize = 500;

impl Glance {
    /// A look of a person or a machine; nothing for work of the house itself.
    pub fn of(scope: &Scope, name: &'static str, at: DateTime<Utc>) -> Option<Self> {
        let actor = match scope.actor() {
            Actor::Staff { id, name } => ("staff", id.0, name.clone()),
            Actor::Key { id, name } => ("key", id.0, name.clone()),
            Actor::System(_) => return None,
        };
        let (customer, vehicle, record, detail) = (None, None, None, String::new());
        Some(Self { group: scope.group(), name, actor, home: scope.home(), customer, vehicle, record, detail, at })
    }

    #[must_use]
    pub fn at_customer(self, id: Uuid) -> Self {
        Self { customer: Some(CustomerId(id)), ..self }
    }

    #[must_use]
    pub fn at_vehicle(self, id: Uuid) -> Self {
        Self { vehicle: Some(VehicleId(id)), ..self }
    }

    /// At a record of another kind.
    #[must_use]
    pub fn at_record(self, id: Uuid) -> Self {
        Self { record: Some(id), ..self }
    }

    /// By which fields was searched.
    #[must_use]
    pub fn by(self, detail: String) -> Self {
        Self { detail, ..self }
    }

    fn seen(&self) -> Option<Uuid> {
        self.customer.map(|id| id.0).or(self.vehicle.map(|id| id.0)).or(self.record)
    }

    fn written(self, number: i64, known: &Known) -> Look {
        let of_customer = self.customer.and_then(|id| known.customers.get(&id)).map(|named| named.store);
        let of_vehicle = self.vehicle.and_then(|id| known.vehicles.get(&id)).map(|named| named.store);
        let (actor_kind, actor_id, actor_name) = self.actor;
        Look {
            group_id: self.group,
            number,
            store_id: of_customer.or(of_vehicle).or(self.home),
            customer_id: self.customer,
            vehicle_id: self.vehicle,
            record_id: self.record,
            actor_kind: actor_kind.to_owned(),
            actor_id: Some(actor_id),
            actor_name,
            name: self.name.to_owned(),
            detail: self.detail,
            at: self.at,
        }
    }
}

impl Looks {
    /// What of this node waits to be written and sealed: as good as nothing, unless the database is away.
    pub fn unsealed(&self) -> Unsealed {
        let gathered = self.gathered();
        Unsealed { looks: gathered.waiting.len(), since: gathered.waiting.iter().map(|glance| glance.at).min() }
    }

    /// Takes a look in, unless it is the same as one of the last minutes. Costs a moment's lock and no more.
    pub fn note(&self, glance: Glance) {
        let mut gathered = self.gathered();
        let same = (glance.actor.1, glance.name, glance.seen(), glance.detail.clone());
        let is_same = gathered.lately.get(&same).is_some_and(|at| glance.at - *at < SAME_WITHIN);
        if is_same {
            return;
        }
        if gathered.lately.len() >= REMEMBERED_MAX {
            gathered.lately.retain(|_, at| glance.at - *at < SAME_WITHIN);
        }
        if gathered.lately.len() >= REMEMBERED_MAX {
            gathered.lately.clear();
        }
        gathered.lately.insert(same, glance.at);
        if gathered.waiting.len() < WAITING_MAX {
            gathered.waiting.push(glance);
        } else {
            tracing::error!(name = glance.name, "a look is lost: too many wait to be written");
        }
    }

    fn take(&self) -> Vec<Glance> {
        std::mem::take(&mut self.gathered().waiting)
    }

    fn give_back(&self, mut glances: Vec<Glance>) {
        let mut gathered = self.gathered();
        glances.append(&mut gathered.waiting);
        gathered.waiting = glances;
    }

    fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes looks down once a second until `stop` says so. What is noted after that is written by [`write_down`], which whoever stops
/// the house calls last.
pub async fn write_until(platform: Platform, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = write_down(&platform).await {
            tracing::error!(%cause, "looks can't be written down; they are tried again");
        }
        if let Err(cause) = listeners::stand_where_sealed(&platform).await {
            tracing::error!(%cause, "it can't be seen up to where the journal is sealed");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Writes down what waits; what can't be written waits on. Tests call it instead of waiting.
pub async fn write_down(platform: &Platform) -> Result<()> {
    let looks = platform.provided::<Looks>()?;
    let mut by_group: BTreeMap<GroupId, Vec<Glance>> = BTreeMap::new();
    for glance in looks.take() {
        by_group.entry(glance.group).or_default().push(glance);
    }
    let mut outcome = Ok(());
    for (group, all) in by_group {
        for some in all.chunks(WRITTEN_AT_ONCE) {
            if let Err(cause) = write_some(platform, group, some).await {
                looks.give_back(some.to_vec());
                outcome = Err(cause);
            }
        }
    }
    outcome
}

/// The end of the looks, as a seal of the journal notes it: whoever takes looks away would have to do the journal's chain over too.
pub async fn witness(db: &Db<'_>, group: GroupId) -> Result<String> {
    let head = chain::head(db, group, Chain::Looks).await?;
    Ok(head.map(|head| format!("{} {}", head.number, head.seal)).unwrap_or_default())
}

async fn write_some(platform: &Platform, group: GroupId, glances: &[Glance]) -> Result<()> {
    let door = platform.system(SystemActor::Listener, group);
    let wanted = Wanted {
        customers: glances.iter().filter_map(|glance| glance.customer).collect(),
        vehicles: glances.iter().filter_map(|glance| glance.vehicle).collect(),
        staff: BTreeSet::new(),
        stores: BTreeSet::new(),
    };
    let known = names::of(&door.read(), wanted).await?;
    door.write(async |tx| seal(tx, group, glances, &known).await).await
}

async fn seal(tx: &mut Tx, group: GroupId, glances: &[Glance], known: &Known) -> Result<()> {
    let mut held = Held::of(tx, group, Chain::Looks).await?;
    held.go_behind_strangers(tx).await?;
    let keys = tx.platform().keys().clone();
    let mut looks = Vec::with_capacity(glances.len());
    let mut leaves = Vec::with_capacity(glances.len());
    for (glance, number) in glances.iter().cloned().zip(held.head.lines + 1..) {
        let look = glance.written(number, known);
        leaves.push(Leaf { place: number, mark: look.mark_now(&keys)? });
        looks.push(look);
    }
    tx.insert_all::<Entity>(looks).await?;
    held.seal(tx, chain::LINES, String::new(), &leaves).await
}
