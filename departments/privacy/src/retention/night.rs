//! The nightly job: every rule that is on does its work and writes down how much it was; the night leaves the next one behind.

use chrono::{Days, TimeDelta};
use kernel::{Result, RetentionRunId, time::Calendar};
use platform::{
    Door, Platform, SystemActor, Tx,
    jobs::{Job, Work, enqueue_at},
};
use serde::{Deserialize, Serialize};

use super::{
    due,
    rule::{Action, RULES},
    run::{Entity, Run},
    terms,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Night {}

const BEGINS_HOUR: i64 = 3;

impl Job for Night {
    const NAME: &'static str = "privacy.retention_night";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let terms = terms(&door.read()).await?;
        let now = work.platform().clock().now();
        for rule in RULES {
            if rule.action == Action::Tell || !terms.is_active(rule) {
                continue;
            }
            let done = due::apply(&door, rule, due::limit(rule, terms.amount(rule), now)).await?;
            if done > 0 {
                door.write(async |tx| write_down(tx, rule.code, done).await).await?;
            }
        }
        door.write(async |tx| leave_next(tx).await).await
    }
}

/// Leaves the night of every group that has none before it.
pub async fn begin(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Jobs);
    platform::record! { struct Group { id: kernel::GroupId } }
    let groups: Vec<Group> = house.read().fetch_text("select id from dealer_groups", vec![]).await?;
    for group in groups {
        let door: Door = platform.system(SystemActor::Jobs, group.id);
        door.write(async |tx| leave_next(tx).await).await?;
    }
    Ok(())
}

/// The night to come, in the time zone of the house; one that waits already is left alone.
pub async fn leave_next(tx: &mut Tx) -> Result<()> {
    let calendar = Calendar::default();
    let begins = |day| calendar.start_of(day) + TimeDelta::hours(BEGINS_HOUR);
    let today = calendar.day(tx.now());
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let day = if begins(today) > tx.now() { today } else { tomorrow };
    let key = format!("{}:{day}", tx.scope().group());
    enqueue_at(tx, &Night {}, &key, begins(day)).await
}

async fn write_down(tx: &mut Tx, code: &str, done: u64) -> Result<()> {
    let run = Run {
        id: RetentionRunId::new(tx.now()),
        group_id: tx.scope().group(),
        code: code.to_owned(),
        count: i64::try_from(done).unwrap_or(i64::MAX),
        ran_at: tx.now(),
    };
    tx.insert::<Entity>(run).await
}
