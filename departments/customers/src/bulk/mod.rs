//! Bulk changes: one deed done to many customers in the background, row by row through the same rules, and undone again.

pub mod bulk_change;
pub mod bulk_change_row;
pub mod change_many;
mod deeds;
pub mod http;
pub mod rules;
pub mod store;
pub mod undo_many;
pub mod view;

pub use http::routes;

use platform::jobs::JobKind;

pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<change_many::ChangeMany>(), JobKind::of::<undo_many::UndoMany>()]
}
