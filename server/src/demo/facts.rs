//! The facts of the demo world: what the listener would have come to, had it heard it all.

use std::collections::HashMap;

use chrono::NaiveDate;
use customers::{
    facts::{fact::Facts, store::Car},
    quality::opened::Opened,
};
use journal::{Draft, events::customers::CustomersEvent};
use kernel::{CustomerId, Result, VehicleId};
use platform::KeyRing;

use super::rows::Rows;

/// Fills in the facts of these customers of the run, by their places in the rows.
pub fn finish(rows: &mut Rows, places: impl Iterator<Item = usize>, today: NaiveDate, keys: &KeyRing) -> Result<()> {
    let mut facts: HashMap<CustomerId, &mut Facts> =
        rows.customers.iter_mut().map(|arrival| (arrival.customer.id, &mut arrival.facts)).collect();
    let mut events: Vec<&Draft<CustomersEvent>> = rows.events.iter().collect();
    events.sort_by_key(|draft| draft.about.happened_at);
    for draft in events {
        let (Some(customer), Some(at)) = (draft.about.customer, draft.about.happened_at) else { continue };
        if let Some(facts) = facts.get_mut(&customer) {
            facts.hear(&draft.event, at);
        }
    }
    drop(facts);
    let cars = cars_held(rows);
    for place in places {
        let arrival = &mut rows.customers[place];
        let held = cars.get(&arrival.customer.id).map_or(&[][..], Vec::as_slice);
        arrival.facts.read_cars(held);
        let opened = Opened::of(&arrival.customer, &arrival.contacts, keys)?;
        let lacks_city = arrival.address.as_ref().is_some_and(|address| address.city.is_none());
        arrival.facts.judge(&opened.record(&arrival.customer, lacks_city, arrival.facts.vehicles, today));
    }
    Ok(())
}

fn cars_held(rows: &Rows) -> HashMap<CustomerId, Vec<Car>> {
    let vehicles: HashMap<VehicleId, _> = rows.vehicles.iter().map(|row| (row.vehicle.id, &row.vehicle)).collect();
    let mut held: HashMap<CustomerId, Vec<Car>> = HashMap::new();
    for link in rows.people.iter().filter(|link| link.until.is_none()) {
        let Some(row) = vehicles.get(&link.vehicle_id) else { continue };
        held.entry(link.customer_id).or_default().push(Car::of(link, row));
    }
    held
}
