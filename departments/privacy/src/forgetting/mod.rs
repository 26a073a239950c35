//! Forgetting: a person is taken out of every table, entry and file, what the law wants kept is sealed apart, and a proof says so.

pub mod again;
pub(crate) mod area;
pub mod deletion;
mod erase;
mod files;
pub mod http;
pub(crate) mod job;
mod kept;
pub(crate) mod look;
mod needles;
mod open_work;
mod opening;
pub(crate) mod paper;
pub mod proof;
mod restrict;
pub mod restriction;
mod seek;
pub(crate) mod store;
mod texts;

use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    http::routes().merge(opening::routes())
}

pub(crate) fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<job::Forget>()]
}
