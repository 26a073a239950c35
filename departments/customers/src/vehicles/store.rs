//! Cars in and out of the database.

use std::collections::BTreeSet;

use chrono::Datelike;
use journal::{About, Draft, events::Event};
use kernel::{CustomerId, Error, PermissionName, Result, StoreId, VehicleId, number::Numbered, time::Calendar};
use platform::{
    Db, Tx,
    database::next_number,
    names::{self, NamedStore},
};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{
    arrival::{VehicleArrival, terms_of},
    draft::{NewVehicle, VehicleDraft},
    mileage, person, plate,
    plate_moves::{PlateMove, make_way},
    rules::Happened,
    vehicle::{Column, Entity, Vehicle},
};
use crate::{
    people::{self, customer::Customer},
    recalls, search, vehicle_merges,
};

/// One car inside the scope, deleted or not.
pub async fn find(db: &Db<'_>, id: VehicleId) -> Result<Vehicle> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// These cars inside the scope, in no order.
pub async fn find_all(db: &Db<'_>, ids: impl IntoIterator<Item = VehicleId>) -> Result<Vec<Vehicle>> {
    let ids: BTreeSet<VehicleId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    db.all(db.select::<Entity>().filter(Column::Id.is_in(ids))).await
}

/// The cars of an owner, those put away left out.
pub async fn owned_by(db: &Db<'_>, owner: CustomerId) -> Result<Vec<Vehicle>> {
    let db = db.under(PermissionName::SeeVehicles);
    db.all(db.select::<Entity>().filter(Column::OwnerId.eq(owner)).filter(Column::DeletedAt.is_null())).await
}

/// The same of many owners.
pub async fn owned_by_any(db: &Db<'_>, owners: &[CustomerId]) -> Result<Vec<Vehicle>> {
    let of_any = Column::OwnerId.is_in(owners.iter().copied());
    db.all(db.select::<Entity>().filter(of_any).filter(Column::DeletedAt.is_null())).await
}

/// A new car: takes a number, writes all rows and the journal entries. Refuses a VIN that is there already, and a plate that another
/// car bears unless it has moved.
pub async fn register(tx: &mut Tx, draft: VehicleDraft, plate_move: PlateMove) -> Result<Vehicle> {
    let store = open_store(&tx.db(), draft.store_id).await?;
    let people = match draft.owner_id {
        Some(owner) => visible_customer(&tx.db(), "owner_id", owner).await?.people(),
        // Somebody who sees only what they look after would lose sight of a car without an owner at once.
        None if tx.scope().span().covers(draft.store_id, &[]) => [None, None],
        None => [tx.scope().staff(), None],
    };
    if let Some(vin) = &draft.vin {
        check_vin_free(&tx.db(), vin.as_str(), None).await?;
    }
    let today = store.calendar.day(tx.now());
    if let Some(plate) = &draft.plate {
        make_way(tx, plate, None, draft.purchased_on.unwrap_or(today), plate_move).await?;
    }
    let year = today.year();
    let number = next_number(tx, Numbered::Vehicle, draft.store_id, &store.code, year).await?;
    let arrival = VehicleArrival::new(draft, tx.scope().group(), number, people, tx.now());
    let vehicle = arrival.vehicle.clone();
    register_all(tx, vec![arrival]).await?;
    Ok(vehicle)
}

/// The car that comes with a new customer, who owns it. Needs `edit_vehicles` in that store, whatever the transaction was
/// opened under.
pub async fn register_for(tx: &mut Tx, form: NewVehicle, owner: &Customer) -> Result<Vehicle> {
    let form = NewVehicle { owner_id: Some(owner.id), ..form };
    let home = form.store_id.unwrap_or(owner.store_id);
    let allowed = PermissionName::EditVehicles;
    if !tx.scope().span_of(allowed).is_some_and(|span| span.welcomes(home)) {
        return Err(Error::Forbidden { permission: allowed.name() });
    }
    let today = calendar_of(&tx.db(), home).await?.day(tx.now());
    let draft = form.draft_within("vehicle.", Some(owner.store_id), today)?;
    register(tx, draft, form.moved_from_other_car.into()).await
}

/// Writes the rows of many arrivals, table by table.
pub async fn register_all(tx: &mut Tx, arrivals: Vec<VehicleArrival>) -> Result<()> {
    let (mut vehicles, mut owners, mut plates) = (Vec::new(), Vec::new(), Vec::new());
    let (mut readings, mut terms, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for arrival in arrivals {
        vehicles.push(arrival.vehicle);
        owners.extend(arrival.owner);
        plates.extend(arrival.plate);
        readings.extend(arrival.reading);
        terms.extend(arrival.terms);
        events.extend(arrival.events);
    }
    tx.insert_all::<Entity>(vehicles.clone()).await.map_err(in_words)?;
    tx.insert_all::<person::Entity>(owners).await?;
    tx.insert_all::<plate::Entity>(plates).await?;
    tx.insert_all::<mileage::Entity>(readings).await?;
    search::store::add(tx, terms).await?;
    journal::record_all(tx, events).await?;
    // In a box, so that the futures of an import do not grow with what is looked at here.
    Box::pin(recalls::cars::arrivals::look_at(tx, &vehicles)).await
}

/// Saves a car together with what happened to it, its people, plates and readings included; there is no way to save one
/// without the other.
pub async fn save(tx: &mut Tx, vehicle: Vehicle, happened: Happened) -> Result<Vehicle> {
    let before = find(&tx.db(), vehicle.id).await?;
    // Parts go first: they are inside the scope of the car as it was, and a new owner may move it out of the caller's.
    write_parts(tx, &happened).await?;
    let vehicle = write(tx, &before, vehicle).await?;
    let about = About::vehicle(vehicle.store_id, vehicle.id);
    let told = happened.told.into_iter();
    let drafts = told.map(|(customer, event)| Draft { about: about.with_customer(customer), event, actor: None });
    journal::record_all(tx, drafts.collect()).await?;
    Box::pin(recalls::cars::arrivals::look_again_at(tx, &before, &vehicle)).await?;
    Ok(vehicle)
}

/// Saves a record alone, together with an event of whatever kind about the car and its owner.
pub async fn save_with<E: Event>(tx: &mut Tx, vehicle: Vehicle, event: E) -> Result<Vehicle> {
    let before = find(&tx.db(), vehicle.id).await?;
    let vehicle = write(tx, &before, vehicle).await?;
    let about = About::vehicle(vehicle.store_id, vehicle.id).with_customer(vehicle.owner_id);
    journal::record(tx, about, event).await?;
    Box::pin(recalls::cars::arrivals::look_again_at(tx, &before, &vehicle)).await?;
    Ok(vehicle)
}

async fn write(tx: &mut Tx, before: &Vehicle, vehicle: Vehicle) -> Result<Vehicle> {
    if let Some(vin) = &vehicle.vin
        && (before.vin != vehicle.vin || before.is_deleted())
    {
        check_vin_free(&tx.db(), vin, Some(vehicle.id)).await?;
    }
    let vehicle = tx.replace::<Entity>(vehicle).await.map_err(in_words)?;
    let (mut was, mut is) = (terms_of(before), terms_of(&vehicle));
    was.extend(vehicle_merges::terms::of_absorbed(&tx.db(), before).await?);
    is.extend(vehicle_merges::terms::of_absorbed(&tx.db(), &vehicle).await?);
    search::store::replace(tx, was, is).await?;
    Ok(vehicle)
}

/// The calendar of a store.
pub async fn calendar_of(db: &Db<'_>, store: StoreId) -> Result<Calendar> {
    let known = names::of(db, names::Wanted { stores: [store].into(), ..names::Wanted::default() }).await?;
    Ok(known.calendar(store))
}

/// A customer the caller sees, to be named in `field` of a car; one that is deleted is refused.
pub async fn visible_customer(db: &Db<'_>, field: &str, id: CustomerId) -> Result<Customer> {
    let db = db.under(PermissionName::SeeCustomers);
    match people::store::find(&db, id).await {
        Ok(customer) => {
            customer.must_be_there()?;
            Ok(customer)
        }
        Err(Error::NotFound) => {
            Err(Error::invalid(field, "customer.unknown", "there is no such customer, or it is not yours to see"))
        }
        Err(other) => Err(other),
    }
}

async fn write_parts(tx: &mut Tx, happened: &Happened) -> Result<()> {
    if !happened.people.is_empty() {
        tx.delete::<person::Entity>(person::Column::Id.is_in(happened.people.iter().map(|link| link.id))).await?;
        tx.insert_all::<person::Entity>(happened.people.clone()).await?;
    }
    if !happened.plates.is_empty() {
        tx.delete::<plate::Entity>(plate::Column::Id.is_in(happened.plates.iter().map(|plate| plate.id))).await?;
        tx.insert_all::<plate::Entity>(happened.plates.clone()).await?;
    }
    if let Some(reading) = happened.reading.clone() {
        tx.insert::<mileage::Entity>(reading).await?;
    }
    Ok(())
}

async fn open_store(db: &Db<'_>, id: StoreId) -> Result<NamedStore> {
    let wanted = names::Wanted { stores: [id].into(), ..names::Wanted::default() };
    names::within_reach(db, wanted)
        .await?
        .stores
        .remove(&id)
        .ok_or_else(|| Error::invalid("store_id", "store.unknown", "there is no such open store in your reach"))
}

platform::record! {
    struct SameVin { id: VehicleId, number: String }
}

/// A VIN stands for one car of the group, in whichever store it is kept: asked outside the caller's scope, answered with the
/// number only to those who see that car.
async fn check_vin_free(db: &Db<'_>, vin: &str, except: Option<VehicleId>) -> Result<()> {
    let same: Vec<SameVin> = db
        .fetch_text(
            "select id, number from vehicles where group_id = $1 and vin = $2 and deleted_at is null",
            vec![db.scope().group().into(), vin.into()],
        )
        .await?;
    let Some(taken) = same.into_iter().find(|car| Some(car.id) != except) else { return Ok(()) };
    let seen = db.under(PermissionName::SeeVehicles);
    let is_visible = seen.maybe(seen.select::<Entity>().filter(Column::Id.eq(taken.id))).await?.is_some();
    Err(vin_taken(is_visible.then_some(taken.number)))
}

fn vin_taken(number: Option<String>) -> Error {
    let detail = match number {
        Some(number) => format!("A car with this VIN is there already: {number}. Open it and link the person there."),
        None => "A car with this VIN is kept by another store of the group; ask them to hand it over.".into(),
    };
    Error::Refused { code: "vehicle.vin_taken", detail }
}

/// A VIN or external id that was taken between looking and writing is the caller's to mend, not ours.
fn in_words(error: Error) -> Error {
    let is_taken = matches!(&error, Error::Internal(cause)
        if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))));
    if is_taken {
        return Error::Refused {
            code: "vehicle.exists",
            detail: "A car with this VIN or external_id is there already; change that one instead.".into(),
        };
    }
    error
}
