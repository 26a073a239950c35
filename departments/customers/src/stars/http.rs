//! Requests in: stars.

use axum::http::StatusCode;
use kernel::{CustomerId, Error, Result, StaffId, permission::SeeCustomers};
use platform::{
    Allowed, Platform, Scope,
    http::{Path, ProblemView, Reply},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store;
use crate::people;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(star_customer, unstar_customer))
}

/// Keep a customer at hand.
#[utoipa::path(put, path = "/api/v1/customers/{id}/star", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn star_customer(allowed: Allowed<SeeCustomers>, Path(id): Path<CustomerId>) -> Reply<StatusCode> {
    let person = person(allowed.scope())?;
    allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            store::put_on(tx, person, &customer).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take the star off again.
#[utoipa::path(delete, path = "/api/v1/customers/{id}/star", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn unstar_customer(allowed: Allowed<SeeCustomers>, Path(id): Path<CustomerId>) -> Reply<StatusCode> {
    let person = person(allowed.scope())?;
    allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            store::take_off(tx, person, &customer).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn person(scope: &Scope) -> Result<StaffId> {
    scope.staff().ok_or_else(|| Error::Refused {
        code: "star.person_needed",
        detail: "Stars are a person's own; a key has none.".into(),
    })
}
