//! Requests in, views out: the home page in one call.

use kernel::{PermissionName, permission::SeeHome};
use platform::{
    Allowed, Platform,
    database::paging::Count,
    http::{Json, ProblemView, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use worklist::{TaskSummary, TaskView, Whose};

use super::figures::{self, CustomerFigures, StageFigure, WeekFigure};
use crate::{
    people::http::calendar,
    timeline::{self, EntryView},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(show_home))
}

const TASKS_SHOWN: u64 = 12;
const ENTRIES_SHOWN: u64 = 20;

/// What is due, and how the customer base stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct HomeView {
    /// Of one's own work list.
    pub tasks: TaskSummary,
    pub due: Vec<TaskView>,
    pub customers: CustomerFigures,
    /// Customers with a service due within 30 days.
    pub service_due_30: Count,
    pub insurance_due_30: Count,
    pub complaints_open: Count,
    pub new_by_week: Vec<WeekFigure>,
    pub stages: Vec<StageFigure>,
    /// What happened last in the caller's stores.
    pub recent: Vec<EntryView>,
}

/// The home page in one call.
#[utoipa::path(get, path = "/api/v1/home", tag = "home",
    responses((status = 200, body = HomeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_home(allowed: Allowed<SeeHome>) -> Reply<Json<HomeView>> {
    let db = allowed.read();
    let calendar = calendar(&allowed).await?;
    let whose = allowed.scope().staff().map_or(Whose::Anyones, Whose::Assigned);
    let span = allowed.scope().span_of(PermissionName::SeeCustomers).cloned().unwrap_or_default();
    let entries = if span.group || span.everywhere {
        journal::read::newest(&db, None, ENTRIES_SHOWN).await?
    } else if span.stores.is_empty() {
        journal::read::newest_by(&db, allowed.scope().staff(), ENTRIES_SHOWN).await?
    } else {
        journal::read::newest(&db, Some(&span.stores), ENTRIES_SHOWN).await?
    };
    Ok(Json(HomeView {
        tasks: worklist::summary(&db, whose).await?,
        due: worklist::next_due(&db, TASKS_SHOWN).await?,
        customers: figures::customers(&db, calendar).await?,
        service_due_30: figures::count(&db, "next_service:within_days:30", calendar).await?,
        insurance_due_30: figures::count(&db, "insurance_until:within_days:30", calendar).await?,
        complaints_open: figures::count(&db, "complaints_open:at_least:1", calendar).await?,
        new_by_week: figures::by_week(&db, calendar).await?,
        stages: figures::by_stage(&db).await?,
        recent: timeline::views_of(&db, entries).await?,
    }))
}
