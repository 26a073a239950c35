//! Requests about those who take leads: their hours, how many they can have open, whether they take any today.

use kernel::{
    Error, PermissionName, Result, StaffId,
    permission::{AssignLeads, WorkLeads},
};
use platform::{
    Allowed, Db, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    names::{self, Wanted},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{OfStore, reached};
use crate::{
    assignment::{
        store,
        view::{self, TakerList, TakerView},
    },
    clock::hours::{DayHours, WeekHours},
    rules::LeadRefusal,
    store::staff_name,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_lead_takers))
        .routes(routes!(find_own_taking, pause_own_taking))
        .routes(routes!(find_lead_taker, set_lead_taker))
}

/// Request body of `PUT /lead-takers/{id}`: both of them; what is null is off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LeadTakerForm)]
pub struct TakerForm {
    /// When they are at work; null means the hours of the store.
    pub hours: Option<Vec<DayHours>>,
    /// So many open leads at most come to them by rules, 0 to 1,000; null means no bound.
    #[schema(minimum = 0, maximum = 1000)]
    pub capacity: Option<i32>,
}

/// Request body of `PUT /lead-takers/me`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnTaking {
    /// False until the end of today, in the store.
    pub takes_leads: bool,
}

const CAPACITY_MAX: i32 = 1_000;

/// Everybody who works on leads in a store, and why somebody gets none now.
#[utoipa::path(get, path = "/api/v1/lead-takers", tag = "lead assignment", params(OfStore),
    responses((status = 200, body = TakerList), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_lead_takers(allowed: Allowed<AssignLeads>, Query(of): Query<OfStore>) -> Reply<Json<TakerList>> {
    let db = allowed.read();
    let (in_store, known) = reached(&db, of.store, "store").await?;
    let people = store::people(&db, in_store, allowed.platform().clock().now()).await?;
    let kept = store::takers(&db, in_store).await?;
    Ok(Json(TakerList { items: view::takers(&db, &people, &kept, in_store, &known) }))
}

/// Whether one takes leads oneself.
#[utoipa::path(get, path = "/api/v1/lead-takers/me", tag = "lead assignment",
    responses((status = 200, body = TakerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_own_taking(allowed: Allowed<WorkLeads>) -> Reply<Fresh<TakerView>> {
    let staff = allowed.scope().staff().ok_or(LeadRefusal::PersonNeeded).map_err(Error::from)?;
    Ok(Fresh(shown(&allowed.read(), staff).await?))
}

/// Take no leads by rules for the rest of today, or take them again.
#[utoipa::path(put, path = "/api/v1/lead-takers/me", tag = "lead assignment", request_body = OwnTaking,
    responses((status = 200, body = TakerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn pause_own_taking(allowed: Allowed<WorkLeads>, Json(form): Json<OwnTaking>) -> Reply<Fresh<TakerView>> {
    let staff = allowed.scope().staff().ok_or(LeadRefusal::PersonNeeded).map_err(Error::from)?;
    allowed
        .write(async |tx| {
            let (in_store, calendar) = desk_of(&tx.db(), staff).await?;
            let mut taker = store::taker(&tx.db(), in_store, staff).await?;
            let today = calendar.day(tx.now());
            let on = (!form.takes_leads).then_some(today);
            let name = staff_name(&tx.db(), staff).await?;
            match taker.pause(name, on, tx.now()) {
                Some(event) => store::save_taker(tx, taker, event).await.map(drop),
                None => Ok(()),
            }
        })
        .await?;
    Ok(Fresh(shown(&allowed.read(), staff).await?))
}

/// Somebody who takes leads.
#[utoipa::path(get, path = "/api/v1/lead-takers/{id}", tag = "lead assignment", params(("id" = StaffId, Path)),
    responses((status = 200, body = TakerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_lead_taker(allowed: Allowed<AssignLeads>, Path(id): Path<StaffId>) -> Reply<Fresh<TakerView>> {
    Ok(Fresh(shown(&allowed.read(), id).await?))
}

/// Set somebody's hours and how many open leads they can have.
#[utoipa::path(put, path = "/api/v1/lead-takers/{id}", tag = "lead assignment", params(("id" = StaffId, Path)), request_body = TakerForm,
    responses((status = 200, body = TakerView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn set_lead_taker(
    allowed: Allowed<AssignLeads>,
    Path(id): Path<StaffId>,
    version: IfMatch,
    Json(form): Json<TakerForm>,
) -> Reply<Fresh<TakerView>> {
    let mut faults = Vec::new();
    if form.capacity.is_some_and(|most| !(0..=CAPACITY_MAX).contains(&most)) {
        let message = format!("somebody can have 0 to {CAPACITY_MAX} open leads, or null for no bound");
        faults.push(kernel::Fault::new("capacity", "capacity.out_of_range", message));
    }
    let hours = form.hours.map(|days| WeekHours::checked(days, "hours")).transpose();
    let hours = hours.unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    allowed
        .write(async |tx| {
            let (in_store, _) = desk_of(&tx.db(), id).await?;
            Error::unless_valid(faults)?;
            let current = shown(&tx.db(), id).await?;
            let mut taker = store::taker(&tx.db(), in_store, id).await?;
            version.check(taker.version, || current)?;
            let name = staff_name(&tx.db(), id).await?;
            match taker.set(name, hours, form.capacity, tx.now()) {
                Some(event) => store::save_taker(tx, taker, event).await.map(drop),
                None => Ok(()),
            }
        })
        .await?;
    Ok(Fresh(shown(&allowed.read(), id).await?))
}

/// The store in which somebody has their desk, when the caller reaches it and they work on leads there.
async fn desk_of(db: &Db<'_>, staff: StaffId) -> Result<(kernel::StoreId, kernel::time::Calendar)> {
    let known = names::within_reach(db, Wanted { staff: [staff].into(), ..Wanted::default() }).await?;
    let in_store = known.staff.get(&staff).ok_or(Error::NotFound)?.store;
    if !access::is_able(db, PermissionName::WorkLeads, in_store, staff).await? {
        return Err(Error::NotFound);
    }
    let known = names::of(db, Wanted { stores: [in_store].into(), ..Wanted::default() }).await?;
    Ok((in_store, known.calendar(in_store)))
}

async fn shown(db: &Db<'_>, staff: StaffId) -> Result<TakerView> {
    let (in_store, _) = desk_of(db, staff).await?;
    let known = names::of(db, Wanted { stores: [in_store].into(), ..Wanted::default() }).await?;
    let people = store::people(db, in_store, db.platform().clock().now()).await?;
    let kept = store::taker(db, in_store, staff).await?;
    let views = view::takers(db, &people, &[kept], in_store, &known);
    views.into_iter().find(|one| one.staff.id == staff.0).ok_or(Error::NotFound)
}
