//! Requests in, views out: making a copy, its link, and fetching it.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use journal::{About, events::person_requests::PersonRequestsEvent};
use kernel::{
    Error, PersonCopyId, PersonRequestId, Result,
    permission::{SeeRequests, WorkRequests},
};
use platform::{
    Allowed, Platform, SystemActor, crypto,
    http::{Json, Path, ProblemView, Reply},
    jobs::enqueue,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    copy::{CopyRefusal, CopyState, FETCHES_MAX, PersonCopy},
    job::MakeCopy,
    store,
};
use crate::requests::{
    request::{RequestKind, RequestState},
    store as requests,
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(show_copy, begin_copy)).routes(routes!(link_copy)).routes(routes!(fetch_copy))
}

/// How far the copy of a request has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonCopyView {
    /// None until it was asked for.
    pub state: Option<CopyState>,
    /// In bytes.
    pub size: Option<i64>,
    pub fault: Option<String>,
    pub ready_at: Option<DateTime<Utc>>,
    /// Until when the link given last holds.
    pub link_until: Option<DateTime<Utc>>,
    pub fetches: i32,
    pub fetches_max: i32,
}

/// A link to a copy, told once.
#[derive(Debug, Serialize, ToSchema)]
pub struct CopyLink {
    /// Path and token; the host is that of this server.
    pub path: String,
    pub expires_at: DateTime<Utc>,
    pub fetches_max: i32,
}

/// How far the copy of everything held about the person has come.
#[utoipa::path(get, path = "/api/v1/person-requests/{id}/copy", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = PersonCopyView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_copy(allowed: Allowed<SeeRequests>, Path(id): Path<PersonRequestId>) -> Reply<Json<PersonCopyView>> {
    let db = allowed.read();
    requests::find(&db, id).await?;
    Ok(Json(view(store::of_request(&db, id).await?)))
}

/// Make a copy of everything held about the person, in the background: a ZIP with JSON, its schema and papers to read.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/copy", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 200, body = PersonCopyView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_copy(allowed: Allowed<WorkRequests>, Path(id): Path<PersonRequestId>) -> Reply<Json<PersonCopyView>> {
    let copy = allowed
        .write(async |tx| {
            let mut request = requests::find(&tx.db(), id).await?;
            let checks = requests::checks(&tx.db(), id).await?;
            let kinds = RequestKind::ALL.into_iter().filter(|kind| kind.wants_copy()).collect::<Vec<_>>();
            let customer = request.permits_work(&kinds, &checks)?;
            let row = requests::must_see_customer(&tx.db(), customer).await?;
            let before = store::of_request(&tx.db(), id).await?;
            if before.as_ref().is_some_and(|copy| matches!(copy.state, CopyState::Waiting | CopyState::Ready)) {
                return Err(CopyRefusal::AlreadyBegun.into());
            }
            if request.state == RequestState::Identified {
                let begun = request.begin(&checks, tx.now())?;
                request = requests::save(tx, request, begun).await?;
            }
            let copy = match before {
                Some(past) => {
                    let again = PersonCopy { state: CopyState::Waiting, fault: None, ready_at: None, ..past };
                    store::save(tx, again).await?
                }
                None => {
                    let copy = PersonCopy {
                        id: PersonCopyId::new(tx.now()),
                        group_id: request.group_id,
                        store_id: request.store_id,
                        request_id: id,
                        customer_id: row.id,
                        state: CopyState::Waiting,
                        size: None,
                        fault: None,
                        token_digest: None,
                        expires_at: None,
                        fetches: 0,
                        asked_by: tx.scope().staff(),
                        created_at: tx.now(),
                        ready_at: None,
                        version: 1,
                    };
                    store::add(tx, copy.clone()).await?;
                    copy
                }
            };
            enqueue(tx, &MakeCopy { copy: copy.id }, &format!("{}:{}", copy.id, copy.version)).await?;
            Ok(copy)
        })
        .await?;
    Ok(Json(view(Some(copy))))
}

/// A link for the person, good for seven days and five times; it is told once, and another takes its place.
#[utoipa::path(post, path = "/api/v1/person-requests/{id}/copy-links", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 201, body = CopyLink), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn link_copy(allowed: Allowed<WorkRequests>, Path(id): Path<PersonRequestId>) -> Reply<Response> {
    allowed.must_be_proven_lately().await?;
    let token = crypto::random_token()?;
    let copy = allowed
        .write(async |tx| {
            requests::find(&tx.db(), id).await?;
            let mut copy = store::of_request(&tx.db(), id).await?.ok_or(CopyRefusal::NotReady)?;
            copy.link(&token, tx.now())?;
            store::save(tx, copy).await
        })
        .await?;
    let link = CopyLink {
        path: format!("/api/v1/person-copies/{token}"),
        expires_at: copy.expires_at.ok_or_else(|| Error::internal("a link without an end"))?,
        fetches_max: FETCHES_MAX,
    };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(link)).into_response())
}

/// The copy behind a link, for whoever was given it. Every fetching is written down.
#[utoipa::path(get, path = "/api/v1/person-copies/{token}", tag = "person-requests", params(("token" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip"), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn fetch_copy(State(platform): State<Platform>, Path(token): Path<String>) -> Reply<Response> {
    let house = platform.house(SystemActor::Jobs);
    let copy = store::by_token(&house.read(), &token).await?.ok_or(Error::NotFound)?;
    let door = platform.system(SystemActor::Jobs, copy.group_id);
    let fetched = door
        .write(async |tx| {
            let mut copy = store::by_token(&tx.db(), &token).await?.ok_or(Error::NotFound)?;
            copy.fetch(tx.now())?;
            let request = requests::find(&tx.db(), copy.request_id).await?;
            let event = PersonRequestsEvent::CopyFetched { request: request.id, number: request.number };
            journal::record(tx, About::customer(copy.store_id, copy.customer_id), event).await?;
            store::save(tx, copy).await
        })
        .await?;
    let bytes = store::read(&platform, fetched.id).await?;
    Ok(download(bytes)?)
}

fn download(bytes: Vec<u8>) -> Result<Response> {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"personal-data.zip\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

fn view(copy: Option<PersonCopy>) -> PersonCopyView {
    let Some(copy) = copy else {
        return PersonCopyView {
            state: None,
            size: None,
            fault: None,
            ready_at: None,
            link_until: None,
            fetches: 0,
            fetches_max: FETCHES_MAX,
        };
    };
    PersonCopyView {
        state: Some(copy.state),
        size: copy.size,
        fault: copy.fault,
        ready_at: copy.ready_at,
        link_until: copy.expires_at,
        fetches: copy.fetches,
        fetches_max: FETCHES_MAX,
    }
}
