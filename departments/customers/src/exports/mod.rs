//! Exports: a list of customers on its way into a file, in the background, and the file until it is cleared away.

mod columns;
pub mod export;
pub mod export_many;
mod file;
pub mod http;
pub mod rows;
mod store;
pub mod view;
mod words;

pub use http::routes;

use platform::jobs::JobKind;

pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<export_many::ExportMany>(), JobKind::of::<export_many::ClearAway>()]
}
