//! The job that walks through the audit: every night, and when somebody asks for it.

use std::time::Duration;

use chrono::TimeDelta;
use journal::{About, events::audit::AuditEvent};
use kernel::{AuditCheckId, GroupId, Result, time::Calendar};
use platform::{
    Platform, SystemActor, Tx,
    jobs::{Job, Work, enqueue},
};
use serde::{Deserialize, Serialize};

use super::check::{self, Check};
use crate::verify::{Verified, verify};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verify {
    /// Made by the job itself at night.
    check: Option<AuditCheckId>,
}

const RENEWED_EVERY: Duration = Duration::from_secs(30);
/// The hour at which the check of the night begins: when nobody works.
const HOUR: TimeDelta = TimeDelta::hours(4);

impl Job for Verify {
    const NAME: &'static str = "audit.verify";
    const ATTEMPTS_MAX: i32 = 3;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let id = match self.check {
            Some(id) => id,
            None => door.write(async |tx| Ok(one_under_way(tx, None).await?.id)).await?,
        };
        let verified = tokio::select! {
            verified = verify(work.platform(), work.group, &[]) => verified?,
            lost = keep(&work) => return lost,
        };
        tell(work.group, &verified);
        door.write(async |tx| {
            check::end(tx, id, &verified).await?;
            let event = AuditEvent::Verified { lines: verified.lines, findings: verified.found };
            journal::record(tx, About::default(), event).await?;
            Ok(())
        })
        .await
    }

    async fn died(self, work: Work) -> Result<()> {
        let door = work.door();
        let id = match self.check {
            Some(id) => Some(id),
            None => check::under_way(&door.read()).await?.map(|check| check.id),
        };
        let Some(id) = id else { return Ok(()) };
        door.write(async |tx| check::fail(tx, id, "it was tried three times; the log says why").await).await
    }
}

/// Begins a check, unless one is under way: then that one is answered.
pub async fn begin(tx: &mut Tx, asked_by: String) -> Result<Check> {
    let check = one_under_way(tx, Some(asked_by)).await?;
    enqueue(tx, &Verify { check: Some(check.id) }, &check.id.to_string()).await?;
    Ok(check)
}

platform::record! {
    struct OfGroup { id: GroupId }
}

/// Leaves the check of every night whose hour has come.
pub async fn begin_due(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Jobs);
    let calendar = Calendar::default();
    let now = platform.clock().now();
    let day = calendar.day(now);
    if now < calendar.start_of(day) + HOUR {
        return Ok(());
    }
    let groups: Vec<OfGroup> = house.read().fetch_text("select id from dealer_groups", vec![]).await?;
    for OfGroup { id } in groups {
        let door = platform.system(SystemActor::Jobs, id);
        door.write(async |tx| enqueue(tx, &Verify { check: None }, &format!("{id}:{day}")).await).await?;
    }
    Ok(())
}

async fn one_under_way(tx: &mut Tx, asked_by: Option<String>) -> Result<Check> {
    if let Some(check) = check::under_way(&tx.db()).await? {
        return Ok(check);
    }
    let check = Check::begun(tx, asked_by);
    check::add(tx, check.clone()).await?;
    Ok(check)
}

/// Holds on to the job while the walk is under way; ends when another runner has it.
async fn keep(work: &Work) -> Result<()> {
    loop {
        tokio::time::sleep(RENEWED_EVERY).await;
        if !work.door().write(async |tx| work.renew(tx).await).await? {
            return Ok(());
        }
    }
}

/// The log is another witness: it tells where the chains ended.
fn tell(group: GroupId, verified: &Verified) {
    for end in &verified.ends {
        tracing::info!(head = %end, lines = end.lines, "the audit leads here");
    }
    for finding in &verified.findings {
        tracing::error!(%group, %finding, "the audit is not as it was sealed");
    }
}
