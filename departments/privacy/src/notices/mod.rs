//! Telling the people an incident affects (PIPL article 57), and the report to the authority.

mod http;
mod job;
pub mod notice;
mod report;
mod store;
mod words;

pub(crate) use http::routes;

use platform::jobs::JobKind;

pub(crate) fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<job::TellAffected>()]
}
