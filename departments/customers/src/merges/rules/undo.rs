//! Taking a merge back, and what becomes of the kept record's fields.

use crate::{
    merges::{
        field::{MergeField, Taken},
        merge::Merge,
        rules::MergeRefusal,
    },
    people::customer::Customer,
};

/// What else happened to the two records since.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The kept record was itself merged into another.
    pub kept_was_merged: bool,
    /// Merges into the kept record that still hold and came later, each with the number of who was absorbed.
    pub later: Vec<(Merge, String)>,
    /// The number of one whose rows were folded into rows that would return.
    pub folded_into_this: Option<String>,
}

impl Merge {
    /// Refuses to take back what was taken back, or what a later merge builds on: both could not come out as they were.
    pub fn may_be_undone(&self, standing: &Standing) -> Result<(), MergeRefusal> {
        if self.undone_at.is_some() {
            return Err(MergeRefusal::AlreadyUndone);
        }
        if standing.kept_was_merged {
            return Err(MergeRefusal::KeptWasMerged);
        }
        let touches = |field: MergeField| self.taken.0.iter().any(|taken| taken.field == field);
        let builds_on = |later: &&(Merge, String)| later.0.taken.0.iter().any(|taken| touches(taken.field));
        let number = standing.later.iter().find(builds_on).map(|later| later.1.clone());
        match number.or_else(|| standing.folded_into_this.clone()) {
            Some(number) => Err(MergeRefusal::LaterMerge { number }),
            None => Ok(()),
        }
    }

    /// The fields whose value is still the one the merge set; others were changed since, and stay.
    pub fn to_give_back<'a>(&'a self, kept: &'a Customer) -> impl Iterator<Item = &'a Taken> {
        self.taken.0.iter().filter(|taken| taken.field.text(kept) == taken.to)
    }
}
