//! The job that takes the merges of a run back, the last one first: those that build on others come apart before them.

use kernel::{MergeRunId, PermissionName, Result};
use platform::{
    Door, Mandate,
    jobs::{Job, Work, enqueue},
};
use sea_orm::Order;
use serde::{Deserialize, Serialize};

use super::{
    merge_many::{PAIRS_PER_RUN, finish, give_up, keep_hold, refuse},
    run::MergeRunState,
    run_pair::{PairState, RunPair},
    store,
};
use crate::merges::separating;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UndoMerges {
    pub run: MergeRunId,
    /// Of who undoes it, who may be somebody else than who merged.
    pub mandate: Mandate,
}

impl Job for UndoMerges {
    const NAME: &'static str = "customers.merge_many_undo";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::MergeCustomers)?;
        let run = store::find_for_work(&door.read(), self.run).await?;
        if run.state != MergeRunState::Undoing {
            return Ok(());
        }
        let pairs = store::next(&door.read(), self.run, PairState::Merged, Order::Desc, PAIRS_PER_RUN).await?;
        let Some(last) = pairs.last().map(|pair| pair.position) else {
            return finish(&door, self.run, MergeRunState::Undoing, MergeRunState::Undone).await;
        };
        for pair in pairs {
            keep_hold(&door, &work).await?;
            separate_pair(&door, pair).await?;
        }
        let key = format!("{}:{last}", self.run);
        door.write(async |tx| enqueue(tx, &self, &key).await).await
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.run, MergeRunState::Undoing).await
    }
}

async fn separate_pair(door: &Door, pair: RunPair) -> Result<()> {
    let Some(merge) = pair.merge_id else { return Ok(()) };
    let done = door
        .write(async |tx| {
            separating::separate(tx, merge).await?;
            let undone = RunPair { state: PairState::Undone, ..pair.clone() };
            store::settle(tx, undone, PairState::Merged).await.map(drop)
        })
        .await;
    match done {
        Err(error) => refuse(door, pair, PairState::Merged, PairState::NotUndone, error).await,
        Ok(()) => Ok(()),
    }
}
