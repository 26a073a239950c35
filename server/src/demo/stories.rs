//! Stories as rows: the same rows a page or an import would have written over six years.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use chrono::{DateTime, Utc};
use customers::{
    contacts::contact::ContactKind,
    history::past_record::PastRecord,
    households::household::Household,
    notes::note::Note,
    people::{
        arrival::Arrival,
        draft::{ContactDraft, CustomerDraft, contact_value},
    },
    tags::customer_tag,
    vehicles::{
        arrival::VehicleArrival,
        draft::VehicleDraft,
        mileage::{MileageReading, MileageSource},
        person::VehiclePerson,
        plate::CarriedPlate,
    },
};
use journal::{
    About, Draft,
    events::{
        customers::{CustomersEvent, StaffName},
        worklist::WorklistEvent,
    },
};
use kernel::{
    CustomerId, HouseholdId, MileageReadingId, Money, NoteId, PastRecordId, PlateId, Result, StaffId, TaskId,
    VehicleId, VehiclePersonId, number::Numbered, plate::Plate, region, time::Calendar, vin::Vin,
};
use platform::{Actor, Platform};
use world::{
    World,
    story::{self, CarRef, CarStory, Deed, Happening, PersonStory, TaskStory},
};

use super::{
    facts,
    group::{People, word},
    numbers::Numbers,
    rows::Rows,
    signed,
};

/// The rows of a run of stories that begins and ends with a block.
pub fn rows_of(
    world: &World,
    range: Range<u64>,
    people: &People,
    platform: &Platform,
    numbers: &mut Numbers,
) -> Result<Rows> {
    let stories: Vec<PersonStory> = world.customers_in(range).collect();
    // The world tells of today as a whole; what would happen later today has not happened yet.
    let latest = Calendar::default().start_of(world.today());
    let mut desk = Desk {
        latest,
        people,
        platform,
        numbers,
        rows: Rows::default(),
        customers: HashMap::new(),
        vehicles: HashMap::new(),
    };
    let mut households = BTreeSet::new();
    for story in &stories {
        desk.write_customer(story, &mut households)?;
    }
    for story in &stories {
        for (at, car) in story.cars.iter().enumerate() {
            desk.write_car(CarRef { story: story.index, car: at }, car)?;
        }
    }
    for story in &stories {
        for happening in &story.happenings {
            desk.write_happening(story, happening)?;
        }
        for task in &story.tasks {
            desk.write_task(story, task)?;
        }
    }
    let indexes = desk.customers;
    let places = stories.iter().filter_map(|story| indexes.get(&story.index).copied());
    facts::finish(&mut desk.rows, places, world.today(), platform.keys())?;
    Ok(desk.rows)
}

/// Sale and service of the world are both read by the house.
fn source_of(code: &str) -> MileageSource {
    MileageSource::find(code).unwrap_or(MileageSource::Workshop)
}

struct Desk<'a> {
    latest: DateTime<Utc>,
    people: &'a People,
    platform: &'a Platform,
    numbers: &'a mut Numbers,
    rows: Rows,
    /// Index in the rows, by the index in the world.
    customers: HashMap<u64, usize>,
    vehicles: HashMap<CarRef, usize>,
}

impl Desk<'_> {
    fn write_customer(&mut self, story: &PersonStory, households: &mut BTreeSet<u64>) -> Result<()> {
        let who = &story.customer;
        let created_at = who.created_at.min(self.latest);
        let (store_id, code) = &self.people.stores[who.store];
        let number = self.numbers.next(Numbered::Customer, who.store, code, created_at);
        let draft = self.draft(who)?;
        let signs = who.consultant.or(who.advisor).map(|at| signed(&self.people.staff[at]));
        let mut arrival = Arrival::new(draft, self.people.group, number, created_at, self.platform.keys())?;
        if let Some(signs) = signs {
            arrival = arrival.by(signs);
        }
        arrival.customer.changed_at = created_at;
        if let Some(membership) = &story.household {
            let id = HouseholdId(self.stable_id("household", membership.household));
            arrival.customer.household_id = Some(id);
            arrival.customer.relation = Some(membership.relation.code().to_owned());
            if households.insert(membership.household) {
                self.rows.households.push(Household {
                    id,
                    group_id: self.people.group,
                    store_id: *store_id,
                    name: membership.name.clone(),
                    created_at,
                });
            }
        }
        for name in &who.tags {
            let Some(tag) = self.people.tags.get(name) else { continue };
            self.rows.tags.push(customer_tag::Model {
                customer_id: arrival.customer.id,
                tag_id: *tag,
                added_at: created_at,
                added_by: None,
            });
        }
        self.rows.events.push(arrival.event.clone());
        self.customers.insert(story.index, self.rows.customers.len());
        self.rows.customers.push(arrival);
        Ok(())
    }

    fn draft(&self, who: &story::Customer) -> Result<CustomerDraft> {
        let mut contacts: Vec<ContactDraft> = Vec::new();
        let phones = who.phones.iter().map(|phone| (ContactKind::Phone, phone.number.as_str(), phone.label.as_deref()));
        let email = who.email.iter().map(|email| (ContactKind::Email, email.as_str(), None));
        let wechat = who.wechat.iter().map(|account| (ContactKind::Wechat, account.as_str(), None));
        for (kind, raw, label) in phones.chain(email).chain(wechat) {
            let Ok(value) = contact_value(kind, raw, "") else { continue };
            if !contacts.iter().any(|known| known.kind == kind && known.value == value) {
                contacts.push(ContactDraft { kind, value, label: label.map(str::to_owned) });
            }
        }
        let city = who
            .city
            .map(|city| region::Address { city: region::city(city).or(Some(city.to_owned())), ..Default::default() });
        let address = who
            .address
            .as_ref()
            .map(|address| region::Address {
                province: Some(address.province.to_owned()),
                city: region::city(address.city).or(Some(address.city.to_owned())),
                district: Some(address.district.to_owned()),
                rest: address.detail.clone(),
            })
            .or(city);
        let staff = |at: Option<usize>| at.map(|at| StaffId(self.people.staff[at].id));
        Ok(CustomerDraft {
            store_id: self.people.stores[who.store].0,
            kind: word(who.kind.code())?,
            name: who.name.clone(),
            gender: who.gender.map(|gender| word(gender.code())).transpose()?,
            birthday: who.birthday,
            occupation: who.occupation.map(str::to_owned),
            contacts,
            id_number: None,
            address,
            stage: word(who.stage.code())?,
            source: who.source.map(|source| source.code().to_owned()),
            consultant_id: staff(who.consultant),
            advisor_id: staff(who.advisor),
            purpose: who.purpose.map(|purpose| word(purpose.code())).transpose()?,
            use_scenario: who.use_scenario.map(|scenario| word(scenario.code())).transpose()?,
            decision_style: who.decision_style.map(|style| word(style.code())).transpose()?,
            preferred_colour: who.preferred_colour.map(str::to_owned),
            preferred_slot: who.preferred_slot.map(str::to_owned),
            preferred_channel: who.preferred_channel.map(str::to_owned),
            external_id: None,
            created_at: Some(who.created_at.min(self.latest)),
        })
    }

    fn write_car(&mut self, place: CarRef, car: &CarStory) -> Result<()> {
        let registered_at = car.registered_at.min(self.latest);
        let (store_id, code) = &self.people.stores[car.store];
        let number = self.numbers.next(Numbered::Vehicle, car.store, code, registered_at);
        let owner = car.people.iter().find(|person| person.role.code() == "owner" && person.until.is_none());
        let owner =
            owner.and_then(|owner| self.customers.get(&owner.customer)).map(|at| &self.rows.customers[*at].customer);
        let people = owner.map_or([None, None], |owner| owner.people());
        let plate = car.plates.last().and_then(|period| Plate::parse(&period.plate).ok());
        let small = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
        let draft = VehicleDraft {
            store_id: *store_id,
            vin: car.vin.as_deref().and_then(|vin| Vin::parse(vin).ok()),
            plate,
            brand: car.brand.to_owned(),
            series: car.series.to_owned(),
            trim: car.trim.map(str::to_owned),
            model_year: car.model_year,
            energy: Some(word(car.energy.code())?),
            colour: car.colour.map(str::to_owned),
            purchased_on: car.purchased_on,
            in_service_on: car.in_service_on,
            delivered_on: None,
            mileage_km: small(car.mileage_km),
            mileage_at: car.mileage_at,
            mileage_source: MileageSource::Workshop,
            warranty_until: car.warranty_until,
            warranty_km: car.warranty_km.and_then(|km| i32::try_from(km).ok()),
            insurance_until: car.insurance_until,
            insurer: car.insurer.map(str::to_owned),
            inspection_until: car.inspection_until,
            next_service_on: car.next_service_on,
            next_service_km: small(car.next_service_km),
            battery_health: car.battery_health.map(i32::from),
            tyre_health: car.tyre_health.map(i32::from),
            brake_health: car.brake_health.map(i32::from),
            owner_id: owner.map(|owner| owner.id),
            external_id: None,
            created_at: Some(registered_at),
        };
        let mut arrival = VehicleArrival::new(draft, self.people.group, number, people, registered_at);
        let looks_after = people.into_iter().flatten().next();
        if let Some(person) = looks_after.and_then(|id| self.people.staff.iter().find(|person| person.id == id.0)) {
            arrival = arrival.by(&signed(person));
        }
        // The story tells all periods, plates and readings itself.
        (arrival.owner, arrival.plate, arrival.reading) = (None, None, None);
        self.write_parts(arrival.vehicle.id, car)?;
        self.rows.events.append(&mut arrival.events);
        self.vehicles.insert(place, self.rows.vehicles.len());
        self.rows.vehicles.push(arrival);
        Ok(())
    }

    fn write_parts(&mut self, vehicle: VehicleId, car: &CarStory) -> Result<()> {
        let (group, at) = (self.people.group, car.registered_at.min(self.latest));
        for person in &car.people {
            let Some(customer) = self.customer(person.customer) else { continue };
            self.rows.people.push(VehiclePerson {
                id: VehiclePersonId::new(at),
                group_id: group,
                vehicle_id: vehicle,
                customer_id: customer,
                role: word(person.role.code())?,
                since: Some(person.since),
                until: person.until,
                created_at: at,
            });
        }
        for period in &car.plates {
            let Ok(plate) = Plate::parse(&period.plate) else { continue };
            self.rows.plates.push(CarriedPlate {
                id: PlateId::new(at),
                group_id: group,
                vehicle_id: vehicle,
                plate: plate.to_string(),
                since: Some(period.since),
                until: period.until,
            });
        }
        for reading in &car.readings {
            self.rows.readings.push(MileageReading {
                id: MileageReadingId::new(reading.read_at),
                group_id: group,
                vehicle_id: vehicle,
                km: i32::try_from(reading.km).unwrap_or(i32::MAX),
                read_at: reading.read_at,
                source: source_of(reading.source.code()),
            });
        }
        Ok(())
    }

    fn write_happening(&mut self, story: &PersonStory, happening: &Happening) -> Result<()> {
        let Some(customer) = self.customer(story.index) else { return Ok(()) };
        let vehicle = happening.car.and_then(|car| self.vehicle(car));
        let about =
            About::customer(self.people.stores[happening.store].0, customer).with_vehicle(vehicle).at(happening.at);
        let signs = signed(&self.people.staff[happening.staff]);
        match &happening.deed {
            Deed::History { kind, summary, amount, mileage_km, resolution } => {
                let on = Calendar::default().day(happening.at);
                let is_complaint = kind.code() == "complaint";
                let record = PastRecord {
                    id: PastRecordId::new(happening.at),
                    group_id: self.people.group,
                    store_id: self.people.stores[happening.store].0,
                    customer_id: customer,
                    vehicle_id: vehicle,
                    kind: word(kind.code())?,
                    happened_on: on,
                    amount: *amount,
                    mileage_km: mileage_km.and_then(|km| i32::try_from(km).ok()),
                    summary: summary.to_string(),
                    is_open: is_complaint && resolution.is_none(),
                    external_id: None,
                    created_at: happening.at,
                };
                let event = CustomersEvent::HistoryRecorded {
                    record: record.id,
                    kind: record.kind,
                    on,
                    amount: record.amount.map(Money::cny),
                    mileage_km: record.mileage_km,
                    summary: record.summary.clone(),
                    is_open: is_complaint,
                };
                self.report(about, event, signs);
                if let Some(resolution) = resolution.as_ref().filter(|_| is_complaint) {
                    let on = Calendar::default().day(resolution.at);
                    let event = CustomersEvent::ComplaintClosed { record: record.id, on };
                    self.report(about.at(resolution.at), event, signed(&self.people.staff[resolution.staff]));
                }
                self.rows.records.push(record);
            }
            Deed::Note { kind, text, outcome } => {
                let author = &self.people.staff[happening.staff];
                let note = Note {
                    id: NoteId::new(happening.at),
                    group_id: self.people.group,
                    store_id: self.people.stores[happening.store].0,
                    customer_id: customer,
                    vehicle_id: vehicle,
                    kind: word(kind.code())?,
                    text: text.to_string(),
                    outcome: outcome.map(|outcome| word(outcome.code())).transpose()?,
                    author_id: Some(StaffId(author.id)),
                    author_name: author.name.clone(),
                    is_pinned: false,
                    happened_at: happening.at,
                    created_at: happening.at,
                    deleted_at: None,
                    version: 1,
                };
                let outcome = note.outcome.map(|outcome| outcome.word().to_owned());
                let event = CustomersEvent::NoteWritten { note: note.id, kind: note.kind.word().to_owned(), outcome };
                self.report(about, event, signs);
                self.rows.notes.push(note);
            }
        }
        Ok(())
    }

    fn write_task(&mut self, story: &PersonStory, told: &TaskStory) -> Result<()> {
        let Some(customer) = self.customer(story.index) else { return Ok(()) };
        let vehicle = told.car.and_then(|car| self.vehicle(car));
        let assignee = &self.people.staff[told.assignee];
        let task = worklist::Task {
            id: TaskId::new(told.created_at),
            group_id: self.people.group,
            store_id: self.people.stores[told.store].0,
            title: told.title.to_string(),
            kind: word(told.kind.code())?,
            state: word(told.state.code())?,
            due_at: told.due_at,
            priority: word(told.priority.code())?,
            snoozed_until: None,
            customer_id: Some(customer),
            vehicle_id: vehicle,
            assignee_id: Some(StaffId(assignee.id)),
            stands_in_for: None,
            created_by: Some(StaffId(assignee.id)),
            department: worklist::DEPARTMENT.to_owned(),
            note: told.note.as_ref().map(ToString::to_string),
            outcome: told.outcome.map(|outcome| outcome.code().to_owned()),
            done_at: told.done_at,
            unique_key: None,
            version: 1,
            created_at: told.created_at,
            changed_at: told.done_at.unwrap_or(told.created_at),
        };
        let about = About::customer(task.store_id, customer).with_vehicle(vehicle);
        let name = StaffName { id: StaffId(assignee.id), name: assignee.name.clone() };
        let created = WorklistEvent::Created {
            task: task.id,
            title: task.title.clone(),
            due_at: task.due_at,
            assignee: Some(name),
        };
        self.rows.task_events.push(Draft {
            about: about.at(told.created_at),
            event: created,
            actor: Some(signed(assignee)),
        });
        if let Some(done_at) = task.done_at {
            let done = WorklistEvent::Completed {
                task: task.id,
                title: task.title.clone(),
                outcome: task.outcome.clone(),
                note: None,
            };
            self.rows.task_events.push(Draft { about: about.at(done_at), event: done, actor: Some(signed(assignee)) });
        }
        self.rows.tasks.push(task);
        Ok(())
    }

    fn report(&mut self, about: About, event: CustomersEvent, actor: Actor) {
        self.rows.events.push(Draft { about, event, actor: Some(actor) });
    }

    fn customer(&self, index: u64) -> Option<CustomerId> {
        self.customers.get(&index).map(|at| self.rows.customers[*at].customer.id)
    }

    fn vehicle(&self, place: CarRef) -> Option<VehicleId> {
        self.vehicles.get(&place).map(|at| self.rows.vehicles[*at].vehicle.id)
    }

    /// The same id for the same thing of the world, wherever in the run it is met.
    fn stable_id(&self, kind: &str, index: u64) -> uuid::Uuid {
        let seed = platform::crypto::digest(&format!("{} {kind} {index}", self.people.group));
        let bytes: [u8; 16] =
            std::array::from_fn(|at| u8::from_str_radix(&seed[at * 2..at * 2 + 2], 16).unwrap_or_default());
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}
