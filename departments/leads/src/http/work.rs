//! Working on a lead: claiming it, following it up, giving it away, what comes of it.

use chrono::{DateTime, TimeDelta, Utc};
use customers::notes::{
    note::{NoteKind, Outcome},
    rules::{checked_text, checked_time},
};
use kernel::{
    Error, LeadId, Result, StaffId,
    permission::{AssignLeads, WorkLeads},
    time::Calendar,
};
use platform::{
    Allowed, Platform, Tx,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
    names::{self, Wanted},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{changed, shown, text};
use crate::{
    assignment::place::must_be_able,
    change::LeadChange,
    lead::Lead,
    rules::{FollowUp, LeadRefusal, rhythm_days},
    store::{self, named_consultant, staff_name},
    view::LeadView,
    words::Milestone,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(change_lead))
        .routes(routes!(claim_lead))
        .routes(routes!(follow_lead_up))
        .routes(routes!(give_lead))
        .routes(routes!(release_lead))
        .routes(routes!(advance_lead))
}

/// How somebody tried to reach the customer.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpWay {
    Call,
    Visit,
    Message,
}

/// Request body of `POST /leads/{id}/follow-ups`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFollowUp {
    pub way: FollowUpWay,
    pub outcome: Outcome,
    /// What was said; at most 5,000 characters.
    #[serde(default)]
    pub text: String,
    /// Now, when not given.
    pub happened_at: Option<DateTime<Utc>>,
    /// When to go on; by the rhythm of the grade, when not given.
    pub next_at: Option<DateTime<Utc>>,
}

/// Request body of `PUT /leads/{id}/consultant`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadConsultant {
    pub consultant_id: StaffId,
    /// What the next one should know; at most 500 characters.
    pub note: Option<String>,
}

/// Request body of `PUT /leads/{id}/release`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadRelease {
    /// 1 to 500 characters.
    pub reason: String,
}

/// Request body of `PUT /leads/{id}/milestone`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadMilestone {
    pub milestone: Milestone,
    /// Now, when not given.
    pub happened_at: Option<DateTime<Utc>>,
}

/// The hour of the store at which a next follow-up is due.
const HOUR: i64 = 10;

/// Change the wish; null empties a field.
#[utoipa::path(patch, path = "/api/v1/leads/{id}", tag = "leads", params(("id" = LeadId, Path)), request_body = LeadChange,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_lead(
    allowed: Allowed<WorkLeads>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<LeadChange>,
) -> Reply<Fresh<LeadView>> {
    let change = form.checked()?;
    let lead = changed(&allowed, id, version, async |tx, mut lead| match lead.change(&change, tx.now())? {
        Some(event) => store::save(tx, lead, event).await,
        None => Ok(lead),
    })
    .await?;
    shown(&allowed, lead).await
}

/// Take a lead out of the pool. Of all who want it at once exactly one gets it.
#[utoipa::path(put, path = "/api/v1/leads/{id}/claim", tag = "leads", params(("id" = LeadId, Path)),
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn claim_lead(allowed: Allowed<WorkLeads>, Path(id): Path<LeadId>) -> Reply<Fresh<LeadView>> {
    let staff = allowed.scope().staff().ok_or(LeadRefusal::PersonNeeded).map_err(Error::from)?;
    let done = allowed
        .write(async |tx| {
            store::hold(tx, id).await?;
            let before = store::find(&tx.db(), id).await?;
            let mut lead = before.clone();
            let name = staff_name(&tx.db(), staff).await?;
            let event = lead.claim(name, tx.now())?;
            store::hand_over(tx, &before, lead, event).await
        })
        .await;
    let lead = match done {
        Err(Error::NotFound) if store::is_taken_meanwhile(&allowed.read(), id).await? => Err(LeadRefusal::Taken.into()),
        other => other,
    }?;
    shown(&allowed, lead).await
}

/// Write down how the customer was followed up, and what came of it: on the customer's timeline, with the next step as a task.
#[utoipa::path(post, path = "/api/v1/leads/{id}/follow-ups", tag = "leads", params(("id" = LeadId, Path)), request_body = NewFollowUp,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn follow_lead_up(
    allowed: Allowed<WorkLeads>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<NewFollowUp>,
) -> Reply<Fresh<LeadView>> {
    let lead = changed(&allowed, id, version, async |tx, lead| {
        let text = checked_text(&form.text, true)?;
        let happened_at = checked_time(form.happened_at, tx.now())?;
        let (way, outcome) = (form.way.into(), form.outcome);
        let next_at = match form.next_at {
            Some(next) => next,
            None => by_rhythm(tx, &lead, FollowUp { way, outcome, happened_at, next_at: None }).await?,
        };
        store::follow_up(tx, lead, FollowUp { way, outcome, happened_at, next_at: Some(next_at) }, text).await
    })
    .await?;
    shown(&allowed, lead).await
}

/// Give a lead to a colleague, out of the pool or from whoever has it.
#[utoipa::path(put, path = "/api/v1/leads/{id}/consultant", tag = "leads", params(("id" = LeadId, Path)), request_body = LeadConsultant,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn give_lead(
    allowed: Allowed<AssignLeads>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<LeadConsultant>,
) -> Reply<Fresh<LeadView>> {
    let mut faults = Vec::new();
    let note = text("note", form.note.as_deref(), &mut faults);
    Error::unless_valid(faults)?;
    let lead = changed(&allowed, id, version, async |tx, before| {
        let mut lead = before.clone();
        let from = match before.consultant_id {
            Some(id) => Some(staff_name(&tx.db(), id).await?),
            None => None,
        };
        let to = named_consultant(&tx.db(), form.consultant_id).await?;
        must_be_able(&tx.db(), before.store_id, to.id).await?;
        let event = lead.give(from, to, note, tx.now())?;
        store::hand_over(tx, &before, lead, event).await
    })
    .await?;
    shown(&allowed, lead).await
}

/// Put a lead back into the pool of its store.
#[utoipa::path(put, path = "/api/v1/leads/{id}/release", tag = "leads", params(("id" = LeadId, Path)), request_body = LeadRelease,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn release_lead(
    allowed: Allowed<WorkLeads>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<LeadRelease>,
) -> Reply<Fresh<LeadView>> {
    let mut faults = Vec::new();
    let reason = text("reason", Some(&form.reason), &mut faults);
    if reason.is_none() {
        faults.push(kernel::Fault::new("reason", "text.missing", "say why, for whoever takes it next"));
    }
    Error::unless_valid(faults)?;
    let lead = changed(&allowed, id, version, async |tx, before| {
        let Some(consultant) = before.consultant_id else { return Err(LeadRefusal::InPool.into()) };
        let mut lead = before.clone();
        let from = staff_name(&tx.db(), consultant).await?;
        let event = lead.release(from, reason.unwrap_or_default(), tx.now())?;
        store::hand_over(tx, &before, lead, event).await
    })
    .await?;
    shown(&allowed, lead).await
}

/// Write down what came of a lead: a test drive, an order, a sale or a delivery, each once.
#[utoipa::path(put, path = "/api/v1/leads/{id}/milestone", tag = "leads", params(("id" = LeadId, Path)), request_body = LeadMilestone,
    responses((status = 200, body = LeadView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn advance_lead(
    allowed: Allowed<WorkLeads>,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Json(form): Json<LeadMilestone>,
) -> Reply<Fresh<LeadView>> {
    let lead = changed(&allowed, id, version, async |tx, mut lead| {
        let happened_at = checked_time(form.happened_at, tx.now())?;
        let event = lead.advance(form.milestone, happened_at, tx.now())?;
        store::conclude(tx, lead, event, form.milestone.word()).await
    })
    .await?;
    shown(&allowed, lead).await
}

/// So many days on as the grade wants that it will have then, in the morning of the store.
async fn by_rhythm(tx: &Tx, lead: &Lead, done: FollowUp) -> Result<DateTime<Utc>> {
    let mut then = lead.clone();
    then.follow_up(done, tx.now())?;
    let known = names::of(&tx.db(), Wanted { stores: [lead.store_id].into(), ..Wanted::default() }).await?;
    Ok(morning(known.calendar(lead.store_id), tx.now(), rhythm_days(then.grade)))
}

fn morning(calendar: Calendar, now: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    calendar.start_of(calendar.day(now + TimeDelta::days(days))) + TimeDelta::hours(HOUR)
}

impl From<FollowUpWay> for NoteKind {
    fn from(way: FollowUpWay) -> Self {
        match way {
            FollowUpWay::Call => Self::Call,
            FollowUpWay::Visit => Self::Visit,
            FollowUpWay::Message => Self::Message,
        }
    }
}
