//! What may happen between two records: pure.

mod cautions;
mod choices;
mod undo;

pub use cautions::{Caution, cautions, for_a_person};
pub use choices::{Choice, Side, Why, better_kept, choices};
pub use undo::Standing;

use kernel::Refusal;

use crate::people::customer::Customer;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeRefusal {
    SameRecord,
    AlreadyMerged { number: String },
    Deleted { number: String },
    AlreadyUndone,
    KeptWasMerged,
    LaterMerge { number: String },
    NotSurelySame(Caution),
    SetApart,
}

impl Refusal for MergeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::SameRecord => "merge.same_record",
            Self::AlreadyMerged { .. } => "merge.already_merged",
            Self::Deleted { .. } => "merge.deleted",
            Self::AlreadyUndone => "merge.already_undone",
            Self::KeptWasMerged => "merge.kept_was_merged",
            Self::LaterMerge { .. } => "merge.later_merge",
            Self::NotSurelySame(_) => "merge.not_surely_same",
            Self::SetApart => "merge.set_apart",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::SameRecord => "A record can't be merged with itself; choose another one.".into(),
            Self::AlreadyMerged { number } => {
                format!("{number} was merged meanwhile and lives on in another record; merge that one instead.")
            }
            Self::Deleted { number } => format!("{number} was deleted; restore it before you merge it."),
            Self::AlreadyUndone => "This merge was taken back already.".into(),
            Self::KeptWasMerged => {
                "The record that was kept has itself been merged into another since; take that merge back first.".into()
            }
            Self::LaterMerge { number } => {
                format!(
                    "A later merge with {number} builds on this one; take that one back first, so that both come out right."
                )
            }
            Self::SetApart => "Somebody has said that these two are different people; take that back first.".into(),
            Self::NotSurelySame(caution) => {
                format!(
                    "These two are not surely one ({}); look at them side by side and merge them by hand.",
                    caution.word()
                )
            }
        }
    }
}

/// Refuses what can't be merged, whichever values win.
pub fn may_merge(kept: &Customer, absorbed: &Customer) -> Result<(), MergeRefusal> {
    if kept.id == absorbed.id {
        return Err(MergeRefusal::SameRecord);
    }
    for one in [absorbed, kept] {
        if one.merged_into.is_some() {
            return Err(MergeRefusal::AlreadyMerged { number: one.number.clone() });
        }
        if one.is_deleted() {
            return Err(MergeRefusal::Deleted { number: one.number.clone() });
        }
    }
    Ok(())
}
