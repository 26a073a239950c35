//! Data quality: what is missing or doubtful in a record, what it weighs, how a store stands, and what is done about it.

pub mod audits;
pub mod calls;
pub mod confirmations;
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
    settings::http::routes()
        .merge(figures::http::routes())
        .merge(audits::http::routes())
        .merge(calls::http::routes())
        .merge(confirmations::http::routes())
        .merge(confirmations::public::routes())
}

pub fn jobs() -> Vec<JobKind> {
    vec![
        JobKind::of::<recount::Recount>(),
        JobKind::of::<figures::jobs::CountQuality>(),
        JobKind::of::<audits::jobs::PlanAudit>(),
        JobKind::of::<audits::jobs::BeginAudits>(),
        JobKind::of::<calls::queue::QueueCalls>(),
        JobKind::of::<confirmations::ask::AskConfirmations>(),
    ]
}
