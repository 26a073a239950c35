//! Copies: everything held about a person in one archive, for the person, behind a link that expires.

mod archive;
mod collect;
pub mod copy;
pub mod http;
mod job;
mod labels;
pub(crate) mod store;

pub(crate) use http::routes;

use platform::jobs::JobKind;

pub(crate) fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<job::MakeCopy>(), JobKind::of::<job::ClearAway>()]
}
