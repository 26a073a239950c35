//! What belongs to a car: people, plates, odometer. Each change answers the car as it now is.

use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use kernel::{
    CustomerId, Error, Result, VehicleId, VehiclePersonId,
    permission::{EditVehicles, SeeVehicles},
};
use platform::{
    Allowed, Tx,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::act;
use crate::{
    people::change::named,
    vehicles::{
        checks::Checks,
        mileage::MileageSource,
        parts,
        person::Role,
        plate_moves::make_way,
        rules::{LinkChange, NewLink, Reading},
        store,
        vehicle::Vehicle,
        view::{MileageView, VehicleView},
    },
};

/// Somebody who has the car.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVehiclePerson {
    pub customer_id: CustomerId,
    pub role: Role,
    /// Today, when not given.
    pub since: Option<NaiveDate>,
}

/// What is to be different about a link; null empties a day.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VehiclePersonChange {
    pub role: Option<Role>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub since: Option<Option<NaiveDate>>,
    /// Ends the period; an ended one is not begun again.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub until: Option<Option<NaiveDate>>,
}

/// Another plate.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlate {
    pub plate: String,
    /// Today, when not given.
    pub since: Option<NaiveDate>,
    /// The plate was on another car until then: it ends there. Without it such a plate is refused.
    #[serde(default)]
    pub moved_from_other_car: bool,
}

/// The last day of a plate.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PlateEnd {
    /// The last day it was on the car; today, when not given.
    pub until: Option<NaiveDate>,
}

/// A reading of the odometer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMileage {
    pub km: i32,
    /// Now, when not given.
    pub read_at: Option<DateTime<Utc>>,
    /// `workshop`, when not given. `correction` is taken even when it is lower than an earlier reading.
    pub source: Option<MileageSource>,
}

/// Link a person. A new owner ends the period of the former.
#[utoipa::path(post, path = "/api/v1/vehicles/{id}/people", tag = "vehicles", params(("id" = VehicleId, Path)),
    request_body = NewVehiclePerson,
    responses((status = 201, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn link_person(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    version: IfMatch,
    Json(form): Json<NewVehiclePerson>,
) -> Reply<(StatusCode, Json<VehicleView>)> {
    let view = act(&allowed, id, version, async |tx, vehicle| {
        let today = today(tx, vehicle).await?;
        let mut checks = Checks::default();
        checks.past_day("since", form.since, today);
        checks.finish()?;
        let customer = store::visible_customer(&tx.db(), "customer_id", form.customer_id).await?;
        let links = parts::people_of(&tx.db(), id).await?;
        let new = NewLink { customer: &customer, role: form.role, since: form.since.unwrap_or(today) };
        Ok(Some(vehicle.link(&links, new, tx.now())?))
    });
    Ok((StatusCode::CREATED, Json(view.await?)))
}

/// Change role or period of a link; `until` ends it.
#[utoipa::path(patch, path = "/api/v1/vehicles/{id}/people/{link_id}", tag = "vehicles",
    params(("id" = VehicleId, Path), ("link_id" = VehiclePersonId, Path)), request_body = VehiclePersonChange,
    responses((status = 200, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn change_link(
    allowed: Allowed<EditVehicles>,
    Path((id, link_id)): Path<(VehicleId, VehiclePersonId)>,
    version: IfMatch,
    Json(form): Json<VehiclePersonChange>,
) -> Reply<Fresh<VehicleView>> {
    let view = act(&allowed, id, version, async |tx, vehicle| {
        let today = today(tx, vehicle).await?;
        let mut checks = Checks::default();
        checks.past_day("since", form.since.flatten(), today);
        checks.past_day("until", form.until.flatten(), today);
        checks.finish()?;
        let links = parts::people_of(&tx.db(), id).await?;
        let link = parts::link(&tx.db(), id, link_id).await?;
        let looked_after_by = match form.role {
            Some(Role::Owner) => store::visible_customer(&tx.db(), "role", link.customer_id).await?.people(),
            _ => [None, None],
        };
        let change = LinkChange { role: form.role, since: form.since, until: form.until };
        Ok(vehicle.change_link(&links, &link, looked_after_by, change, tx.now())?)
    });
    Ok(Fresh(view.await?))
}

/// Put another plate on the car; the one before is kept with its last day. A plate that another car bears now is refused with that car
/// in `current`, unless `moved_from_other_car` says that it has moved.
#[utoipa::path(post, path = "/api/v1/vehicles/{id}/plates", tag = "vehicles", params(("id" = VehicleId, Path)),
    request_body = NewPlate,
    responses((status = 201, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn change_plate(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    version: IfMatch,
    Json(form): Json<NewPlate>,
) -> Reply<(StatusCode, Json<VehicleView>)> {
    let view = act(&allowed, id, version, async |tx, vehicle| {
        let today = today(tx, vehicle).await?;
        let mut checks = Checks::default();
        let plate = checks.plate(Some(&form.plate));
        checks.past_day("since", form.since, today);
        checks.finish()?;
        let plate = plate.ok_or_else(|| Error::invalid("plate", "plate.empty", "write the plate, 沪A12345"))?;
        let plates = parts::plates_of(&tx.db(), id).await?;
        let since = form.since.unwrap_or(today);
        let changed = vehicle.change_plate(&plates, &plate, since, tx.now())?;
        make_way(tx, &plate, Some(id), since, form.moved_from_other_car.into()).await?;
        Ok(Some(changed))
    });
    Ok((StatusCode::CREATED, Json(view.await?)))
}

/// Take the plate off the car: it ends there, because it was given back or really is on another car. Nothing happens to a car without
/// one.
#[utoipa::path(delete, path = "/api/v1/vehicles/{id}/plate", tag = "vehicles",
    params(("id" = VehicleId, Path), PlateEnd),
    responses((status = 200, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn end_plate(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    Query(form): Query<PlateEnd>,
    version: IfMatch,
) -> Reply<Fresh<VehicleView>> {
    let view = act(&allowed, id, version, async |tx, vehicle| {
        let today = today(tx, vehicle).await?;
        let mut checks = Checks::default();
        checks.past_day("until", form.until, today);
        checks.finish()?;
        let plates = parts::plates_of(&tx.db(), id).await?;
        Ok(vehicle.end_plate(&plates, form.until.unwrap_or(today), tx.now())?)
    });
    Ok(Fresh(view.await?))
}

/// The readings of the odometer, the latest first.
#[utoipa::path(get, path = "/api/v1/vehicles/{id}/mileage", tag = "vehicles",
    params(("id" = VehicleId, Path), PageRequest),
    responses((status = 200, body = Page<MileageView>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_mileage(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<VehicleId>,
    Query(page): Query<PageRequest>,
) -> Reply<Json<Page<MileageView>>> {
    let db = allowed.read();
    let vehicle = store::find(&db, id).await?;
    Ok(Json(parts::readings_page(&db, vehicle.id, &page).await?.map(Into::into)))
}

/// Write down a reading of the odometer.
#[utoipa::path(post, path = "/api/v1/vehicles/{id}/mileage", tag = "vehicles", params(("id" = VehicleId, Path)),
    request_body = NewMileage,
    responses((status = 201, body = VehicleView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn read_mileage(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    version: IfMatch,
    Json(form): Json<NewMileage>,
) -> Reply<(StatusCode, Json<VehicleView>)> {
    let view = act(&allowed, id, version, async |tx, vehicle| {
        let reading = form.checked(tx.now())?;
        let (before, after) = parts::readings_around(&tx.db(), id, reading.read_at).await?;
        Ok(Some(vehicle.read_mileage(reading, before.as_ref(), after.as_ref(), tx.now())?))
    });
    Ok((StatusCode::CREATED, Json(view.await?)))
}

impl NewMileage {
    fn checked(&self, now: DateTime<Utc>) -> Result<Reading> {
        let mut checks = Checks::default();
        checks.km("km", Some(self.km));
        let read_at = self.read_at.unwrap_or(now).trunc_subsecs(3);
        if read_at > now {
            checks.fault("read_at", "date.in_future", "a reading lies in the past");
        } else {
            checks.past_day("read_at", Some(read_at.date_naive()), now.date_naive());
        }
        checks.finish()?;
        Ok(Reading { km: self.km, read_at, source: self.source.unwrap_or(MileageSource::Workshop) })
    }
}

async fn today(tx: &Tx, vehicle: &Vehicle) -> Result<NaiveDate> {
    Ok(store::calendar_of(&tx.db(), vehicle.store_id).await?.day(tx.now()))
}
