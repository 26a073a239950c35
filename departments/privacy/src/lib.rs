//! Privacy: what the law on personal data wants kept and shown. Consents as pages and API, the texts they are given to, the books
//! of processors, assessments and incidents, and to whom data was given. The consents themselves stand in `messaging`, whose gate
//! reads them.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

pub mod books;
mod consents;
pub mod copies;
mod fields;
pub mod forgetting;
mod migrations;
pub mod notices;
pub mod policies;
mod purposes;
pub mod requests;
pub mod retention;
mod shares;
mod traces;

pub use migrations::{FOLLOWS, MIGRATIONS, STAY_BEHIND};
pub use traces::TRACES;

use journal::ListenerKind;
use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(books::routes())
        .merge(notices::routes())
        .merge(policies::routes())
        .merge(purposes::routes())
        .merge(consents::routes())
        .merge(shares::routes())
        .merge(requests::routes())
        .merge(forgetting::routes())
        .merge(copies::routes())
        .merge(retention::routes())
}

pub fn listeners() -> Vec<ListenerKind> {
    vec![ListenerKind::of::<requests::listeners::KeepTerms>()]
}

/// The kinds of work privacy leaves for the job runner.
pub fn jobs() -> Vec<JobKind> {
    [forgetting::jobs(), copies::jobs(), retention::jobs(), notices::jobs()].concat()
}
