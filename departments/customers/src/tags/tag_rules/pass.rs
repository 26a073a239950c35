//! The pass: a rule asked of the whole base, piece by piece in the order of ids, each piece one transaction with its progress, so
//! that others write in between and a pass that was stopped goes on where it was.

use journal::{About, events::customers::CustomersEvent};
use kernel::{Result, TagId};
use platform::{
    Door, Tx,
    jobs::{Job, JobKind, Work, enqueue},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::{
    keeping::{self, Among},
    store,
    tag_rule::{RuleState, TagRule},
};
use crate::{long_work, people::customer, tags};

/// Customers looked at in one transaction.
const PIECE: u64 = 5_000;
/// Pieces of one run; the next run is another job, so that a long pass lets others in between.
const PIECES_PER_RUN: usize = 100;

/// Asks the rule of a tag of the whole base.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepTag {
    pub tag: TagId,
    pub pass: i32,
}

/// Asks every rule of the group again: yesterday is a day longer ago.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepTagsNightly {}

pub fn jobs() -> Vec<JobKind> {
    vec![JobKind::of::<KeepTag>(), JobKind::of::<KeepTagsNightly>()]
}

impl Job for KeepTag {
    const NAME: &'static str = "customers.keep_tag";
    const ATTEMPTS_MAX: i32 = 5;

    async fn run(self, work: Work) -> Result<()> {
        let is_last_try = work.attempt >= Self::ATTEMPTS_MAX;
        match self.run_some(&work).await {
            Err(error) if is_last_try || !long_work::may_pass(&error) => {
                self.give_up(&work, long_work::in_words(&error)).await?;
                if long_work::may_pass(&error) { Err(error) } else { Ok(()) }
            }
            outcome => outcome,
        }
    }

    async fn died(self, work: Work) -> Result<()> {
        self.give_up(&work, long_work::in_words(&long_work::stopped())).await
    }
}

impl Job for KeepTagsNightly {
    const NAME: &'static str = "customers.keep_tags_nightly";

    async fn run(self, work: Work) -> Result<()> {
        work.door()
            .write(async |tx| {
                let rules = store::all(&tx.db()).await?;
                if rules.is_empty() {
                    return Ok(());
                }
                for rule in rules.into_iter().filter(|rule| rule.state != RuleState::Running) {
                    keeping::ask_everyone(tx, rule, false).await?;
                }
                keeping::ask_at_night(tx).await
            })
            .await
    }
}

impl KeepTag {
    async fn run_some(&self, work: &Work) -> Result<()> {
        let door = work.door();
        for _ in 0..PIECES_PER_RUN {
            if !step(&door, self.tag, self.pass, Some(work)).await? {
                return Ok(());
            }
        }
        door.write(async |tx| {
            let reached = store::find(&tx.db(), self.tag).await?.map_or(0, |rule| rule.walked);
            enqueue(tx, self, &format!("{}:{}:{reached}", self.tag, self.pass)).await
        })
        .await
    }

    async fn give_up(&self, work: &Work, fault: String) -> Result<()> {
        work.door()
            .write(async |tx| match store::find(&tx.db(), self.tag).await? {
                Some(rule) if rule.pass == self.pass && rule.state == RuleState::Running => {
                    store::put(tx, TagRule { state: RuleState::Failed, fault: Some(fault.clone()), ..rule }).await
                }
                _ => Ok(()),
            })
            .await
    }
}

/// Runs a pass to its end where it stands: for a load that nobody waits beside.
pub async fn run_now(door: &Door, tag: TagId) -> Result<()> {
    let Some(rule) = store::find(&door.read(), tag).await? else { return Ok(()) };
    while step(door, tag, rule.pass, None).await? {}
    Ok(())
}

/// Looks at the next piece of the base; false when the pass has ended or is another's.
async fn step(door: &Door, tag: TagId, pass: i32, work: Option<&Work>) -> Result<bool> {
    door.write(async |tx| {
        if let Some(work) = work
            && !work.renew(tx).await?
        {
            return Ok(false);
        }
        store::hold(tx, Some(tag)).await?;
        let Some(rule) = store::find(&tx.db(), tag).await? else { return Ok(false) };
        if rule.pass != pass || rule.state != RuleState::Running {
            return Ok(false);
        }
        let piece = store::next(&tx.db(), rule.last_id, PIECE).await?;
        match piece.last().map(|last| last.id) {
            Some(to) => look_at(tx, rule, &piece, to).await.map(|()| true),
            None => finish(tx, rule).await.map(|()| false),
        }
    })
    .await
}

async fn look_at(tx: &mut Tx, rule: TagRule, piece: &[store::Standing], to: kernel::CustomerId) -> Result<()> {
    let moment = keeping::moment(&tx.db()).await?;
    let found = keeping::difference(&tx.db(), &rule, Among::Between(rule.last_id, to), moment).await?;
    store::move_tag(tx, rule.tag_id, &found.on, &found.off).await?;
    if !rule.is_new {
        let tag = tags::store::find(&tx.db(), rule.tag_id).await?;
        store::tell(tx, &tag, piece, &found.on, &found.off).await?;
    }
    let total = match rule.walked {
        0 => everybody(tx).await?,
        _ => rule.total,
    };
    let walked = rule.walked + count(piece.len());
    let (added, removed) = (rule.added + count(found.on.len()), rule.removed + count(found.off.len()));
    store::put(tx, TagRule { walked, total: total.max(walked), added, removed, last_id: Some(to), ..rule }).await
}

async fn finish(tx: &mut Tx, rule: TagRule) -> Result<()> {
    if rule.is_new {
        let tag = tags::store::find(&tx.db(), rule.tag_id).await?;
        let event = CustomersEvent::TagKept { tag: tag.id, title: tag.name, added: rule.added, removed: rule.removed };
        journal::record(tx, About::default(), event).await?;
    }
    let passed_at = Some(tx.now());
    store::put(tx, TagRule { state: RuleState::Kept, is_new: false, passed_at, ..rule }).await
}

async fn everybody(tx: &Tx) -> Result<i64> {
    let db = tx.db();
    let all = db.select::<customer::Entity>().filter(customer::Column::DeletedAt.is_null());
    Ok(i64::try_from(db.count_up_to(all, i64::MAX.unsigned_abs()).await?).unwrap_or(i64::MAX))
}

fn count(customers: usize) -> i64 {
    i64::try_from(customers).unwrap_or(i64::MAX)
}
