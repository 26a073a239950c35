//! Taking an import back: what it added goes, what it changed becomes as it was, backwards from its last row. Customers
//! somebody has worked on since are left alone and counted.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use journal::{
    About,
    events::customers::{CustomersEvent, FieldChange},
};
use kernel::{CustomerId, ImportId, Result, VehicleId};
use messaging::consents::{self, TakenOver};
use platform::{Db, Door, Tx, jobs::Work};
use sea_orm::{ColumnTrait, QueryFilter, Value};

use super::{
    import::{Import, ImportState},
    import_row::{KeptRow, RowState, Undo},
    matching::fetch_by,
    rewriting::restore_primaries,
    store, taken_back,
};
use crate::{
    candidates,
    contacts::contact::{self, ContactKind},
    people::{
        self,
        change::CustomerChange,
        customer::{self, Customer},
    },
    search::{self, term::SearchTerm, terms},
    vehicles::{self, arrival::terms_of, change::VehicleChange, vehicle::Vehicle},
};

const ROWS_AT_ONCE: u64 = 300;

/// Undoes an import; goes on where it stopped when it is called again.
pub async fn undo(door: &Door, id: ImportId, work: Option<&Work>) -> Result<Import> {
    let mut before = i64::MAX;
    loop {
        let import = store::find(&door.read(), id).await?;
        if import.state != ImportState::Undoing {
            return Ok(import);
        }
        let rows = store::rows_before(&door.read(), id, before, ROWS_AT_ONCE).await?;
        let Some(last) = rows.last() else { return finish(door, import).await };
        before = last.row_number;
        door.write(async |tx| {
            if let Some(work) = work {
                work.renew(tx).await?;
            }
            undo_rows(tx, &import, rows).await
        })
        .await?;
    }
}

async fn undo_rows(tx: &mut Tx, import: &Import, rows: Vec<KeptRow>) -> Result<()> {
    let worked_on = worked_on_since(&tx.db(), import, &rows).await?;
    let mut totals = import.totals;
    let (mut added, mut changed, mut marked) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let Some(customer) = row.customer_id else { continue };
        if worked_on.contains(&customer) {
            totals.kept += 1;
            marked.push((row.row_number, RowState::Kept));
            continue;
        }
        marked.push((row.row_number, RowState::Undone));
        if row.state == RowState::Created {
            totals.removed += 1;
            added.push((customer, row.vehicle_id));
        } else {
            changed.push((customer, row));
        }
    }
    take_answers_back(tx, &changed).await?;
    for (customer, row) in changed {
        give_back(tx, customer, row.vehicle_id, row.undo.unwrap_or_default()).await?;
    }
    remove_vehicles(tx, added.iter().filter_map(|(_, vehicle)| *vehicle).collect()).await?;
    remove_customers(tx, added.iter().map(|(customer, _)| *customer).collect()).await?;
    for (state, word) in [(RowState::Kept, "kept"), (RowState::Undone, "undone")] {
        let numbers: Vec<Value> =
            marked.iter().filter(|(_, as_state)| *as_state == state).map(|(row, _)| Value::from(*row)).collect();
        by_many(
            tx,
            &format!("update import_rows set state = '{word}' where import_id = $1 and row_number in"),
            import.id.into(),
            &numbers,
        )
        .await?;
    }
    let now = tx.now();
    tx.execute_text(
        "update imports set totals = $1, moved_at = $2 where id = $3",
        vec![serde_json::to_value(totals)?.into(), now.into(), import.id.into()],
    )
    .await?;
    Ok(())
}

platform::record! {
    struct Worked { customer_id: CustomerId, recorded_at: DateTime<Utc>, actor_kind: String, actor_name: String, name: String }
}

/// Customers with an entry in the journal that the import itself did not write.
async fn worked_on_since(db: &Db<'_>, import: &Import, rows: &[KeptRow]) -> Result<HashSet<CustomerId>> {
    let ids: BTreeSet<CustomerId> = rows.iter().filter_map(|row| row.customer_id).collect();
    let select = "select customer_id, recorded_at, actor_kind, actor_name, name from journal where group_id = $1 and customer_id in";
    let values = ids.into_iter().map(Value::from).collect();
    let entries: Vec<Worked> = fetch_by(db, select, "", values).await?;
    let written_until = import.finished_at.unwrap_or(import.moved_at);
    let is_work = |entry: &Worked| {
        let by_import = entry.actor_kind == import.actor_kind && entry.actor_name == import.actor_name;
        let is_reading = matches!(entry.name.as_str(), "contact.revealed" | "customers.exported");
        let is_earlier = entry.recorded_at < import.created_at;
        !is_earlier && !is_reading && (entry.recorded_at > written_until || !by_import)
    };
    Ok(entries.into_iter().filter(is_work).map(|entry| entry.customer_id).collect())
}

/// What customers who were there had agreed to by the file is said no more; what they had said before holds again.
async fn take_answers_back(tx: &mut Tx, rows: &[(CustomerId, KeptRow)]) -> Result<()> {
    let mut taken = TakenOver::default();
    for undo in rows.iter().filter_map(|(_, row)| row.undo.as_ref()) {
        taken.written.extend(&undo.consents);
        taken.replaced.extend(&undo.replaced_consents);
    }
    consents::take_back(tx, taken).await
}

/// Takes what a row added to a customer who was there, and gives changed fields their old values.
async fn give_back(tx: &mut Tx, id: CustomerId, registered: Option<VehicleId>, undo: Undo) -> Result<()> {
    let found = tx.db().maybe(tx.db().select::<customer::Entity>().filter(customer::Column::Id.eq(id))).await?;
    let Some(mut row) = found.filter(|row| !row.is_deleted()) else { return Ok(()) };
    let gone = taken_back::read(&tx.db(), &row, registered, &undo).await?;
    remove_vehicles(tx, registered.into_iter().collect()).await?;
    remove_contacts(tx, &mut row, &undo).await?;
    row = restore_primaries(tx, row, &undo.primaries).await?;
    give_up_owned(tx, &row, &undo).await?;
    for (table, ids) in [
        ("vehicle_people", undo.links.iter().map(|id| Value::from(*id)).collect::<Vec<_>>()),
        ("addresses", undo.address.iter().map(|id| Value::from(*id)).collect()),
        ("past_records", undo.records.iter().map(|id| Value::from(*id)).collect()),
        ("notes", undo.note.iter().map(|id| Value::from(*id)).collect()),
    ] {
        by_many(tx, &format!("delete from {table} where group_id = $1 and id in"), row.group_id.into(), &ids).await?;
    }
    let tags: Vec<Value> = undo.tags.iter().map(|tag| Value::from(*tag)).collect();
    by_many(tx, "delete from customer_tags where customer_id = $1 and tag_id in", id.into(), &tags).await?;
    taken_back::tell(tx, gone).await?;
    if undo.address.is_some() {
        candidates::keys::renew(tx, &row).await?;
        row.city = None;
        row = tx.replace::<customer::Entity>(row).await?;
    }
    restore_fields(tx, row, undo.fields).await?;
    if let Some(vehicle) = undo.changed_vehicle {
        restore_vehicle(tx, vehicle, undo.vehicle_fields).await?;
    }
    Ok(())
}

/// Cars without an owner that the row had given one have none again.
async fn give_up_owned(tx: &mut Tx, row: &Customer, undo: &Undo) -> Result<()> {
    for link in &undo.links {
        tx.execute_text(
            "update vehicles set owner_id = null
             where owner_id = $1 and id in (select vehicle_id from vehicle_people where role = 'owner' and id = $2)",
            vec![row.id.into(), (*link).into()],
        )
        .await?;
    }
    Ok(())
}

async fn remove_contacts(tx: &mut Tx, row: &mut Customer, undo: &Undo) -> Result<()> {
    if undo.contacts.is_empty() {
        return Ok(());
    }
    let keys = tx.platform().keys().clone();
    let all = tx.db().all(tx.db().select::<contact::Entity>().filter(contact::Column::CustomerId.eq(row.id))).await?;
    let (gone, stay): (Vec<_>, Vec<_>) = all.into_iter().partition(|contact| undo.contacts.contains(&contact.id));
    let terms_of_phones = |contacts: &[contact::Contact]| -> Result<HashSet<SearchTerm>> {
        let mut terms = HashSet::new();
        for contact in contacts.iter().filter(|contact| contact.kind == ContactKind::Phone) {
            let phone = keys.open(&contact.sealed, contact.id.0.as_bytes())?;
            terms.extend(terms::of_phone(row.group_id, row.id, &phone, &keys));
        }
        Ok(terms)
    };
    let still = terms_of_phones(&stay)?;
    let unfound: Vec<SearchTerm> = terms_of_phones(&gone)?.into_iter().filter(|term| !still.contains(term)).collect();
    search::store::remove(tx, unfound).await?;
    let ids: Vec<Value> = gone.iter().map(|contact| Value::from(contact.id)).collect();
    by_many(tx, "delete from contacts where group_id = $1 and id in", row.group_id.into(), &ids).await?;
    if gone.iter().any(|contact| contact.kind == ContactKind::Phone && contact.is_primary) {
        row.phone_sealed = None;
        *row = tx.replace::<customer::Entity>(row.clone()).await?;
    }
    Ok(())
}

async fn restore_fields(tx: &mut Tx, mut row: Customer, fields: Vec<FieldChange>) -> Result<()> {
    if fields.is_empty() {
        return Ok(());
    }
    let is_of_change = |field: &FieldChange| {
        !matches!(field.field.as_str(), "id_number" | "external_id" | "consultant_id" | "advisor_id")
    };
    let old: serde_json::Map<String, serde_json::Value> = fields
        .iter()
        .filter(|field| is_of_change(field))
        .map(|field| (field.field.clone(), field.from.clone().into()))
        .collect();
    let change: CustomerChange = serde_json::from_value(old.into())?;
    let mut told = match row.change(&change, tx.now())? {
        Some(CustomersEvent::Changed { fields }) => fields,
        _ => Vec::new(),
    };
    for FieldChange { field, from, to } in fields {
        let before = from.as_deref().and_then(|id| id.parse().ok());
        match field.as_str() {
            "id_number" => (row.id_number_sealed, row.id_number_blind) = (None, None),
            "external_id" => row.external_id = None,
            "consultant_id" => row.consultant_id = before,
            "advisor_id" => row.advisor_id = before,
            _ => continue,
        }
        told.push(FieldChange { field, from: to, to: from });
    }
    if !told.is_empty() {
        people::store::save(tx, row, CustomersEvent::Changed { fields: told }).await?;
    }
    Ok(())
}

async fn restore_vehicle(tx: &mut Tx, id: VehicleId, fields: Vec<FieldChange>) -> Result<()> {
    let Some(mut car) = vehicles::store::find_all(&tx.db(), [id]).await?.pop().filter(|car| !car.is_deleted()) else {
        return Ok(());
    };
    let mileage = fields.iter().find(|field| field.field == "mileage_km").cloned();
    let old: serde_json::Map<String, serde_json::Value> = fields
        .iter()
        .filter(|field| field.field != "mileage_km")
        .map(|field| (field.field.clone(), old_value(field)))
        .collect();
    let change: VehicleChange = serde_json::from_value(old.into())?;
    if let Some(happened) = car.change(&change, tx.now())? {
        car = vehicles::store::save(tx, car, happened).await?;
    }
    let Some(mileage) = mileage else { return Ok(()) };
    let imported: i32 = mileage.to.as_deref().and_then(|km| km.parse().ok()).unwrap_or_default();
    if car.mileage_km == Some(imported) {
        car.mileage_km = mileage.from.as_deref().and_then(|km| km.parse().ok());
        let event = CustomersEvent::VehicleChanged {
            title: car.title(),
            fields: vec![FieldChange { field: "mileage_km".into(), from: mileage.to, to: mileage.from }],
        };
        let happened = vehicles::rules::Happened { told: vec![(car.owner_id, event)], ..Default::default() };
        vehicles::store::save(tx, car, happened).await?;
        tx.execute_text(
            "delete from mileage_readings where vehicle_id = $1 and km = $2 and source = 'import'",
            vec![id.into(), imported.into()],
        )
        .await?;
    }
    Ok(())
}

/// Numbers stand as texts in a field change and as numbers in the change of a car.
fn old_value(field: &FieldChange) -> serde_json::Value {
    match (field.field.as_str(), field.from.as_deref()) {
        ("model_year", Some(text)) => text.parse::<i32>().map_or(serde_json::Value::Null, Into::into),
        (_, from) => from.into(),
    }
}

/// Cars an import registered, with everything that hangs on them.
async fn remove_vehicles(tx: &mut Tx, ids: Vec<VehicleId>) -> Result<()> {
    let cars: Vec<Vehicle> = vehicles::store::find_all(&tx.db(), ids).await?;
    let terms: Vec<SearchTerm> = cars.iter().flat_map(terms_of).collect();
    search::store::remove(tx, terms).await?;
    let Some(group) = cars.first().map(|car| car.group_id) else { return Ok(()) };
    let ids: Vec<Value> = cars.iter().map(|car| Value::from(car.id)).collect();
    by_many(tx, "update past_records set vehicle_id = null where group_id = $1 and vehicle_id in", group.into(), &ids)
        .await?;
    let unlisted = "update recall_vins set vehicle_id = null where group_id = $1 and vehicle_id in";
    by_many(tx, unlisted, group.into(), &ids).await?;
    for table in ["vehicle_people", "plates", "mileage_readings", "recall_cars"] {
        by_many(tx, &format!("delete from {table} where group_id = $1 and vehicle_id in"), group.into(), &ids).await?;
    }
    by_many(tx, "delete from vehicles where group_id = $1 and id in", group.into(), &ids).await
}

/// Customers an import added, with everything that hangs on them.
async fn remove_customers(tx: &mut Tx, ids: Vec<CustomerId>) -> Result<()> {
    let rows = people::store::find_all(&tx.db(), ids).await?;
    let Some(group) = rows.first().map(|row| row.group_id) else { return Ok(()) };
    let ids: Vec<Value> = rows.iter().map(|row| Value::from(row.id)).collect();
    let keys = tx.platform().keys().clone();
    let mut found_by: Vec<SearchTerm> = Vec::new();
    let mut numbers: HashMap<CustomerId, &Customer> = HashMap::new();
    for row in &rows {
        found_by.extend(terms::of_customer(group, row.id, &row.name, &row.number));
        numbers.insert(row.id, row);
    }
    let contacts: Vec<ContactLine> = fetch_by(
        &tx.db(),
        "select id, customer_id, sealed from contacts where group_id = $1 and kind = 'phone' and customer_id in",
        "",
        ids.clone(),
    )
    .await?;
    for line in contacts {
        let phone = keys.open(&line.sealed, line.id.0.as_bytes())?;
        found_by.extend(terms::of_phone(group, line.customer_id, &phone, &keys));
    }
    search::store::remove(tx, found_by).await?;
    for side in ["left_id", "right_id"] {
        let text = format!("delete from duplicate_pairs where group_id = $1 and {side} in");
        by_many(tx, &text, group.into(), &ids).await?;
    }
    for table in ["contacts", "addresses", "customer_facts", "notes", "past_records", "vehicle_people", "consents"] {
        by_many(tx, &format!("delete from {table} where group_id = $1 and customer_id in"), group.into(), &ids).await?;
    }
    by_many(tx, "update vehicles set owner_id = null where group_id = $1 and owner_id in", group.into(), &ids).await?;
    for table in ["customer_tags", "stars", "suggestion_dismissals", "match_keys"] {
        let own = format!(
            "delete from {table} where customer_id in (select id from customers where group_id = $1) and customer_id in"
        );
        by_many(tx, &own, group.into(), &ids).await?;
    }
    by_many(tx, "delete from customers where group_id = $1 and id in", group.into(), &ids).await
}

platform::record! {
    struct ContactLine { id: kernel::ContactId, customer_id: CustomerId, sealed: Vec<u8> }
}

/// Runs a statement for many keys: `$1` is `first`, the keys follow the text.
async fn by_many(tx: &mut Tx, text: &str, first: Value, keys: &[Value]) -> Result<()> {
    for some in keys.chunks(400) {
        let places: Vec<String> = (2..some.len() + 2).map(|place| format!("${place}")).collect();
        let values = std::iter::once(first.clone()).chain(some.iter().cloned()).collect();
        tx.execute_text(&format!("{text} ({})", places.join(", ")), values).await?;
    }
    Ok(())
}

async fn finish(door: &Door, import: Import) -> Result<Import> {
    door.write(async |tx| {
        let mut import = store::find(&tx.db(), import.id).await?;
        if import.state != ImportState::Undoing {
            return Ok(import);
        }
        import.finish(ImportState::Undone, tx.now());
        let removed = import.totals.removed;
        let event = CustomersEvent::ImportUndone { import: import.id, file_name: import.file_name.clone(), removed };
        journal::record(tx, About::store(import.store_id), event).await?;
        store::save(tx, import).await
    })
    .await
}
