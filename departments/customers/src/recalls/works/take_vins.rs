//! The job that takes in the VINs of a file, and has their cars looked for.

use kernel::{Error, RecallWorkId, Result};
use platform::{
    Actor, Files,
    jobs::{Job, Work},
};
use serde::{Deserialize, Serialize};

use super::{
    running::{Running, give_up, give_up_if_hopeless, rows},
    store,
};
use crate::{
    long_work,
    recalls::{
        campaign::{self, recall::RecallState},
        vins::{self, reading},
    },
};

/// VINs written in one transaction.
const BATCH: usize = 2_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeVins {
    pub work: RecallWorkId,
    /// In whose name the cars are looked for.
    pub actor: Actor,
}

impl Job for TakeVins {
    const NAME: &'static str = "customers.recall_take_vins";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let outcome = self.take(&work).await;
        let ended = give_up_if_hopeless(&work, self.work, Self::ATTEMPTS_MAX, outcome).await;
        if ended.is_ok() {
            Files::remove(&store::file(work.platform(), self.work)?)?;
        }
        ended
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.work, &long_work::stopped()).await?;
        Files::remove(&store::file(work.platform(), self.work)?)
    }
}

impl TakeVins {
    async fn take(&self, work: &Work) -> Result<()> {
        let Some(mut running) = Running::begin(work, self.work, work.door()).await? else { return Ok(()) };
        let path = store::file(work.platform(), self.work)?;
        let list = tokio::task::spawn_blocking(move || reading::of_file(&path)).await.map_err(Error::internal)?;
        let vins = list.map_err(|fault| Error::Unavailable { detail: fault.to_string() })?.vins;
        let recall = campaign::store::find(&running.door.read(), running.row.recall_id).await?;
        let passed = usize::try_from(running.row.passed).unwrap_or_default();
        for some in vins.get(passed..).unwrap_or_default().chunks(BATCH) {
            running
                .batch(async |tx, row| {
                    let added = vins::store::add(tx, &recall, some).await?;
                    row.passed += rows(some.len());
                    row.done += rows(added);
                    row.skipped += rows(some.len() - added);
                    Ok(())
                })
                .await?;
        }
        running
            .finish(async |tx, row| {
                let added = usize::try_from(row.done).unwrap_or_default();
                vins::store::tell_added(tx, &recall, added).await?;
                if recall.state == RecallState::Open {
                    store::look_for_cars_as(tx, &recall, self.actor.clone()).await?;
                }
                Ok(())
            })
            .await
    }
}
