//! Whether this node can do its work: it reads, it writes, and it says so within seconds.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Error, Result};
use platform::{Platform, SystemActor, keeping};

use super::{Plan, doctor::disk};

/// What was found last, so that asking often costs nothing. Provided to the platform by the server.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Instant, Finding)>>);

/// Ready, perhaps with something to be seen to, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Ready { notice: Option<&'static str> },
    NotReady { why: &'static str },
}

const FREE_BYTES_MIN: u64 = 8 << 20;
const HOLDS: Duration = Duration::from_secs(2);
const ANSWER_WITHIN: Duration = Duration::from_secs(4);
/// A backup every night, and an hour or two for making it.
pub const BACKUP_HOURS_MAX: i64 = 26;

/// What holds now, or held a moment ago.
pub async fn look(platform: &Platform) -> Finding {
    let Ok(readiness) = platform.provided::<Readiness>() else { return find(platform).await };
    let last = readiness.0.lock().ok().and_then(|last| last.clone());
    if let Some((at, finding)) = last
        && at.elapsed() < HOLDS
    {
        return finding;
    }
    let finding = find(platform).await;
    if let Ok(mut last) = readiness.0.lock() {
        *last = Some((Instant::now(), finding.clone()));
    }
    finding
}

/// Whether the last backup is too old, where backups are made at all.
pub async fn is_backup_overdue(platform: &Platform) -> Result<bool> {
    if !is_planned(platform) {
        return Ok(false);
    }
    let oldest = platform.clock().now() - TimeDelta::hours(BACKUP_HOURS_MAX);
    let last = keeping::last_backup(platform).await?;
    Ok(last.is_none_or(|backup| backup.begun_at < oldest) && stands_since(platform).await? < oldest)
}

/// Up to when everything is in a backup: when the last good one was begun, or when the house began while it has none; nothing where
/// backups are neither planned nor ever made here.
pub async fn backed_up_since(platform: &Platform) -> Result<Option<DateTime<Utc>>> {
    match keeping::last_backup(platform).await? {
        Some(backup) => Ok(Some(backup.begun_at)),
        None if is_planned(platform) => stands_since(platform).await.map(Some),
        None => Ok(None),
    }
}

fn is_planned(platform: &Platform) -> bool {
    platform.provided::<Plan>().is_ok_and(|plan| plan.backups.folder.is_some())
}

async fn find(platform: &Platform) -> Finding {
    // A disk with hardly any room takes small writes for long, this one's too, and refuses what people send.
    let file = keeping::file_of(platform.database());
    if file.and_then(|file| disk::free_bytes(disk::folder_of(&file))).is_some_and(|free| free < FREE_BYTES_MIN) {
        return Finding::NotReady { why: "the disk is full" };
    }
    if !platform.keys().is_whole() {
        return Finding::NotReady {
            why: "the master key was changed and a seal key made under it: put the new master key in its place",
        };
    }
    match tokio::time::timeout(ANSWER_WITHIN, write_and_read(platform)).await {
        Ok(Ok(notice)) => Finding::Ready { notice },
        Ok(Err(Error::StorageFull)) => Finding::NotReady { why: "the disk is full" },
        Ok(Err(cause)) => {
            tracing::warn!(%cause, "not ready");
            Finding::NotReady { why: "the database can't be written" }
        }
        Err(_) => Finding::NotReady { why: "the database can't be reached" },
    }
}

/// Answers what is to be seen to though the node is ready.
async fn write_and_read(platform: &Platform) -> Result<Option<&'static str>> {
    platform.database().ping().await?;
    platform
        .house(SystemActor::Command)
        .write(async |tx| {
            let now = tx.now().to_rfc3339();
            let sql = "insert into house_marks (name, value) values ('ready', $1) on conflict (name) do update set value = $1";
            tx.execute_text(sql, vec![now.into()]).await
        })
        .await?;
    if audit::last_checks(platform).await?.iter().any(|check| check.found > 0) {
        return Ok(Some("the audit is not as it was sealed: see `roadbook doctor`"));
    }
    Ok(is_backup_overdue(platform).await?.then_some("the last backup is older than a day: see `roadbook doctor`"))
}

platform::record! {
    struct Since { at: DateTime<Utc> }
}

/// When the schema was first made: a house of this morning needs no backup of yesterday.
async fn stands_since(platform: &Platform) -> Result<DateTime<Utc>> {
    let house = platform.house(SystemActor::Command);
    let sql = "select applied_at from migrations order by applied_at limit 1";
    let since: Vec<Since> = house.read().fetch_text(sql, vec![]).await?;
    Ok(since.first().map_or(DateTime::UNIX_EPOCH, |since| since.at))
}
