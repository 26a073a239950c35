//! Working on a request: who asks, whom it is about, who sees to it, how long it may take.

use customers::holidays;
use journal::events::{customers::StaffName, person_requests::PersonRequestsEvent};
use kernel::{CustomerId, Error, PersonRequestId, Result, StaffId, permission::WorkRequests};
use platform::{
    Allowed, Platform, Tx,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
    names::{self, Wanted},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::receive::assignee_is_known;
use crate::{
    fields::{optional, required},
    requests::{
        done,
        identity_check::{CheckMethod, CheckResult},
        request::PersonRequest,
        store, telling, term,
        view::{PersonRequestView, view},
    },
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(check_asker_identity))
        .routes(routes!(name_customer_of_request))
        .routes(routes!(begin_person_request))
        .routes(routes!(hand_over_person_request))
        .routes(routes!(extend_person_request))
}

/// Request body of `POST /person-requests/{id}/identity-checks`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentityCheck {
    pub method: CheckMethod,
    pub result: CheckResult,
    /// What was seen; never the number of a document. At most 500 characters.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestCustomer {
    pub customer_id: CustomerId,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestAssignee {
    pub assignee_id: StaffId,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermExtension {
    /// Told to the person; 1 to 500 characters. Name nobody in it.
    pub reason: String,
}

/// Write down how it was made sure who asks, also when it failed. After three failed checks, or one that finds somebody else, the request can only be refused.
#[utoipa::path(post, path = "/api/v1/person-requests/{id}/identity-checks", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = NewIdentityCheck,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn check_asker_identity(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
    Json(form): Json<NewIdentityCheck>,
) -> Reply<Fresh<PersonRequestView>> {
    let (mut note, mut faults) = (form.note, Vec::new());
    optional("note", &mut note, 500, &mut faults);
    Error::unless_valid(faults)?;
    let request = allowed
        .write(async |tx| {
            let mut request = found(tx, id, version).await?;
            let before = store::checks(&tx.db(), id).await?;
            let event = request.check_identity(&before, form.method, form.result, tx.now())?;
            store::add_check(tx, request, (form.method, form.result), note, event).await
        })
        .await?;
    shown(&allowed, request).await
}

/// Say which customer it is about; until who asks was identified it may be another. A code sent to the one before is worth nothing then.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/customer", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = RequestCustomer,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn name_customer_of_request(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
    Json(form): Json<RequestCustomer>,
) -> Reply<Fresh<PersonRequestView>> {
    let request = changed(&allowed, id, version, async |tx, request| {
        store::must_see_customer(&tx.db(), form.customer_id).await?;
        let is_other = request.customer_id != Some(form.customer_id);
        let is_irrevocable = done::is_irrevocable(&tx.db(), request).await?;
        let event = request.find_customer(form.customer_id, is_irrevocable, tx.now())?;
        if is_other {
            store::void_code(tx, request).await?;
            telling::received(tx, request).await?;
        }
        Ok(event)
    })
    .await?;
    shown(&allowed, request).await
}

/// Set to work on it.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/work", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_person_request(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
) -> Reply<Fresh<PersonRequestView>> {
    let request = changed(&allowed, id, version, async |tx, request| {
        let checks = store::checks(&tx.db(), id).await?;
        Ok(request.begin(&checks, tx.now())?)
    })
    .await?;
    shown(&allowed, request).await
}

/// Give it to somebody else to see to.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/assignee", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = RequestAssignee,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn hand_over_person_request(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
    Json(form): Json<RequestAssignee>,
) -> Reply<Fresh<PersonRequestView>> {
    let request = changed(&allowed, id, version, async |tx, request| {
        if !assignee_is_known(&tx.db(), Some(form.assignee_id)).await? {
            return Err(Error::invalid("assignee_id", "staff.unknown", "nobody who works here has this id"));
        }
        let wanted = Wanted { staff: [form.assignee_id].into(), ..Wanted::default() };
        let name = names::of(&tx.db(), wanted).await?.staff(form.assignee_id).name;
        Ok(request.hand_over(StaffName { id: form.assignee_id, name }, tx.now())?)
    })
    .await?;
    shown(&allowed, request).await
}

/// Give it 15 working days more, once, for a reason the person is told.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/extension", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = TermExtension,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn extend_person_request(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    version: IfMatch,
    Json(form): Json<TermExtension>,
) -> Reply<Fresh<PersonRequestView>> {
    let (mut reason, mut faults) = (form.reason, Vec::new());
    required("reason", &mut reason, 500, &mut faults);
    Error::unless_valid(faults)?;
    let request = changed(&allowed, id, version, async |tx, request| {
        let db = tx.db();
        let known = names::of(&db, Wanted { stores: [request.store_id].into(), ..Wanted::default() }).await?;
        let days = holidays::working_days(&db).await?;
        let term = term::extended(request.due_on, known.calendar(request.store_id), &days);
        Ok(request.extend(term, reason, tx.now())?)
    })
    .await?;
    shown(&allowed, request).await
}

/// Finds a request, lets something happen to it and saves both.
pub(super) async fn changed(
    allowed: &Allowed<WorkRequests>,
    id: PersonRequestId,
    version: IfMatch,
    change: impl AsyncFnOnce(&mut Tx, &mut PersonRequest) -> Result<PersonRequestsEvent>,
) -> Result<PersonRequest> {
    allowed
        .write(async |tx| {
            let mut request = found(tx, id, version).await?;
            let event = change(tx, &mut request).await?;
            store::save(tx, request, event).await
        })
        .await
}

pub(super) async fn shown(allowed: &Allowed<WorkRequests>, request: PersonRequest) -> Reply<Fresh<PersonRequestView>> {
    Ok(Fresh(view(&allowed.read(), request).await?))
}

async fn found(tx: &Tx, id: PersonRequestId, version: IfMatch) -> Result<PersonRequest> {
    let request = store::find(&tx.db(), id).await?;
    let current = view(&tx.db(), request.clone()).await?;
    version.check(request.version, || current)?;
    Ok(request)
}
