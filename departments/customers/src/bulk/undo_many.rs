//! The job that takes a bulk change back: each customer becomes as before where the value is still the one the change set.

use kernel::{BulkChangeId, CustomerId, PermissionName, Result, StaffId};
use platform::{
    Door, Mandate, Tx,
    jobs::{Job, Work},
    names::{self, Known},
};
use serde::{Deserialize, Serialize};

use super::{
    bulk_change::{BulkChange, BulkState, Deed},
    bulk_change_row::BulkChangeRow,
    change_many::{BATCH, BATCHES_PER_RUN, Step, finish, give_up, give_up_if_hopeless, go_on_later},
    deeds,
    store::{self, Tally},
};
use crate::long_work;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UndoMany {
    pub bulk_change: BulkChangeId,
    /// Of who undoes it, who may be somebody else than who did it.
    pub mandate: Mandate,
}

impl Job for UndoMany {
    const NAME: &'static str = "customers.bulk_change_undo";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let is_last_try = work.attempt >= Self::ATTEMPTS_MAX;
        let outcome = self.run_some(&work).await;
        give_up_if_hopeless(&work, self.bulk_change, BulkState::Undoing, is_last_try, outcome).await
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.bulk_change, BulkState::Undoing, &long_work::stopped()).await
    }
}

impl UndoMany {
    async fn run_some(&self, work: &Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::BulkEditCustomers)?;
        for _ in 0..BATCHES_PER_RUN {
            if self.step(&door).await? == Step::Ended {
                return Ok(());
            }
        }
        let reached = store::find_for_work(&door.read(), self.bulk_change).await?.last_id;
        go_on_later(&door, self, self.bulk_change, reached).await
    }

    async fn step(&self, door: &Door) -> Result<Step> {
        let db = door.read();
        let change = store::find_for_work(&db, self.bulk_change).await?;
        if change.state != BulkState::Undoing {
            return Ok(Step::Ended);
        }
        let rows = store::rows_after(&db, change.id, change.last_id, BATCH).await?;
        let known = people_before(door, &change.deed, &rows).await?;
        let deed = door.under(change.deed.permission());
        match rows.last().map(|row| row.customer_id) {
            None => deed.write(async |tx| finish(tx, change, BulkState::Undone, BulkState::Undoing).await).await,
            Some(last) => deed.write(async |tx| batch(tx, &change, &rows, last, &known).await).await,
        }
    }
}

async fn batch(
    tx: &mut Tx,
    change: &BulkChange,
    rows: &[BulkChangeRow],
    last: CustomerId,
    known: &Known,
) -> Result<Step> {
    if !store::advance(tx, change, last).await? {
        return Ok(Step::Ended);
    }
    let tag = deeds::tag_of(&tx.db(), &change.deed).await?;
    let ids: Vec<CustomerId> = rows.iter().map(|row| row.customer_id).collect();
    let customers = deeds::customers(&tx.db(), &ids).await?;
    let missing = ids.len().saturating_sub(customers.len());
    let mut tally = Tally { skipped: i64::try_from(missing).unwrap_or(i64::MAX), ..Tally::default() };
    let name_of = |person: StaffId| known.staff(person).name;
    for customer in customers {
        // Both stand in the order of ids.
        let Ok(at) = rows.binary_search_by_key(&customer.id, |row| row.customer_id) else { continue };
        tally.add(&deeds::take_back(tx, &change.deed, tag.as_ref(), &rows[at], customer, name_of).await?);
    }
    store::count(tx, change.id, tally).await?;
    Ok(Step::More)
}

/// The names of those who looked after these customers before, for the journal.
async fn people_before(door: &Door, deed: &Deed, rows: &[BulkChangeRow]) -> Result<Known> {
    let staff = match deed {
        Deed::AssignConsultant(_) | Deed::AssignAdvisor(_) => {
            rows.iter().filter_map(|row| row.before.as_ref()?.parse().ok()).collect()
        }
        _ => Default::default(),
    };
    names::of(&door.read(), names::Wanted { staff, ..Default::default() }).await
}
