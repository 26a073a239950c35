//! What the audit does when something happens: the marks of entries are sealed, many at a time, behind those who wrote them.

use std::{collections::BTreeMap, time::Duration};

use journal::{Entry, Listener, mark::Mark};
use kernel::{GroupId, Result};
use platform::{KeyRing, Tx};

use crate::{
    chain::{self, Chain, Held, Leaf},
    looks::witness,
};

/// Seals the journal.
pub struct SealJournal;

impl Listener for SealJournal {
    const NAME: &'static str = "audit.journal";
    const REST: Duration = Duration::from_secs(1);

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let mut by_group: BTreeMap<GroupId, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            by_group.entry(entry.group_id).or_default().push(entry);
        }
        for (group, entries) in by_group {
            let mut held = Held::of(tx, group, Chain::Journal).await?;
            let last = chain::last_seal(&tx.db(), group, Chain::Journal).await?;
            let (kind, leaves) =
                leaves(tx.platform().keys(), &entries, last.is_none_or(|last| last.kind == chain::OLD))?;
            let note = witness(&tx.db(), group).await?;
            held.seal(tx, kind, note, &leaves).await?;
        }
        Ok(())
    }
}

/// Marks are taken as they were written, never made anew: what was changed before it was sealed is found later. Entries from before
/// there were marks have none: they are taken as they are, until the first that has one.
fn leaves(keys: &KeyRing, entries: &[&Entry], mut are_old: bool) -> Result<(&'static str, Vec<Leaf>)> {
    let mut leaves = Vec::with_capacity(entries.len());
    for entry in entries {
        are_old &= entry.mark.is_none();
        let mark = match entry.mark.as_deref().map(Mark::try_from) {
            Some(Ok(mark)) => mark,
            None if are_old => entry.mark_now(keys)?,
            _ => Mark::default(),
        };
        leaves.push(Leaf { place: entry.position, mark });
    }
    Ok((if are_old { chain::OLD } else { chain::LINES }, leaves))
}
