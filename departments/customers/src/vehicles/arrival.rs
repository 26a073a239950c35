//! Everything that is written when a car arrives, made in one place so that a page, the API, an import and the demo world
//! write the same rows.

use chrono::{DateTime, Utc};
use journal::{About, Draft, events::customers::CustomersEvent};
use kernel::{GroupId, MileageReadingId, PlateId, StaffId, VehicleId, VehiclePersonId};
use platform::Actor;

use super::{
    draft::VehicleDraft,
    mileage::MileageReading,
    person::{Role, VehiclePerson},
    plate::CarriedPlate,
    vehicle::Vehicle,
};
use crate::search::{term::SearchTerm, terms};

/// The rows of one new car.
#[derive(Clone, Debug)]
pub struct VehicleArrival {
    pub vehicle: Vehicle,
    pub owner: Option<VehiclePerson>,
    pub plate: Option<CarriedPlate>,
    pub reading: Option<MileageReading>,
    pub terms: Vec<SearchTerm>,
    pub events: Vec<Draft<CustomersEvent>>,
}

impl VehicleArrival {
    /// `number` is the human number taken for it, `people` who looks after its owner (consultant, advisor), `now` when it is
    /// written down.
    pub fn new(
        draft: VehicleDraft,
        group: GroupId,
        number: String,
        people: [Option<StaffId>; 2],
        now: DateTime<Utc>,
    ) -> Self {
        let created_at = draft.created_at.unwrap_or(now);
        let id = VehicleId::new(created_at);
        let mileage_at = draft.mileage_km.map(|_| draft.mileage_at.unwrap_or(now));
        let reading = draft.mileage_km.zip(mileage_at).map(|(km, read_at)| MileageReading {
            id: MileageReadingId::new(now),
            group_id: group,
            vehicle_id: id,
            km,
            read_at,
            source: draft.mileage_source,
        });
        let vehicle = Vehicle {
            id,
            group_id: group,
            store_id: draft.store_id,
            number,
            vin: draft.vin.map(String::from),
            plate: draft.plate.map(String::from),
            brand: draft.brand,
            series: draft.series,
            trim: draft.trim,
            model_year: draft.model_year,
            energy: draft.energy,
            colour: draft.colour,
            purchased_on: draft.purchased_on,
            in_service_on: draft.in_service_on,
            delivered_on: draft.delivered_on,
            mileage_km: draft.mileage_km,
            mileage_at,
            warranty_until: draft.warranty_until,
            warranty_km: draft.warranty_km,
            insurance_until: draft.insurance_until,
            insurer: draft.insurer,
            inspection_until: draft.inspection_until,
            next_service_on: draft.next_service_on,
            next_service_km: draft.next_service_km,
            battery_health: draft.battery_health,
            tyre_health: draft.tyre_health,
            brake_health: draft.brake_health,
            owner_id: draft.owner_id,
            consultant_id: people[0],
            advisor_id: people[1],
            external_id: draft.external_id,
            created_at,
            changed_at: now,
            deleted_at: None,
            merged_into: None,
            version: 1,
        };
        Self {
            owner: first_owner(&vehicle, now),
            plate: first_plate(&vehicle, now),
            terms: terms_of(&vehicle),
            events: first_events(&vehicle),
            reading,
            vehicle,
        }
    }

    /// As written down by somebody else than the caller: the person in a loaded history.
    #[must_use]
    pub fn by(mut self, actor: &Actor) -> Self {
        for event in &mut self.events {
            event.actor = Some(actor.clone());
        }
        self
    }
}

/// Under what the car is found.
pub fn terms_of(vehicle: &Vehicle) -> Vec<SearchTerm> {
    terms::of_vehicle(
        vehicle.group_id,
        vehicle.id,
        vehicle.owner_id,
        vehicle.plate.as_deref(),
        vehicle.vin.as_deref(),
        &vehicle.number,
    )
}

fn first_owner(vehicle: &Vehicle, now: DateTime<Utc>) -> Option<VehiclePerson> {
    Some(VehiclePerson {
        id: VehiclePersonId::new(now),
        group_id: vehicle.group_id,
        vehicle_id: vehicle.id,
        customer_id: vehicle.owner_id?,
        role: Role::Owner,
        since: vehicle.purchased_on,
        until: None,
        created_at: now,
    })
}

fn first_plate(vehicle: &Vehicle, now: DateTime<Utc>) -> Option<CarriedPlate> {
    Some(CarriedPlate {
        id: PlateId::new(now),
        group_id: vehicle.group_id,
        vehicle_id: vehicle.id,
        plate: vehicle.plate.clone()?,
        since: vehicle.in_service_on,
        until: None,
    })
}

fn first_events(vehicle: &Vehicle) -> Vec<Draft<CustomersEvent>> {
    let about = About::vehicle(vehicle.store_id, vehicle.id).with_customer(vehicle.owner_id).at(vehicle.created_at);
    let title = vehicle.title();
    let mut events = vec![CustomersEvent::VehicleRegistered { title: title.clone(), number: vehicle.number.clone() }];
    if vehicle.owner_id.is_some() {
        events.push(CustomersEvent::PersonLinked { role: Role::Owner.word().to_owned(), vehicle_title: title });
    }
    events.into_iter().map(|event| Draft { about, event, actor: None }).collect()
}
