//! Codes by which a person proves that the contact on record is theirs: sending one, and telling it.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use customers::verified::{code, store::count_sending};
use journal::events::person_requests::PersonRequestsEvent;
use kernel::{Error, PersonRequestId, Result, permission::WorkRequests};
use platform::{
    Allowed, Platform, Tx,
    http::{Fresh, Json, Path, ProblemView, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::work::shown;
use crate::requests::{
    identity_check::{CheckMethod, CheckResult},
    identity_code::{ATTEMPTS_MAX, SENDS_MAX},
    request::PersonRequest,
    store, telling,
    view::PersonRequestView,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(send_identity_code)).routes(routes!(tell_identity_code))
}

/// A code that went out.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityCodeSent {
    /// Masked.
    pub to: String,
    pub expires_at: DateTime<Utc>,
    pub attempts_left: i32,
    pub sends_left: i32,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityCodeTold {
    /// Six digits.
    pub code: String,
}

/// Send a code to the phone on record, or to the mailbox where there is no phone: whoever tells it back is the person. A code sent
/// before is worth nothing then. At most one in a minute and five for one request.
#[utoipa::path(post, path = "/api/v1/person-requests/{id}/identity-codes", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    responses((status = 201, body = IdentityCodeSent), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn send_identity_code(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
) -> Reply<(StatusCode, Json<IdentityCodeSent>)> {
    let sent = allowed
        .write(async |tx| {
            let request = store::find(&tx.db(), id).await?;
            send(tx, request).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(sent)))
}

/// Tell the code back: the right one is a passed check of identity, five wrong ones a failed one.
#[utoipa::path(put, path = "/api/v1/person-requests/{id}/identity-codes/told", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = IdentityCodeTold,
    responses((status = 200, body = PersonRequestView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn tell_identity_code(
    allowed: Allowed<WorkRequests>,
    Path(id): Path<PersonRequestId>,
    Json(form): Json<IdentityCodeTold>,
) -> Reply<Fresh<PersonRequestView>> {
    // A wrong guess is saved too, so it is told after the transaction and not by it.
    let (request, left) = allowed
        .write(async |tx| {
            let request = store::find(&tx.db(), id).await?;
            guess(tx, request, &code::read(&form.code)?).await
        })
        .await?;
    match left {
        Some(left) => {
            let words = match left {
                0 => "this is not the code that was sent, and there are no tries left; send another code".to_owned(),
                1 => "this is not the code that was sent; 1 try left".to_owned(),
                left => format!("this is not the code that was sent; {left} tries left"),
            };
            Err(Error::invalid("code", "code.wrong", words).into())
        }
        None => shown(&allowed, request).await,
    }
}

async fn send(tx: &mut Tx, request: PersonRequest) -> Result<IdentityCodeSent> {
    let checks = store::checks(&tx.db(), request.id).await?;
    let customer = request.may_send_code(&checks)?;
    store::must_see_customer(&tx.db(), customer).await?;
    let mut code = store::code(&tx.db(), &request).await?;
    let secret = code::new()?;
    let now = tx.now();
    code.send(&secret, tx.platform().keys(), now)?;
    count_sending(tx, customer).await?;
    let (expires_at, sends_left) = (code.expires_at, SENDS_MAX - code.sends);
    store::keep_code(tx, code).await?;
    let message = telling::code(tx, &request, customer, secret).await?;
    let to = message.address_masked;
    let event = PersonRequestsEvent::CodeSent {
        request: request.id,
        number: request.number.clone(),
        kind: request.kind.word().to_owned(),
        to: to.clone(),
    };
    journal::record(tx, store::about(&request), event).await?;
    Ok(IdentityCodeSent { to, expires_at, attempts_left: ATTEMPTS_MAX, sends_left })
}

/// The request with its check, or how many tries are left.
async fn guess(tx: &mut Tx, mut request: PersonRequest, typed: &str) -> Result<(PersonRequest, Option<i32>)> {
    let checks = store::checks(&tx.db(), request.id).await?;
    request.may_send_code(&checks)?;
    let mut code = store::code(&tx.db(), &request).await?;
    let left = code.guess(typed, tx.platform().keys(), tx.now())?;
    store::keep_code(tx, code).await?;
    let result = match left {
        None => CheckResult::Passed,
        Some(0) => CheckResult::Failed,
        Some(_) => return Ok((request, left)),
    };
    let event = request.check_identity(&checks, CheckMethod::CodeTold, result, tx.now())?;
    let request = store::add_check(tx, request, (CheckMethod::CodeTold, result), None, event).await?;
    Ok((request, left))
}
