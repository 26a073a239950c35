//! The one place where an error becomes an answer: `application/problem+json` (RFC 9457).

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kernel::{Error, Fault};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// What a handler answers.
pub type Reply<T> = Result<T, Problem>;

/// An error on its way out.
#[derive(Debug)]
pub struct Problem(Error);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemView {
    /// `about:blank`: the code says all.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: &'static str,
    pub status: u16,
    /// Stable, `<noun>.<reason>`; translate by it.
    pub code: String,
    /// What is wrong and how to mend it, in plain English.
    pub detail: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// The permission that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<&'static str>,
    /// On 412: the record as it now is. On 409, where another record holds what is asked for: that record.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub current: Value,
    /// On 410: the id of the record in which this one lives on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let retry_after = match &self.0 {
            Error::TooMany { retry_after_seconds, .. } => Some(*retry_after_seconds),
            Error::Unavailable { .. } => Some(1),
            _ => None,
        };
        if let Error::Internal(cause) = &self.0 {
            tracing::error!(request_id = super::request_id::current(), %cause, "request failed");
        }
        let view = view_of(self.0);
        let status = StatusCode::from_u16(view.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(view)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Puts what failed on its way to a handler (a method nobody takes) into the words of all other
/// problems; a layer over the routes.
pub async fn as_problem(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !(status.is_client_error() || status.is_server_error()) || kind.is_some_and(|kind| kind == PROBLEM) {
        return response;
    }
    let (code, detail) = match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            ("method.not_allowed", "This address does not take that method; the header Allow names those it takes.")
        }
        _ => ("request.refused", "The request could not be read; compare it with /api/docs."),
    };
    let (mut parts, _) = response.into_parts();
    let (said, body) = with_status(status, code, detail).into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(said.headers);
    Response::from_parts(parts, body)
}

/// A problem with the status that a specification of others demands.
pub fn with_status(status: StatusCode, code: &str, detail: &str) -> Response {
    let view = ProblemView {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or("Refused"),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: detail.to_owned(),
        errors: Vec::new(),
        permission: None,
        current: Value::Null,
        kept: None,
        request_id: super::request_id::current(),
    };
    let mut response = (status, axum::Json(view)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
    response
}

const PROBLEM: &str = "application/problem+json";

fn view_of(error: Error) -> ProblemView {
    let (status, title, code, detail) = match &error {
        Error::NotFound => {
            (404, "Not found", "not_found", "There is no such record, or it is not yours to see.".to_owned())
        }
        Error::Unauthenticated { code, detail } => (401, "Sign in first", *code, detail.clone()),
        Error::Forbidden { permission } => (
            403,
            "Not allowed",
            "permission.missing",
            format!("This needs the permission '{permission}'; ask whoever manages roles."),
        ),
        Error::Invalid(faults) => (422, "The request is not valid", "invalid", sentences_of(faults)),
        Error::Refused { code, detail } => (409, "Refused", *code, detail.clone()),
        Error::Held { code, detail, .. } => (409, "Another record holds it", *code, detail.clone()),
        Error::Gone { code, detail, .. } => (410, "Lives on in another record", *code, detail.clone()),
        Error::Stale { .. } => (
            412,
            "Someone else was faster",
            "stale",
            "The record changed since you read it; look at 'current', then send your change with its version."
                .to_owned(),
        ),
        Error::TooLarge { bytes_max } => {
            (413, "Too large", "body.too_large", format!("This endpoint takes at most {bytes_max} bytes."))
        }
        Error::TooSlow { seconds_max } => (
            408,
            "Too slow",
            "request.slow",
            format!("The body of the request did not come within {seconds_max} seconds; send it again over a better line, or in smaller parts."),
        ),
        Error::TooMany { code, retry_after_seconds } => {
            (429, "Too many tries", *code, format!("Try again in {retry_after_seconds} seconds."))
        }
        Error::Unavailable { detail } => (503, "Not available now", "unavailable", detail.clone()),
        Error::StorageFull => (
            507,
            "No room left",
            "storage.full",
            "The disk of the data is full, nothing was changed. Tell whoever runs Roadbook to make room, then try again.".to_owned(),
        ),
        Error::Internal(_) => (
            500,
            "Our fault",
            "internal",
            "Something failed on our side; nothing was changed. Report the request_id if it stays.".to_owned(),
        ),
    };
    let code = match &error {
        Error::Invalid(faults) if faults.len() == 1 => faults[0].code.clone(),
        _ => code.to_owned(),
    };
    let permission = if let Error::Forbidden { permission } = &error { Some(*permission) } else { None };
    let kept = if let Error::Gone { kept, .. } = &error { *kept } else { None };
    let (errors, current) = match error {
        Error::Invalid(faults) => (faults, Value::Null),
        Error::Stale { current } | Error::Held { holder: current, .. } => (Vec::new(), current),
        _ => (Vec::new(), Value::Null),
    };
    ProblemView {
        kind: "about:blank",
        title,
        status,
        code,
        detail,
        errors,
        permission,
        current,
        kept,
        request_id: super::request_id::current(),
    }
}

fn sentences_of(faults: &[Fault]) -> String {
    let sentences: Vec<String> =
        faults
            .iter()
            .map(|fault| {
                if fault.field.is_empty() {
                    fault.message.clone()
                } else {
                    format!("{}: {}", fault.field, fault.message)
                }
            })
            .collect();
    sentences.join("; ")
}
