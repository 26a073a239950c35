//! Reading leads: lists, figures, one lead.

use kernel::{LeadId, StoreId, permission::SeeLeads};
use platform::{
    Allowed, Platform,
    database::paging::{Count, Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    list::{self, LeadFilter, LeadOrder, LeadSummary},
    store,
    view::{self, LeadRow, LeadView},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_leads))
        .routes(routes!(count_leads))
        .routes(routes!(sum_leads_up))
        .routes(routes!(find_lead))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExactLeads {
    /// Whether every row is to be counted.
    exact: Option<bool>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SummedUp {
    /// All the caller reaches, when not given.
    store: Option<StoreId>,
}

/// Leads, filtered, sorted and paged by key. Those in the pool of a store are seen by all who work there.
#[utoipa::path(get, path = "/api/v1/leads", tag = "leads", params(LeadFilter, LeadOrder, PageRequest),
    responses((status = 200, body = Page<LeadRow>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_leads(
    allowed: Allowed<SeeLeads>,
    Query(filter): Query<LeadFilter>,
    Query(order): Query<LeadOrder>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<LeadRow>>> {
    let db = allowed.read();
    let mut page = list::read(&db, &filter, &order, &request).await?;
    let items = view::rows(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// How many leads a list has: up to a thousand, or exactly.
#[utoipa::path(get, path = "/api/v1/leads/count", tag = "leads", params(LeadFilter, ExactLeads),
    responses((status = 200, body = Count), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn count_leads(
    allowed: Allowed<SeeLeads>,
    Query(filter): Query<LeadFilter>,
    Query(exact): Query<ExactLeads>,
) -> Reply<Json<Count>> {
    Ok(Json(list::count(&allowed.read(), &filter, exact.exact.unwrap_or(false)).await?))
}

/// What the caller has before them, and how quickly the enquiries of the last thirty days were answered.
#[utoipa::path(get, path = "/api/v1/leads/summary", tag = "leads", params(SummedUp),
    responses((status = 200, body = LeadSummary), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn sum_leads_up(allowed: Allowed<SeeLeads>, Query(of): Query<SummedUp>) -> Reply<Json<LeadSummary>> {
    Ok(Json(list::summary(&allowed.read(), of.store).await?))
}

/// One lead, with what was said about it and what may be done now.
#[utoipa::path(get, path = "/api/v1/leads/{id}", tag = "leads", params(("id" = LeadId, Path)),
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_lead(allowed: Allowed<SeeLeads>, Path(id): Path<LeadId>) -> Reply<Fresh<LeadView>> {
    let db = allowed.read();
    Ok(Fresh(view::view(&db, store::find(&db, id).await?).await?))
}
