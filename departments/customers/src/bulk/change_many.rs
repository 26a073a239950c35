//! The job that does a bulk change: batch by batch, each batch one transaction with its progress, so that a crash costs at most
//! the batch under way and a stopped change goes on where it was.

use kernel::{BulkChangeId, CustomerId, Error, PermissionName, Result};
use platform::{
    Door, Mandate, Tx,
    jobs::{Job, Work, enqueue},
};
use serde::{Deserialize, Serialize};

use super::{
    bulk_change::{BulkChange, BulkState},
    bulk_change_row::BulkChangeRow,
    deeds::{self, Outcome},
    store::{self, Tally},
};
use crate::{
    long_work,
    people::{http::calendar, list},
};

/// Customers changed in one transaction.
pub(super) const BATCH: u64 = 500;
/// Batches of one run; the next run is another job, so that long changes let others in between.
pub(super) const BATCHES_PER_RUN: usize = 20;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeMany {
    pub bulk_change: BulkChangeId,
    pub mandate: Mandate,
}

/// Whether there may be more to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    More,
    Ended,
}

impl Job for ChangeMany {
    const NAME: &'static str = "customers.bulk_change";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let is_last_try = work.attempt >= Self::ATTEMPTS_MAX;
        let outcome = self.run_some(&work).await;
        give_up_if_hopeless(&work, self.bulk_change, BulkState::Running, is_last_try, outcome).await
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.bulk_change, BulkState::Running, &long_work::stopped()).await
    }
}

impl ChangeMany {
    async fn run_some(&self, work: &Work) -> Result<()> {
        let sees = work.door_for(&self.mandate, PermissionName::SeeCustomers)?;
        let change = store::find_for_work(&sees.read(), self.bulk_change).await?;
        if change.state == BulkState::Waiting {
            self.begin(&sees, change).await?;
        }
        for _ in 0..BATCHES_PER_RUN {
            if self.step(&sees).await? == Step::Ended {
                return Ok(());
            }
        }
        let reached = store::find_for_work(&sees.read(), self.bulk_change).await?.last_id;
        go_on_later(&sees, self, self.bulk_change, reached).await
    }

    async fn begin(&self, sees: &Door, change: BulkChange) -> Result<()> {
        let total = match &change.asked.ids {
            Some(ids) => ids.len() as u64,
            None => list::count(&sees.read(), &change.asked.list, true, calendar(sees).await?).await?.count,
        };
        let begun = BulkChange { state: BulkState::Running, total: i64::try_from(total).unwrap_or(i64::MAX), ..change };
        sees.write(async |tx| store::change_state(tx, begun, BulkState::Waiting).await).await?;
        Ok(())
    }

    async fn step(&self, sees: &Door) -> Result<Step> {
        let db = sees.read();
        let change = store::find_for_work(&db, self.bulk_change).await?;
        if change.state != BulkState::Running {
            return Ok(Step::Ended);
        }
        let ids = match &change.asked.ids {
            Some(ids) => next_of(ids, change.last_id),
            None => list::ids_after(&db, &change.asked.list, change.last_id, BATCH, calendar(sees).await?).await?,
        };
        let deed = sees.under(change.deed.permission());
        match ids.last().copied() {
            None => deed.write(async |tx| finish(tx, change, BulkState::Done, BulkState::Running).await).await,
            Some(last) => deed.write(async |tx| batch(tx, &change, &ids, last).await).await,
        }
    }
}

async fn batch(tx: &mut Tx, change: &BulkChange, ids: &[CustomerId], last: CustomerId) -> Result<Step> {
    if !store::advance(tx, change, last).await? {
        return Ok(Step::Ended);
    }
    let tag = deeds::tag_of(&tx.db(), &change.deed).await?;
    let customers = deeds::customers(&tx.db(), ids).await?;
    let missing = ids.len().saturating_sub(customers.len());
    let mut tally = Tally { skipped: i64::try_from(missing).unwrap_or(i64::MAX), ..Tally::default() };
    let mut rows = Vec::new();
    for customer in customers {
        let customer_id = customer.id;
        let outcome = deeds::apply(tx, &change.deed, tag.as_ref(), customer).await?;
        tally.add(&outcome);
        if let Outcome::Done { before, after } = outcome {
            rows.push(BulkChangeRow { bulk_change_id: change.id, customer_id, before, after });
        }
    }
    store::add_rows(tx, rows).await?;
    store::count(tx, change.id, tally).await?;
    Ok(Step::More)
}

/// The next of ids that stand in order.
fn next_of(ids: &[CustomerId], after: Option<CustomerId>) -> Vec<CustomerId> {
    let begin = after.map_or(0, |after| ids.partition_point(|id| *id <= after));
    ids[begin..].iter().take(BATCH as usize).copied().collect()
}

/// Ends a bulk change in this state, once.
pub(super) async fn finish(tx: &mut Tx, change: BulkChange, state: BulkState, from: BulkState) -> Result<Step> {
    let ended = BulkChange { state, finished_at: Some(tx.now()), ..change };
    store::change_state(tx, ended, from).await?;
    Ok(Step::Ended)
}

/// Leaves the rest to another job.
pub(super) async fn go_on_later<J: Job>(
    door: &Door,
    job: &J,
    id: BulkChangeId,
    reached: Option<CustomerId>,
) -> Result<()> {
    let key = format!("{id}:{}", reached.map(|last| last.to_string()).unwrap_or_default());
    door.write(async |tx| enqueue(tx, job, &key).await).await
}

/// Ends a bulk change as failed when trying again can't help; other failures are the job runner's to repeat.
pub(super) async fn give_up_if_hopeless(
    work: &Work,
    id: BulkChangeId,
    from: BulkState,
    is_last_try: bool,
    outcome: Result<()>,
) -> Result<()> {
    let Err(error) = outcome else { return Ok(()) };
    if long_work::may_pass(&error) && !is_last_try {
        return Err(error);
    }
    give_up(work, id, from, &error).await?;
    if long_work::may_pass(&error) { Err(error) } else { Ok(()) }
}

/// Ends a bulk change as failed if it still is where `from` says.
pub(super) async fn give_up(work: &Work, id: BulkChangeId, from: BulkState, error: &Error) -> Result<()> {
    let door = work.door();
    let change = store::find_for_work(&door.read(), id).await?;
    let state = change.state;
    if state == from || state == BulkState::Waiting {
        let failed = BulkChange { fault: Some(long_work::in_words(error)), ..change };
        door.write(async |tx| finish(tx, failed, BulkState::Failed, state).await).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::prelude::Uuid;

    #[test]
    fn given_ids_are_walked_through_in_batches() {
        let ids: Vec<CustomerId> = (0..1_200).map(|number| CustomerId(Uuid::from_u128(number))).collect();
        let mut last = None;
        let mut lengths = Vec::new();
        while let Some(reached) = next_of(&ids, last).last().copied() {
            lengths.push(next_of(&ids, last).len());
            last = Some(reached);
        }
        assert_eq!(lengths, [500, 500, 200]);
    }
}
