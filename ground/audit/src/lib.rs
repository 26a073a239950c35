//! The audit: who saw and who changed what, in chains of seals that nobody can make anew without the keys of the house.
//!
//! One chain is over the journal, whose entries carry their marks from the transaction that wrote them; a listener seals them behind
//! it. The other is over looks (a profile opened, a list searched), which [`Looks`] gathers in memory and writes once a second, so
//! that no request waits. [`verify()`] makes all seals and marks anew and tells what is not as it was.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod chain;
mod checks;
mod file;
mod http;
mod kinds;
mod lawful;
mod listeners;
mod look;
mod looks;
mod search;
mod verify;
mod view;

use journal::ListenerKind;
use platform::{Platform, database::Migration, follows::StaysBehind, jobs::JobKind, traces::Trace};
use utoipa_axum::router::OpenApiRouter;

pub use chain::Chain;
pub use checks::{LastCheck, begin_due, last_checks};
pub use kinds::{LOOKS, NAMED};
pub use lawful::{forget, overdue, trim};
pub use listeners::{seal_what_was_left, stand_where_sealed};
pub use looks::{Glance, Looks, Unsealed, write_down, write_until};
pub use verify::{End, Finding, FindingKind, Verified, verify};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().merge(http::routes()).merge(checks::routes())
}

pub fn listeners() -> Vec<ListenerKind> {
    vec![ListenerKind::of::<listeners::SealJournal>()]
}

pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<checks::Verify>()]
}

/// That somebody looked stays when the person is forgotten; whom they looked at goes, and the journal says that it did.
pub const TRACES: &[Trace] = &[
    Trace::rewritten("audit_looks", &["customer_id"]).and_of_cars(&["vehicle_id"]),
    Trace::nobody("audit_seals", "keyed digests, which tell nothing without the key"),
    Trace::nobody("audit_heads", "where the chains of a group end"),
    Trace::nobody("audit_checks", "when the audit was walked through, and places of lines"),
];

pub const STAY_BEHIND: &[StaysBehind] =
    &[("audit_looks.customer_id", "what was seen was seen under that record, which leads on to the other")];

pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "audit.001_audit", sql: include_str!("migrations/001_audit.sql") }];
