//! Requests in, views out: who lives with whom.

use axum::http::StatusCode;
use kernel::{
    CustomerId, Error, HouseholdId, name,
    permission::{EditCustomers, SeeCustomers},
};
use platform::{
    Allowed, Platform,
    database::paging::{Page, PageRequest},
    http::{IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{rules::HouseholdRefusal, store};
use crate::{
    opening,
    people::{
        draft::{checked_name, checked_text},
        view::{HouseholdView, MemberView},
    },
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_households)).routes(routes!(join_household, leave_household))
}

/// Request body of `PUT /customers/{id}/household`: a household by id, or a new one by name; neither keeps the present one.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HouseholdChoice {
    pub household_id: Option<HouseholdId>,
    pub name: Option<String>,
    /// What the customer is in it: `配偶`, `子女`, `父母`.
    pub relation: Option<String>,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct HouseholdQuery {
    /// Part of a name.
    q: String,
}

/// Households to choose from, by name, each with the members the caller sees.
#[utoipa::path(get, path = "/api/v1/households", tag = "customers", params(HouseholdQuery, PageRequest),
    responses((status = 200, body = Page<HouseholdView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_households(
    allowed: Allowed<SeeCustomers>,
    Query(query): Query<HouseholdQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<HouseholdView>>> {
    let db = allowed.read();
    let page = store::list(&db, &name::clean(&query.q), &request).await?;
    let ids: Vec<HouseholdId> = page.items.iter().map(|household| household.id).collect();
    let mut members = store::members(&db, &ids).await?;
    Ok(Json(page.map(|household| {
        let members = members.remove(&household.id).unwrap_or_default();
        let members = members.into_iter().map(|row| MemberView { id: row.id, name: row.name, relation: row.relation });
        HouseholdView { id: household.id, name: household.name, members: members.collect() }
    })))
}

/// Join a household or found one; also says what the customer is in it. `If-Match` takes the version of the customer.
#[utoipa::path(put, path = "/api/v1/customers/{id}/household", tag = "customers", params(("id" = CustomerId, Path)), request_body = HouseholdChoice,
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn join_household(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    version: IfMatch,
    Json(form): Json<HouseholdChoice>,
) -> Reply<StatusCode> {
    let mut faults = Vec::new();
    let name = form.name.map(|name| checked_name(&name, &mut faults));
    let relation = checked_text("relation", form.relation.as_deref(), &mut faults);
    Error::unless_valid(faults)?;
    allowed
        .write(async |tx| {
            let mut customer = opening::open(tx, id, version).await?;
            let present = customer.household_id;
            let household = match (form.household_id.or(present.filter(|_| name.is_none())), name) {
                (Some(household), _) => store::find(&tx.db(), household).await?,
                (None, Some(name)) => store::found(tx, &customer, name).await?,
                (None, None) => return Err(HouseholdRefusal::Unnamed.into()),
            };
            match customer.join(&household, relation, tx.now()) {
                Some(event) => store::save(tx, customer, present, event).await,
                None => Ok(customer),
            }
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leave the household; it goes when nobody is left in it. `If-Match` takes the version of the customer.
#[utoipa::path(delete, path = "/api/v1/customers/{id}/household", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn leave_household(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let mut customer = opening::open(tx, id, version).await?;
            let present = customer.household_id.ok_or(HouseholdRefusal::None)?;
            let household = store::find(&tx.db(), present).await?;
            let event = customer.leave(&household, tx.now());
            store::save(tx, customer, Some(present), event).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
