//! Rows nobody was found for by their numbers and name: who they might be all the same, by all that is known of them.

use std::collections::HashSet;

use kernel::{CustomerId, Result};
use platform::Db;

use super::{matching, row::RowDraft, writing::Waiting};
use crate::candidates::{particulars::Particulars, search::Candidate, search_many::likeliest};

/// What a row says that tells one customer from another; phones that tell nobody are left out.
pub fn particulars_of(draft: &RowDraft) -> Particulars {
    let mut particulars = Particulars::of_draft(&draft.customer, draft.vehicle.as_ref());
    particulars.contacts.retain(|(kind, value)| matching::tells(draft, *kind, value));
    particulars
}

/// Whom of those the import did not bring itself each row might be: surely the same or to be asked about, or nobody.
pub(super) async fn look_closer(
    db: &Db<'_>,
    brought: &HashSet<CustomerId>,
    rows: &[Waiting],
) -> Result<Vec<Option<Candidate>>> {
    let particulars: Vec<Particulars> = rows.iter().map(|row| particulars_of(&row.ready.draft)).collect();
    likeliest(db, &particulars.iter().collect::<Vec<_>>(), brought).await
}
