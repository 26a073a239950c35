//! Brings over what still reaches a merged record: written at the very moment of the merge, or by whoever knew only its old id.

use std::collections::{BTreeMap, BTreeSet};

use journal::{About, Entry, Event, Lawful, Listener, events::merges::MergesEvent, listen};
use kernel::{CustomerId, GroupId, Result};
use platform::Tx;

use super::{follow, merge::Merge, parts, store};
use crate::people;

/// Hears of records that live on in another.
pub struct GatherLate;

impl Listener for GatherLate {
    const NAME: &'static str = "customers.merges";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let mut touched: BTreeMap<GroupId, BTreeSet<CustomerId>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| MergesEvent::read(entry).is_none()) {
            if let Some(customer) = entry.customer_id {
                touched.entry(entry.group_id).or_default().insert(customer);
            }
        }
        for (group, customers) in touched {
            tx.enter(group);
            for absorbed in store::absorbed_among(&tx.db(), &customers).await? {
                gather(tx, absorbed).await?;
            }
        }
        Ok(())
    }
}

/// Says that nothing in the journal so far reached a merged record: after a load into an empty base.
pub async fn heard_everything(tx: &mut Tx) -> Result<()> {
    listen::skip_to_end(tx, GatherLate::NAME).await
}

/// Up the chain, when the record was merged into one that was merged again.
async fn gather(tx: &mut Tx, absorbed: CustomerId) -> Result<()> {
    let mut next = store::of_absorbed(&tx.db(), absorbed).await?;
    while let Some(merge) = next {
        let up = merge.kept_id;
        bring_late(tx, merge).await?;
        next = store::of_absorbed(&tx.db(), up).await?;
    }
    Ok(())
}

async fn bring_late(tx: &mut Tx, mut merge: Merge) -> Result<()> {
    store::hold(tx, merge.kept_id, merge.absorbed_id).await?;
    let filed = Lawful::about(tx, &[merge.absorbed_id], &[]).await?;
    follow::bring_over(tx, merge.id, merge.absorbed_id, merge.kept_id).await?;
    parts::bring_over(tx, merge.id, merge.absorbed_id, merge.kept_id).await?;
    filed.end(tx, &format!("merge {}", merge.id)).await?;
    let moved = store::moved(&tx.db(), merge.id).await?;
    let late = moved.total() - merge.moved.total();
    if late == 0 {
        return Ok(());
    }
    merge.moved = moved;
    let merge = store::save(tx, merge).await?;
    let kept = people::store::find_even_merged(&tx.db(), merge.kept_id).await?;
    let about = About::customer(kept.store_id, kept.id);
    let event = MergesEvent::Gathered { merge: merge.id, other: merge.absorbed_id, moved: late };
    journal::record(tx, about, event).await?;
    Ok(())
}
