//! Integrations: other systems told what happens here. Webhooks by the convention of standardwebhooks.com, fed from the journal.
//!
//! A listener leaves a row per event and webhook; [`deliver_until`] sends them, beside the job runner, so that a slow address keeps
//! nobody waiting but itself.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod catalogue;
mod deliveries;
mod migrations;
mod signing;
mod webhooks;

pub use catalogue::event_names;
pub use deliveries::dispatch::{deliver_due, deliver_until};
pub use migrations::{FOLLOWS, MIGRATIONS, TRACES};

use journal::ListenerKind;
use platform::{Platform, jobs::JobKind};
use utoipa_axum::router::OpenApiRouter;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().merge(catalogue::routes()).merge(webhooks::routes()).merge(deliveries::routes())
}

pub fn listeners() -> Vec<ListenerKind> {
    vec![ListenerKind::of::<deliveries::listeners::TellWebhooks>()]
}

/// The kinds of work integrations leave for the job runner.
pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<deliveries::replay::ReplayDeliveries>()]
}
