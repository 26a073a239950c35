//! Requests in, views out: faults of a car.

use axum::http::StatusCode;
use kernel::{
    FaultId, Result, VehicleId,
    permission::{EditVehicles, SeeVehicles},
};
use platform::{
    Allowed, Db, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    draft::{NewFault, Repair},
    rules::counts,
    store,
    view::{FaultHistory, FaultView},
};
use crate::{
    vehicles::{self, rules::clocks, vehicle::Vehicle},
    warranty_terms::{self, warranty_term::ClockKind},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_faults, report_fault))
        .routes(routes!(remove_fault))
        .routes(routes!(repair_fault))
}

/// What went wrong with a car so far, the latest first, and what the law counts of it.
#[utoipa::path(get, path = "/api/v1/vehicles/{id}/faults", tag = "vehicles", params(("id" = VehicleId, Path)),
    responses((status = 200, body = FaultHistory),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_faults(allowed: Allowed<SeeVehicles>, Path(id): Path<VehicleId>) -> Reply<Json<FaultHistory>> {
    let db = allowed.read();
    let vehicle = vehicles::store::find(&db, id).await?;
    Ok(Json(history(&db, &vehicle).await?))
}

/// Write down what went wrong, with its repair when that is done already.
#[utoipa::path(post, path = "/api/v1/vehicles/{id}/faults", tag = "vehicles", params(("id" = VehicleId, Path)),
    request_body = NewFault,
    responses((status = 201, body = FaultView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn report_fault(
    allowed: Allowed<EditVehicles>,
    Path(id): Path<VehicleId>,
    Json(form): Json<NewFault>,
) -> Reply<(StatusCode, Json<FaultView>)> {
    let fault = allowed
        .write(async |tx| {
            let vehicle = vehicles::store::find(&tx.db(), id).await?;
            let calendar = vehicles::store::calendar_of(&tx.db(), vehicle.store_id).await?;
            store::report(tx, &vehicle, form.draft(calendar.day(tx.now()))?).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(fault.into())))
}

/// A fault was repaired.
#[utoipa::path(put, path = "/api/v1/vehicles/{id}/faults/{fault_id}/repair", tag = "vehicles",
    params(("id" = VehicleId, Path), ("fault_id" = FaultId, Path)), request_body = Repair,
    responses((status = 200, body = FaultView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn repair_fault(
    allowed: Allowed<EditVehicles>,
    Path((id, fault_id)): Path<(VehicleId, FaultId)>,
    version: IfMatch,
    Json(form): Json<Repair>,
) -> Reply<Fresh<FaultView>> {
    let fault = allowed
        .write(async |tx| {
            let vehicle = vehicles::store::find(&tx.db(), id).await?;
            vehicle.must_be_there()?;
            let calendar = vehicles::store::calendar_of(&tx.db(), vehicle.store_id).await?;
            let mut fault = store::find(&tx.db(), id, fault_id).await?;
            version.check(fault.version, || FaultView::from(fault.clone()))?;
            form.checked(fault.happened_on, calendar.day(tx.now()))?;
            let repaired = fault.repair(form)?;
            store::save(tx, &vehicle, fault, form.repaired_on, repaired).await
        })
        .await?;
    Ok(Fresh(fault.into()))
}

/// Remove a fault that was written down by mistake.
#[utoipa::path(delete, path = "/api/v1/vehicles/{id}/faults/{fault_id}", tag = "vehicles",
    params(("id" = VehicleId, Path), ("fault_id" = FaultId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_fault(
    allowed: Allowed<EditVehicles>,
    Path((id, fault_id)): Path<(VehicleId, FaultId)>,
    version: IfMatch,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let vehicle = vehicles::store::find(&tx.db(), id).await?;
            vehicle.must_be_there()?;
            let fault = store::find(&tx.db(), id, fault_id).await?;
            version.check(fault.version, || FaultView::from(fault.clone()))?;
            store::remove(tx, &vehicle, &fault).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn history(db: &Db<'_>, vehicle: &Vehicle) -> Result<FaultHistory> {
    let faults = store::of_vehicle(db, vehicle.id).await?;
    let today = vehicles::store::calendar_of(db, vehicle.store_id).await?.day(db.platform().clock().now());
    let clocks = clocks(vehicle, &warranty_terms::store::of_all(db).await?, today);
    let guarantees = clocks.into_iter().find(|clock| clock.clock == ClockKind::ThreeGuarantees);
    let counts = match guarantees.and_then(|clock| Some((clock.starts_on?, clock.last_day))) {
        Some((sold_on, last_day)) => counts(&faults, &store::limits(db).await?, sold_on, last_day),
        None => Vec::new(),
    };
    Ok(FaultHistory { faults: faults.into_iter().map(Into::into).collect(), counts })
}
