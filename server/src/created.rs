//! What was created is told with its address and its version, in a first answer and in a repeated one.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{ETAG, LOCATION},
};
use kernel::Error;
use platform::http::Problem;
use serde::Deserialize;
use serde_json::Value;

use crate::contract::{Contract, Promise};

/// A layer over the routes: adds `Location` and `ETag` to what operations answer that promise them.
pub async fn with_address(State(contract): State<Contract>, request: Request, next: Next) -> Response {
    let promise = contract.promise(&request).filter(|promise| promise.has_location || promise.has_version).cloned();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    match promise {
        Some(promise) if response.status() == StatusCode::CREATED => told(response, &promise, &path).await,
        _ => response,
    }
}

/// Views are far smaller.
const VIEW_BYTES_MAX: usize = 8 << 20;

/// What a view says of its record. Of one that comes with a secret, the record stands inside.
#[derive(Deserialize)]
struct Created {
    id: Option<Value>,
    version: Option<i32>,
    webhook: Option<Box<Self>>,
}

async fn told(response: Response, promise: &Promise, path: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = match to_bytes(body, VIEW_BYTES_MAX).await {
        Ok(bytes) => bytes,
        Err(cause) => return Problem::from(Error::internal(cause)).into_response(),
    };
    if let Ok(created) = serde_json::from_slice::<Created>(&bytes) {
        let record = created.webhook.as_deref().unwrap_or(&created);
        let location =
            record.id.as_ref().and_then(Value::as_str).map(|id| format!("{}/{id}", path.trim_end_matches('/')));
        if let Some(Ok(location)) = location.filter(|_| promise.has_location).map(HeaderValue::try_from) {
            parts.headers.insert(LOCATION, location);
        }
        let version = record.version.map(|version| format!("\"{version}\""));
        if let Some(Ok(version)) = version.filter(|_| promise.has_version).map(HeaderValue::try_from) {
            parts.headers.insert(ETAG, version);
        }
    }
    Response::from_parts(parts, Body::from(bytes))
}
