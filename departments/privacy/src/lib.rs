//! Privacy: what the law on personal data wants kept and shown. Consents as pages and API, the texts they are given to, the books
//! of processors, assessments and incidents, and to whom data was given. The consents themselves stand in `messaging`, whose gate
//! reads them.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

pub mod books;
mod consents;
mod fields;
mod migrations;
pub mod policies;
mod purposes;
pub mod requests;
mod traces;

pub use migrations::MIGRATIONS;
pub use traces::TRACES;

use platform::Platform;
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .merge(books::routes())
        .merge(policies::routes())
        .merge(purposes::routes())
        .merge(consents::routes())
        .merge(requests::routes())
}
