//! What the base knows of the rows of a chunk: customers and cars by everything that tells them, read at once for all rows.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Result, StoreId, VehicleId};
use platform::Db;
use sea_orm::Value;

use super::matching::{Identity, name_key};
use crate::by_keys::fetch_by;

platform::record! {
    struct PersonLine { id: CustomerId, store_id: StoreId, name: String, id_number_blind: Option<String>, deleted_at: Option<DateTime<Utc>>, key: String }
}

platform::record! {
    struct CarLine { id: VehicleId, number: String, store_id: StoreId, owner_id: Option<CustomerId>, known_vin: Option<String>, deleted_at: Option<DateTime<Utc>>, key: String }
}

/// A customer of the group, in any store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: CustomerId,
    pub store: StoreId,
    pub is_deleted: bool,
    name: String,
    id_number: Option<String>,
}

/// A car of the group, in any store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Car {
    pub id: VehicleId,
    pub number: String,
    pub store: StoreId,
    has_vin: bool,
    pub owner: Option<CustomerId>,
    pub is_deleted: bool,
}

/// What the base knows of the rows of a chunk.
#[derive(Debug, Default)]
pub struct Base {
    people: HashMap<CustomerId, Person>,
    by_number: HashMap<String, CustomerId>,
    by_external_id: HashMap<String, CustomerId>,
    by_id_number: HashMap<String, CustomerId>,
    by_contact: HashMap<String, Vec<CustomerId>>,
    cars: HashMap<VehicleId, Car>,
    by_vehicle_number: HashMap<String, VehicleId>,
    by_vin: HashMap<String, VehicleId>,
    by_vehicle_external_id: HashMap<String, VehicleId>,
    by_plate: HashMap<String, Vec<VehicleId>>,
    /// Who has the cars that rows with our numbers tell by their plate, in whichever role.
    links: HashSet<(VehicleId, CustomerId)>,
    records: HashSet<String>,
}

platform::record! {
    struct LinkLine { vehicle_id: VehicleId, customer_id: CustomerId }
}

platform::record! {
    struct RecordLine { external_id: String }
}

/// A record that was merged is known by its number and external id as the one in which it lives on.
const LIVES_ON: &str =
    "from customers x join customers c on c.id = coalesce(x.merged_into, x.id) where x.group_id = $1";
const PERSON: &str = "c.id, c.store_id, c.name, c.id_number_blind, c.deleted_at";

impl Base {
    /// Looks all of them up: a handful of queries for the whole chunk, across the stores of the group.
    pub async fn look_up(db: &Db<'_>, rows: &[&Identity]) -> Result<Self> {
        let mut base = Self::default();
        let all = |part: fn(&Identity) -> Option<&String>| {
            rows.iter().filter_map(|row| part(row)).cloned().collect::<BTreeSet<String>>()
        };
        let from = "from customers c where c.group_id = $1 and";
        let numbers = all(|row| row.number.as_ref());
        let select = format!("select {PERSON}, x.number {LIVES_ON} and x.number in");
        for line in base.people_by(db, &select, "", numbers).await? {
            base.by_number.insert(line.1, line.0);
        }
        let external = all(|row| row.external_id.as_ref());
        let select = format!("select {PERSON}, x.external_id {LIVES_ON} and x.external_id in");
        for line in base.people_by(db, &select, "", external).await? {
            base.by_external_id.insert(line.1, line.0);
        }
        let numbers = all(|row| row.id_number.as_ref());
        let there = "and c.deleted_at is null";
        for line in base
            .people_by(db, &format!("select {PERSON}, c.id_number_blind {from} c.id_number_blind in"), there, numbers)
            .await?
        {
            base.by_id_number.insert(line.1, line.0);
        }
        let contacts = rows.iter().flat_map(|row| &row.contacts).cloned().collect();
        let joined = format!(
            "select {PERSON}, t.blind from contacts t join customers c on c.id = t.customer_id where t.group_id = $1 and t.blind in"
        );
        for line in base.people_by(db, &joined, there, contacts).await? {
            base.by_contact.entry(line.1).or_default().push(line.0);
        }
        base.look_up_cars(db, rows).await?;
        let records: BTreeSet<String> = rows.iter().flat_map(|row| &row.records).cloned().collect();
        let select = "select external_id from past_records where group_id = $1 and external_id in";
        let lines: Vec<RecordLine> = fetch_by(db, select, "", records.into_iter().map(Value::from).collect()).await?;
        base.records.extend(lines.into_iter().map(|line| line.external_id));
        Ok(base)
    }

    async fn look_up_cars(&mut self, db: &Db<'_>, rows: &[&Identity]) -> Result<()> {
        let all = |part: fn(&Identity) -> Option<&String>| {
            rows.iter().filter_map(|row| part(row)).cloned().collect::<BTreeSet<String>>()
        };
        let select = |column: &str| {
            format!(
                "select id, number, store_id, owner_id, vin as known_vin, deleted_at, {column} as key from vehicles where group_id = $1 and {column} in"
            )
        };
        let there = "and deleted_at is null";
        let numbers = all(|row| row.vehicle_number.as_ref());
        for (car, key) in self.cars_by(db, &select("number"), "", numbers).await? {
            self.by_vehicle_number.insert(key, car);
        }
        for (car, key) in self.cars_by(db, &select("vin"), there, all(|row| row.vin.as_ref())).await? {
            self.by_vin.insert(key, car);
        }
        let external = all(|row| row.vehicle_external_id.as_ref());
        for (car, key) in self.cars_by(db, &select("external_id"), "", external).await? {
            self.by_vehicle_external_id.insert(key, car);
        }
        for (car, key) in self.cars_by(db, &select("plate"), there, all(|row| row.plate.as_ref())).await? {
            self.by_plate.entry(key).or_default().push(car);
        }
        self.look_up_links(db, rows).await?;
        let owners: Vec<Value> = self
            .cars
            .values()
            .filter_map(|car| car.owner)
            .filter(|owner| !self.people.contains_key(owner))
            .map(Value::from)
            .collect();
        let lines: Vec<PersonLine> = fetch_by(
            db,
            &format!("select {PERSON}, c.number from customers c where c.group_id = $1 and c.id in"),
            "",
            owners,
        )
        .await?;
        for line in lines {
            self.remember(line);
        }
        Ok(())
    }

    async fn look_up_links(&mut self, db: &Db<'_>, rows: &[&Identity]) -> Result<()> {
        let numbered = rows.iter().filter(|row| row.number.is_some());
        let cars = numbered.flat_map(|row| self.cars_by_plate(row)).map(|car| car.id).collect::<BTreeSet<_>>();
        let select = "select vehicle_id, customer_id from vehicle_people where group_id = $1 and until is null and vehicle_id in";
        let lines: Vec<LinkLine> = fetch_by(db, select, "", cars.into_iter().map(Value::from).collect()).await?;
        self.links.extend(lines.into_iter().map(|line| (line.vehicle_id, line.customer_id)));
        Ok(())
    }

    /// Whether the row names a customer by a number of ours that nobody has.
    pub fn lacks_number(&self, row: &Identity) -> bool {
        row.number.as_ref().is_some_and(|number| !self.by_number.contains_key(number))
    }

    /// The same of a car.
    pub fn lacks_vehicle_number(&self, row: &Identity) -> bool {
        row.vehicle_number.as_ref().is_some_and(|number| !self.by_vehicle_number.contains_key(number))
    }

    /// The customer a row is about.
    pub fn person(&self, row: &Identity) -> Option<&Person> {
        let find = |id: &CustomerId| self.people.get(id);
        let same_name = |person: &&Person| person.name == row.name;
        // Two of one name and phone, each with an identity number of their own, are two.
        let not_another = |person: &&Person| match (&person.id_number, &row.id_number) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let by_number = || row.number.as_ref().and_then(|number| self.by_number.get(number)).and_then(find);
        let by_external_id = || row.external_id.as_ref().and_then(|id| self.by_external_id.get(id)).and_then(find);
        let by_id_number = || row.id_number.as_ref().and_then(|number| self.by_id_number.get(number)).and_then(find);
        let by_contact = || {
            let ids = row.contacts.iter().filter_map(|contact| self.by_contact.get(contact)).flatten();
            ids.filter_map(find).filter(same_name).find(not_another)
        };
        let by_car = || {
            let cars = self.car_by_number(row).into_iter().chain(self.cars_by_plate(row));
            cars.filter(|car| !car.is_deleted).filter_map(|car| find(&car.owner?)).filter(same_name).find(not_another)
        };
        by_number().or_else(by_external_id).or_else(by_id_number).or_else(by_contact).or_else(by_car)
    }

    /// The car of a row, which belongs to `owner` as far as the row goes. A plate alone tells a car only among those of its
    /// owner: plates move on. One whose VIN nobody knew yet may get the row's.
    pub fn car(&self, row: &Identity, owner: Option<CustomerId>) -> Option<&Car> {
        self.car_by_number(row).or_else(|| {
            let may_be = |car: &&Car| row.vin.is_none() || !car.has_vin;
            let has = |car: &&Car| owner.is_some_and(|owner| self.links.contains(&(car.id, owner)));
            let owns = |car: &&Car| car.owner.is_some() && car.owner == owner;
            let of_plate = || self.cars_by_plate(row).filter(may_be);
            of_plate().find(owns).or_else(|| of_plate().find(has))
        })
    }

    /// The car that bears the row's plate now, whosever it is.
    pub fn bearer(&self, row: &Identity) -> Option<&Car> {
        self.cars_by_plate(row).find(|car| !car.is_deleted)
    }

    /// Whether a purchase or visit of the row is recorded already.
    pub fn has_record(&self, row: &Identity) -> bool {
        row.records.iter().any(|record| self.records.contains(record))
    }

    fn car_by_number(&self, row: &Identity) -> Option<&Car> {
        let by_number = || self.cars.get(self.by_vehicle_number.get(row.vehicle_number.as_ref()?)?);
        let by_vin = || self.cars.get(self.by_vin.get(row.vin.as_ref()?)?);
        let by_id = || self.cars.get(self.by_vehicle_external_id.get(row.vehicle_external_id.as_ref()?)?);
        by_number().or_else(by_vin).or_else(by_id)
    }

    fn cars_by_plate(&self, row: &Identity) -> impl Iterator<Item = &Car> {
        let ids = row.plate.as_ref().and_then(|plate| self.by_plate.get(plate)).into_iter().flatten();
        ids.filter_map(|id| self.cars.get(id))
    }

    async fn people_by(
        &mut self,
        db: &Db<'_>,
        select: &str,
        and: &str,
        keys: BTreeSet<String>,
    ) -> Result<Vec<(CustomerId, String)>> {
        let lines: Vec<PersonLine> = fetch_by(db, select, and, keys.into_iter().map(Value::from).collect()).await?;
        Ok(lines.into_iter().map(|line| self.remember(line)).collect())
    }

    fn remember(&mut self, line: PersonLine) -> (CustomerId, String) {
        self.people.entry(line.id).or_insert_with(|| Person {
            id: line.id,
            store: line.store_id,
            is_deleted: line.deleted_at.is_some(),
            name: name_key(&line.name),
            id_number: line.id_number_blind,
        });
        (line.id, line.key)
    }

    async fn cars_by(
        &mut self,
        db: &Db<'_>,
        select: &str,
        and: &str,
        keys: BTreeSet<String>,
    ) -> Result<Vec<(VehicleId, String)>> {
        let lines: Vec<CarLine> = fetch_by(db, select, and, keys.into_iter().map(Value::from).collect()).await?;
        let mut found = Vec::with_capacity(lines.len());
        for CarLine { id, number, store_id, owner_id, known_vin, deleted_at, key } in lines {
            let (has_vin, is_deleted) = (known_vin.is_some(), deleted_at.is_some());
            self.cars.insert(id, Car { id, number, store: store_id, has_vin, owner: owner_id, is_deleted });
            found.push((id, key));
        }
        Ok(found)
    }
}
