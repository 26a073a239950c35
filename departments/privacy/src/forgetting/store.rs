//! Deletions and restrictions in and out of the database, and what is read of a person before they are forgotten.

use std::collections::BTreeSet;

use customers::contacts::contact::{self, ContactKind};
use kernel::{CustomerId, DeletionId, Error, PersonRequestId, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, Value};

use super::{
    deletion::{Column, Deletion, Entity},
    look,
    needles::{NeedleKind, Needles, of_code, of_contact, of_plate},
    restriction::{self, Restriction},
    texts::Texts,
};

pub async fn find(db: &Db<'_>, id: DeletionId) -> Result<Deletion> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

pub async fn of_request(db: &Db<'_>, request: PersonRequestId) -> Result<Option<Deletion>> {
    db.maybe(db.select::<Entity>().filter(Column::RequestId.eq(request))).await
}

pub async fn of_customer(db: &Db<'_>, customer: CustomerId) -> Result<Option<Deletion>> {
    db.maybe(db.select::<Entity>().filter(Column::CustomerId.eq(customer))).await
}

pub async fn add(tx: &mut Tx, deletion: Deletion) -> Result<Deletion> {
    tx.insert::<Entity>(deletion.clone()).await?;
    Ok(deletion)
}

/// Writes the whole row; the version guards against a second runner.
pub async fn save(tx: &mut Tx, deletion: Deletion) -> Result<Deletion> {
    tx.replace::<Entity>(deletion).await
}

pub async fn restriction_of(db: &Db<'_>, request: PersonRequestId) -> Result<Option<Restriction>> {
    db.maybe(db.select::<restriction::Entity>().filter(restriction::Column::RequestId.eq(request))).await
}

pub async fn is_restricted(db: &Db<'_>, customer: CustomerId) -> Result<bool> {
    let select = db.select::<restriction::Entity>().filter(restriction::Column::CustomerId.eq(customer));
    Ok(db.maybe(select).await?.is_some())
}

pub async fn add_restriction(tx: &mut Tx, row: Restriction) -> Result<()> {
    tx.insert::<restriction::Entity>(row).await
}

pub async fn remove_restriction(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.delete::<restriction::Entity>(restriction::Column::CustomerId.eq(customer)).await?;
    Ok(())
}

platform::record! {
    struct Id { id: VehicleId }
}

platform::record! {
    struct Counted { count: i64 }
}

/// Cars that this person has or had and nobody else ever; `records` are all of the person's.
pub async fn cars_of_nobody_else(db: &Db<'_>, records: &[CustomerId]) -> Result<Vec<VehicleId>> {
    let (these, values) = named(vec![db.scope().group().into()], records);
    let text = format!(
        "select v.id from vehicles v
         where v.group_id = $1
         and (v.owner_id is null or v.owner_id in {these})
         and not exists (select 1 from vehicle_people p where p.vehicle_id = v.id and p.customer_id not in {these})
         and v.id in (select vehicle_id from vehicle_people where customer_id in {these}
                      union select id from vehicles where owner_id in {these})
         order by v.id"
    );
    let cars: Vec<Id> = db.fetch_text(&text, values).await?;
    let mut all: Vec<VehicleId> = cars.into_iter().map(|car| car.id).collect();
    // Records that live on in one of them are the same car, and may still hold its plates.
    for car in all.clone() {
        let text = "select id from vehicles where merged_into = $1 order by id";
        let absorbed: Vec<Id> = db.fetch_text(text, vec![car.into()]).await?;
        for record in absorbed {
            if !all.contains(&record.id) {
                all.push(record.id);
            }
        }
    }
    Ok(all)
}

/// Customers as a list in a query that has some values before, and all its values.
fn named(mut values: Vec<Value>, customers: &[CustomerId]) -> (String, Vec<Value>) {
    let first = values.len() + 1;
    let places: Vec<String> = (first..first + customers.len()).map(|place| format!("${place}")).collect();
    values.extend(customers.iter().map(|id| Value::from(*id)));
    (format!("({})", places.join(", ")), values)
}

/// Imports that could bring a person back while they run.
pub async fn imports_under_way(db: &Db<'_>) -> Result<u64> {
    let text = "select count(*) from imports where group_id = $1 and state in ('checking', 'running', 'undoing')";
    let rows: Vec<Counted> = db.fetch_text(text, vec![db.scope().group().into()]).await?;
    Ok(rows.first().map_or(0, |row| u64::try_from(row.count).unwrap_or_default()))
}

platform::record! {
    struct FileRow { id: sea_orm::prelude::Uuid }
}

/// The ids of all uploads and exports of the group, whose files may still be there.
pub async fn files_of(db: &Db<'_>, table: &str) -> Result<Vec<String>> {
    let text = format!("select id from {table} where group_id = $1");
    let rows: Vec<FileRow> = db.fetch_text(&text, vec![db.scope().group().into()]).await?;
    Ok(rows.into_iter().map(|row| row.id.to_string()).collect())
}

/// Exports whose files are gone say so.
pub async fn exports_cleared_away(tx: &mut Tx, ids: Vec<String>) -> Result<()> {
    let group = tx.scope().group();
    for id in ids.iter().filter_map(|id| sea_orm::prelude::Uuid::parse_str(id).ok()) {
        let text = "update exports set file_name = null, size = null where group_id = $1 and id = $2";
        tx.execute_text(text, vec![group.into(), id.into()]).await?;
    }
    Ok(())
}

platform::record! {
    struct Car { vin: Option<String>, plate: Option<String>, external_id: Option<String> }
}

platform::record! {
    struct Plate { plate: String }
}

/// Everything a person is known by, in all their records.
pub async fn needles(db: &Db<'_>, records: &[CustomerId], cars: &[VehicleId]) -> Result<Needles> {
    let mut needles = Needles::default();
    for customer in records {
        of_record(db, *customer, records, &mut needles).await?;
    }
    for car in cars {
        of_car(db, *car, &mut needles).await?;
    }
    Ok(needles)
}

async fn of_record(db: &Db<'_>, id: CustomerId, records: &[CustomerId], needles: &mut Needles) -> Result<()> {
    use customers::people::customer;
    let keys = db.platform().keys();
    let row = db.one(db.select::<customer::Entity>().filter(customer::Column::Id.eq(id))).await?;
    needles.add_name(&row.name, is_borne_by_others(db, records, &row.name).await?);
    if let Some(external) = row.external_id {
        needles.add(NeedleKind::ExternalId, [external].into());
    }
    if let (Some(sealed), Some(blind)) = (&row.id_number_sealed, row.id_number_blind) {
        needles.add(NeedleKind::IdNumber, of_code(&keys.open(sealed, id.0.as_bytes())?));
        needles.add(NeedleKind::Blind, [blind].into());
    }
    let contacts = db.all(db.select::<contact::Entity>().filter(contact::Column::CustomerId.eq(id))).await?;
    for contact in contacts {
        if is_shared(db, records, &contact.blind).await? {
            needles.shared += 1;
            continue;
        }
        let value = keys.open(&contact.sealed, contact.id.0.as_bytes())?;
        let (kind, forms) = of_contact(contact.kind, &value);
        if look::is_the_houses_own(db, &forms).await? {
            needles.shared += 1;
            continue;
        }
        needles.add(kind, forms);
        needles.add(NeedleKind::Blind, [contact.blind].into());
        if contact.kind == ContactKind::Phone {
            let terms = customers::search::terms::of_phone(row.group_id, id, &value, keys);
            let whole = terms.into_iter().next().map(|term| term.term);
            needles.add(NeedleKind::Blind, whole.into_iter().collect());
        }
    }
    let addresses = {
        use customers::addresses::address::{Column, Entity};
        db.all(db.select::<Entity>().filter(Column::CustomerId.eq(id))).await?
    };
    for address in addresses {
        if let Some(sealed) = &address.detail_sealed {
            needles.add(NeedleKind::Address, [keys.open(sealed, address.id.0.as_bytes())?].into());
        }
    }
    Ok(())
}

async fn of_car(db: &Db<'_>, id: VehicleId, needles: &mut Needles) -> Result<()> {
    let key = || vec![Value::from(db.scope().group()), id.into()];
    let text = "select vin, plate, external_id from vehicles where group_id = $1 and id = $2";
    let cars: Vec<Car> = db.fetch_text(text, key()).await?;
    let text = "select plate from plates where group_id = $1 and vehicle_id = $2";
    let plates: Vec<Plate> = db.fetch_text(text, key()).await?;
    for car in cars {
        if let Some(vin) = car.vin {
            needles.add(NeedleKind::Vin, of_code(&vin));
        }
        if let Some(external) = car.external_id {
            needles.add(NeedleKind::ExternalId, [external].into());
        }
        let all: BTreeSet<String> = car.plate.into_iter().chain(plates.iter().map(|row| row.plate.clone())).collect();
        for plate in all {
            needles.add(NeedleKind::Plate, of_plate(&plate));
        }
    }
    Ok(())
}

/// Another customer has the same contact: a household's phone, a company's mailbox.
async fn is_shared(db: &Db<'_>, records: &[CustomerId], blind: &str) -> Result<bool> {
    let group = db.scope().group();
    let (these, values) = named(vec![group.into(), group.vault().into(), blind.into()], records);
    let text = format!(
        "select count(*) from contacts where group_id in ($1, $2) and blind = $3 and customer_id not in {these}"
    );
    let rows: Vec<Counted> = db.fetch_text(&text, values).await?;
    Ok(rows.first().is_some_and(|row| row.count > 0))
}

/// Somebody else's name is this one or holds it, a customer's or a colleague's.
async fn is_borne_by_others(db: &Db<'_>, records: &[CustomerId], name: &str) -> Result<bool> {
    let group = db.scope().group();
    let (these, values) = named(vec![group.into(), group.vault().into(), name.into()], records);
    let text = format!(
        "select count(*) from (select id from customers where group_id in ($1, $2) and {{place_of}}(name, $3) > 0
         and id not in {these} limit 1) as others"
    );
    let others: Vec<Counted> = db.fetch_text(&text, values).await?;
    let staff = "select count(*) from staff where group_id = $1 and {place_of}(name, $2) > 0";
    let colleagues: Vec<Counted> = db.fetch_text(staff, vec![group.into(), name.into()]).await?;
    Ok(others.iter().chain(&colleagues).any(|row| row.count > 0))
}

/// Whether rows of somebody whose data is restricted lie apart.
pub async fn has_restricted(db: &Db<'_>) -> Result<bool> {
    let text = "select count(*) from restrictions where group_id = $1";
    let rows: Vec<Counted> = db.fetch_text(text, vec![db.scope().group().into()]).await?;
    Ok(rows.iter().any(|row| row.count > 0))
}

/// The needles of a deletion under way.
pub fn open_needles(db: &Db<'_>, deletion: &Deletion) -> Result<Needles> {
    let sealed = deletion.needles_sealed.as_deref().ok_or_else(|| Error::internal("the needles are gone"))?;
    let text = db.platform().keys().open(sealed, &Deletion::seal_context(deletion.id))?;
    Ok(serde_json::from_str(&text)?)
}

/// Answers of repeated requests and bodies of finished jobs in which one of these texts stands lose what they say.
pub async fn clear_machines(tx: &mut Tx, records: &[CustomerId], texts: &Texts) -> Result<(u64, u64)> {
    let mut forms = texts.all();
    forms.extend(records.iter().map(ToString::to_string));
    let any = |column: &str, before: usize| look::places(column, before, forms.len());
    let values =
        |before: Vec<Value>| before.into_iter().chain(forms.iter().map(|form| Value::from(form.as_str()))).collect();
    // Nobody needs them any more: whether a number stands alone in them is not asked.
    let answers = format!("update idempotency_keys set answer = null where {}", any("answer", 0));
    let answers = tx.execute_text(&answers, values(vec![])).await?;
    let group = tx.scope().group();
    let jobs = format!(
        "update jobs set body = cast('{{}}' as {{json}}), last_fault = null
         where group_id = $1 and state in ('done', 'dead') and ({} or {})",
        any("body", 1),
        any("last_fault", 1)
    );
    let jobs = tx.execute_text(&jobs, values(vec![group.into()])).await?;
    Ok((answers, jobs))
}

/// Why lines of the audit say something else than when they were sealed, as it tells.
pub async fn reason(db: &Db<'_>, deletion: &Deletion) -> Result<String> {
    platform::record! { struct Numbered { number: String } }
    let text = "select number from person_requests where id = $1";
    let asked: Vec<Numbered> = db.fetch_text(text, vec![deletion.request_id.into()]).await?;
    let request = asked.into_iter().next().map_or_else(|| deletion.id.to_string(), |request| request.number);
    Ok(format!("deletion {request}"))
}
