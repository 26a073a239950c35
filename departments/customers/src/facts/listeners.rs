//! Hears the journal and keeps the facts true, exactly once per entry.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use journal::{
    Entry, Event, Listener,
    events::{customers::CustomersEvent, privacy::PrivacyEvent},
    listen::Cursor,
};
use kernel::{CustomerId, GroupId, Result, VehicleId};
use platform::Tx;

use super::{fact::Facts, rules, store};
use crate::{
    quality::{gap::bits, rules::OF_THE_BASE},
    tags::tag_rules,
    vehicles::plate_twins,
};

/// Keeps `customer_facts` equal to what the journal says, and the tags with a rule equal to what the rule says of them.
pub struct KeepFacts;

impl Listener for KeepFacts {
    const NAME: &'static str = "customers.facts";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let mut moved = Moved::default();
        for entry in entries {
            moved.note(entry);
        }
        moved.vehicles.extend(plate_twins::touched_by(&tx.db(), &moved.vehicles, &moved.plates).await?);
        moved.records.extend(store::people_of(&tx.db(), &moved.vehicles).await?);
        let all: BTreeSet<CustomerId> = moved.counted.keys().chain(&moved.records).copied().collect();
        let mut facts = store::find_all(&tx.db(), &all).await?;
        let anew = moved.to_recount();
        for (customer, entries) in moved.counted.iter().filter(|(customer, _)| !anew.contains(customer)) {
            let Some(begun) = Facts::begun(*customer, entries) else { continue };
            let facts = facts.entry(*customer).or_insert(begun);
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
        let mut of_groups: BTreeMap<GroupId, BTreeSet<CustomerId>> = BTreeMap::new();
        for facts in facts.values() {
            of_groups.entry(facts.group_id).or_default().insert(facts.customer_id);
        }
        let rows = facts.into_values().map(|facts| Facts { updated_at: now, ..facts }).collect();
        store::save_all(tx, rows).await?;
        for (group, customers) in of_groups {
            tx.enter(group);
            tag_rules::keeping::follow(tx, &customers).await?;
        }
        for group in of_new_policies(entries) {
            tx.enter(group);
            tag_rules::keeping::ask_about(tx, &CONSENT_FIELDS).await?;
        }
        Ok(())
    }
}

/// Answers given to an older text may hold no longer, of which no entry says so customer by customer.
fn of_new_policies(entries: &[Entry]) -> BTreeSet<GroupId> {
    let published = |entry: &&Entry| matches!(PrivacyEvent::read(entry), Some(PrivacyEvent::PolicyPublished { .. }));
    entries.iter().filter(published).map(|entry| entry.group_id).collect()
}

/// The fields a new text of a policy may change.
const CONSENT_FIELDS: [&str; 1] = ["marketing_consent"];

/// Whose facts a batch of entries moves.
#[derive(Default)]
struct Moved<'a> {
    counted: HashMap<CustomerId, Vec<&'a Entry>>,
    records: BTreeSet<CustomerId>,
    vehicles: BTreeSet<VehicleId>,
    /// Plates that were taken off a car.
    plates: BTreeSet<(GroupId, String)>,
}

impl<'a> Moved<'a> {
    fn note(&mut self, entry: &'a Entry) {
        if is_by_rule(entry) {
            return;
        }
        if let Some(customer) = entry.customer_id {
            self.counted.entry(customer).or_default().push(entry);
        }
        if let Some(vehicle) = entry.vehicle_id {
            self.vehicles.insert(vehicle);
        }
        if entry.name == "plate.changed"
            && let Some(CustomersEvent::PlateChanged { from: Some(plate), .. }) = CustomersEvent::read(entry)
        {
            self.plates.insert((entry.group_id, plate));
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

/// What a rule of a tag did of itself moves nothing: no rule asks for the tag of another.
fn is_by_rule(entry: &Entry) -> bool {
    let is_of_tags = entry.name == "tag.added" || entry.name == "tag.removed";
    is_of_tags
        && matches!(
            CustomersEvent::read(entry),
            Some(CustomersEvent::TagAdded { by_rule: true, .. } | CustomersEvent::TagRemoved { by_rule: true, .. })
        )
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
