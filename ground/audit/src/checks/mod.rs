//! Checks: when the audit was last walked through, who asked for it and what was found.

mod check;
mod http;
mod job;

pub use check::{LastCheck, last_checks};
pub(crate) use http::routes;
pub use job::{Verify, begin_due};
