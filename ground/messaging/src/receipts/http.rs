//! What comes in from outside without anybody's name: reports of providers and links of readers. Both carry a signed token.

use axum::{
    extract::{Request, State},
    response::{Html, IntoResponse},
};
use kernel::{ChannelSetupId, Error, Result};
use platform::{
    KeyRing, Platform, SystemActor,
    http::{Json, Path, ProblemView, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{parse, store, unsubscribe};
use crate::channels::{self, ChannelSetup};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(take_receipts)).routes(routes!(show_unsubscription, unsubscribe_reader))
}

/// What providers want to hear: Aliyun reads the first two, Tencent the others.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptsTaken {
    pub code: i32,
    pub msg: &'static str,
    pub result: i32,
    pub errmsg: &'static str,
}

/// A push holds a few hundred reports of some hundred bytes.
const BYTES_MAX: usize = 1 << 20;

/// What is signed in the addresses providers report to.
const KIND: &str = "messages.receipts";

/// Where a provider reports to, behind the address of this server. The token tells whose report it is, and that the house told it.
pub fn callback(keys: &KeyRing, setup: &ChannelSetup) -> String {
    format!("/api/v1/message-receipts/{}", keys.sign(KIND, setup.group_id, setup.id.0))
}

/// Takes what an SMS provider reports: deliveries, failures, replies. The token is in the address the provider was given.
#[utoipa::path(post, path = "/api/v1/message-receipts/{token}", tag = "messages", operation_id = "take_receipts",
    params(("token" = String, Path)), security(()),
    responses((status = 200, body = ReceiptsTaken),
              (status = 404, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn take_receipts(
    State(platform): State<Platform>,
    Path(given): Path<String>,
    request: Request,
) -> Reply<Json<ReceiptsTaken>> {
    let setup = setup_of(&platform, &given).await?;
    let too_large = |_| Error::TooLarge { bytes_max: BYTES_MAX as u64 };
    let body = axum::body::to_bytes(request.into_body(), BYTES_MAX).await.map_err(too_large)?;
    let carrier = setup.settings()?.carrier();
    let reports = parse::reports(carrier, &body).ok_or_else(|| {
        Error::invalid("", "receipts.malformed", "this is not what the provider's documentation says")
    })?;
    let door = platform.system(SystemActor::Jobs, setup.group_id);
    for report in &reports {
        // Each by itself: one that clashes with another writer is sent again by the provider, the others stay.
        door.write(async |tx| store::take_in(tx, report).await).await?;
    }
    Ok(Json(ReceiptsTaken { code: 0, msg: "成功", result: 0, errmsg: "OK" }))
}

/// Asks the reader of a letter whether they want no more of it.
#[utoipa::path(get, path = "/api/v1/unsubscriptions/{token}", tag = "messages", operation_id = "show_unsubscription",
    params(("token" = String, Path)), security(()),
    responses((status = 200, content_type = "text/html", body = String),
              (status = 404, body = ProblemView, content_type = "application/problem+json")))]
async fn show_unsubscription(State(platform): State<Platform>, Path(given): Path<String>) -> Reply<impl IntoResponse> {
    unsubscribe::message_of(&platform, &given).await?;
    Ok(Html(page(
        "<p>不再接收我们的营销和关怀消息？</p><p>Stop receiving offers and greetings from us?</p>\
         <form method=\"post\"><button>退订 · Unsubscribe</button></form>",
    )))
}

/// The reader wants no more of it: by the button of the page, or by one click in the mail program (RFC 8058).
#[utoipa::path(post, path = "/api/v1/unsubscriptions/{token}", tag = "messages", operation_id = "unsubscribe_reader",
    params(("token" = String, Path)), security(()),
    responses((status = 200, content_type = "text/html", body = String),
              (status = 404, body = ProblemView, content_type = "application/problem+json")))]
async fn unsubscribe_reader(State(platform): State<Platform>, Path(given): Path<String>) -> Reply<impl IntoResponse> {
    unsubscribe::follow(&platform, &given).await?;
    Ok(Html(page("<p>已退订，我们不会再发送此类消息。</p><p>Done. We will not write to you about this again.</p>")))
}

async fn setup_of(platform: &Platform, given: &str) -> Result<ChannelSetup> {
    let id = KeyRing::named_in(given).map(ChannelSetupId).ok_or(Error::NotFound)?;
    let setup = channels::store::by_id(&platform.house(SystemActor::Jobs).read(), id).await?;
    let is_ours = platform.keys().has_signed(KIND, setup.group_id, setup.id.0, given);
    if is_ours { Ok(setup) } else { Err(Error::NotFound) }
}

fn page(inside: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>退订 · Unsubscribe</title>\
         <style>body{{font:16px/1.6 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1.5rem;text-align:center}}\
         button{{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:8px;background:#1f5eff;color:#fff;cursor:pointer}}\
         @media(prefers-color-scheme:dark){{body{{background:#111;color:#eee}}}}</style>{inside}</html>"
    )
}
