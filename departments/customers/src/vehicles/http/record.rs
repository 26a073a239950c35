//! The record of a car: added, read, changed, put away.

use axum::http::StatusCode;
use journal::Kind;
use kernel::{
    Error, Result, StoreId, VehicleId,
    permission::{EditVehicles, SeeVehicles},
};
use platform::{
    Allowed, Door,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;

use super::{act, seen, seen_by_its_changer};
use crate::{
    timeline::{self, EntryView},
    vehicles::{
        assemble,
        change::VehicleChange,
        checks::{Checks, Confirmed},
        draft::NewVehicle,
        parts,
        plate_moves::is_borne_by_another,
        store,
        view::{VehicleProfile, VehicleView, VinView},
    },
};

/// Which side of the business a timeline is to show.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VehicleTimelineQuery {
    /// All sides when not given.
    pub kind: Option<Kind>,
}

/// A new car. It belongs to the store named, else to that of its owner, else to that of the caller.
#[utoipa::path(post, path = "/api/v1/vehicles", tag = "vehicles", request_body = NewVehicle,
    responses((status = 201, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn add_vehicle(
    allowed: Allowed<EditVehicles>,
    Json(form): Json<NewVehicle>,
) -> Reply<(StatusCode, Json<VehicleView>)> {
    let home = home_of(&allowed, &form).await?;
    let calendar = match form.store_id.or(home) {
        Some(store) => store::calendar_of(&allowed.read(), store).await?,
        None => kernel::time::Calendar::default(),
    };
    let draft = form.draft(home, calendar.day(allowed.platform().clock().now()))?;
    let plate_move = form.moved_from_other_car.into();
    let vehicle = allowed.write(async |tx| store::register(tx, draft, plate_move).await).await?;
    Ok((StatusCode::CREATED, Json(seen_by_its_changer(&allowed, vehicle).await?)))
}

/// One car.
#[utoipa::path(get, path = "/api/v1/vehicles/{id}", tag = "vehicles", params(("id" = VehicleId, Path)),
    responses((status = 200, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn find_vehicle(allowed: Allowed<SeeVehicles>, Path(id): Path<VehicleId>) -> Reply<Fresh<VehicleView>> {
    Ok(Fresh(seen(&allowed, id).await?))
}

/// Change some fields; null empties one. Plate, odometer and people have endpoints of their own.
#[utoipa::path(patch, path = "/api/v1/vehicles/{id}", tag = "vehicles", params(("id" = VehicleId, Path)),
    request_body = VehicleChange,
    responses((status = 200, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn change_vehicle(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    version: IfMatch,
    Json(form): Json<VehicleChange>,
) -> Reply<Fresh<VehicleView>> {
    let view = act(&allowed, id, version, async |tx, vehicle| {
        let today = store::calendar_of(&tx.db(), vehicle.store_id).await?.day(tx.now());
        Ok(vehicle.change(&form.checked(today)?, tx.now())?)
    });
    Ok(Fresh(view.await?))
}

/// Put a car away; nothing is lost and it can be restored.
#[utoipa::path(delete, path = "/api/v1/vehicles/{id}", tag = "vehicles", params(("id" = VehicleId, Path)),
    responses((status = 204),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn delete_vehicle(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    act(&allowed, id, version, async |tx, vehicle| Ok(Some(vehicle.delete(tx.now())?))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bring a deleted car back; without its plate when another car bears it now.
#[utoipa::path(put, path = "/api/v1/vehicles/{id}/restoration", tag = "vehicles", params(("id" = VehicleId, Path)),
    responses((status = 200, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn restore_vehicle(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    version: IfMatch,
) -> Reply<Fresh<VehicleView>> {
    let view = act(&allowed, id, version, async |tx, vehicle| {
        let mut happened = vehicle.restore(tx.now())?;
        let Some(plate) = vehicle.plate.clone() else { return Ok(Some(happened)) };
        if is_borne_by_another(&tx.db(), &plate, id).await? {
            let today = store::calendar_of(&tx.db(), vehicle.store_id).await?.day(tx.now());
            let plates = parts::plates_of(&tx.db(), id).await?;
            if let Some(ended) = vehicle.end_plate(&plates, today, tx.now())? {
                happened.told.extend(ended.told);
                happened.plates = ended.plates;
            }
        }
        Ok(Some(happened))
    });
    Ok(Fresh(view.await?))
}

/// Everything the page of a car shows, in one call.
#[utoipa::path(get, path = "/api/v1/vehicles/{id}/profile", tag = "vehicles", params(("id" = VehicleId, Path)),
    responses((status = 200, body = VehicleProfile),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn show_vehicle_profile(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<VehicleId>,
) -> Reply<Json<VehicleProfile>> {
    let db = allowed.read();
    Ok(Json(assemble::profile(&db, store::find(&db, id).await?).await?))
}

/// The timeline of a car, newest first.
#[utoipa::path(get, path = "/api/v1/vehicles/{id}/timeline", tag = "vehicles",
    params(("id" = VehicleId, Path), VehicleTimelineQuery, PageRequest),
    responses((status = 200, body = Page<EntryView>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_vehicle_timeline(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<VehicleId>,
    Query(query): Query<VehicleTimelineQuery>,
    Query(page): Query<PageRequest>,
) -> Reply<Json<Page<EntryView>>> {
    let db = allowed.read();
    let vehicle = store::find(&db, id).await?;
    Ok(Json(timeline::of_vehicle(&db, vehicle.id, query.kind, &page).await?))
}

/// What a VIN tells: maker, country, model year, and whether its check digit holds.
#[utoipa::path(get, path = "/api/v1/vin/{vin}", tag = "vehicles", params(("vin" = String, Path)),
    responses((status = 200, body = VinView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn read_vin(_allowed: Allowed<SeeVehicles>, Path(raw): Path<String>) -> Reply<Json<VinView>> {
    let mut checks = Checks::default();
    let vin = checks.vin(Some(&raw), Confirmed::Yes);
    checks.finish()?;
    let vin = vin.ok_or_else(|| Error::invalid("vin", "vin.too_short", "a VIN has 17 characters"))?;
    Ok(Json(VinView::new(&vin, None)))
}

async fn home_of(door: &Door, form: &NewVehicle) -> Result<Option<StoreId>> {
    match form.owner_id {
        Some(owner) if form.store_id.is_none() => {
            Ok(Some(store::visible_customer(&door.read(), "owner_id", owner).await?.store_id))
        }
        _ => crate::caller::store(door, form.store_id).await,
    }
}
