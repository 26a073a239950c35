//! Hears the journal and keeps the facts true, exactly once per entry.

use std::collections::{BTreeSet, HashMap};

use journal::{Entry, Listener, listen::Cursor};
use kernel::{CustomerId, Result, VehicleId};
use platform::Tx;

use super::{fact::Facts, rules, store};
use crate::quality::{gap::bits, rules::OF_THE_BASE};

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
        let anew = moved.to_recount();
        for (customer, entries) in moved.counted.iter().filter(|(customer, _)| !anew.contains(customer)) {
            let first = entries[0];
            let facts =
                facts.entry(*customer).or_insert_with(|| Facts::new(*customer, first.group_id, first.happened_at));
            entries.iter().for_each(|entry| facts.hear_entry(entry));
        }
        for (customer, mut counted) in recount(tx, &anew, entries).await? {
            // What only the base as a whole tells is no matter of the journal.
            let of_the_base = facts.get(&customer).map_or(0, |before| before.doubts & bits(OF_THE_BASE));
            counted.doubts |= of_the_base;
            facts.insert(customer, counted);
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

    /// Customers who lost a record: what the last visit was before it can't be known by subtracting. And those who were
    /// merged or separated, with whom entries heard before went along.
    fn to_recount(&self) -> BTreeSet<CustomerId> {
        let anew = |entry: &&Entry| rules::removed_record(entry).is_some() || rules::changed_hands(entry);
        let is_anew = |entries: &[&Entry]| entries.iter().any(anew);
        self.counted.iter().filter(|(_, entries)| is_anew(entries)).map(|(customer, _)| *customer).collect()
    }
}

/// Facts of these customers from everything heard of them so far, this batch included.
async fn recount(tx: &Tx, customers: &BTreeSet<CustomerId>, batch: &[Entry]) -> Result<HashMap<CustomerId, Facts>> {
    let Some(last) = batch.last().filter(|_| !customers.is_empty()) else { return Ok(HashMap::new()) };
    let heard = journal::read::all_of(&tx.db(), customers, Cursor::of(last)).await?;
    let mut of_each: HashMap<CustomerId, Vec<&Entry>> = HashMap::new();
    for entry in &heard {
        if let Some(customer) = entry.customer_id {
            of_each.entry(customer).or_default().push(entry);
        }
    }
    Ok(of_each
        .into_iter()
        .filter_map(|(customer, entries)| Some((customer, Facts::recounted(customer, &entries)?)))
        .collect())
}
