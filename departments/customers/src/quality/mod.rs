//! Data quality: what is missing or doubtful in a record, what it weighs, how a store stands, and what is done about it.

pub mod figures;
pub mod gap;
pub mod opened;
pub mod recount;
pub mod rules;
pub mod settings;
pub mod shared;
pub mod weights;

use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    settings::http::routes().merge(figures::http::routes())
}

pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<recount::Recount>(), JobKind::of::<figures::jobs::CountQuality>()]
}
