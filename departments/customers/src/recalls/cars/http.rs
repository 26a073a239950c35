//! Requests in, views out: the cars of a recall.

use chrono::NaiveDate;
use kernel::{
    RecallId, Result, StoreId, VehicleId,
    permission::{EditVehicles, SeeVehicles},
};
use platform::{
    Allowed, Platform, Tx,
    database::paging::{COUNT_MAX, Count, Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    found::signature,
    list::{self, Which},
    recall_car::{RecallCar, RecallCarState},
    rules::Step,
    store,
    view::{self, RecallCarRow},
};
use crate::{
    recalls::campaign::{self, draft, recall::Recall},
    vehicles::{self, checks::Checks, vehicle::Vehicle},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_recall_cars))
        .routes(routes!(count_recall_cars))
        .routes(routes!(move_recall_car, take_back_recall_car))
}

/// Which cars of a recall are shown.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecallCarQuery {
    pub state: Option<RecallCarState>,
    pub store_id: Option<StoreId>,
    /// Part of a plate, VIN or number, or of the owner's name, phone or number.
    pub q: Option<String>,
}

/// Request body of `PUT /recalls/{id}/cars/{vehicle_id}/state`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecallStep {
    pub to: RecallCarState,
    /// Today, when not given.
    pub on: Option<NaiveDate>,
    pub mileage_km: Option<i32>,
    /// At most 4,000 characters.
    pub note: Option<String>,
}

/// The cars of a recall, as far as the caller sees them.
#[utoipa::path(get, path = "/api/v1/recalls/{id}/cars", tag = "recalls",
    params(("id" = RecallId, Path), RecallCarQuery, PageRequest),
    responses((status = 200, body = Page<RecallCarRow>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_recall_cars(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<RecallId>,
    Query(query): Query<RecallCarQuery>,
    Query(page): Query<PageRequest>,
) -> Reply<Json<Page<RecallCarRow>>> {
    let db = allowed.read();
    let recall = campaign::store::find(&db, id).await?;
    let lines = list::read(&db, id, &query.which(), &page).await?;
    Ok(Json(view::rows(&db, &recall, lines).await?))
}

/// How many cars of a recall a list has, up to a thousand.
#[utoipa::path(get, path = "/api/v1/recalls/{id}/cars/count", tag = "recalls",
    params(("id" = RecallId, Path), RecallCarQuery),
    responses((status = 200, body = Count),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn count_recall_cars(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<RecallId>,
    Query(query): Query<RecallCarQuery>,
) -> Reply<Json<Count>> {
    let db = allowed.read();
    campaign::store::find(&db, id).await?;
    Ok(Json(Count::capped(list::count(&db, id, &query.which(), COUNT_MAX + 1).await?)))
}

/// A car has come further: its owner was told, a day is booked, it is mended, …
#[utoipa::path(put, path = "/api/v1/recalls/{id}/cars/{vehicle_id}/state", tag = "recalls",
    params(("id" = RecallId, Path), ("vehicle_id" = VehicleId, Path)), request_body = RecallStep,
    responses((status = 200, body = RecallCarRow),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn move_recall_car(
    allowed: Allowed<EditVehicles>,
    Path((id, vehicle_id)): Path<(RecallId, VehicleId)>,
    version: IfMatch,
    Json(form): Json<RecallStep>,
) -> Reply<Fresh<RecallCarRow>> {
    let (recall, car, vehicle) = allowed
        .write(async |tx| {
            let (recall, mut car, vehicle) = found(tx, id, vehicle_id, version).await?;
            let calendar = vehicles::store::calendar_of(&tx.db(), vehicle.store_id).await?;
            let step = form.checked(calendar.day(tx.now()), signature(tx.scope().actor()))?;
            let about = store::about(&vehicle, calendar, step.on, tx.now());
            let moved = car.move_on(&recall, step, tx.now())?;
            let car = store::save(tx, about, car, moved).await?;
            Ok((recall, car, vehicle))
        })
        .await?;
    Ok(Fresh(view::one(&allowed.read(), &recall, car, vehicle).await?))
}

/// Take the last move of a car back: it was a mistake.
#[utoipa::path(delete, path = "/api/v1/recalls/{id}/cars/{vehicle_id}/state", tag = "recalls",
    params(("id" = RecallId, Path), ("vehicle_id" = VehicleId, Path)),
    responses((status = 200, body = RecallCarRow),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn take_back_recall_car(
    allowed: Allowed<EditVehicles>,
    Path((id, vehicle_id)): Path<(RecallId, VehicleId)>,
    version: IfMatch,
) -> Reply<Fresh<RecallCarRow>> {
    let (recall, car, vehicle) = allowed
        .write(async |tx| {
            let (recall, mut car, vehicle) = found(tx, id, vehicle_id, version).await?;
            let taken_back = car.take_back(&recall, tx.now())?;
            let about = journal::About::vehicle(vehicle.store_id, vehicle.id).with_customer(vehicle.owner_id);
            let car = store::save(tx, about, car, taken_back).await?;
            Ok((recall, car, vehicle))
        })
        .await?;
    Ok(Fresh(view::one(&allowed.read(), &recall, car, vehicle).await?))
}

/// A car of an open recall, with the version the caller has seen.
async fn found(tx: &Tx, id: RecallId, vehicle_id: VehicleId, version: IfMatch) -> Result<(Recall, RecallCar, Vehicle)> {
    let db = tx.db();
    let recall = campaign::store::find(&db, id).await?;
    let car = store::find(&db, id, vehicle_id).await?;
    let vehicle = vehicles::store::find(&db, vehicle_id).await?;
    recall.must_be_open()?;
    vehicle.must_be_there()?;
    version.check(car.version, || car.state)?;
    Ok((recall, car, vehicle))
}

impl RecallCarQuery {
    fn which(&self) -> Which {
        let q = self.q.clone().filter(|q| !q.trim().is_empty());
        Which { state: self.state, store: self.store_id, q, ids: None }
    }
}

impl RecallStep {
    /// Puts every field in order; `today` is the day in the store of the car.
    pub fn checked(&self, today: NaiveDate, (actor_id, actor_name): (uuid::Uuid, String)) -> Result<Step> {
        let mut checks = Checks::default();
        checks.past_day("on", self.on, today);
        checks.km("mileage_km", self.mileage_km);
        let note = draft::long(&mut checks, "note", self.note.as_deref());
        checks.finish()?;
        Ok(Step { to: self.to, on: self.on.unwrap_or(today), mileage_km: self.mileage_km, note, actor_id, actor_name })
    }
}
