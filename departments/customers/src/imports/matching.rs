//! Who a row is about: looked up for a whole chunk at once, never row by row.
//!
//! Two records are the same customer when their external id or identity number is the same; when a phone, e-mail or messenger
//! account *and* the name are; or when the row's car is known and its owner has the row's name. A phone shared under another
//! name is a household, not a duplicate.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use kernel::{CustomerId, GroupId, Result, StoreId, VehicleId, phone::Phone};
use platform::{Db, KeyRing};
use sea_orm::Value;

use super::{row::RowDraft, spoken::key};
pub use crate::by_keys::fetch_by;
use crate::{contacts::contact::ContactKind, people::arrival::blind_of};

/// What tells who a row is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Without case, width and blanks.
    pub name: String,
    pub external_id: Option<String>,
    /// Blind, as are the contacts.
    pub id_number: Option<String>,
    pub contacts: Vec<String>,
    pub vin: Option<String>,
    pub vehicle_external_id: Option<String>,
    pub plate: Option<String>,
    /// Ids of purchases and visits, as the file gives them.
    pub records: Vec<String>,
}

impl Identity {
    pub fn of(draft: &RowDraft, group: GroupId, keys: &KeyRing) -> Self {
        let customer = &draft.customer;
        let vehicle = draft.vehicle.as_ref();
        Self {
            name: name_key(&customer.name),
            external_id: customer.external_id.clone(),
            id_number: customer.id_number.as_ref().map(|number| keys.blind("id number", group, number.reveal())),
            contacts: customer
                .contacts
                .iter()
                .filter(|contact| tells(draft, contact.kind, &contact.value))
                .map(|contact| blind_of(contact.kind, &contact.value, group, keys))
                .collect(),
            vin: vehicle.and_then(|vehicle| vehicle.vin.as_ref()).map(ToString::to_string),
            vehicle_external_id: vehicle.and_then(|vehicle| vehicle.external_id.clone()),
            plate: vehicle.and_then(|vehicle| vehicle.plate.as_ref()).map(ToString::to_string),
            records: draft.records.iter().filter_map(|record| record.external_id.clone()).collect(),
        }
    }

    /// Whether the row would be known again without an external id.
    pub fn is_telling(&self) -> bool {
        self.external_id.is_some()
            || self.id_number.is_some()
            || !self.contacts.is_empty()
            || self.vin.is_some()
            || self.vehicle_external_id.is_some()
            || self.plate.is_some()
    }

    /// Two rows that share one of these may be about the same customer or car.
    pub fn keys(&self) -> Vec<String> {
        let one = |sign: char, value: &Option<String>| value.as_ref().map(|value| format!("{sign}{value}"));
        let mut keys: Vec<String> = [
            one('x', &self.external_id),
            one('i', &self.id_number),
            one('v', &self.vin),
            one('e', &self.vehicle_external_id),
            self.plate.as_ref().map(|plate| format!("p{plate}\u{1f}{}", self.name)),
        ]
        .into_iter()
        .flatten()
        .collect();
        keys.extend(self.records.iter().map(|record| format!("r{record}")));
        keys.extend(self.contacts.iter().map(|contact| format!("c{contact}\u{1f}{}", self.name)));
        keys
    }
}

/// Whether a contact tells who somebody is.
pub fn tells(draft: &RowDraft, kind: ContactKind, value: &str) -> bool {
    match kind {
        ContactKind::Phone => {
            let is_odd = draft.odd_phones.iter().any(|odd| odd == value);
            // Relay numbers of platforms pass from one person to the next within days.
            let is_relay = || Phone::parse(value).is_ok_and(|phone| phone.is_mobile() && phone.extension().is_some());
            !is_odd && !is_relay()
        }
        ContactKind::Email | ContactKind::Wechat | ContactKind::Wecom => true,
    }
}

/// A name as names are compared.
pub fn name_key(name: &str) -> String {
    key(name).chars().filter(|c| !c.is_whitespace()).collect()
}

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
    by_external_id: HashMap<String, CustomerId>,
    by_id_number: HashMap<String, CustomerId>,
    by_contact: HashMap<String, Vec<CustomerId>>,
    cars: HashMap<VehicleId, Car>,
    by_vin: HashMap<String, VehicleId>,
    by_vehicle_external_id: HashMap<String, VehicleId>,
    by_plate: HashMap<String, Vec<VehicleId>>,
    records: HashSet<String>,
}

platform::record! {
    struct RecordLine { external_id: String }
}

/// A record that was merged is known by its external id as the one in which it lives on.
const LIVES_ON: &str = "from customers x join customers c on c.id = coalesce(x.merged_into, x.id) \
                        where x.group_id = $1 and x.external_id in";
const PERSON: &str = "c.id, c.store_id, c.name, c.id_number_blind, c.deleted_at";

impl Base {
    /// Looks all of them up: a handful of queries for the whole chunk, across the stores of the group.
    pub async fn look_up(db: &Db<'_>, rows: &[&Identity]) -> Result<Self> {
        let mut base = Self::default();
        let all = |part: fn(&Identity) -> Option<&String>| {
            rows.iter().filter_map(|row| part(row)).cloned().collect::<BTreeSet<String>>()
        };
        let from = "from customers c where c.group_id = $1 and";
        let external = all(|row| row.external_id.as_ref());
        for line in base.people_by(db, &format!("select {PERSON}, x.external_id {LIVES_ON}"), "", external).await? {
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

    /// The customer a row is about.
    pub fn person(&self, row: &Identity) -> Option<&Person> {
        let find = |id: &CustomerId| self.people.get(id);
        let same_name = |person: &&Person| person.name == row.name;
        // Two of one name and phone, each with an identity number of their own, are two.
        let not_another = |person: &&Person| match (&person.id_number, &row.id_number) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
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
        by_external_id().or_else(by_id_number).or_else(by_contact).or_else(by_car)
    }

    /// The car of a row, which belongs to `owner` as far as the row goes. A plate alone tells a car only among those of its
    /// owner: plates move on. One whose VIN nobody knew yet may get the row's.
    pub fn car(&self, row: &Identity, owner: Option<CustomerId>) -> Option<&Car> {
        self.car_by_number(row).or_else(|| {
            let may_be = |car: &&Car| row.vin.is_none() || !car.has_vin;
            self.cars_by_plate(row).filter(may_be).find(|car| car.owner.is_some() && car.owner == owner)
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
        let by_vin = || self.cars.get(self.by_vin.get(row.vin.as_ref()?)?);
        let by_id = || self.cars.get(self.by_vehicle_external_id.get(row.vehicle_external_id.as_ref()?)?);
        by_vin().or_else(by_id)
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

/// Parts rows into those that can be written together and those that must wait for them, because they share a key with one.
pub fn first_wave<T>(rows: Vec<T>, identity: impl Fn(&T) -> &Identity) -> (Vec<T>, Vec<T>) {
    let mut seen: HashSet<String> = HashSet::new();
    rows.into_iter().partition(|row| {
        let keys = identity(row).keys();
        let is_first = keys.iter().all(|key| !seen.contains(key));
        // Those that wait are seen too: a third row with a key of the second must wait as well.
        seen.extend(keys);
        is_first
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(contact: &str, name: &str, vin: Option<&str>) -> Identity {
        Identity {
            name: name_key(name),
            contacts: vec![contact.to_owned()],
            vin: vin.map(str::to_owned),
            ..Identity::default()
        }
    }

    #[test]
    fn names_are_compared_without_case_width_and_blanks() {
        assert_eq!(name_key("Ｊohn  Smith"), name_key("john smith"));
        assert_eq!(name_key("王 小明"), name_key("王小明"));
        assert_ne!(name_key("王小明"), name_key("王小红"));
    }

    #[test]
    fn rows_about_the_same_customer_or_car_wait_for_one_another() {
        let rows = vec![
            row("a", "王小明", None),
            row("a", "李红", None),
            row("a", "王小明", Some("V1")),
            row("b", "赵六", Some("V1")),
        ];
        let (first, later) = first_wave(rows.clone(), |row| row);
        // A phone shared under another name is a household and waits for nobody.
        assert_eq!((first, later), (rows[..2].to_vec(), rows[2..].to_vec()));
    }

    #[test]
    fn a_row_without_phone_id_and_car_tells_nothing() {
        assert!(!Identity { name: "王小明".into(), ..Identity::default() }.is_telling());
        assert!(row("a", "王小明", None).is_telling());
    }
}
