//! Requests in, views out: the home page in one call.

use journal::Entry;
use kernel::{Error, PermissionName, Result, StoreId, permission::SeeHome, time::Calendar};
use platform::{
    Allowed, Db, Platform,
    database::paging::Count,
    http::{Json, ProblemView, Query, Reply},
    names,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use worklist::{TaskSummary, TaskView, Whose};

use super::figures::{self, CustomerFigures, Part, StageFigure, WeekFigure};
use crate::{
    people::http::calendar,
    timeline::{self, EntryView},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(show_home))
}

const TASKS_SHOWN: u64 = 12;
const ENTRIES_SHOWN: usize = 20;
/// So many are looked at for those that happened last.
const ENTRIES_READ: u64 = 200;

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
    /// What happened last in these stores.
    pub recent: Vec<EntryView>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HomeQuery {
    /// Only what belongs to this store; all the caller's stores when not given.
    store: Option<StoreId>,
}

/// The home page in one call, of one store or of all one sees.
#[utoipa::path(get, path = "/api/v1/home", tag = "home", params(HomeQuery),
    responses((status = 200, body = HomeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_home(allowed: Allowed<SeeHome>, Query(query): Query<HomeQuery>) -> Reply<Json<HomeView>> {
    let db = allowed.read();
    let calendar = match query.store {
        Some(store) => calendar_within_reach(&db, store).await?,
        None => calendar(&allowed).await?,
    };
    let whose = allowed.scope().staff().map_or(Whose::Anyones, Whose::Assigned);
    let part = Part { store: query.store, calendar };
    // They wait for the database, not for one another.
    let (tasks, due, customers, service_due_30, insurance_due_30, complaints_open, new_by_week, stages, recent) = tokio::try_join!(
        worklist::summary(&db, whose, part.store),
        worklist::next_due(&db, part.store, TASKS_SHOWN),
        figures::customers(&db, part),
        figures::count(&db, part, "next_service:within_days:30"),
        figures::count(&db, part, "insurance_until:within_days:30"),
        figures::count(&db, part, "complaints_open:at_least:1"),
        figures::by_week(&db, part),
        figures::by_stage(&db, part),
        async { timeline::views_of(&db, newest(&db, part.store).await?).await },
    )?;
    Ok(Json(HomeView {
        tasks,
        due,
        customers,
        service_due_30,
        insurance_due_30,
        complaints_open,
        new_by_week,
        stages,
        recent,
    }))
}

/// The calendar of a store the caller sees the home page of; another is not found.
async fn calendar_within_reach(db: &Db<'_>, store: StoreId) -> Result<Calendar> {
    let wanted = names::Wanted { stores: [store].into(), ..names::Wanted::default() };
    let known = names::of(db, wanted).await?;
    let found = known.stores.get(&store).filter(|_| db.scope().span().welcomes(store));
    found.map(|store| store.calendar).ok_or(Error::NotFound)
}

/// What happened last to customers the caller may see by their stores; who sees only their own is shown what they did.
async fn newest(db: &Db<'_>, store: Option<StoreId>) -> Result<Vec<Entry>> {
    let span = db.scope().span_of(PermissionName::SeeCustomers).cloned().unwrap_or_default();
    let chosen: Option<Vec<StoreId>> = store.map(|store| vec![store]);
    let entries = if span.is_whole() {
        journal::read::newest(db, chosen.as_deref(), ENTRIES_READ).await
    } else if span.stores.is_empty() || store.is_some_and(|store| !span.stores.contains(&store)) {
        journal::read::newest_by(db, db.scope().staff(), store, ENTRIES_READ).await
    } else {
        journal::read::newest(db, Some(chosen.as_deref().unwrap_or(&span.stores)), ENTRIES_READ).await
    };
    Ok(latest(entries?))
}

/// Of what was written last, what happened last: some of it is written down long after it happened.
fn latest(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.happened_at, entry.position)));
    entries.truncate(ENTRIES_SHOWN);
    entries
}
