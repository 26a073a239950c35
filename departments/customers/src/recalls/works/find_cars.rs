//! The job that finds the cars of a recall in the whole group: by the maker's list, then by each criterion. What is there already is
//! passed over, so that a search that was cut off is simply begun anew.

use kernel::{RecallWorkId, Result};
use platform::{
    Actor,
    jobs::{Job, Work},
};
use serde::{Deserialize, Serialize};

use super::running::{Running, give_up, give_up_if_hopeless, rows};
use crate::{
    long_work,
    recalls::{
        campaign::{
            self,
            recall::{Recall, RecallState},
        },
        cars::{
            arrivals::mark,
            found::{Candidate, write_down},
            recall_car::FoundBy,
        },
        criteria::{self, criterion::Criterion, store::Reached},
        vins,
    },
};

/// Cars written down in one transaction.
const BATCH: u64 = 500;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindCars {
    pub work: RecallWorkId,
    /// In whose name it is told.
    pub actor: Actor,
}

impl Job for FindCars {
    const NAME: &'static str = "customers.recall_find_cars";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let outcome = self.search(&work).await;
        give_up_if_hopeless(&work, self.work, Self::ATTEMPTS_MAX, outcome).await
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.work, &long_work::stopped()).await
    }
}

impl FindCars {
    async fn search(&self, work: &Work) -> Result<()> {
        let Some(mut running) = Running::begin(work, self.work, work.door()).await? else { return Ok(()) };
        let recall = campaign::store::find(&running.door.read(), running.row.recall_id).await?;
        if recall.state == RecallState::Open {
            self.by_vin(&mut running, &recall).await?;
            for criterion in criteria::store::of_recall(&running.door.read(), recall.id).await? {
                self.by_criterion(&mut running, &recall, &criterion).await?;
            }
        }
        running.finish(async |_, _| Ok(())).await
    }

    async fn by_vin(&self, running: &mut Running<'_>, recall: &Recall) -> Result<()> {
        let mut last: Option<String> = None;
        loop {
            let cars = vins::store::cars_after(&running.door.read(), recall.id, last.as_deref(), BATCH).await?;
            let Some(reached) = cars.last().and_then(|car| car.vin.clone()) else { return Ok(()) };
            last = Some(reached);
            self.keep(running, recall, &cars, FoundBy::VinList).await?;
        }
    }

    async fn by_criterion(&self, running: &mut Running<'_>, recall: &Recall, criterion: &Criterion) -> Result<()> {
        let mut last: Option<Reached> = None;
        loop {
            let cars = criteria::store::cars_after(&running.door.read(), criterion, last.as_ref(), BATCH).await?;
            let Some(reached) = cars.last() else { return Ok(()) };
            last = Some(Reached::at(criterion, reached));
            self.keep(running, recall, &cars, FoundBy::Criterion).await?;
        }
    }

    async fn keep(
        &self,
        running: &mut Running<'_>,
        recall: &Recall,
        cars: &[Candidate],
        found_by: FoundBy,
    ) -> Result<()> {
        running
            .batch(async |tx, row| {
                let found = write_down(tx, recall, cars, found_by, Some(&self.actor)).await?;
                if found_by == FoundBy::VinList {
                    mark(tx, recall, cars).await?;
                }
                row.done += rows(found);
                row.passed += rows(cars.len());
                Ok(())
            })
            .await
    }
}
