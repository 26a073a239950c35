//! Requests in, views out: cars.

mod list;
mod parts;
mod record;

use kernel::{Error, PermissionName, Result, VehicleId};
use platform::{Door, Platform, Tx, http::IfMatch};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{assemble, rules::Happened, store, vehicle::Vehicle, view::VehicleView};

/// All endpoints of cars.
pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list::list_vehicles, record::add_vehicle))
        .routes(routes!(list::list_vehicle_fields))
        .routes(routes!(list::count_vehicles))
        .routes(routes!(record::find_vehicle, record::change_vehicle, record::delete_vehicle))
        .routes(routes!(record::restore_vehicle))
        .routes(routes!(record::show_vehicle_profile))
        .routes(routes!(record::list_vehicle_timeline))
        .routes(routes!(parts::link_person))
        .routes(routes!(parts::change_link))
        .routes(routes!(parts::change_plate))
        .routes(routes!(parts::end_plate))
        .routes(routes!(parts::list_mileage, parts::read_mileage))
        .routes(routes!(record::read_vin))
}

/// The car as the caller sees it after a change.
async fn seen(door: &Door, id: VehicleId) -> Result<VehicleView> {
    let door = door.under(PermissionName::SeeVehicles);
    let db = door.read();
    assemble::view(&db, store::find(&db, id).await?).await
}

/// The same; as whoever changed it saw it, when the change moved the car out of their reach.
async fn seen_by_its_changer(door: &Door, vehicle: Vehicle) -> Result<VehicleView> {
    match seen(door, vehicle.id).await {
        Err(Error::NotFound) => assemble::view(&door.read(), vehicle).await,
        other => other,
    }
}

/// Finds a car, lets `work` happen to it and saves both; with the version the caller has seen, and the car as it now is when
/// somebody else was faster. Nothing is written when nothing happened.
async fn act(
    door: &Door,
    id: VehicleId,
    version: IfMatch,
    work: impl AsyncFnOnce(&mut Tx, &mut Vehicle) -> Result<Option<Happened>>,
) -> Result<VehicleView> {
    let done = door
        .write(async |tx| {
            let mut vehicle = store::find(&tx.db(), id).await?;
            version.check(vehicle.version, || ())?;
            match work(tx, &mut vehicle).await? {
                Some(happened) => store::save(tx, vehicle, happened).await,
                None => Ok(vehicle),
            }
        })
        .await;
    match done {
        Ok(vehicle) => seen_by_its_changer(door, vehicle).await,
        Err(Error::Stale { .. }) => Err(Error::Stale { current: serde_json::to_value(seen(door, id).await?)? }),
        Err(other) => Err(other),
    }
}
