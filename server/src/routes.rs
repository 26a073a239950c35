//! All routes on one page, and what every request passes through on its way to them.

use axum::{Router, extract::DefaultBodyLimit, middleware, response::IntoResponse, routing::get};
use platform::{
    Platform,
    http::{Problem, idempotency, problem, request_id},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    background, contract::Contract, created, guards, in_time, live, looking, open_api, operations, probes, questions,
    seeing, web,
};

/// The API of every department.
pub fn api() -> OpenApiRouter<Platform> {
    OpenApiRouter::with_openapi(open_api::about())
        .merge(access::routes())
        .merge(customers::routes())
        .merge(worklist::routes())
        .merge(messaging::routes())
        .merge(leads::routes())
        .merge(privacy::routes())
        .merge(integrations::routes())
        .merge(audit::routes())
        .merge(live::routes())
        .merge(background::routes())
        .merge(operations::routes())
        .merge(probes::about_routes())
}

/// The whole application.
pub fn app(platform: Platform) -> Router {
    let (api, document) = api().split_for_parts();
    let document = open_api::whole(&document);
    let contract = Contract::of(&document);
    let no_unknown_questions = middleware::from_fn_with_state(contract.clone(), questions::refuse_unknown);
    let streams =
        live::stream_routes().layer(no_unknown_questions.clone()).layer(middleware::map_response(problem::as_problem));
    let quick = api
        .fallback(no_such_address)
        .layer(DefaultBodyLimit::max(idempotency::BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(platform.clone(), idempotency::once))
        .layer(middleware::from_fn_with_state(platform.clone(), looking::note_looks))
        .layer(middleware::from_fn_with_state(contract, created::with_address))
        .layer(no_unknown_questions)
        .layer(middleware::from_fn_with_state(in_time::PATIENCE, in_time::answer))
        .layer(middleware::map_response(problem::as_problem))
        .layer(CompressionLayer::new());
    let routes = Router::new()
        .merge(streams)
        .merge(quick)
        .route("/api/openapi.json", get(open_api::serve(&document)))
        .route("/api/docs", get(open_api::page))
        .merge(probes::routes())
        .merge(web::routes());
    behind_everything(routes, platform)
}

/// What every request passes on its way, the outermost last: also an answer in place of one that broke off has all the headers.
pub fn behind_everything(routes: Router<Platform>, platform: Platform) -> Router {
    let caught =
        seeing::watched(guards::guarded(routes, &platform), &platform).layer(CatchPanicLayer::custom(panicked));
    guards::headed(caught, &platform)
        .layer(middleware::from_fn(request_id::with_request_id))
        .layer(guards::proxies(&platform))
        .with_state(platform)
}

async fn no_such_address() -> impl IntoResponse {
    Problem::from(kernel::Error::NotFound)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the cause over")]
fn panicked(cause: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let words = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    Problem::from(kernel::Error::internal(words.to_owned())).into_response()
}
