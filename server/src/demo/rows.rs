//! The rows of a run of stories, and writing them table by table.

use customers::{
    addresses::address,
    candidates,
    contacts::contact,
    facts::fact,
    history::past_record,
    households::household,
    notes::note,
    people::{arrival::Arrival, customer},
    search,
    tags::customer_tag,
    vehicles::{arrival::VehicleArrival, mileage, person, plate, vehicle},
};
use journal::{
    Draft,
    events::{customers::CustomersEvent, worklist::WorklistEvent},
};
use kernel::Result;
use platform::Tx;
use worklist::{Task, TaskEntity};

/// Everything a run of stories writes.
#[derive(Default)]
pub struct Rows {
    pub customers: Vec<Arrival>,
    pub households: Vec<household::Model>,
    pub vehicles: Vec<VehicleArrival>,
    pub people: Vec<person::Model>,
    pub plates: Vec<plate::Model>,
    pub readings: Vec<mileage::Model>,
    pub records: Vec<past_record::Model>,
    pub notes: Vec<note::Model>,
    pub tags: Vec<customer_tag::Model>,
    pub tasks: Vec<Task>,
    pub events: Vec<Draft<CustomersEvent>>,
    pub task_events: Vec<Draft<WorklistEvent>>,
}

impl Rows {
    /// Lines these rows add to the journal.
    pub fn entries(&self) -> usize {
        self.events.len() + self.task_events.len()
    }
}

/// Writes the rows in the order in which they point at each other; the journal in the order in which things happened.
pub async fn write(tx: &mut Tx, mut rows: Rows) -> Result<()> {
    let (mut customers, mut contacts, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
    let (mut facts, mut terms, mut vehicles, mut match_keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for arrival in rows.customers {
        customers.push(arrival.customer);
        contacts.extend(arrival.contacts);
        addresses.extend(arrival.address);
        facts.push(arrival.facts);
        terms.extend(arrival.terms);
        match_keys.extend(arrival.match_keys);
    }
    for arrival in rows.vehicles {
        vehicles.push(arrival.vehicle);
        terms.extend(arrival.terms);
    }
    tx.insert_all::<household::Entity>(rows.households).await?;
    tx.insert_all::<customer::Entity>(customers).await?;
    tx.insert_all::<contact::Entity>(contacts).await?;
    tx.insert_all::<address::Entity>(addresses).await?;
    tx.insert_all::<fact::Entity>(facts).await?;
    tx.insert_all::<vehicle::Entity>(vehicles).await?;
    tx.insert_all::<person::Entity>(rows.people).await?;
    tx.insert_all::<plate::Entity>(rows.plates).await?;
    tx.insert_all::<mileage::Entity>(rows.readings).await?;
    tx.insert_all::<past_record::Entity>(rows.records).await?;
    tx.insert_all::<note::Entity>(rows.notes).await?;
    tx.insert_all::<customer_tag::Entity>(rows.tags).await?;
    tx.insert_all::<TaskEntity>(rows.tasks).await?;
    search::store::add(tx, terms).await?;
    candidates::keys::add(tx, match_keys).await?;
    rows.events.sort_by_key(|draft| draft.about.happened_at);
    rows.task_events.sort_by_key(|draft| draft.about.happened_at);
    journal::record_all(tx, rows.events).await?;
    journal::record_all(tx, rows.task_events).await?;
    Ok(())
}
