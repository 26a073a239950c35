//! Requests in, views out: forgetting a person, its proof, and restricting.

use axum::response::Response;
use chrono::{DateTime, Utc};
use customers::merges;
use journal::{About, events::person_requests::PersonRequestsEvent};
use kernel::{
    DeletionId, Error, Language, PersonRequestId, Result,
    permission::{ForgetPersons, SeeRequests},
};
use platform::{
    Actor, Allowed, Db, Platform, Tx,
    http::{Json, Path, ProblemView, Query, Reply},
    jobs::enqueue,
    names::{self, Wanted},
    traces::Traces,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    area::{self, Area, AreaProof},
    deletion::{Deletion, DeletionRefusal, DeletionState},
    job::Forget,
    open_work::{self, OpenWork},
    paper,
    proof::Proof,
    restrict,
    restriction::Restriction,
    store,
};
use crate::requests::{
    http::pdf_download,
    request::{PersonRequest, RequestKind, RequestState},
    store as requests,
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(show_deletion, begin_deletion)).routes(routes!(show_proof)).routes(routes!(
        show_restriction,
        restrict_person,
        release_person
    ))
}

/// How far the forgetting has come, and before it what it would end.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeletionView {
    /// None until it has begun.
    pub id: Option<DeletionId>,
    pub state: Option<DeletionState>,
    /// Why it does not come forward, when it does not: `deletion.import_under_way`, `deletion.still_found`, or `deletion.stopped`
    /// over a fault of the machines that the log tells of.
    pub fault: Option<String>,
    /// Where the person is still named, when the last look found something the program may not change by itself.
    pub still_in: Vec<Area>,
    pub asked_by: Option<String>,
    pub begun_at: Option<DateTime<Utc>>,
    pub forgotten_at: Option<DateTime<Utc>>,
    pub proven_at: Option<DateTime<Utc>>,
    pub proof: Option<Proof>,
    /// The proof summed up by parts of the house, in the order to show them; empty without one.
    pub areas: Vec<AreaProof>,
    /// Open work about the person, before it has begun.
    pub open_work: Option<OpenWork>,
}

/// Request body of `PUT /person-requests/{id}/deletion`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeletionForm {
    /// That open tasks, waiting messages and complaints end with it.
    #[serde(default)]
    pub ends_open_work: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RestrictionView {
    /// Since when the data is only kept; none when it is not restricted.
    pub since: Option<DateTime<Utc>>,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ProofQuery {
    /// That of who asks, when not given.
    language: Option<Language>,
}

/// How far the deletion of a person has come; before it has begun, what it would end.
#[utoipa::path(get, path = "/api/v1/person-requests/{id}/deletion", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = DeletionView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_deletion(allowed: Allowed<SeeRequests>, Path(id): Path<PersonRequestId>) -> Reply<Json<DeletionView>> {
    let db = allowed.read();
    let request = requests::find(&db, id).await?;
    Ok(Json(view(&db, &request).await?))
}

/// Forget the person, for good: everything about them goes, what the law wants kept is sealed apart, and a proof is written.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/deletion", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = DeletionForm,
    responses((status = 200, body = DeletionView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_deletion(
    allowed: Allowed<ForgetPersons>,
    Path(id): Path<PersonRequestId>,
    Json(form): Json<DeletionForm>,
) -> Reply<Json<DeletionView>> {
    let request = allowed
        .write(async |tx| {
            let mut request = requests::find(&tx.db(), id).await?;
            if store::of_request(&tx.db(), id).await?.is_some() {
                return Err(DeletionRefusal::AlreadyBegun.into());
            }
            let checks = requests::checks(&tx.db(), id).await?;
            let customer = request.permits_work(&[RequestKind::Delete], &checks)?;
            if store::is_restricted(&tx.db(), customer).await? {
                return Err(DeletionRefusal::Restricted.into());
            }
            let row = requests::must_see_customer(&tx.db(), customer).await?;
            if store::of_customer(&tx.db(), customer).await?.is_some() {
                return Err(DeletionRefusal::AlreadyBegun.into());
            }
            let open = open_work::of(&tx.db(), customer).await?;
            if open.imports_running > 0 {
                return Err(DeletionRefusal::ImportUnderWay.into());
            }
            if !open.is_none() && !form.ends_open_work {
                return Err(DeletionRefusal::OpenWork.into());
            }
            if request.state == RequestState::Identified {
                let begun = request.begin(&checks, tx.now())?;
                request = requests::save(tx, request, begun).await?;
            }
            let deletion = begun(tx, &request, &row);
            enqueue(tx, &Forget { deletion: deletion.id, may_compact: false }, &deletion.id.to_string()).await?;
            store::add(tx, deletion).await?;
            Ok(request)
        })
        .await?;
    Ok(Json(view(&allowed.read(), &request).await?))
}

/// The proof of a deletion as PDF.
#[utoipa::path(get, path = "/api/v1/person-requests/{id}/proof", tag = "person-requests", params(("id" = PersonRequestId, Path), ProofQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_proof(
    allowed: Allowed<SeeRequests>,
    Path(id): Path<PersonRequestId>,
    Query(query): Query<ProofQuery>,
) -> Reply<Response> {
    let db = allowed.read();
    let request = requests::find(&db, id).await?;
    let deletion = store::of_request(&db, id).await?.ok_or(DeletionRefusal::NotProven)?;
    let (Some(proof), Some(proven_at)) = (&deletion.proof, deletion.proven_at) else {
        return Err(Error::from(DeletionRefusal::NotProven).into());
    };
    let known = names::of(&db, Wanted { stores: [deletion.store_id].into(), ..Wanted::default() }).await?;
    let proven_on = known.calendar(deletion.store_id).day(proven_at);
    let language = query.language.unwrap_or(db.scope().language());
    let group = requests::group_name(&db).await?;
    let pdf = paper::paper((&group, &request.number), &deletion, proof, proven_on, language).pdf();
    Ok(pdf_download(&format!("{}-proof.pdf", request.number), pdf)?)
}

/// Whether the person's data is restricted.
#[utoipa::path(get, path = "/api/v1/person-requests/{id}/restriction", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = RestrictionView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_restriction(
    allowed: Allowed<SeeRequests>,
    Path(id): Path<PersonRequestId>,
) -> Reply<Json<RestrictionView>> {
    let db = allowed.read();
    requests::find(&db, id).await?;
    let since = store::restriction_of(&db, id).await?.map(|row| row.since);
    Ok(Json(RestrictionView { since }))
}

/// Restrict: from now on the data is only kept. No list, search, message or task finds the person until it is lifted.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/restriction", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = RestrictionView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn restrict_person(
    allowed: Allowed<ForgetPersons>,
    Path(id): Path<PersonRequestId>,
) -> Reply<Json<RestrictionView>> {
    let traces = allowed.platform().provided::<Traces>()?;
    let since = allowed
        .write(async |tx| {
            let mut request = requests::find(&tx.db(), id).await?;
            if store::restriction_of(&tx.db(), id).await?.is_some() {
                return Err(DeletionRefusal::AlreadyRestricted.into());
            }
            let checks = requests::checks(&tx.db(), id).await?;
            let customer = request.permits_work(&[RequestKind::Restrict], &checks)?;
            if store::is_restricted(&tx.db(), customer).await? {
                return Err(DeletionRefusal::AlreadyRestricted.into());
            }
            let row = requests::must_see_customer(&tx.db(), customer).await?;
            if store::of_customer(&tx.db(), customer).await?.is_some() {
                return Err(DeletionRefusal::AlreadyBegun.into());
            }
            if request.state == RequestState::Identified {
                let begun = request.begin(&checks, tx.now())?;
                request = requests::save(tx, request, begun).await?;
            }
            let event = PersonRequestsEvent::Restricted { request: id, number: request.number.clone() };
            journal::record(tx, About::customer(row.store_id, customer), event).await?;
            let records = merges::store::records_of(&tx.db(), customer).await?;
            let cars = store::cars_of_nobody_else(&tx.db(), &records).await?;
            let group = tx.scope().group();
            restrict::carry(tx, &traces.0, (&records, &cars), (group, group.vault())).await?;
            let since = tx.now();
            let row =
                Restriction { customer_id: customer, group_id: group, store_id: row.store_id, request_id: id, since };
            store::add_restriction(tx, row).await?;
            Ok(since)
        })
        .await?;
    Ok(Json(RestrictionView { since: Some(since) }))
}

/// Lift the restriction: everything comes back as it was.
#[utoipa::path(delete, path = "/api/v1/person-requests/{id}/restriction", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = RestrictionView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn release_person(
    allowed: Allowed<ForgetPersons>,
    Path(id): Path<PersonRequestId>,
) -> Reply<Json<RestrictionView>> {
    let traces = allowed.platform().provided::<Traces>()?;
    allowed
        .write(async |tx| {
            let request = requests::find(&tx.db(), id).await?;
            let found = store::restriction_of(&tx.db(), id).await?;
            let row = found.ok_or(DeletionRefusal::NotRestricted)?;
            let group = tx.scope().group();
            let records = merges::store::records_of(&tx.db(), row.customer_id).await?;
            let cars = cars_in_the_vault(tx, &row, &records).await?;
            restrict::carry(tx, &traces.0, (&records, &cars), (group.vault(), group)).await?;
            store::remove_restriction(tx, row.customer_id).await?;
            let event = PersonRequestsEvent::Released { request: id, number: request.number };
            journal::record(tx, About::customer(row.store_id, row.customer_id), event).await?;
            Ok(())
        })
        .await?;
    Ok(Json(RestrictionView { since: None }))
}

async fn cars_in_the_vault(
    tx: &Tx,
    row: &Restriction,
    records: &[kernel::CustomerId],
) -> Result<Vec<kernel::VehicleId>> {
    let vault = tx.platform().system(platform::SystemActor::Jobs, row.group_id.vault());
    store::cars_of_nobody_else(&vault.read(), records).await
}

fn begun(tx: &Tx, request: &PersonRequest, customer: &customers::people::customer::Customer) -> Deletion {
    let asked_by_name = match tx.scope().actor() {
        Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
        Actor::System(actor) => actor.name().to_owned(),
    };
    Deletion {
        id: DeletionId::new(tx.now()),
        group_id: request.group_id,
        store_id: request.store_id,
        request_id: Some(request.id),
        customer_id: customer.id,
        number: customer.number.clone(),
        state: DeletionState::Waiting,
        needles_sealed: None,
        proof: None,
        fault: None,
        asked_by: tx.scope().staff(),
        asked_by_name,
        created_at: tx.now(),
        forgotten_at: None,
        proven_at: None,
        version: 1,
    }
}

async fn view(db: &Db<'_>, request: &PersonRequest) -> Result<DeletionView> {
    let deletion = store::of_request(db, request.id).await?;
    let open_work = match (&deletion, request.customer_id) {
        (None, Some(customer)) => Some(open_work::of(db, customer).await?),
        _ => None,
    };
    let Some(deletion) = deletion else {
        return Ok(DeletionView {
            id: None,
            state: None,
            fault: None,
            still_in: Vec::new(),
            asked_by: None,
            begun_at: None,
            forgotten_at: None,
            proven_at: None,
            proof: None,
            areas: Vec::new(),
            open_work,
        });
    };
    Ok(DeletionView {
        id: Some(deletion.id),
        state: Some(deletion.state),
        fault: deletion.fault,
        still_in: deletion.proof.as_ref().map(area::still_in).unwrap_or_default(),
        asked_by: Some(deletion.asked_by_name),
        begun_at: Some(deletion.created_at),
        forgotten_at: deletion.forgotten_at,
        proven_at: deletion.proven_at,
        areas: deletion.proof.as_ref().map(area::areas).unwrap_or_default(),
        proof: deletion.proof,
        open_work,
    })
}
