//! The job that searches the whole base: reads every customer once, compares in memory, writes the pairs down batch by batch.
//! Until the last step nothing is written but the progress, and pairs are written so that writing them again changes nothing:
//! a search that was killed is simply begun anew.

use chrono::{DateTime, Utc};
use journal::{About, events::duplicates::DuplicatesEvent};
use kernel::{CustomerId, DuplicateScanId, Error, Result, StoreId};
use matching::{Base, Progress, Scan, ScanSettings, Step};
use platform::{
    Door,
    jobs::{Job, Work},
};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::{
    pair::PairOrigin,
    rate,
    scan::{DuplicateScan, ScanState, ScanStep},
    scan_store,
    store::{self, Weighed},
};
use crate::{
    candidates::{
        field::schema,
        model,
        reading::{self, Deleted},
        verdict::{MatchBand, Verdict},
    },
    long_work,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScanBase {
    pub scan: DuplicateScanId,
}

/// Customers read at once.
const READ_AT_ONCE: usize = 4_000;
/// Pairs written in one transaction.
const WRITTEN_AT_ONCE: usize = 1_000;
const THREADS: usize = 2;
const REPORT_EVERY: std::time::Duration = std::time::Duration::from_secs(2);

impl Job for ScanBase {
    const NAME: &'static str = "customers.duplicate_scan";
    const ATTEMPTS_MAX: i32 = 3;

    async fn run(self, work: Work) -> Result<()> {
        let is_last_try = work.attempt >= Self::ATTEMPTS_MAX;
        let Err(error) = self.search(&work).await else { return Ok(()) };
        let may_pass = long_work::may_pass(&error);
        if !may_pass || is_last_try {
            self.give_up(&work, &error).await?;
        }
        if may_pass { Err(error) } else { Ok(()) }
    }

    async fn died(self, work: Work) -> Result<()> {
        self.give_up(&work, &long_work::stopped()).await
    }
}

impl ScanBase {
    async fn search(&self, work: &Work) -> Result<()> {
        let door = work.door();
        let scan = scan_store::find(&door.read(), self.scan).await?;
        if !scan.is_under_way() {
            return Ok(());
        }
        let before = rate::measure(&door.read()).await?;
        let begun_at = door.platform().clock().now();
        let scan = DuplicateScan { state: ScanState::Running, before, pairs_same: 0, pairs_ask: 0, ..scan };
        let mut search = Search { work, door, scan, begun_at };
        let (base, whose) = search.read().await?;
        let found = search.compare(base).await?;
        search.write(&found, &whose).await?;
        search.finish(&found).await
    }

    async fn give_up(&self, work: &Work, error: &Error) -> Result<()> {
        let door = work.door();
        let scan = scan_store::find(&door.read(), self.scan).await?;
        if !scan.is_under_way() {
            return Ok(());
        }
        door.write(async |tx| {
            let (fault, finished_at) = (Some(long_work::in_words(error)), Some(tx.now()));
            scan_store::save(tx, DuplicateScan { state: ScanState::Failed, fault, finished_at, ..scan }).await
        })
        .await?;
        Ok(())
    }
}

/// A search under way.
struct Search<'a> {
    work: &'a Work,
    door: Door,
    scan: DuplicateScan,
    begun_at: DateTime<Utc>,
}

/// Whose record stands at which place of the base.
type Whose = Vec<(CustomerId, StoreId)>;

impl Search<'_> {
    async fn read(&mut self) -> Result<(Base, Whose)> {
        let (mut base, mut whose, mut last) = (Base::new(schema().clone()), Whose::new(), None);
        let total = self.scan.before.customers;
        loop {
            let known = reading::after(&self.door.read_aside(), last, READ_AT_ONCE, Deleted::Not).await?;
            let Some(reached) = known.last().map(|one| one.id) else { return Ok((base, whose)) };
            whose.extend(known.iter().map(|one| (one.id, one.store_id)));
            let added = tokio::task::spawn_blocking(move || {
                known.iter().try_for_each(|one| base.add(&one.particulars.record()).map(drop))?;
                Ok::<Base, matching::BaseFull>(base)
            });
            base = added.await.map_err(Error::internal)?.map_err(Error::internal)?;
            last = Some(reached);
            self.report(ScanStep::Reading, whose.len() as u64, u64::try_from(total).unwrap_or_default()).await?;
        }
    }

    async fn compare(&mut self, base: Base) -> Result<Scan> {
        let (sender, receiver) = watch::channel(Progress { step: Step::Grouping, done: 0, total: 1 });
        let settings = ScanSettings { threads: THREADS, ..ScanSettings::default() };
        let mut search = tokio::task::spawn_blocking(move || {
            Scan::run(base, &settings, |progress| {
                sender.send_replace(progress);
            })
        });
        loop {
            tokio::select! {
                ended = &mut search => return ended.map_err(Error::internal),
                () = tokio::time::sleep(REPORT_EVERY) => {}
            }
            let Progress { step, done, total } = *receiver.borrow();
            let step = match step {
                Step::Grouping => ScanStep::Grouping,
                Step::Learning => ScanStep::Learning,
                Step::Comparing => ScanStep::Comparing,
            };
            self.report(step, done, total).await?;
        }
    }

    async fn write(&mut self, found: &Scan, whose: &Whose) -> Result<()> {
        let total = found.pairs().len() as u64;
        for (batch, pairs) in found.pairs().chunks(WRITTEN_AT_ONCE).enumerate() {
            let weighed: Vec<Weighed> = pairs
                .iter()
                .map(|pair| Weighed {
                    sides: [pair.left, pair.right].map(|place| whose[place as usize]),
                    verdict: Verdict::of(&found.score(pair)),
                })
                .filter(|weighed| weighed.verdict.band != MatchBand::Different)
                .collect();
            for one in &weighed {
                match one.verdict.band {
                    MatchBand::Same => self.scan.pairs_same += 1,
                    _ => self.scan.pairs_ask += 1,
                }
            }
            self.door.write(async |tx| store::weigh(tx, weighed, PairOrigin::Scan).await).await?;
            self.report(ScanStep::Writing, ((batch * WRITTEN_AT_ONCE) as u64).min(total), total).await?;
        }
        self.scan.customers = i64::try_from(whose.len()).unwrap_or(i64::MAX);
        Ok(())
    }

    async fn finish(self, found: &Scan) -> Result<()> {
        let Self { door, scan, begun_at, .. } = self;
        door.write(async |tx| {
            store::forget_unfound(tx, begun_at).await?;
            model::keep(tx, found.model()).await?;
            let after = rate::measure(&tx.db()).await?;
            rate::keep(tx, after).await?;
            let event = DuplicatesEvent::Searched {
                scan: scan.id,
                customers: scan.customers,
                pairs_same: scan.pairs_same,
                pairs_ask: scan.pairs_ask,
            };
            journal::record(tx, About::default(), event).await?;
            let done = scan.total;
            scan_store::save(
                tx,
                DuplicateScan { state: ScanState::Done, after, done, finished_at: Some(tx.now()), ..scan },
            )
            .await
        })
        .await?;
        Ok(())
    }

    /// Writes down how far it has come and holds on to the job.
    async fn report(&mut self, step: ScanStep, done: u64, total: u64) -> Result<()> {
        let as_rows = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        (self.scan.step, self.scan.done, self.scan.total) = (step, as_rows(done), as_rows(total.max(done)));
        let (scan, work) = (self.scan.clone(), self.work);
        self.door
            .write(async |tx| {
                work.renew(tx).await?;
                scan_store::save(tx, scan).await
            })
            .await?;
        Ok(())
    }
}
