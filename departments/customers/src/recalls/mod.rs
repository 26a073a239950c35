//! Recalls and service campaigns: what a maker wants mended, which cars it is about, and how far each has come.

pub mod campaign;
pub mod cars;
pub mod criteria;
pub mod vins;
pub mod works;

use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(campaign::http::routes())
        .merge(criteria::http::routes())
        .merge(vins::http::routes())
        .merge(cars::http::routes())
        .merge(works::http::routes())
}

pub fn jobs() -> Vec<JobKind> {
    works::kinds()
}
