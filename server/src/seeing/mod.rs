//! What can be seen of a house at work: `/metrics` in the Prometheus format, a line in the log for each request, and traces.

mod requests;
pub mod traces;
pub mod work;

use axum::{
    Router,
    extract::{Request, State},
    middleware,
    response::{IntoResponse, Response},
};
use http::header;
use kernel::Error;
use platform::{Platform, http::Problem};
use prometheus_client::{encoding::text::encode, registry::Registry};

use requests::Requests;

/// As OpenMetrics names itself.
const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The routes, each of their requests measured.
pub fn watched(routes: Router<Platform>, platform: &Platform) -> Router<Platform> {
    // Of the node, however often its routes are put together.
    if platform.provided::<Requests>().is_err() {
        platform.provide(Requests::default());
    }
    let requests = platform.provided::<Requests>().unwrap_or_default();
    routes.layer(middleware::from_fn_with_state(requests, requests::measure))
}

/// Figures of this node, and of the work all nodes share. For neighbours alone: whoever comes from outside finds nothing here.
pub async fn metrics(State(platform): State<Platform>, request: Request) -> Result<Response, Problem> {
    let address = access::caller_address(request.extensions(), request.headers());
    if !address.is_some_and(access::is_near) {
        return Err(Error::NotFound.into());
    }
    let mut registry = Registry::with_prefix("roadbook");
    platform.provided::<Requests>()?.register(&mut registry);
    work::register(&platform, &mut registry).await?;
    let mut text = String::new();
    encode(&mut text, &registry).map_err(Error::internal)?;
    Ok(([(header::CONTENT_TYPE, FORMAT)], text).into_response())
}
