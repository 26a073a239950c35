//! Where other systems send enquiries: anybody may, who knows the address and proves what the connector asks for.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header::ACCEPT},
    response::{Html, IntoResponse, Response},
};
use kernel::Error;
use platform::{
    Platform,
    http::{Json, Path, ProblemView, Reply},
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::channels::{
    intake::{self, BYTES_MAX, Received},
    words::{PayloadFormat, PayloadOutcome},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(take_payload))
}

/// What became of what was sent. Platforms in other formats hear what they expect.
#[derive(Debug, Serialize, ToSchema)]
pub struct IntakeAnswer {
    /// 0 a new lead, 1 merged into one that stands, 2 came before, 3 kept for a person to look at.
    pub code: i32,
    pub outcome: PayloadOutcome,
    /// One for each enquiry, in their order.
    pub outcomes: Vec<PayloadOutcome>,
}

/// Send enquiries in the format of the connector, at most 64 KB. What can't be taken is kept and looked at by a person, so that 202
/// need not be sent again; 401 is a wrong signature, 409 a connector that is switched off.
#[utoipa::path(post, path = "/api/v1/intake/{token}", tag = "leads", operation_id = "take_payload",
    params(("token" = String, Path)), security(()),
    responses((status = 200, body = IntakeAnswer),
              (status = 202, body = IntakeAnswer, description = "Kept for a person to look at."),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn take_payload(
    State(platform): State<Platform>,
    Path(token): Path<String>,
    request: Request,
) -> Reply<Response> {
    let (parts, body) = request.into_parts();
    let too_large = |_| Error::TooLarge { bytes_max: BYTES_MAX as u64 };
    let body = axum::body::to_bytes(body, BYTES_MAX).await.map_err(too_large)?;
    let received = intake::receive(&platform, &token, &parts.headers, &body).await?;
    let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(match received {
        Received::Challenge(challenge) => {
            Json(json!({ "BaseResp": { "StatusCode": 200, "StatusMessage": "ok" }, "challenge": challenge }))
                .into_response()
        }
        Received::Enquiries { format: PayloadFormat::Feiyu, .. } => {
            Json(json!({ "BaseResp": { "StatusCode": 200, "StatusMessage": "ok" } })).into_response()
        }
        // A visitor of the website reads this; a program that filled the form too.
        Received::Enquiries { format: PayloadFormat::Website, .. } if accept.contains("text/html") => {
            Html(THANKS).into_response()
        }
        Received::Enquiries { outcomes, .. } => answer(outcomes),
    })
}

fn answer(outcomes: Vec<PayloadOutcome>) -> Response {
    // What asks for a person's look tells most.
    let worst = outcomes.iter().copied().max_by_key(|outcome| code(*outcome)).unwrap_or(PayloadOutcome::Duplicate);
    let status = if worst == PayloadOutcome::Quarantined { StatusCode::ACCEPTED } else { StatusCode::OK };
    (status, Json(IntakeAnswer { code: code(worst), outcome: worst, outcomes })).into_response()
}

fn code(outcome: PayloadOutcome) -> i32 {
    match outcome {
        PayloadOutcome::Created => 0,
        PayloadOutcome::Merged => 1,
        PayloadOutcome::Duplicate | PayloadOutcome::Dismissed => 2,
        PayloadOutcome::Quarantined => 3,
    }
}

const THANKS: &str = "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
    <meta name=\"robots\" content=\"noindex\"><title>已收到 · Thank you</title>\
    <style>body{font:16px/1.6 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1.5rem;text-align:center}\
    @media(prefers-color-scheme:dark){body{background:#111;color:#eee}}</style>\
    <h1>已收到，谢谢</h1><p>我们会尽快与您联系。</p><p>Thank you. We will be in touch soon.</p></html>";
