//! Many merges asked for at once: pair by pair in the background, with what was refused and a way back for all of them.

pub mod http;
pub mod merge_many;
pub mod run;
pub mod run_pair;
pub mod store;
pub mod undo_many;
pub mod view;

use platform::jobs::JobKind;

pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<merge_many::MergeMany>(), JobKind::of::<undo_many::UndoMerges>()]
}
