//! Hears the journal and keeps the facts true, exactly once per entry.

use std::collections::{BTreeSet, HashMap};

use journal::{
    Entry, Event, Listener,
    events::{customers::CustomersEvent, messaging::MessagingEvent},
};
use kernel::{CustomerId, Result, VehicleId};
use platform::Tx;

use super::{fact::Facts, store};

/// Keeps `customer_facts` equal to what the journal says.
pub struct KeepFacts;

impl Listener for KeepFacts {
    const NAME: &'static str = "customers.facts";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let mut moved = Moved::default();
        for entry in entries {
            moved.note(entry);
        }
        moved.records.extend(store::people_of(&tx.db(), &moved.vehicles).await?);
        let all: BTreeSet<CustomerId> = moved.counted.keys().chain(&moved.records).copied().collect();
        let mut facts = store::find_all(&tx.db(), &all).await?;
        for (customer, entries) in &moved.counted {
            let first = entries[0];
            let facts =
                facts.entry(*customer).or_insert_with(|| Facts::new(*customer, first.group_id, first.happened_at));
            for entry in entries {
                hear_one(facts, entry);
            }
        }
        store::refresh(&tx.db(), &mut facts, &all).await?;
        let now = tx.now();
        let rows = facts.into_values().map(|facts| Facts { updated_at: now, ..facts }).collect();
        store::save_all(tx, rows).await
    }
}

/// Whose facts a batch of entries moves.
#[derive(Default)]
struct Moved<'a> {
    counted: HashMap<CustomerId, Vec<&'a Entry>>,
    records: BTreeSet<CustomerId>,
    vehicles: BTreeSet<VehicleId>,
}

impl<'a> Moved<'a> {
    fn note(&mut self, entry: &'a Entry) {
        if let Some(customer) = entry.customer_id {
            self.counted.entry(customer).or_default().push(entry);
        }
        if let Some(vehicle) = entry.vehicle_id {
            self.vehicles.insert(vehicle);
        }
    }
}

fn hear_one(facts: &mut Facts, entry: &Entry) {
    if let Some(event) = CustomersEvent::read(entry) {
        facts.hear(&event, entry.happened_at);
    } else if let Some(event) = MessagingEvent::read(entry) {
        facts.hear_message(&event, entry.happened_at);
    }
}
