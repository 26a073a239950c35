//! Deciding on a request: answering, refusing, the letter, and closing it when the letter has reached the person.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use kernel::{
    Error, Fault, Language, PersonRequestId, Result,
    permission::{SeeRequests, WorkRequests},
};
use messaging::consents::{self, Answer, ConsentChannel, NewAnswer, Proof, Verdict};
use platform::{
    Allowed, Db, Platform, SystemActor, Tx,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::work::{changed, shown};
use crate::{
    fields::{optional, required},
    forgetting,
    requests::{
        done, evidence, explanation,
        identity_check::IdentityCheck,
        letter::{self, Letter},
        request::{AskedThrough, Outcome, PersonRequest, RefusalReason, RequestKind},
        rules::Decision,
        store, telling,
        view::PersonRequestView,
    },
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(answer_person_request))
        .routes(routes!(refuse_person_request))
        .routes(routes!(close_person_request))
        .routes(routes!(show_request_letter))
        .routes(routes!(draft_explanation))
        .routes(routes!(fetch_request_letter))
}

/// What an answer may come to; a refusal is a deed of its own.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredAs {
    Granted,
    Partly,
    NothingHeld,
}

/// Request body of `PUT /person-requests/{id}/answer`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestAnswer {
    pub outcome: AnsweredAs,
    /// What the letter says beside its fixed words; at most 4,000 characters, and wanted when it was granted in part.
    /// Also wanted of an explanation, which it is.
    #[serde(default)]
    pub text: Option<String>,
    /// The consents a request to withdraw them takes back: they are in the ledger with this answer.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub withdraws: Vec<WithdrawnConsent>,
}

/// One consent that is taken back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawnConsent {
    /// Code of the purpose.
    pub purpose: String,
    /// `all` when not given.
    #[serde(default = "all_ways")]
    pub channel: ConsentChannel,
}

/// Request body of `PUT /person-requests/{id}/refusal`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestRefusalForm {
    pub reason: RefusalReason,
    /// What the letter says beside the fixed words of the reason; at most 4,000 characters.
    #[serde(default)]
    pub text: Option<String>,
}

/// Request body of `PUT /person-requests/{id}/closure`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestClosure {
    /// How the letter reached the person.
    pub handed_over: AskedThrough,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct LetterQuery {
    /// That of who asks, when not given.
    language: Option<Language>,
}

const TEXT_CHARACTERS_MAX: usize = 4_000;
const WITHDRAWN_MAX: usize = 50;

/// Answer a request. Granted is only what was done: a copy that is ready, a deletion that is proven, a restriction in force, a record
/// that was changed since, consents taken back since or with this answer, an explanation that is given.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/answer", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = RequestAnswer,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn answer_person_request(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
    Json(form): Json<RequestAnswer>,
) -> Reply<Fresh<PersonRequestView>> {
    let (mut text, mut faults) = (form.text, Vec::new());
    optional("text", &mut text, TEXT_CHARACTERS_MAX, &mut faults);
    if form.withdraws.len() > WITHDRAWN_MAX {
        let message = format!("at most {WITHDRAWN_MAX} consents at once");
        faults.push(Fault::new("withdraws", "ids.count", message));
    }
    if matches!(form.outcome, AnsweredAs::Partly) {
        let mut said = text.clone().unwrap_or_default();
        required("text", &mut said, TEXT_CHARACTERS_MAX, &mut faults);
    }
    Error::unless_valid(faults)?;
    let outcome = match form.outcome {
        AnsweredAs::Granted => Outcome::Granted,
        AnsweredAs::Partly => Outcome::Partly,
        AnsweredAs::NothingHeld => Outcome::NothingHeld,
    };
    let request = changed(&allowed, id, version, async |tx, request| {
        let checks = store::checks(&tx.db(), id).await?;
        must_say_what(request, outcome, text.as_deref())?;
        withdraw(tx, request, &checks, form.withdraws).await?;
        let is_done = done::is_done(&tx.db(), request).await?;
        let answer_sealed = text.map(|text| store::seal(tx, id, "answer", &text)).transpose()?;
        request.answered_by = tx.scope().staff();
        let event = request.answer(Decision { outcome, answer_sealed }, &checks, is_done, tx.now())?;
        request.letter_message_id = telling::answered(tx, request).await?;
        Ok(event)
    })
    .await?;
    shown(&allowed, request).await
}

/// An explanation that explains nothing is none.
fn must_say_what(request: &PersonRequest, outcome: Outcome, text: Option<&str>) -> Result<()> {
    if request.kind == RequestKind::Explain && outcome != Outcome::NothingHeld && text.is_none() {
        let message = "write the explanation; the house's own draft is a beginning";
        return Err(Error::invalid("text", "person_request.explanation_missing", message));
    }
    Ok(())
}

/// Takes consents back in the person's name, with the request as the proof.
async fn withdraw(
    tx: &mut Tx,
    request: &PersonRequest,
    checks: &[IdentityCheck],
    consents: Vec<WithdrawnConsent>,
) -> Result<()> {
    if consents.is_empty() {
        return Ok(());
    }
    let customer = request.permits_work(&[RequestKind::Withdraw], checks)?;
    let row = store::must_see_customer(&tx.db(), customer).await?;
    for WithdrawnConsent { purpose, channel } in consents {
        let standing = consents::standing(&tx.db(), customer, &purpose, channel).await?;
        // Where nobody was asked for a yes, taking it back is a no.
        let answer = if standing.verdict == Verdict::Lawful { Answer::Refused } else { Answer::Withdrawn };
        let proof = Some(request.number.clone());
        let how = proof_of(request.channel);
        let new = NewAnswer { purpose, channel, answer, answered_at: None, until: None, policy: None, how, proof };
        consents::record(tx, row.store_id, customer, new).await?;
    }
    Ok(())
}

fn proof_of(channel: AskedThrough) -> Proof {
    match channel {
        AskedThrough::Desk | AskedThrough::Letter => Proof::Paper,
        AskedThrough::Phone => Proof::Spoken,
        AskedThrough::Mail => Proof::Reply,
        AskedThrough::App => Proof::App,
    }
}

fn all_ways() -> ConsentChannel {
    ConsentChannel::All
}

/// Refuse a request with a reason, or write down that it was taken back.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/refusal", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = RequestRefusalForm,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn refuse_person_request(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
    Json(form): Json<RequestRefusalForm>,
) -> Reply<Fresh<PersonRequestView>> {
    let (mut text, mut faults) = (form.text, Vec::new());
    optional("text", &mut text, TEXT_CHARACTERS_MAX, &mut faults);
    Error::unless_valid(faults)?;
    let request = changed(&allowed, id, version, async |tx, request| {
        let answer_sealed = text.map(|text| store::seal(tx, id, "answer", &text)).transpose()?;
        request.answered_by = tx.scope().staff();
        let is_irrevocable = done::is_irrevocable(&tx.db(), request).await?;
        let event = request.refuse(form.reason, answer_sealed, is_irrevocable, tx.now())?;
        request.letter_message_id = telling::answered(tx, request).await?;
        Ok(event)
    })
    .await?;
    shown(&allowed, request).await
}

/// Close it: the letter has reached the person.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/closure", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = RequestClosure,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn close_person_request(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
    Json(form): Json<RequestClosure>,
) -> Reply<Fresh<PersonRequestView>> {
    let request =
        changed(&allowed, id, version, async |tx, request| Ok(request.close(form.handed_over, tx.now())?)).await?;
    shown(&allowed, request).await
}

/// What the letter may say of what machines worked out about the person, to be read and completed by who answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplanationDraft {
    /// One line for each thing; empty when nothing was worked out.
    pub text: String,
}

/// A draft of an explanation: the tags rules put on the customer, with the rules, and the scores of the record.
#[utoipa::path(get, path = "/api/v1/person-requests/{id}/explanation", tag = "person-requests", params(("id" = PersonRequestId, Path), LetterQuery),
    responses((status = 200, body = ExplanationDraft), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn draft_explanation(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    Query(query): Query<LetterQuery>,
) -> Reply<Json<ExplanationDraft>> {
    let db = allowed.read();
    let request = store::find(&db, id).await?;
    let checks = store::checks(&db, id).await?;
    let customer = request.permits_work(&[RequestKind::Explain], &checks)?;
    store::must_see_customer(&db, customer).await?;
    let language = query.language.unwrap_or(db.scope().language());
    Ok(Json(ExplanationDraft { text: explanation::draft(&db, customer, language).await? }))
}

/// The letter to the person as PDF.
#[utoipa::path(get, path = "/api/v1/person-requests/{id}/letter", tag = "person-requests", params(("id" = PersonRequestId, Path), LetterQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_request_letter(
    allowed: Allowed<SeeRequests>,
    Path(id): Path<PersonRequestId>,
    Query(query): Query<LetterQuery>,
) -> Reply<Response> {
    let db = allowed.read();
    let request = store::find(&db, id).await?;
    let language = query.language.unwrap_or(db.scope().language());
    let pdf = letter_of(&db, &request, language).await?;
    Ok(pdf_download(&format!("{}.pdf", request.number), pdf)?)
}

/// The letter behind the link the person was sent, for thirty days after the decision.
#[utoipa::path(get, path = "/api/v1/person-letters/{token}", tag = "person-requests", params(("token" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn fetch_request_letter(State(platform): State<Platform>, Path(token): Path<String>) -> Reply<Response> {
    let request = telling::behind(&platform, &token).await?;
    let until = request.answered_at.map(|at| at + TimeDelta::days(telling::LINK_DAYS));
    if request.letter_message_id.is_none() || until.is_none_or(|until| platform.clock().now() >= until) {
        return Err(Error::NotFound.into());
    }
    let door = platform.system(SystemActor::Jobs, request.group_id);
    let pdf = letter_of(&door.read(), &request, Language::default()).await?;
    Ok(pdf_download(&format!("{}.pdf", request.number), pdf)?)
}

async fn letter_of(db: &Db<'_>, request: &PersonRequest, language: Language) -> Result<Vec<u8>> {
    let Some(decided_at) = request.answered_at else {
        return Err(crate::requests::rules::RequestRefusal::NotDecided.into());
    };
    let known = names::of(db, Wanted { stores: [request.store_id].into(), ..Wanted::default() }).await?;
    let calendar = known.calendar(request.store_id);
    let particulars = store::particulars(db, request)?;
    let answer = store::open(db, request.id, "answer", request.answer_sealed.as_deref())?;
    let store_name = known.store(request.store_id).name;
    let group = store::group_name(db).await?;
    let done = evidence::of(db, request, language).await?.into_iter().map(|line| (line.what, calendar.day(line.at)));
    let deletion = forgetting::store::of_request(db, request.id).await?;
    let letter = Letter {
        request,
        name: Some(particulars.asker_name.as_str()).filter(|name| !name.is_empty()),
        group: &group,
        store: &store_name,
        answer: answer.as_deref(),
        received_on: calendar.day(request.received_at),
        decided_on: calendar.day(decided_at),
        done: done.collect(),
        proof: deletion.as_ref().and_then(|deletion| deletion.proof.as_ref()),
    };
    Ok(letter::paper(&letter, language).pdf())
}

/// A PDF as a download that no cache keeps.
pub(crate) fn pdf_download(name: &str, pdf: Vec<u8>) -> Result<Response> {
    let mut response = pdf.into_response();
    let headers = response.headers_mut();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Error::internal)?;
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
