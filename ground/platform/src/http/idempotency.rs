//! `Idempotency-Key`: a write sent twice happens once, and the second answer is the first again.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use kernel::{Error, Result};

use super::Problem;
use crate::{Actor, Platform, SystemActor, Tx, crypto};

/// JSON bodies are at most this large.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
const ANSWER_BYTES_MAX: usize = 256 * 1024;
const KEY_BYTES_MAX: usize = 200;
const HEADER: &str = "idempotency-key";

/// A key to be taken by the transaction that does the work, so that both are there or neither.
#[derive(Clone, Debug)]
pub struct IdempotencyClaim {
    actor: String,
    key: String,
    fingerprint: String,
    taken: Arc<AtomicBool>,
}

crate::record! {
    struct Kept { fingerprint: String, status: Option<i32>, answer: Option<String> }
}

impl IdempotencyClaim {
    pub(crate) async fn take(&self, tx: &mut Tx) -> Result<()> {
        if self.taken.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let now = tx.now();
        let inserted = tx
            .execute_text(
                "insert into idempotency_keys (actor, key, fingerprint, created_at) values ($1, $2, $3, $4) on conflict do nothing",
                vec![self.actor.clone().into(), self.key.clone().into(), self.fingerprint.clone().into(), now.into()],
            )
            .await?;
        if inserted == 0 { Err(unfinished()) } else { Ok(()) }
    }
}

/// Answers a repeated write from what was kept, and keeps the answer of a first one.
pub async fn once(State(platform): State<Platform>, request: Request, next: Next) -> Response {
    match answer_once(&platform, request, next).await {
        Ok(response) => response,
        Err(error) => Problem::from(error).into_response(),
    }
}

async fn answer_once(platform: &Platform, request: Request, next: Next) -> Result<Response> {
    let is_form = is_multipart(&request);
    let Some(key) = request.headers().get(HEADER) else { return Ok(next.run(request).await) };
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || is_form {
        return Ok(next.run(request).await);
    }
    let key =
        key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= KEY_BYTES_MAX).map(str::to_owned).ok_or_else(
            || {
                Error::invalid(
                    "Idempotency-Key",
                    "idempotency.malformed",
                    "an Idempotency-Key is 1 to 200 visible characters",
                )
            },
        )?;
    let (mut parts, body) = request.into_parts();
    let bytes =
        to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| Error::TooLarge { bytes_max: BODY_BYTES_MAX as u64 })?;
    let claim = IdempotencyClaim {
        actor: crypto::digest(&caller(platform, &parts.headers).await?),
        key,
        // Keyed: a body may hold a password, which a plain digest would give away to whoever tries many.
        fingerprint: platform.keys().blind(
            "idempotency",
            kernel::GroupId(uuid::Uuid::nil()),
            &format!("{} {} {}", parts.method, parts.uri, String::from_utf8_lossy(&bytes)),
        ),
        taken: Arc::default(),
    };
    if let Some(kept) = find(platform, &claim).await? {
        return replay(kept, &claim);
    }
    parts.extensions.insert(claim.clone());
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    if claim.taken.load(Ordering::SeqCst) && response.status().is_success() {
        keep(platform, &claim, response).await
    } else {
        Ok(response)
    }
}

async fn find(platform: &Platform, claim: &IdempotencyClaim) -> Result<Option<Kept>> {
    let house = platform.house(SystemActor::SignIn);
    let kept: Vec<Kept> = house
        .read()
        .fetch_text(
            "select fingerprint, status, answer from idempotency_keys where actor = $1 and key = $2",
            vec![claim.actor.clone().into(), claim.key.clone().into()],
        )
        .await?;
    Ok(kept.into_iter().next())
}

fn replay(kept: Kept, claim: &IdempotencyClaim) -> Result<Response> {
    if kept.fingerprint != claim.fingerprint {
        return Err(Error::invalid(
            "Idempotency-Key",
            "idempotency.different_request",
            "this key was used for another request; take a new key for a new request",
        ));
    }
    let (Some(status), Some(answer)) = (kept.status, kept.answer) else { return Err(unfinished()) };
    let status = u16::try_from(status).ok().and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::OK);
    let mut response = (status, answer).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
    Ok(response)
}

async fn keep(platform: &Platform, claim: &IdempotencyClaim, response: Response) -> Result<Response> {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(Error::internal)?;
    if bytes.len() <= ANSWER_BYTES_MAX && !must_not_be_kept(&parts.headers) {
        let values = vec![
            claim.actor.clone().into(),
            claim.key.clone().into(),
            i32::from(parts.status.as_u16()).into(),
            String::from_utf8_lossy(&bytes).into_owned().into(),
        ];
        let house = platform.house(SystemActor::SignIn);
        house
            .write(async |tx| {
                tx.execute_text(
                    "update idempotency_keys set status = $3, answer = $4 where actor = $1 and key = $2",
                    values,
                )
                .await
            })
            .await?;
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// An answer with a secret says so, and is given once.
fn must_not_be_kept(headers: &http::HeaderMap) -> bool {
    let control = headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok());
    control.is_some_and(|text| text.contains("no-store"))
}

/// Whose key it is: the person's, in whichever session they try again, or the machine's; of who has not signed in what they carry.
async fn caller(platform: &Platform, headers: &http::HeaderMap) -> Result<String> {
    let gatekeeper = platform.gatekeeper().ok_or_else(|| Error::internal("no gatekeeper stands at the door"))?;
    match gatekeeper.look_again(platform, headers).await {
        Ok(admission) => Ok(match &admission.actor {
            Actor::Staff { id, .. } => format!("staff {id}"),
            Actor::Key { id, .. } => format!("key {id}"),
            Actor::System(actor) => format!("system {}", actor.name()),
        }),
        Err(Error::Unauthenticated { .. }) => {
            let carried = [header::AUTHORIZATION, header::COOKIE].into_iter().filter_map(|name| headers.get(name));
            Ok(carried.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join("\n"))
        }
        Err(fault) => Err(fault),
    }
}

fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/"))
}

fn unfinished() -> Error {
    Error::Refused {
        code: "idempotency.unfinished",
        detail: "A request with this key is under way or its answer was lost; read the record to see whether it took effect.".into(),
    }
}
