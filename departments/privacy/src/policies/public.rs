//! What anybody may read: the policies in force.

use axum::extract::State;
use kernel::{Error, PolicyId};
use platform::{
    Platform, SystemActor,
    http::{Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    http::{PolicyTextView, text_view},
    store,
};

pub(super) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(read_policy))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct VersionQuery {
    /// An earlier version; the present one when not given.
    number: Option<i32>,
}

/// A published policy: public, for customers.
#[utoipa::path(get, path = "/api/v1/public/policies/{id}", tag = "privacy", security(()), params(("id" = PolicyId, Path), VersionQuery),
    responses((status = 200, body = PolicyTextView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn read_policy(
    State(platform): State<Platform>,
    Path(id): Path<PolicyId>,
    Query(query): Query<VersionQuery>,
) -> Reply<Json<PolicyTextView>> {
    let house = platform.house(SystemActor::Command);
    let db = house.read();
    let found = match query.number {
        Some(number) => Some(store::text(&db, id, number).await?),
        None => store::present(&db, id).await?,
    };
    let published = found.filter(|text| text.published_at.is_some()).ok_or(Error::NotFound)?;
    Ok(Json(text_view(published)))
}
