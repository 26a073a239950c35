//! Exports: a list of customers on its way into a file, in the background, and the file until it is cleared away.

mod approval;
pub(crate) mod columns;
mod deciding;
mod details;
pub mod export;
pub mod export_many;
pub mod export_rules;
mod file;
pub mod http;
pub(crate) mod mark;
pub mod rows;
mod store;
pub mod view;
mod watermark;
pub(crate) mod words;

use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    http::routes().merge(deciding::routes())
}

pub fn jobs() -> Vec<JobKind> {
    vec![
        JobKind::of::<export_many::ExportMany>(),
        JobKind::of::<export_many::ClearAway>(),
        JobKind::of::<deciding::LetLapse>(),
    ]
}
