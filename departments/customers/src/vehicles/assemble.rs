//! Puts the view of one car, of its page, or of a list of them together from its parts: a fixed number of queries.

use std::collections::BTreeSet;

use kernel::{CustomerId, Result, VehicleId, plate::Plate, time::Calendar, vin::Vin};
use platform::{
    Db,
    database::paging::{Page, PageRequest},
    names::{self, Known, Wanted},
};

use super::{
    list::{self, ListRow},
    parts,
    person::VehiclePerson,
    plate_twins,
    rules::{Due, clocks, due, km_per_month},
    store,
    vehicle::Vehicle,
    view::{
        CarriedPlateView, ProfileVehicle, VehiclePersonView, VehicleProfile, VehicleRow, VehicleView, VinView, deeds,
    },
};
use crate::{listing::Asked, recalls, timeline, warranty_terms};

const TASKS_MAX: u64 = 20;
const ENTRIES: u64 = 30;

/// The whole record of a car, found inside the scope before.
pub async fn view(db: &Db<'_>, vehicle: Vehicle) -> Result<VehicleView> {
    let people = parts::people_of(db, vehicle.id).await?;
    let plates = parts::plates_of(db, vehicle.id).await?;
    let known = names::of(
        db,
        Wanted {
            customers: people.iter().map(|link| link.customer_id).collect(),
            stores: [vehicle.store_id].into(),
            ..Wanted::default()
        },
    )
    .await?;
    let terms = warranty_terms::store::of_all(db).await?;
    let recalls = recalls::cars::store::of_vehicle(db, vehicle.id).await?;
    let today = known.calendar(vehicle.store_id).day(db.platform().clock().now());
    let twins = plate_twins::of(db, &vehicle).await?;
    let near = vehicle.in_service_on.or(vehicle.purchased_on);
    Ok(VehicleView {
        store: known.store(vehicle.store_id),
        vin: vehicle.vin.as_deref().and_then(|vin| Vin::parse(vin).ok()).map(|vin| VinView::new(&vin, near)),
        plate: vehicle.plate.as_deref().and_then(|plate| Plate::parse(plate).ok()).map(|plate| (&plate).into()),
        people: people
            .into_iter()
            .map(|link| VehiclePersonView {
                id: link.id,
                customer: known.customer(link.customer_id),
                role: link.role,
                since: link.since,
                until: link.until,
            })
            .collect(),
        plates: plates
            .into_iter()
            .map(|plate| CarriedPlateView { plate: plate.plate, since: plate.since, until: plate.until })
            .collect(),
        plate_twins: twins.seen,
        has_unseen_plate_twin: twins.has_unseen,
        clocks: clocks(&vehicle, &terms, today),
        recalls: recalls::cars::view::of_vehicle(db, &vehicle, recalls).await?,
        can: deeds(db.scope(), &vehicle),
        health: vehicle.health(),
        id: vehicle.id,
        number: vehicle.number,
        brand: vehicle.brand,
        series: vehicle.series,
        trim: vehicle.trim,
        model_year: vehicle.model_year,
        energy: vehicle.energy,
        colour: vehicle.colour,
        purchased_on: vehicle.purchased_on,
        in_service_on: vehicle.in_service_on,
        delivered_on: vehicle.delivered_on,
        mileage_km: vehicle.mileage_km,
        mileage_at: vehicle.mileage_at,
        warranty_until: vehicle.warranty_until,
        warranty_km: vehicle.warranty_km,
        insurance_until: vehicle.insurance_until,
        insurer: vehicle.insurer,
        inspection_until: vehicle.inspection_until,
        next_service_on: vehicle.next_service_on,
        next_service_km: vehicle.next_service_km,
        battery_health: vehicle.battery_health,
        tyre_health: vehicle.tyre_health,
        brake_health: vehicle.brake_health,
        created_at: vehicle.created_at,
        changed_at: vehicle.changed_at,
        deleted_at: vehicle.deleted_at,
        merged_into: vehicle.merged_into,
        version: vehicle.version,
    })
}

/// A page of the list as views.
pub async fn page(db: &Db<'_>, asked: &Asked, request: &PageRequest, calendar: Calendar) -> Result<Page<VehicleRow>> {
    page_among(db, asked, None, request, calendar).await
}

/// A page of the list as views; with `among`, only of those.
pub async fn page_among(
    db: &Db<'_>,
    asked: &Asked,
    among: Option<&[VehicleId]>,
    request: &PageRequest,
    calendar: Calendar,
) -> Result<Page<VehicleRow>> {
    let found = list::read(db, asked, among, request, calendar).await?;
    let rows = &found.items;
    let wanted = Wanted {
        customers: rows.iter().filter_map(|row| row.owner_id).collect(),
        staff: rows.iter().flat_map(|row| [row.consultant_id, row.advisor_id]).flatten().collect(),
        stores: rows.iter().map(|row| row.store_id).collect(),
        ..Wanted::default()
    };
    let known = names::of(db, wanted).await?;
    let ids: Vec<VehicleId> = rows.iter().map(|row| row.id).collect();
    let recalled = recalls::cars::store::unfixed_among(db, &ids).await?;
    Ok(found.map(|row| line(row, &known, &recalled)))
}

/// Everything the page of a car shows. The car was found inside the scope before.
pub async fn profile(db: &Db<'_>, vehicle: Vehicle) -> Result<VehicleProfile> {
    let calendar = store::calendar_of(db, vehicle.store_id).await?;
    let today = calendar.day(db.platform().clock().now());
    let readings = parts::latest_readings(db, vehicle.id).await?;
    let pace = km_per_month(&readings);
    let first = PageRequest { limit: Some(ENTRIES), cursor: None };
    Ok(VehicleProfile {
        due: due(&vehicle, today, pace),
        mileage: readings.into_iter().map(Into::into).collect(),
        km_per_month: pace,
        tasks: worklist::of_vehicle(db, vehicle.id, TASKS_MAX).await?,
        timeline: timeline::of_vehicle(db, vehicle.id, None, &first).await?,
        vehicle: view(db, vehicle).await?,
    })
}

/// The cars of a customer for the customer's page: those they have now first. The customer was found inside the scope before.
pub async fn of_customer(db: &Db<'_>, customer: CustomerId) -> Result<Vec<ProfileVehicle>> {
    let cars = parts::cars_of(db, customer).await?;
    let stores = cars.iter().map(|(_, car)| car.store_id).collect();
    let known = names::of(db, Wanted { stores, ..Wanted::default() }).await?;
    let now = db.platform().clock().now();
    let ids: Vec<VehicleId> = cars.iter().map(|(_, car)| car.id).collect();
    let recalled = recalls::cars::store::unfixed_among(db, &ids).await?;
    let views = cars.into_iter().map(|(link, car)| {
        let today = known.calendar(car.store_id).day(now);
        let due = if link.until.is_none() { due(&car, today, None) } else { Vec::new() };
        let has_open_recall = recalled.contains(&car.id);
        profile_vehicle(&link, car, due, has_open_recall)
    });
    Ok(views.collect())
}

fn line(row: ListRow, known: &Known, recalled: &BTreeSet<VehicleId>) -> VehicleRow {
    VehicleRow {
        has_open_recall: recalled.contains(&row.id),
        id: row.id,
        number: row.number,
        vin: row.vin,
        plate: row.plate,
        brand: row.brand,
        series: row.series,
        trim: row.trim,
        model_year: row.model_year,
        energy: row.energy,
        colour: row.colour,
        owner: row.owner_id.map(|id| known.customer(id)),
        consultant: row.consultant_id.map(|id| known.staff(id)),
        advisor: row.advisor_id.map(|id| known.staff(id)),
        purchased_on: row.purchased_on,
        mileage_km: row.mileage_km,
        next_service_on: row.next_service_on,
        insurance_until: row.insurance_until,
        inspection_until: row.inspection_until,
        warranty_until: row.warranty_until,
        store: known.store(row.store_id),
        created_at: row.created_at,
        version: row.version,
    }
}

fn profile_vehicle(link: &VehiclePerson, car: Vehicle, due: Vec<Due>, has_open_recall: bool) -> ProfileVehicle {
    ProfileVehicle {
        has_open_recall,
        health: car.health(),
        id: car.id,
        number: car.number,
        vin: car.vin,
        plate: car.plate,
        brand: car.brand,
        series: car.series,
        trim: car.trim,
        energy: car.energy,
        colour: car.colour,
        role: link.role,
        since: link.since,
        until: link.until,
        mileage_km: car.mileage_km,
        due,
    }
}
