//! Requests in, views out: recording answers and looking them up.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use customers::people;
use kernel::{
    CustomerId, Error, PermissionName, PolicyTextId, Result,
    permission::{RecordConsents, SeeCustomers},
};
use messaging::consents::{self, Answer, Consent, ConsentChannel, NewAnswer, Proof, Purpose};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    names::{self, Known, Wanted},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::view::{self, AnswerRecorded, ConsentView, ConsentsView, StandingView, consent_view};
use crate::policies;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_consents, record_consent))
        .routes(routes!(list_answers))
        .routes(routes!(look_up_consents))
}

/// Request body of `POST /customers/{id}/consents`: what the customer said. Taking back is as easy as giving.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerForm {
    /// The code of the purpose, `marketing`.
    pub purpose: String,
    #[serde(default = "all_ways")]
    pub channel: ConsentChannel,
    pub answer: Answer,
    pub how: Proof,
    /// Where the proof lies or what was said: the number of the paper, of the recording; at most 500 characters.
    pub proof: Option<String>,
    /// When the customer said so; now, when not given.
    pub answered_at: Option<DateTime<Utc>>,
    /// When a yes ends; as the purpose has it, when not given.
    pub until: Option<DateTime<Utc>>,
    /// The version of a policy that was shown; the present one for this purpose, when not given.
    pub policy_text_id: Option<PolicyTextId>,
}

/// Request body of `POST /consents/lookup`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUp {
    /// At most 1,000; those the caller doesn't see are left out.
    #[schema(max_items = 1000)]
    pub customers: BTreeSet<CustomerId>,
    pub purpose: String,
    #[serde(default = "all_ways")]
    pub channel: ConsentChannel,
}

const LOOKED_UP_MAX: usize = 1_000;

/// What a customer allows and does not, by purpose and channel, and from which answer that follows.
#[utoipa::path(get, path = "/api/v1/customers/{id}/consents", tag = "privacy", params(("id" = CustomerId, Path)),
    responses((status = 200, body = ConsentsView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_consents(allowed: Allowed<SeeCustomers>, Path(id): Path<CustomerId>) -> Reply<Json<ConsentsView>> {
    let db = allowed.read();
    let customer = people::store::find(&db, id).await?;
    let (current, floors) = consents::current(&db, id).await?;
    let known = recorders(&db, &current).await?;
    let purposes = consents::purposes(&db).await?;
    let now = allowed.platform().clock().now();
    let people = [customer.consultant_id, customer.advisor_id];
    let records = allowed.scope().may_for(PermissionName::RecordConsents, customer.store_id, &people);
    Ok(Json(ConsentsView {
        purposes: view::purposes(&purposes, &current, &floors, &known, allowed.scope().language(), now),
        can: if records && customer.deleted_at.is_none() { vec!["record"] } else { vec![] },
    }))
}

/// Write down what a customer said: yes, no, or no longer.
#[utoipa::path(post, path = "/api/v1/customers/{id}/consents", tag = "privacy", params(("id" = CustomerId, Path)), request_body = AnswerForm,
    responses((status = 201, body = AnswerRecorded), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn record_consent(
    allowed: Allowed<RecordConsents>,
    Path(id): Path<CustomerId>,
    Json(form): Json<AnswerForm>,
) -> Reply<(StatusCode, Json<AnswerRecorded>)> {
    let (consent, asked_too_soon) = allowed
        .write(async |tx| {
            let customer = people::store::find(&tx.db(), id).await?;
            customer.must_be_there()?;
            let before = consents::standing(&tx.db(), id, &form.purpose, form.channel).await?;
            let asked_at = form.answered_at.unwrap_or(tx.now());
            let too_soon = before.may_ask_from.is_some_and(|from| from > asked_at);
            let policy = policies::store::mark_for(&tx.db(), &form.purpose, form.policy_text_id).await?;
            let new = NewAnswer {
                purpose: form.purpose,
                channel: form.channel,
                answer: form.answer,
                answered_at: form.answered_at,
                until: form.until,
                policy,
                how: form.how,
                proof: form.proof,
            };
            let consent = consents::record(tx, customer.store_id, id, new).await?;
            Ok((consent, too_soon && form.answer != Answer::Withdrawn))
        })
        .await?;
    let db = allowed.read();
    let purpose = consents::purpose(&db, &consent.purpose).await?;
    let known = recorders(&db, std::slice::from_ref(&consent)).await?;
    let consent = consent_view(consent, purpose.title(allowed.scope().language()).to_owned(), &known);
    Ok((StatusCode::CREATED, Json(AnswerRecorded { consent, asked_too_soon })))
}

/// Everything a customer ever answered, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/consents/answers", tag = "privacy", params(("id" = CustomerId, Path), PageRequest),
    responses((status = 200, body = Page<ConsentView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_answers(
    allowed: Allowed<SeeCustomers>,
    Path(id): Path<CustomerId>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<ConsentView>>> {
    let db = allowed.read();
    people::store::find(&db, id).await?;
    let page = consents::history(&db, id, &request).await?;
    let known = recorders(&db, &page.items).await?;
    let purposes = consents::purposes(&db).await?;
    let language = allowed.scope().language();
    let title = |code: &str| {
        let found = purposes.iter().find(|one: &&Purpose| one.code == code);
        found.map_or_else(|| code.to_owned(), |purpose| purpose.title(language).to_owned())
    };
    Ok(Json(page.map(|one| {
        let title = title(&one.purpose);
        consent_view(one, title, &known)
    })))
}

/// Where many customers stand for one purpose and channel.
#[utoipa::path(post, path = "/api/v1/consents/lookup", tag = "privacy", request_body = LookUp,
    responses((status = 200, body = Vec<StandingView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn look_up_consents(allowed: Allowed<SeeCustomers>, Json(form): Json<LookUp>) -> Reply<Json<Vec<StandingView>>> {
    if form.customers.is_empty() || form.customers.len() > LOOKED_UP_MAX {
        let message = format!("name 1 to {LOOKED_UP_MAX} customers");
        return Err(Error::invalid("customers", "ids.count", message).into());
    }
    let db = allowed.read();
    let known_purpose = consents::purposes(&db).await?.iter().any(|purpose| purpose.code == form.purpose);
    if !known_purpose {
        let message = "there is no such purpose; GET /consent-purposes lists them";
        return Err(Error::invalid("purpose", "consent.unknown_purpose", message).into());
    }
    let seen: Vec<CustomerId> = people::store::find_all(&db, form.customers).await?.iter().map(|one| one.id).collect();
    let mut standings = consents::standings(&db, &seen, &form.purpose, form.channel).await?;
    let views = seen.into_iter().filter_map(|id| {
        let standing = standings.remove(&id)?;
        Some(StandingView {
            customer_id: id,
            verdict: standing.verdict,
            is_allowed: standing.verdict.allows(),
            may_ask_from: standing.may_ask_from,
        })
    });
    Ok(Json(views.collect()))
}

async fn recorders(db: &Db<'_>, answers: &[Consent]) -> Result<Known> {
    let staff = answers.iter().filter_map(|one| one.recorded_by).collect();
    names::of(db, Wanted { staff, ..Wanted::default() }).await
}

fn all_ways() -> ConsentChannel {
    ConsentChannel::All
}
