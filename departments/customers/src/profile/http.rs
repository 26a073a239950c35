//! Requests in, views out: the profile and its timeline.

use axum::http::StatusCode;
use chrono::TimeDelta;
use journal::Kind;
use kernel::{
    CustomerId, PermissionName, Result, VehicleId,
    permission::{SeeCustomers, WriteNotes},
};
use messaging::consents;
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    names,
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    portrait,
    suggestion::{self, Entity as Dismissals},
    suggestions::{self, Suggestion},
    view::{FactsView, ProfileView},
};
use crate::{
    facts, notes, people,
    people::{assemble, customer::Customer},
    recalls::{self, campaign::recall::RecallState},
    timeline::{self, EntryView},
    vehicles::{self, vehicle, view::ProfileVehicle},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(show_profile))
        .routes(routes!(list_timeline))
        .routes(routes!(dismiss_suggestion))
}

const TASKS_SHOWN: u64 = 20;
const ENTRIES_SHOWN: u64 = 30;
const DISMISSED_FOR: TimeDelta = TimeDelta::days(30);

/// The side of the business a timeline is narrowed to.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TimelineQuery {
    pub kind: Option<Kind>,
    pub cursor: Option<String>,
    pub limit: Option<u64>,
}

impl TimelineQuery {
    pub fn page(&self) -> PageRequest {
        PageRequest { cursor: self.cursor.clone(), limit: self.limit }
    }
}

/// Everything known of one customer, in one call.
#[utoipa::path(get, path = "/api/v1/customers/{id}/profile", tag = "customers", params(("id" = CustomerId, Path)),
    responses((status = 200, body = ProfileView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_profile(allowed: Allowed<SeeCustomers>, Path(id): Path<CustomerId>) -> Reply<Json<ProfileView>> {
    let db = allowed.read();
    let customer = people::store::find(&db, id).await?;
    let known = names::of(&db, names::Wanted { stores: [customer.store_id].into(), ..Default::default() }).await?;
    let calendar = known.calendar(customer.store_id);
    let now = allowed.platform().clock().now();
    let facts = facts::store::find(&db, id).await?;
    let main = main_vehicle(&db, &facts).await?;
    let purchased_on = main.as_ref().and_then(|car| car.purchased_on.or(car.in_service_on));
    let is_profiled = consents::allows_profiling(&db, id).await?;
    let vehicles = vehicles::assemble::of_customer(&db, id).await?;
    let recalled = waited_for(&db, &vehicles).await?;
    let mut suggestions = suggestions::of(&customer, &facts, purchased_on, &recalled, now, calendar);
    suggestions.retain(|one| is_profiled || !one.code.is_automated_decision());
    let page = PageRequest { cursor: None, limit: Some(ENTRIES_SHOWN) };
    let pinned = notes::store::pinned(&db, id).await?;
    Ok(Json(ProfileView {
        portrait: portrait::sentence(&customer, &facts, main.as_ref(), now, allowed.scope().language()),
        facts: FactsView::of(&facts, purchased_on, calendar.day(now)),
        vehicles,
        tasks: worklist::of_customer(&db, id, TASKS_SHOWN).await?,
        is_profiled,
        suggestions: not_dismissed(&db, &customer, suggestions).await?,
        pinned: pinned.iter().map(|note| notes::view::note_view(note, db.scope())).collect(),
        timeline: timeline::of_customer(&db, id, None, &page).await?,
        customer: assemble::view(&db, customer).await?,
    }))
}

/// The timeline of a customer, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/timeline", tag = "customers", params(("id" = CustomerId, Path), TimelineQuery),
    responses((status = 200, body = Page<EntryView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_timeline(
    allowed: Allowed<SeeCustomers>,
    Path(id): Path<CustomerId>,
    Query(query): Query<TimelineQuery>,
) -> Reply<Json<Page<EntryView>>> {
    let db = allowed.read();
    let customer = people::store::find(&db, id).await?;
    Ok(Json(timeline::of_customer(&db, customer.id, query.kind, &query.page()).await?))
}

/// Put a suggestion aside for thirty days.
#[utoipa::path(put, path = "/api/v1/customers/{id}/suggestions/{code}/dismissal", tag = "customers",
    params(("id" = CustomerId, Path), ("code" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn dismiss_suggestion(
    allowed: Allowed<WriteNotes>,
    Path((id, code)): Path<(CustomerId, String)>,
) -> Reply<StatusCode> {
    let code: String = code.chars().take(40).collect();
    allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            // One statement, so that two who put it aside at the same moment both find it done.
            tx.execute_text(
                "insert into suggestion_dismissals (customer_id, code, until, staff_id) values ($1, $2, $3, $4)
                 on conflict (customer_id, code) do update set until = $3, staff_id = $4",
                vec![customer.id.into(), code.into(), (tx.now() + DISMISSED_FOR).into(), tx.scope().staff().into()],
            )
            .await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn not_dismissed(db: &Db<'_>, customer: &Customer, all: Vec<Suggestion>) -> Result<Vec<Suggestion>> {
    let now = db.platform().clock().now();
    let dismissed = db
        .all(
            db.select::<Dismissals>()
                .filter(suggestion::Column::CustomerId.eq(customer.id))
                .filter(suggestion::Column::Until.gt(now)),
        )
        .await?;
    Ok(all.into_iter().filter(|found| !dismissed.iter().any(|put_aside| put_aside.code == found.code.word())).collect())
}

/// The cars the customer has now which an open recall waits for; one whose owner refused is not asked about again.
async fn waited_for(db: &Db<'_>, cars: &[ProfileVehicle]) -> Result<Vec<VehicleId>> {
    let db = db.under(PermissionName::SeeVehicles);
    let present: Vec<VehicleId> =
        cars.iter().filter(|car| car.until.is_none() && car.has_open_recall).map(|car| car.id).collect();
    let recalls = recalls::cars::store::of_vehicles(&db, &present).await?;
    let waits = |id: &VehicleId| {
        let all = recalls.get(id).into_iter().flatten();
        all.into_iter().any(|(car, recall)| recall.state == RecallState::Open && car.state.is_waiting())
    };
    Ok(present.into_iter().filter(waits).collect())
}

async fn main_vehicle(db: &Db<'_>, facts: &facts::fact::Facts) -> Result<Option<vehicle::Vehicle>> {
    let Some(id) = facts.main_vehicle_id else { return Ok(None) };
    let db = db.under(PermissionName::SeeVehicles);
    db.maybe(db.select::<vehicle::Entity>().filter(vehicle::Column::Id.eq(id))).await
}
