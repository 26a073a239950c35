//! Requests in, views out: merges of cars.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use kernel::{
    Error, VehicleId, VehicleMergeId,
    permission::{MergeCustomers, SeeVehicles},
};
use platform::{
    Allowed, Platform,
    database::paging::{Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    field::VehicleField,
    merging::{self, Wish},
    preview::{self, VehicleMergePreview},
    separating, store,
    view::{VehicleMergeView, view, views},
};
use crate::{merges::rules::Side, vehicles};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(preview_vehicle_merge))
        .routes(routes!(list_vehicle_merges))
        .routes(routes!(merge_vehicles))
        .routes(routes!(find_vehicle_merge))
        .routes(routes!(undo_vehicle_merge))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct WithVehicleQuery {
    /// The record that would live on in this one; needed.
    with: Option<VehicleId>,
}

/// Request body of `POST /vehicle-merges`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVehicleMerge {
    /// The record that goes on.
    pub keep: VehicleId,
    /// The record that lives on in it.
    pub absorb: VehicleId,
    /// The versions the caller has seen; another one is answered 412 with both records as they are.
    pub keep_version: Option<i32>,
    pub absorb_version: Option<i32>,
    /// Whose value wins, by field; where it says nothing, what the preview proposes.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Side>)]
    pub choices: BTreeMap<VehicleField, Side>,
}

/// This record of a car and another side by side, as they would become one; this one goes on.
#[utoipa::path(get, path = "/api/v1/vehicles/{id}/merges/preview", tag = "merges", params(("id" = VehicleId, Path), WithVehicleQuery),
    responses((status = 200, body = VehicleMergePreview), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn preview_vehicle_merge(
    allowed: Allowed<MergeCustomers>,
    Path(id): Path<VehicleId>,
    Query(query): Query<WithVehicleQuery>,
) -> Reply<Json<VehicleMergePreview>> {
    let db = allowed.read();
    let kept = vehicles::store::find(&db, id).await?;
    let missing =
        || Error::invalid("with", "vehicle_merge.with_missing", "name the other record of the car: with=<id>");
    let with = query.with.ok_or_else(missing)?;
    Ok(Json(preview::preview(&db, kept.id, with).await?))
}

/// Merge two records of one car: everything that pointed at either points at the kept one.
#[utoipa::path(post, path = "/api/v1/vehicle-merges", tag = "merges", request_body = NewVehicleMerge,
    responses((status = 201, body = VehicleMergeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn merge_vehicles(
    allowed: Allowed<MergeCustomers>,
    Json(form): Json<NewVehicleMerge>,
) -> Reply<(StatusCode, Json<VehicleMergeView>)> {
    let wish = Wish {
        keep: form.keep,
        absorb: form.absorb,
        keep_version: form.keep_version,
        absorb_version: form.absorb_version,
        choices: form.choices,
    };
    let merge = allowed.write(async |tx| merging::merge(tx, wish).await).await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), merge).await?)))
}

/// The merges of a car, newest first.
#[utoipa::path(get, path = "/api/v1/vehicles/{id}/merges", tag = "merges", params(("id" = VehicleId, Path), PageRequest),
    responses((status = 200, body = Page<VehicleMergeView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_vehicle_merges(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<VehicleId>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<VehicleMergeView>>> {
    let db = allowed.read();
    let car = vehicles::store::find(&db, id).await?;
    let mut page = store::of_vehicle(&db, car.id, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// One merge of cars.
#[utoipa::path(get, path = "/api/v1/vehicle-merges/{id}", tag = "merges", params(("id" = VehicleMergeId, Path)),
    responses((status = 200, body = VehicleMergeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_vehicle_merge(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<VehicleMergeId>,
) -> Reply<Fresh<VehicleMergeView>> {
    let db = allowed.read();
    let merge = store::find(&db, id).await?;
    Ok(Fresh(view(&db, merge).await?))
}

/// Take a merge of cars back: both records are as they were, and what came since stays with the kept one.
#[utoipa::path(put, path = "/api/v1/vehicle-merges/{id}/undo", tag = "merges", params(("id" = VehicleMergeId, Path)),
    responses((status = 200, body = VehicleMergeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn undo_vehicle_merge(
    allowed: Allowed<MergeCustomers>,
    Path(id): Path<VehicleMergeId>,
) -> Reply<Fresh<VehicleMergeView>> {
    let merge = allowed.write(async |tx| separating::separate(tx, id).await).await?;
    Ok(Fresh(view(&allowed.read(), merge).await?))
}
