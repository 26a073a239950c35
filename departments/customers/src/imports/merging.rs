//! A row about a customer who is there: it fills what is empty, adds what is missing, and replaces only where the mapping says
//! so. What it did is kept to be undone.

use std::collections::HashSet;

use chrono::NaiveDate;
use journal::{
    About,
    events::customers::{CustomersEvent, FieldChange, StaffName},
};
use kernel::{CustomerId, Result, StaffId, TagId, VehicleId, VehiclePersonId, number::Numbered};
use platform::Tx;
use sea_orm::{ColumnTrait, QueryFilter};

use super::{
    import_row::Undo,
    known::Known,
    matching::{Base, name_key},
    numbers::Numbers,
    reading::Ready,
    rewriting::Rewritten,
    row::RowDraft,
    targets::Field,
    writing::{Writing, past_record, record_key, write_notes, write_tags},
};
use crate::{
    addresses::address,
    candidates,
    contacts::contact::{self, ContactKind},
    history,
    notes::note::Note,
    people::{
        self,
        arrival::{blind_of, seal_address, seal_contact},
        change::CustomerChange,
        customer::{self, Customer, Stage},
    },
    search::terms,
    vehicles::{
        self,
        arrival::VehicleArrival,
        change::VehicleChange,
        draft::VehicleDraft,
        person::{self, Role, VehiclePerson},
        rules::{NewLink, Reading},
        vehicle::Vehicle,
    },
};

/// What a row did to a customer who was there.
#[derive(Default)]
pub struct Merged {
    pub undo: Undo,
    /// The car it registered.
    pub vehicle: Option<VehicleId>,
}

/// Takes a row into a customer who is there.
pub(super) async fn merge(
    tx: &mut Tx,
    writing: &Writing<'_>,
    known: &Known,
    base: &Base,
    customer: &Customer,
    row: &Ready,
    rewritten: Rewritten,
) -> Result<Merged> {
    let mut merged = Merged::default();
    let draft = &row.draft;
    let mut customer = customer.clone();
    change_fields(tx, writing, &mut customer, draft, &mut merged.undo).await?;
    let added = rewritten.write(tx, &mut customer, &mut merged.undo).await?;
    add_contacts(tx, known, &mut customer, draft, &added, &mut merged.undo).await?;
    add_address(tx, known, &mut customer, draft, &mut merged.undo).await?;
    let vehicle = merge_car(tx, writing, known, base, &customer, row, &mut merged).await?;
    let new = draft.records.iter().filter(|record| !known.records.contains(&record_key(record, customer.id)));
    let records: Vec<_> = new.map(|record| past_record(tx, &customer, vehicle, record.clone())).collect();
    merged.undo.records = records.iter().map(|record| record.id).collect();
    let calendar = writing.plan.places.of(draft.store).calendar;
    history::store::add_all(tx, records, |record| calendar.start_of(record.happened_on), None).await?;
    let tags: Vec<TagId> =
        draft.tags.iter().copied().filter(|tag| !known.tags.contains(&(customer.id, *tag))).collect();
    write_tags(tx, writing, tags.iter().map(|tag| (customer.clone(), *tag)).collect()).await?;
    merged.undo.tags = tags;
    if let Some(text) = draft.note.clone().filter(|text| !known.notes.contains(&(customer.id, text.clone()))) {
        let note = Note::about(&customer, tx.scope().actor(), text, tx.now());
        merged.undo.note = Some(note.id);
        write_notes(tx, vec![note]).await?;
    }
    Ok(merged)
}

/// Links somebody to a car that is there; whoever becomes its owner says what it is like, a driver what it has run.
pub(super) async fn link_and_change(
    tx: &mut Tx,
    writing: &Writing<'_>,
    vehicle: VehicleId,
    customer: CustomerId,
    new: &VehicleDraft,
    undo: &mut Undo,
) -> Result<Option<VehiclePersonId>> {
    let Some(link) = link(tx, vehicle, customer, new.purchased_on).await? else { return Ok(None) };
    if let Some(car) = vehicles::store::find_all(&tx.db(), [vehicle]).await?.pop() {
        match link.role {
            Role::Owner => change_car(tx, writing, car, new, undo).await?,
            _ => read_odometer(tx, car, new, undo).await?,
        }
    }
    Ok(Some(link.id))
}

/// Makes somebody the driver of a car that has another owner, or its owner when it has none.
pub async fn link(
    tx: &mut Tx,
    vehicle: VehicleId,
    customer: CustomerId,
    since: Option<NaiveDate>,
) -> Result<Option<VehiclePerson>> {
    let found = vehicles::store::find_all(&tx.db(), [vehicle]).await?.pop();
    let Some(mut car) = found.filter(|car| !car.is_deleted()) else { return Ok(None) };
    let links = tx.db().all(tx.db().select::<person::Entity>().filter(person::Column::VehicleId.eq(vehicle))).await?;
    if links.iter().any(|link| link.customer_id == customer && link.until.is_none()) {
        return Ok(None);
    }
    let customer = people::store::find(&tx.db(), customer).await?;
    let role = if car.owner_id.is_none() { Role::Owner } else { Role::Driver };
    let today = kernel::time::Calendar::default().day(tx.now());
    let happened = car.link(&links, NewLink { customer: &customer, role, since: since.unwrap_or(today) }, tx.now())?;
    let link = happened.people.iter().find(|link| link.customer_id == customer.id).cloned();
    vehicles::store::save(tx, car, happened).await?;
    Ok(link)
}

async fn change_fields(
    tx: &mut Tx,
    writing: &Writing<'_>,
    customer: &mut Customer,
    draft: &RowDraft,
    undo: &mut Undo,
) -> Result<()> {
    let new = &draft.customer;
    let plan = writing.plan;
    let overwrites = |field| plan.overwriting.contains(&field);
    // A customer of ours may have a car and be asking for another; a row without our number comes from who sold one.
    let is_buyer =
        draft.number.is_none() && new.stage == Stage::Owner && matches!(customer.stage, Stage::Lead | Stage::Intent);
    let change = CustomerChange {
        name: overwrites(Field::Name).then(|| new.name.clone()),
        kind: overwrites(Field::Kind).then_some(new.kind),
        stage: ((draft.stage_is_given && overwrites(Field::Stage)) || is_buyer).then_some(new.stage),
        gender: plan.fill(customer.gender.as_ref(), new.gender, Field::Gender),
        birthday: plan.fill(customer.birthday.as_ref(), new.birthday, Field::Birthday),
        occupation: plan.fill(customer.occupation.as_ref(), new.occupation.clone(), Field::Occupation),
        preferred_colour: plan.fill(
            customer.preferred_colour.as_ref(),
            new.preferred_colour.clone(),
            Field::PreferredColour,
        ),
        purpose: plan.fill(customer.purpose.as_ref(), new.purpose, Field::Purpose),
        use_scenario: plan.fill(customer.use_scenario.as_ref(), new.use_scenario, Field::UseScenario),
        decision_style: plan.fill(customer.decision_style.as_ref(), new.decision_style, Field::DecisionStyle),
        source: plan.fill(customer.source.as_ref(), new.source.clone(), Field::Source),
        ..CustomerChange::default()
    };
    let mut fields = match customer.change(&change, tx.now())? {
        Some(CustomersEvent::Changed { fields }) => fields,
        _ => Vec::new(),
    };
    let keys = tx.platform().keys().clone();
    if let (None, Some(number)) = (&customer.id_number_blind, &new.id_number) {
        customer.id_number_sealed = Some(keys.seal(number.reveal(), customer.id.0.as_bytes())?);
        customer.id_number_blind = Some(keys.blind("id number", customer.group_id, number.reveal()));
        fields.push(FieldChange { field: "id_number".into(), from: None, to: Some(number.masked()) });
    }
    if let (None, Some(id)) = (&customer.external_id, new.external_id.as_ref().filter(|id| !id.starts_with("file:"))) {
        customer.external_id = Some(id.clone());
        fields.push(FieldChange { field: "external_id".into(), from: None, to: Some(id.clone()) });
    }
    if !fields.is_empty() {
        customer.changed_at = tx.now();
        *customer =
            people::store::save(tx, customer.clone(), CustomersEvent::Changed { fields: fields.clone() }).await?;
        undo.fields = fields;
    }
    assign(tx, writing, customer, draft, undo).await
}

async fn assign(
    tx: &mut Tx,
    writing: &Writing<'_>,
    customer: &mut Customer,
    draft: &RowDraft,
    undo: &mut Undo,
) -> Result<()> {
    let named = |there: Option<StaffId>, new: Option<StaffId>, field: Field| {
        let new = new.filter(|new| there != Some(*new))?;
        let is_wanted = there.is_none() || writing.plan.overwriting.contains(&field);
        is_wanted.then(|| StaffName { id: new, name: writing.staff_names.get(&new).cloned().unwrap_or_default() })
    };
    let consultant = named(customer.consultant_id, draft.customer.consultant_id, Field::Consultant);
    let advisor = named(customer.advisor_id, draft.customer.advisor_id, Field::Advisor);
    if consultant.is_none() && advisor.is_none() {
        return Ok(());
    }
    let mut note = |field: &str, from: Option<StaffId>, to: &Option<StaffName>| {
        if let Some(to) = to {
            let from = from.map(|id| id.to_string());
            undo.fields.push(FieldChange { field: field.into(), from, to: Some(to.id.to_string()) });
        }
    };
    note("consultant_id", customer.consultant_id, &consultant);
    note("advisor_id", customer.advisor_id, &advisor);
    let event = customer.assign(consultant.map(Some), advisor.map(Some), tx.now())?;
    *customer = people::store::save(tx, customer.clone(), event).await?;
    Ok(())
}

async fn add_contacts(
    tx: &mut Tx,
    known: &Known,
    customer: &mut Customer,
    draft: &RowDraft,
    added: &HashSet<String>,
    undo: &mut Undo,
) -> Result<()> {
    let keys = tx.platform().keys().clone();
    let there = known.contacts.get(&customer.id);
    let mut rows = Vec::new();
    let (mut found_by, mut events) = (Vec::new(), Vec::new());
    for new in &draft.customer.contacts {
        let blind = blind_of(new.kind, &new.value, customer.group_id, &keys);
        if added.contains(&blind) || there.is_some_and(|there| there.contains(&blind)) {
            continue;
        }
        let is_first_phone = new.kind == ContactKind::Phone && customer.phone_sealed.is_none();
        rows.push(seal_contact(new, customer.id, customer.group_id, is_first_phone, tx.now(), &keys)?);
        if new.kind == ContactKind::Phone {
            found_by.extend(terms::of_phone(customer.group_id, customer.id, &new.value, &keys));
        }
        events.push(CustomersEvent::ContactAdded { kind: new.kind.word().into() });
        if is_first_phone {
            customer.phone_sealed = Some(keys.seal(&new.value, customer.id.0.as_bytes())?);
            *customer = tx.replace::<customer::Entity>(customer.clone()).await?;
        }
    }
    undo.contacts.extend(rows.iter().map(|row| row.id));
    tx.insert_all::<contact::Entity>(rows).await?;
    for term in found_by {
        // Two phones of one customer may end in the same four digits.
        tx.execute_text(
            "insert into search_terms (group_id, term, kind, customer_id, vehicle_id) values ($1, $2, $3, $4, $5) on conflict do nothing",
            vec![term.group_id.into(), term.term.into(), term.kind.word().into(), term.customer_id.into(), term.vehicle_id.into()],
        )
        .await?;
    }
    let about = About::customer(customer.store_id, customer.id);
    journal::record_all(tx, events.into_iter().map(|event| journal::Draft { about, event, actor: None }).collect())
        .await?;
    Ok(())
}

async fn add_address(
    tx: &mut Tx,
    known: &Known,
    customer: &mut Customer,
    draft: &RowDraft,
    undo: &mut Undo,
) -> Result<()> {
    let Some(new) = &draft.customer.address else { return Ok(()) };
    if known.with_address.contains(&customer.id) {
        return Ok(());
    }
    let keys = tx.platform().keys().clone();
    let row = seal_address(new, customer.id, customer.group_id, tx.now(), &keys)?;
    undo.address = Some(row.id);
    let event = CustomersEvent::AddressAdded { city: row.city.clone() };
    if customer.city.is_none() && row.city.is_some() {
        customer.city.clone_from(&row.city);
        *customer = tx.replace::<customer::Entity>(customer.clone()).await?;
    }
    tx.insert::<address::Entity>(row).await?;
    candidates::keys::renew(tx, customer).await?;
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(())
}

/// The car of a row about a customer who is there: registered, or filled up, or linked when it has another owner.
async fn merge_car(
    tx: &mut Tx,
    writing: &Writing<'_>,
    known: &Known,
    base: &Base,
    customer: &Customer,
    row: &Ready,
    merged: &mut Merged,
) -> Result<Option<VehicleId>> {
    let Some(new) = &row.draft.vehicle else { return Ok(None) };
    let Some(found) = base.car(&row.identity, Some(customer.id)) else {
        match same_model(known, customer, row, new) {
            Told::Car(car) => {
                change_car(tx, writing, car.clone(), new, &mut merged.undo).await?;
                return Ok(Some(car.id));
            }
            Told::Some => return Ok(None),
            Told::None => {}
        }
        let store = row.draft.store;
        let number = Numbers::take(tx, Numbered::Vehicle, &writing.plan.places, vec![store]).await?.next(store)?;
        let draft = VehicleDraft { owner_id: Some(customer.id), ..new.clone() };
        let arrival = VehicleArrival::new(draft, customer.group_id, number, customer.people(), tx.now());
        let id = arrival.vehicle.id;
        vehicles::store::register_all(tx, vec![arrival]).await?;
        merged.vehicle = Some(id);
        return Ok(Some(id));
    };
    let is_linked =
        known.links.get(&found.id).is_some_and(|links| links.iter().any(|link| link.customer_id == customer.id));
    if !is_linked && let Some(link) = link_and_change(tx, writing, found.id, customer.id, new, &mut merged.undo).await?
    {
        merged.undo.links.push(link);
    } else if let Some(car) =
        known.cars.get(&found.id).filter(|car| !car.is_deleted() && car.owner_id == Some(customer.id))
    {
        change_car(tx, writing, car.clone(), new, &mut merged.undo).await?;
    }
    Ok(Some(found.id))
}

/// What a model alone tells of the cars a customer has.
enum Told<'a> {
    Car(&'a Vehicle),
    /// One of them, nobody knows which.
    Some,
    None,
}

/// A car that is told by its model alone is the one of that model the customer has. A row with our number brings no other: it
/// came from here, where the customer's cars are known.
fn same_model<'a>(known: &'a Known, customer: &Customer, row: &Ready, new: &VehicleDraft) -> Told<'a> {
    let cars = known.owned.get(&customer.id).map(Vec::as_slice).unwrap_or_default();
    let is_same =
        |car: &&Vehicle| name_key(&car.brand) == name_key(&new.brand) && name_key(&car.series) == name_key(&new.series);
    let mut same = cars.iter().filter(is_same);
    match (same.next(), same.next()) {
        (Some(car), None) => Told::Car(car),
        (Some(_), Some(_)) => Told::Some,
        (None, _) if row.identity.number.is_some() && !cars.is_empty() => Told::Some,
        (None, _) => Told::None,
    }
}

async fn change_car(
    tx: &mut Tx,
    writing: &Writing<'_>,
    mut car: Vehicle,
    new: &VehicleDraft,
    undo: &mut Undo,
) -> Result<()> {
    let plan = writing.plan;
    let vin = new.vin.as_ref().map(ToString::to_string);
    let change = VehicleChange {
        vin: plan.fill(car.vin.as_ref(), vin, Field::VehicleVin),
        confirm_vin: true,
        trim: plan.fill(car.trim.as_ref(), new.trim.clone(), Field::VehicleTrim),
        model_year: plan.fill(car.model_year.as_ref(), new.model_year, Field::VehicleModelYear),
        energy: plan.fill(car.energy.as_ref(), new.energy, Field::VehicleEnergy),
        colour: plan.fill(car.colour.as_ref(), new.colour.clone(), Field::VehicleColour),
        purchased_on: plan.fill(car.purchased_on.as_ref(), new.purchased_on, Field::VehiclePurchasedOn),
        in_service_on: plan.fill(car.in_service_on.as_ref(), new.in_service_on, Field::VehicleInServiceOn),
        warranty_until: plan.fill(car.warranty_until.as_ref(), new.warranty_until, Field::VehicleWarrantyUntil),
        insurance_until: plan.fill(car.insurance_until.as_ref(), new.insurance_until, Field::VehicleInsuranceUntil),
        insurer: plan.fill(car.insurer.as_ref(), new.insurer.clone(), Field::VehicleInsurer),
        inspection_until: plan.fill(car.inspection_until.as_ref(), new.inspection_until, Field::VehicleInspectionUntil),
        next_service_on: plan.fill(car.next_service_on.as_ref(), new.next_service_on, Field::VehicleNextServiceOn),
        ..VehicleChange::default()
    };
    if let Some(happened) = car.change(&change, tx.now())? {
        let told = happened.told.iter().find_map(|(_, event)| match event {
            CustomersEvent::VehicleChanged { fields, .. } => Some(fields.clone()),
            _ => None,
        });
        undo.changed_vehicle = Some(car.id);
        undo.vehicle_fields = told.unwrap_or_default();
        car = vehicles::store::save(tx, car, happened).await?;
    }
    read_odometer(tx, car, new, undo).await
}

async fn read_odometer(tx: &mut Tx, mut car: Vehicle, new: &VehicleDraft, undo: &mut Undo) -> Result<()> {
    // An odometer only counts up; what it showed before is a reading of its own.
    if let Some(km) = new.mileage_km.filter(|km| car.mileage_km.is_none_or(|there| *km > there)) {
        let reading = Reading { km, read_at: new.mileage_at.unwrap_or(tx.now()), source: new.mileage_source };
        let before = car.mileage_km;
        let happened = car.read_mileage(reading, None, None, tx.now())?;
        undo.changed_vehicle = Some(car.id);
        let from = before.map(|km| km.to_string());
        undo.vehicle_fields.push(FieldChange { field: "mileage_km".into(), from, to: Some(km.to_string()) });
        vehicles::store::save(tx, car, happened).await?;
    }
    Ok(())
}
