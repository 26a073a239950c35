//! Customers with all they are compared by, many at once. Read across the stores of the group: who may see what was found is
//! asked afterwards.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{AddressId, ContactId, CustomerId, Result, StaffId, StoreId, time::Calendar};
use platform::{Db, KeyRing};
use sea_orm::Value;

use super::particulars::{Particulars, written};
use crate::{
    addresses::address::Address,
    by_keys::fetch_by,
    contacts::contact::ContactKind,
    people::customer::{CustomerKind, Gender},
    quality::rules::is_doubtful_birthday,
};

/// A customer who is there, and what they are compared by.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: CustomerId,
    pub store_id: StoreId,
    pub number: String,
    pub kind: CustomerKind,
    pub people: [Option<StaffId>; 2],
    pub phone_sealed: Option<Vec<u8>>,
    pub is_deleted: bool,
    pub particulars: Particulars,
}

/// Whether customers that are put away are wanted as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    Not,
    Too,
}

platform::record! {
    struct PersonLine {
        id: CustomerId, store_id: StoreId, number: String, kind: CustomerKind, name: String, gender: Option<Gender>,
        birthday: Option<NaiveDate>, city: Option<String>, phone_sealed: Option<Vec<u8>>, id_number_sealed: Option<Vec<u8>>,
        consultant_id: Option<StaffId>, advisor_id: Option<StaffId>, deleted_at: Option<DateTime<Utc>>,
    }
}
platform::record! {
    struct ContactLine { id: ContactId, customer_id: CustomerId, kind: ContactKind, sealed: Vec<u8> }
}
platform::record! {
    struct AddressLine {
        id: AddressId, customer_id: CustomerId, province: Option<String>, city: Option<String>, district: Option<String>,
        detail_sealed: Option<Vec<u8>>,
    }
}
platform::record! {
    struct CarLine { customer_id: CustomerId, vin: Option<String>, plate: Option<String> }
}

const PERSON: &str = "c.id, c.store_id, c.number, c.kind, c.name, c.gender, c.birthday, c.city, c.phone_sealed, \
    c.id_number_sealed, c.consultant_id, c.advisor_id, c.deleted_at";

/// These customers of the group that are not deleted, in the order of ids.
pub async fn these(db: &Db<'_>, ids: &[CustomerId]) -> Result<Vec<Known>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!("select {PERSON} from customers c where c.group_id = $1 and c.id in");
    let ids = ids.iter().map(|id| Value::from(*id)).collect();
    let mut lines: Vec<PersonLine> = fetch_by(db, &select, "and c.deleted_at is null", ids).await?;
    lines.sort_unstable_by_key(|line| line.id);
    lines.dedup_by_key(|line| line.id);
    with_parts(db, lines).await
}

/// The next customers of the group in the order of ids.
pub async fn after(db: &Db<'_>, last: Option<CustomerId>, most: usize, deleted: Deleted) -> Result<Vec<Known>> {
    let and = if deleted == Deleted::Not { "and c.deleted_at is null" } else { "" };
    let text =
        format!("select {PERSON} from customers c where c.id > $2 and c.group_id = $1 {and} order by c.id limit $3");
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let from = last.unwrap_or(CustomerId(sea_orm::prelude::Uuid::nil()));
    let lines = db.fetch_text(&text, vec![db.scope().group().into(), from.into(), most.into()]).await?;
    with_parts(db, lines).await
}

/// An address as it is written, opened.
pub fn written_address(address: &Address, keys: &KeyRing) -> Result<String> {
    let rest = opened(address.detail_sealed.as_deref(), address.id.0.as_bytes(), keys)?;
    let Address { province, city, district, .. } = address;
    Ok(written(province.as_deref(), city.as_deref(), district.as_deref(), &rest.unwrap_or_default()))
}

async fn with_parts(db: &Db<'_>, lines: Vec<PersonLine>) -> Result<Vec<Known>> {
    let (keys, today) = (db.platform().keys(), Calendar::default().day(db.platform().clock().now()));
    let mut places = HashMap::with_capacity(lines.len());
    let mut known = Vec::with_capacity(lines.len());
    for line in lines {
        places.insert(line.id, known.len());
        known.push(person(line, keys, today)?);
    }
    let ids: Vec<Value> = known.iter().map(|one| Value::from(one.id)).collect();
    let part_of = |id: CustomerId| places.get(&id).copied();
    for line in
        fetch_by::<ContactLine>(db, &parts("contacts", "p.id, p.customer_id, p.kind, p.sealed"), "", ids.clone())
            .await?
    {
        let Some(place) = part_of(line.customer_id) else { continue };
        known[place].particulars.contacts.push((line.kind, keys.open(&line.sealed, line.id.0.as_bytes())?));
    }
    let columns = "p.id, p.customer_id, p.province, p.city, p.district, p.detail_sealed";
    for line in fetch_by::<AddressLine>(db, &parts("addresses", columns), "", ids.clone()).await? {
        let Some(place) = part_of(line.customer_id) else { continue };
        let rest = opened(line.detail_sealed.as_deref(), line.id.0.as_bytes(), keys)?.unwrap_or_default();
        let AddressLine { province, city, district, .. } = line;
        let address = written(province.as_deref(), city.as_deref(), district.as_deref(), &rest);
        known[place].particulars.addresses.push(address);
    }
    let cars = format!(
        "select p.customer_id, v.vin, v.plate from vehicle_people p join vehicles v on v.id = p.vehicle_id \
         where v.deleted_at is null and {OF_GROUP} and p.customer_id in"
    );
    for line in fetch_by::<CarLine>(db, &cars, "", ids).await? {
        let Some(place) = part_of(line.customer_id) else { continue };
        known[place].particulars.vins.extend(line.vin);
        known[place].particulars.plates.extend(line.plate);
    }
    Ok(known)
}

/// Asked of each part by key: an index that begins with the group would be walked through whole.
const OF_GROUP: &str = "exists (select 1 from customers c where c.id = p.customer_id and c.group_id = $1)";

fn parts(table: &str, columns: &str) -> String {
    format!("select {columns} from {table} p where {OF_GROUP} and p.customer_id in")
}

fn person(line: PersonLine, keys: &KeyRing, today: NaiveDate) -> Result<Known> {
    let id_number = opened(line.id_number_sealed.as_deref(), line.id.0.as_bytes(), keys)?;
    Ok(Known {
        id: line.id,
        store_id: line.store_id,
        number: line.number,
        kind: line.kind,
        people: [line.consultant_id, line.advisor_id],
        phone_sealed: line.phone_sealed,
        is_deleted: line.deleted_at.is_some(),
        particulars: Particulars {
            name: line.name,
            // One that nobody believes speaks neither for nor against.
            birthday: line.birthday.filter(|birthday| !is_doubtful_birthday(*birthday, today)),
            gender: line.gender,
            city: line.city,
            id_number,
            ..Particulars::default()
        },
    })
}

fn opened(sealed: Option<&[u8]>, context: &[u8], keys: &KeyRing) -> Result<Option<String>> {
    sealed.map(|sealed| keys.open(sealed, context)).transpose()
}
