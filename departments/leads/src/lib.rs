//! Leads: who asked for a car, who answers, how often they spoke, until it is bought or lost.
//!
//! A customer has one lead per wish: whoever asks again in the same store comes back to it, as another [`touch`]. Who the customer is
//! the department of customers knows; a lead without a consultant lies in the pool of its store.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

pub mod assignment;
mod beside;
pub mod change;
pub mod channels;
pub mod clock;
pub mod draft;
mod http;
mod identity;
mod jobs;
pub mod lead;
pub mod list;
mod listeners;
pub mod loss;
mod migrations;
pub mod rules;
mod steps;
pub mod store;
pub mod touch;
mod traces;
pub mod view;
pub mod words;

pub use http::routes;
pub use lead::Lead;
pub use migrations::{FOLLOWS, MIGRATIONS};
pub use traces::TRACES;

use journal::ListenerKind;
use platform::jobs::JobKind;

pub fn listeners() -> Vec<ListenerKind> {
    vec![ListenerKind::of::<listeners::KeepConsultants>()]
}

/// The kinds of work leads leave for the job runner.
pub fn jobs() -> Vec<JobKind> {
    jobs::kinds()
}
