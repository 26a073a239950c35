//! The job that merges many pairs: each pair one transaction with its mark, so that a crash costs nothing and a stopped run goes on
//! where it was. What takes a person to decide is refused and listed.

use kernel::{CustomerId, Error, MergeRunId, PermissionName, Result};
use platform::{
    Db, Door, Mandate, Tx,
    jobs::{Job, Work, enqueue},
};
use sea_orm::Order;
use serde::{Deserialize, Serialize};

use super::{
    run::{MergeRun, MergeRunState},
    run_pair::{PairState, RunPair},
    store,
};
use crate::{
    duplicates::{self, rate},
    long_work,
    merges::{
        merging::{self, Keeps, Wish},
        rules::MergeRefusal,
    },
    people,
};

/// Pairs of one run of the job; the next run is another job, so that long work lets others in between.
pub(super) const PAIRS_PER_RUN: u64 = 200;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MergeMany {
    pub run: MergeRunId,
    pub mandate: Mandate,
}

impl Job for MergeMany {
    const NAME: &'static str = "customers.merge_many";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::MergeCustomers)?;
        let run = store::find_for_work(&door.read(), self.run).await?;
        if run.state != MergeRunState::Running {
            return Ok(());
        }
        let pairs = store::next(&door.read(), self.run, PairState::Waiting, Order::Asc, PAIRS_PER_RUN).await?;
        let Some(last) = pairs.last().map(|pair| pair.position) else {
            return finish(&door, self.run, MergeRunState::Running, MergeRunState::Done).await;
        };
        for pair in pairs {
            keep_hold(&door, &work).await?;
            merge_pair(&door, run.chooses, pair).await?;
        }
        let key = format!("{}:{last}", self.run);
        door.write(async |tx| enqueue(tx, &self, &key).await).await
    }

    async fn died(self, work: Work) -> Result<()> {
        give_up(&work, self.run, MergeRunState::Running).await
    }
}

async fn merge_pair(door: &Door, chooses: bool, pair: RunPair) -> Result<()> {
    let done = door
        .write(async |tx| {
            let became = if chooses { merge_living(tx, &pair).await? } else { merge_named(tx, &pair).await? };
            match store::settle(tx, became, PairState::Waiting).await? {
                true => Ok(()),
                false => Err(Error::Stale { current: serde_json::Value::Null }),
            }
        })
        .await;
    match done {
        Err(error) => refuse(door, pair, PairState::Waiting, PairState::Refused, error).await,
        Ok(()) => Ok(()),
    }
}

/// As the caller named them.
async fn merge_named(tx: &mut Tx, pair: &RunPair) -> Result<RunPair> {
    merge_or_hold_back(tx, pair, pair, Keeps::AsNamed).await
}

/// The records in which the two live now: of three who are one, two pairs are merged and the third is one already.
async fn merge_living(tx: &mut Tx, pair: &RunPair) -> Result<RunPair> {
    let db = tx.db();
    let (left, right) = (living(&db, pair.keep_id).await?, living(&db, pair.absorb_id).await?);
    drop(db);
    if left == right {
        return Ok(RunPair { state: PairState::AlreadyOne, ..pair.clone() });
    }
    let living = RunPair { keep_id: left, absorb_id: right, ..pair.clone() };
    merge_or_hold_back(tx, pair, &living, Keeps::Better).await
}

/// Merges `two`. A pair that takes a person to decide is asked about from now on, so that the next run does not try it again.
async fn merge_or_hold_back(tx: &mut Tx, pair: &RunPair, two: &RunPair, keeps: Keeps) -> Result<RunPair> {
    match merging::merge_unless_doubtful(tx, wish(two, keeps)).await? {
        Ok(merge) => {
            let (keep_id, absorb_id) = (merge.kept_id, merge.absorbed_id);
            Ok(RunPair { keep_id, absorb_id, state: PairState::Merged, merge_id: Some(merge.id), ..two.clone() })
        }
        Err(caution) => {
            duplicates::held::hold_back(tx, (two.keep_id, two.absorb_id), caution).await?;
            Ok(refused(pair, PairState::Refused, &MergeRefusal::NotSurelySame(caution).into()))
        }
    }
}

async fn living(db: &Db<'_>, customer: CustomerId) -> Result<CustomerId> {
    let row = people::store::find_even_merged(db, customer).await?;
    Ok(row.merged_into.unwrap_or(row.id))
}

fn wish(pair: &RunPair, keeps: Keeps) -> Wish {
    Wish {
        keep: pair.keep_id,
        absorb: pair.absorb_id,
        keep_version: None,
        absorb_version: None,
        choices: Default::default(),
        run: Some(pair.run_id),
        keeps,
    }
}

/// Marks a pair as refused with the reason; what may pass is the job runner's to repeat.
pub(super) async fn refuse(door: &Door, pair: RunPair, from: PairState, to: PairState, error: Error) -> Result<()> {
    if long_work::may_pass(&error) {
        return Err(error);
    }
    let refused = refused(&pair, to, &error);
    door.write(async |tx| store::settle(tx, refused, from).await.map(drop)).await
}

fn refused(pair: &RunPair, to: PairState, error: &Error) -> RunPair {
    let reason = match error {
        Error::Refused { code, .. } | Error::Gone { code, .. } => *code,
        Error::NotFound => "not_found",
        _ => "invalid",
    };
    RunPair { state: to, reason: Some(reason.into()), detail: Some(long_work::in_words(error)), ..pair.clone() }
}

pub(super) async fn keep_hold(door: &Door, work: &Work) -> Result<()> {
    door.write(async |tx| work.renew(tx).await.map(drop)).await
}

/// Ends a run in this state, once; the rate of duplicates is measured anew, for the run has changed it.
pub(super) async fn finish(door: &Door, id: MergeRunId, from: MergeRunState, to: MergeRunState) -> Result<()> {
    let rate = rate::measure(&door.read()).await?;
    door.write(async |tx| {
        rate::keep(tx, rate).await?;
        let run = store::find_for_work(&tx.db(), id).await?;
        let ended = MergeRun { state: to, finished_at: Some(tx.now()), ..run };
        store::change_state(tx, ended, from).await.map(drop)
    })
    .await
}

/// Ends a run as failed if it still is where `from` says.
pub(super) async fn give_up(work: &Work, id: MergeRunId, from: MergeRunState) -> Result<()> {
    let door = work.door();
    let run = store::find_for_work(&door.read(), id).await?;
    if run.state != from {
        return Ok(());
    }
    door.write(async |tx| {
        let fault = Some(long_work::in_words(&long_work::stopped()));
        let failed = MergeRun { state: MergeRunState::Failed, fault, finished_at: Some(tx.now()), ..run };
        store::change_state(tx, failed, from).await.map(drop)
    })
    .await
}
