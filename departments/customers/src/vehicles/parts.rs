//! What belongs to a car, out of the database: people, plates, odometer. It is written with the car itself.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{CustomerId, PermissionName, Result, VehicleId, VehiclePersonId};
use platform::{
    Db,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    mileage::{self, MileageReading},
    person::{self, VehiclePerson},
    plate::{self, CarriedPlate},
    vehicle::{self, Vehicle},
};

const PARTS_MAX: u64 = 200;

/// Who has and had a car: current links first, then the latest. The car was found inside the scope before.
pub async fn people_of(db: &Db<'_>, vehicle: VehicleId) -> Result<Vec<VehiclePerson>> {
    let select = db.select::<person::Entity>().filter(person::Column::VehicleId.eq(vehicle));
    let mut links = db.all(select.order_by_desc(person::Column::Id).limit(PARTS_MAX)).await?;
    links.sort_by_key(|link| (link.until.is_some(), std::cmp::Reverse((link.until, link.since))));
    Ok(links)
}

/// One link of a car.
pub async fn link(db: &Db<'_>, vehicle: VehicleId, id: VehiclePersonId) -> Result<VehiclePerson> {
    let of_car = person::Column::VehicleId.eq(vehicle);
    db.one(db.select::<person::Entity>().filter(person::Column::Id.eq(id)).filter(of_car)).await
}

/// The plates of a car, the one it carries first.
pub async fn plates_of(db: &Db<'_>, vehicle: VehicleId) -> Result<Vec<CarriedPlate>> {
    let select = db.select::<plate::Entity>().filter(plate::Column::VehicleId.eq(vehicle));
    let mut plates = db.all(select.order_by_desc(plate::Column::Id).limit(PARTS_MAX)).await?;
    plates.sort_by_key(|plate| (plate.until.is_some(), std::cmp::Reverse((plate.until, plate.since))));
    Ok(plates)
}

/// The latest readings of a car, the latest first.
pub async fn latest_readings(db: &Db<'_>, vehicle: VehicleId) -> Result<Vec<MileageReading>> {
    db.all(readings(db, vehicle).limit(PARTS_MAX)).await
}

/// A page of a car's readings, the latest first.
pub async fn readings_page(db: &Db<'_>, vehicle: VehicleId, request: &PageRequest) -> Result<Page<MileageReading>> {
    let limit = request.limit()?;
    let mut select = readings(db, vehicle);
    if let Some((at, id)) = request.after::<(DateTime<Utc>, kernel::MileageReadingId)>()? {
        let columns = [Expr::col(mileage::Column::ReadAt), Expr::col(mileage::Column::Id)];
        select = select.filter(row_before(columns, [at.into(), id.into()]));
    }
    page(db.all(select.limit(limit + 1)).await?, limit, |reading| (reading.read_at, reading.id))
}

/// The last reading at or before an instant, and the first one later.
pub async fn readings_around(
    db: &Db<'_>,
    vehicle: VehicleId,
    at: DateTime<Utc>,
) -> Result<(Option<MileageReading>, Option<MileageReading>)> {
    let before = db.maybe(readings(db, vehicle).filter(mileage::Column::ReadAt.lte(at)).limit(1)).await?;
    let later = db.select::<mileage::Entity>().filter(mileage::Column::VehicleId.eq(vehicle));
    let after = db
        .maybe(
            later
                .filter(mileage::Column::ReadAt.gt(at))
                .order_by_asc(mileage::Column::ReadAt)
                .order_by_asc(mileage::Column::Id)
                .limit(1),
        )
        .await?;
    Ok((before, after))
}

/// The cars a customer has and had, as far as the caller sees them: those of now first, the own ones before the others.
pub async fn cars_of(db: &Db<'_>, customer: CustomerId) -> Result<Vec<(VehiclePerson, Vehicle)>> {
    let db = db.under(PermissionName::SeeVehicles);
    let links = db
        .all(
            db.select::<person::Entity>()
                .filter(person::Column::CustomerId.eq(customer))
                .order_by_desc(person::Column::Id)
                .limit(PARTS_MAX),
        )
        .await?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let there = db.select::<vehicle::Entity>().filter(vehicle::Column::DeletedAt.is_null());
    let ids = links.iter().map(|link| link.vehicle_id);
    let rows = db.all(there.filter(vehicle::Column::Id.is_in(ids))).await?;
    let rows: HashMap<VehicleId, Vehicle> = rows.into_iter().map(|row| (row.id, row)).collect();
    let mut cars: Vec<(VehiclePerson, Vehicle)> =
        links.into_iter().filter_map(|link| Some((link.clone(), rows.get(&link.vehicle_id)?.clone()))).collect();
    cars.sort_by_key(|(link, _)| {
        (link.until.is_some(), link.role != person::Role::Owner, std::cmp::Reverse((link.until, link.since)))
    });
    Ok(cars)
}

fn readings(db: &Db<'_>, vehicle: VehicleId) -> sea_orm::Select<mileage::Entity> {
    db.select::<mileage::Entity>()
        .filter(mileage::Column::VehicleId.eq(vehicle))
        .order_by_desc(mileage::Column::ReadAt)
        .order_by_desc(mileage::Column::Id)
}
