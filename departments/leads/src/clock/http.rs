//! Requests in, views out: the limits of a store, and how well they are kept.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    Error, PermissionName, Result, StaffId, StoreId,
    permission::{AssignLeads, SeeLeads},
};
use platform::{
    Allowed, Db, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    names::{self, Ref, StoreRef, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    answers::{self, AnswerBoard},
    hours::DayHours,
    rules::LimitsForm,
    store,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(find_lead_limits, set_lead_limits)).routes(routes!(show_lead_answers))
}

/// Within how many minutes a store answers, in which hours, and what happens when nobody does.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LeadLimits)]
pub struct LimitsView {
    pub store: StoreRef,
    pub answer_minutes: i32,
    /// When the clock runs; null means around the clock.
    pub hours: Option<Vec<DayHours>>,
    /// Null means never.
    pub warn_before_minutes: Option<i32>,
    /// Null means the head of the consultant's department, else all of the store.
    pub team_lead: Option<Ref>,
    /// Null means whoever manages the store by their role, else all of the store.
    pub manager: Option<Ref>,
    /// Null means never.
    pub manager_after_minutes: Option<i32>,
    /// So long a lead stays with whoever got it though nobody answers; null means for good.
    pub protection_minutes: Option<i32>,
    /// Whether a lead held back goes to the next of its rule rather than to the pool.
    pub goes_to_next: bool,
    pub changed_at: Option<DateTime<Utc>>,
    pub changed_by: Option<Ref>,
    /// 0 while the store has set nothing.
    pub version: i32,
    /// `set`.
    pub can: Vec<&'static str>,
}

platform::has_version!(LimitsView);

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AnswersOf {
    /// All the caller reaches, when not given.
    store: Option<StoreId>,
    /// The first day of the enquiries, in the store; thirty days back when not given.
    from: Option<NaiveDate>,
    /// The last day; today when not given. At most 92 days.
    until: Option<NaiveDate>,
}

/// The limits of a store.
#[utoipa::path(get, path = "/api/v1/lead-limits/{id}", tag = "lead assignment", params(("id" = StoreId, Path)),
    responses((status = 200, body = LimitsView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_lead_limits(allowed: Allowed<SeeLeads>, Path(id): Path<StoreId>) -> Reply<Fresh<LimitsView>> {
    let db = allowed.read();
    must_reach(&db, id).await?;
    Ok(Fresh(view(&db, id).await?))
}

/// Set the limits of a store; leads that come from now on are measured by them.
#[utoipa::path(put, path = "/api/v1/lead-limits/{id}", tag = "lead assignment", params(("id" = StoreId, Path)), request_body = LimitsForm,
    responses((status = 200, body = LimitsView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn set_lead_limits(
    allowed: Allowed<AssignLeads>,
    Path(id): Path<StoreId>,
    version: IfMatch,
    Json(form): Json<LimitsForm>,
) -> Reply<Fresh<LimitsView>> {
    must_reach(&allowed.read(), id).await?;
    allowed
        .write(async |tx| {
            let current = view(&tx.db(), id).await?;
            version.check(current.version, || current)?;
            let told: [(&str, Option<StaffId>); 2] =
                [("team_lead_id", form.team_lead_id), ("manager_id", form.manager_id)];
            let staff = told.iter().filter_map(|(_, staff)| *staff).collect();
            let reachable = names::within_reach(&tx.db(), Wanted { staff, ..Wanted::default() }).await?;
            for (field, staff) in told {
                if staff.is_some_and(|staff| !reachable.staff.contains_key(&staff)) {
                    let message = "there is no such person, or they no longer work here";
                    return Err(Error::invalid(field, "staff.unknown", message));
                }
            }
            let mut limits = store::limits(&tx.db(), id).await?;
            let before = [limits.team_lead_id, limits.manager_id].into_iter().flatten();
            let staff = before.chain(reachable.staff.keys().copied()).collect();
            let known = names::of(&tx.db(), Wanted { staff, ..Wanted::default() }).await?;
            match limits.change(&form, |staff| known.staff(staff).name, tx.now())? {
                Some(event) => {
                    limits.changed_by = tx.scope().staff();
                    store::save(tx, limits, event).await.map(drop)
                }
                None => Ok(()),
            }
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), id).await?))
}

/// How quickly enquiries were answered, per consultant and store, by both clocks. Whoever sees but their own leads sees themselves.
#[utoipa::path(get, path = "/api/v1/lead-answers", tag = "lead assignment", params(AnswersOf),
    responses((status = 200, body = AnswerBoard), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_lead_answers(allowed: Allowed<SeeLeads>, Query(of): Query<AnswersOf>) -> Reply<Json<AnswerBoard>> {
    Ok(Json(answers::board(&allowed.read(), of.store, of.from, of.until).await?))
}

async fn must_reach(db: &Db<'_>, id: StoreId) -> Result<()> {
    let known = names::within_reach(db, Wanted { stores: [id].into(), ..Wanted::default() }).await?;
    if known.stores.contains_key(&id) { Ok(()) } else { Err(Error::NotFound) }
}

async fn view(db: &Db<'_>, id: StoreId) -> Result<LimitsView> {
    let limits = store::limits(db, id).await?;
    let staff = [limits.team_lead_id, limits.manager_id, limits.changed_by].into_iter().flatten().collect();
    let known = names::of(db, Wanted { staff, stores: [id].into(), ..Wanted::default() }).await?;
    let may_set = db.scope().may_for(PermissionName::AssignLeads, id, &[]);
    Ok(LimitsView {
        store: known.store(id),
        answer_minutes: limits.answer_minutes,
        hours: limits.hours.map(|hours| hours.0),
        warn_before_minutes: limits.warn_before_minutes,
        team_lead: limits.team_lead_id.map(|id| known.staff(id)),
        manager: limits.manager_id.map(|id| known.staff(id)),
        manager_after_minutes: limits.manager_after_minutes,
        protection_minutes: limits.protection_minutes,
        goes_to_next: limits.goes_to_next,
        changed_at: (limits.version > 0).then_some(limits.changed_at),
        changed_by: limits.changed_by.map(|id| known.staff(id)),
        version: limits.version,
        can: if may_set { vec!["set"] } else { Vec::new() },
    })
}
