//! One id per request, in its answer, its problem and its log lines.

use axum::{extract::Request, middleware::Next, response::Response};
use http::HeaderValue;

tokio::task_local! {
    static CURRENT: String;
}

pub const HEADER: &str = "x-request-id";

/// Gives the request an id (or keeps a well-formed one it brought) for the time it is answered.
pub async fn with_request_id(request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(HEADER)
        .and_then(|value| value.to_str().ok())
        .filter(|id| is_well_formed(id))
        .map_or_else(|| uuid::Uuid::now_v7().simple().to_string(), str::to_owned);
    let header = HeaderValue::from_str(&id);
    let mut response = CURRENT.scope(id, next.run(request)).await;
    if let Ok(value) = header {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The id of the request being answered on this task.
pub fn current() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

fn is_well_formed(id: &str) -> bool {
    (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
