//! Writing into the journal, inside the transaction of the change itself.

use std::ops::Range;

use chrono::{DateTime, Utc};
use kernel::{CustomerId, EntryId, Result, StoreId, VehicleId};
use platform::{Actor, Tx};
use sea_orm::Value;

use crate::{Event, events, mark::Told};

/// What an event is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    pub store: Option<StoreId>,
    pub customer: Option<CustomerId>,
    pub vehicle: Option<VehicleId>,
    /// When it happened in the world; now, when not given.
    pub happened_at: Option<DateTime<Utc>>,
}

impl About {
    pub fn store(store: StoreId) -> Self {
        Self { store: Some(store), ..Self::default() }
    }

    pub fn customer(store: StoreId, customer: CustomerId) -> Self {
        Self { store: Some(store), customer: Some(customer), ..Self::default() }
    }

    pub fn vehicle(store: StoreId, vehicle: VehicleId) -> Self {
        Self { store: Some(store), vehicle: Some(vehicle), ..Self::default() }
    }

    #[must_use]
    pub fn with_customer(self, customer: Option<CustomerId>) -> Self {
        Self { customer, ..self }
    }

    #[must_use]
    pub fn with_vehicle(self, vehicle: Option<VehicleId>) -> Self {
        Self { vehicle, ..self }
    }

    #[must_use]
    pub fn at(self, happened_at: DateTime<Utc>) -> Self {
        Self { happened_at: Some(happened_at), ..self }
    }
}

/// An entry about to be written, by somebody else than the caller when `actor` says so (a loaded history).
#[derive(Clone, Debug)]
pub struct Draft<E> {
    pub about: About,
    pub event: E,
    pub actor: Option<Actor>,
}

/// Writes one event down.
pub async fn record<E: Event>(tx: &mut Tx, about: About, event: E) -> Result<EntryId> {
    let ids = record_all(tx, vec![Draft { about, event, actor: None }]).await?;
    ids.first().copied().ok_or(kernel::Error::NotFound)
}

const COLUMNS: usize = 14;
const INTO: &str = "journal (transaction_id, id, group_id, store_id, customer_id, vehicle_id, actor_kind, actor_id, actor_name, \
                    name, kind, body, happened_at, recorded_at, mark)";

/// Writes many events down, in their order, with few statements.
pub async fn record_all<E: Event>(tx: &mut Tx, drafts: Vec<Draft<E>>) -> Result<Vec<EntryId>> {
    let mut ids = Vec::with_capacity(drafts.len());
    let mut values: Vec<Value> = Vec::with_capacity(drafts.len() * COLUMNS);
    for draft in &drafts {
        let id = EntryId::new(tx.now());
        push_row(&mut values, tx, id, draft)?;
        ids.push(id);
    }
    let mut values = values.into_iter();
    let next = |some: Range<usize>| values.by_ref().take(some.len() * COLUMNS).collect();
    tx.insert_values(INTO, "{this_transaction}", COLUMNS, drafts.len(), next).await?;
    tx.ring_after_commit();
    Ok(ids)
}

fn push_row<E: Event>(values: &mut Vec<Value>, tx: &Tx, id: EntryId, draft: &Draft<E>) -> Result<()> {
    let (name, body) = events::parts(&draft.event)?;
    let (actor_kind, actor_id, actor_name) = actor_parts(draft.actor.as_ref().unwrap_or(tx.scope().actor()));
    let (about, kind) = (draft.about, draft.event.kind());
    let told = Told {
        id,
        group: tx.scope().group(),
        store: about.store,
        customer: about.customer,
        vehicle: about.vehicle,
        actor: (actor_kind, actor_id, &actor_name),
        name: &name,
        kind,
        body: &body,
        happened_at: about.happened_at.unwrap_or(tx.now()),
        recorded_at: tx.now(),
    };
    let (happened_at, mark) = (told.happened_at, told.mark(tx.platform().keys())?);
    values.extend([
        id.into(),
        tx.scope().group().into(),
        about.store.into(),
        about.customer.into(),
        about.vehicle.into(),
        actor_kind.into(),
        actor_id.into(),
        actor_name.into(),
        name.into(),
        sea_orm::ActiveEnum::to_value(&kind).into(),
        body.into(),
        happened_at.into(),
        tx.now().into(),
        mark.to_vec().into(),
    ]);
    Ok(())
}

fn actor_parts(actor: &Actor) -> (&'static str, Option<uuid::Uuid>, String) {
    match actor {
        Actor::Staff { id, name } => ("staff", Some(id.0), name.clone()),
        Actor::Key { id, name } => ("key", Some(id.0), name.clone()),
        Actor::System(actor) => ("system", None, actor.name().to_owned()),
    }
}
