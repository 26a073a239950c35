//! Duplicates: pairs of records that may be one customer, found by searching the whole base or by an import, until somebody
//! decides; and how many there are.

pub mod held;
pub mod http;
pub mod merged;
pub mod pair;
pub mod rate;
pub mod rules;
pub mod scan;
pub mod scan_http;
pub mod scan_job;
pub mod scan_store;
pub mod store;
pub mod view;

use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    http::routes().merge(scan_http::routes())
}

pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<scan_job::ScanBase>(), JobKind::of::<rate::MeasureRate>()]
}
