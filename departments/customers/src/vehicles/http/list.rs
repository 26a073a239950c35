//! Lists of cars.

use kernel::permission::SeeVehicles;
use platform::{
    Allowed,
    database::paging::{Count, Page, PageRequest},
    http::{Json, Pairs, ProblemView, Reply},
};
use serde::Deserialize;

use crate::{
    people::http::{asks_exactly, calendar, read_list},
    vehicles::{
        assemble,
        fields::{self, Field},
        list,
        view::VehicleRow,
    },
};

/// What `GET /vehicles` is asked for, beside the page.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "read as pairs because `filter` repeats; this names the parameters for the OpenAPI document"
)]
struct VehicleListQuery {
    /// `field:operator:value,value`; repeats, and all must hold. `GET /vehicles/fields` lists the fields.
    filter: Option<Vec<String>>,
    /// Part of a plate, VIN or number, or of the owner's name, phone or number.
    q: Option<String>,
    /// A sortable field, with `-` for the other way round; `-created` when not given.
    sort: Option<String>,
    /// The deleted ones instead of the others.
    deleted: Option<bool>,
}

/// Whether every row is to be counted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read as pairs with the rest; this names the parameter for the OpenAPI document")]
struct ExactQuery {
    exact: Option<bool>,
}

/// Cars, filtered, sorted and paged by key.
#[utoipa::path(get, path = "/api/v1/vehicles", tag = "vehicles", params(VehicleListQuery, PageRequest),
    responses((status = 200, body = Page<VehicleRow>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_vehicles(allowed: Allowed<SeeVehicles>, pairs: Pairs) -> Reply<Json<Page<VehicleRow>>> {
    let (asked, page) = read_list(&pairs)?;
    Ok(Json(assemble::page(&allowed.read(), &asked, &page, calendar(&allowed).await?).await?))
}

/// How many cars a list has: up to a thousand, or exactly.
#[utoipa::path(get, path = "/api/v1/vehicles/count", tag = "vehicles", params(VehicleListQuery, ExactQuery),
    responses((status = 200, body = Count),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn count_vehicles(allowed: Allowed<SeeVehicles>, pairs: Pairs) -> Reply<Json<Count>> {
    let is_exact = asks_exactly(&pairs)?;
    let (asked, _) = read_list(&pairs)?;
    Ok(Json(list::count(&allowed.read(), &asked, is_exact, calendar(&allowed).await?).await?))
}

/// The fields cars can be filtered and sorted by, and shown in.
#[utoipa::path(get, path = "/api/v1/vehicles/fields", tag = "vehicles",
    responses((status = 200, body = Vec<Field>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_vehicle_fields(_allowed: Allowed<SeeVehicles>) -> Reply<Json<Vec<Field>>> {
    Ok(Json(fields::all()))
}
