//! Whether the house stands and is open, and what it is: for load balancers, and for the sign-in page.

use std::borrow::Cow;

use axum::{Router, extract::State, http::StatusCode, routing::get};
use platform::{
    Platform,
    http::{Json, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    demo::DemoLogin,
    keeping::ready::{self, Finding},
    seeing,
};

/// Whether this house shows the demo world, and who may sign in to it.
#[derive(Clone, Debug, Default)]
pub struct Demo(pub Vec<DemoLogin>);

/// What this is.
#[derive(Debug, Serialize, ToSchema)]
struct About {
    product: &'static str,
    version: &'static str,
    /// True when the demo world is served; then the logins are shown.
    demo: bool,
    demo_logins: Vec<DemoLogin>,
}

pub fn routes() -> Router<Platform> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).route("/metrics", get(seeing::metrics))
}

pub fn about_routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(about))
}

/// What this is: public, for the sign-in page.
#[utoipa::path(get, path = "/api/v1/about", tag = "about", security(()), responses((status = 200, body = About)))]
async fn about(State(platform): State<Platform>) -> Reply<Json<About>> {
    let demo_logins = platform.provided::<Demo>().map(|demo| demo.0.clone()).unwrap_or_default();
    Ok(Json(About {
        product: "Roadbook",
        version: env!("CARGO_PKG_VERSION"),
        demo: !demo_logins.is_empty(),
        demo_logins,
    }))
}

async fn alive() -> &'static str {
    "alive"
}

async fn ready(State(platform): State<Platform>) -> (StatusCode, Cow<'static, str>) {
    match ready::look(&platform).await {
        Finding::Ready { notice: None } => (StatusCode::OK, "ready".into()),
        Finding::Ready { notice: Some(notice) } => (StatusCode::OK, format!("ready; {notice}").into()),
        Finding::NotReady { why } => (StatusCode::SERVICE_UNAVAILABLE, why.into()),
    }
}
