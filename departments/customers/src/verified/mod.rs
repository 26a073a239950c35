//! Verified changes: a phone, e-mail or ID number of a known customer changes only when the customer has proven it, or a manager
//! answers for it.

mod apply;
mod ask;
pub mod code;
pub mod http;
pub mod jobs;
pub mod pending_change;
pub mod policy;
pub mod rules;
pub mod settings;
pub mod store;
pub mod view;

pub use ask::{guard_contact, guard_id_number};

use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    http::routes().merge(settings::routes())
}

pub fn kinds() -> Vec<JobKind> {
    vec![JobKind::of::<jobs::ExpireChange>()]
}
