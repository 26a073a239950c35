//! Work that waits: jobs that are due or dead, and how far listeners are behind the journal.

use chrono::{DateTime, TimeDelta, Utc};
use journal::listen::{Cursor, entries_after};
use kernel::Result;
use platform::{Platform, SystemActor};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Finding, hours};
use crate::house;

platform::record! {
    struct Waiting { dead: i64, due: i64, oldest: Option<DateTime<Utc>> }
}

platform::record! {
    struct Heard { name: String, transaction_id: i64, position: i64 }
}

/// Longer than this nothing waits while a server runs.
const WAITS_MAX: TimeDelta = TimeDelta::minutes(10);

pub async fn of_jobs(platform: &Platform) -> Result<Finding> {
    let house = platform.house(SystemActor::Command);
    let now = platform.clock().now();
    let sql = "select (select count(*) from (select 1 from jobs where state = 'dead' limit 1000) dead),
        (select count(*) from (select 1 from jobs where state = 'waiting' and run_at <= $1 limit 1000) due),
        (select min(run_at) from jobs where state = 'waiting' and run_at <= $1)";
    let rows: Vec<Waiting> = house.read().fetch_text(sql, vec![now.into()]).await?;
    let waiting = rows.into_iter().next().unwrap_or(Waiting { dead: 0, due: 0, oldest: None });
    let oldest = waiting.oldest.filter(|oldest| now - *oldest > WAITS_MAX);
    Ok(if let Some(oldest) = oldest {
        let found = format!("{} jobs are due, the oldest since {}", waiting.due, hours(now - oldest));
        Finding::warning("jobs", found, "see whether a server is running, and what its log says of jobs")
    } else if waiting.dead > 0 {
        let found = format!("{} jobs were given up", waiting.dead);
        Finding::warning(
            "jobs",
            found,
            "Settings → Operations (`GET /api/v1/jobs?state=dead`) says which and why, and tries them again",
        )
    } else {
        Finding::well("jobs", format!("{} due, none given up", waiting.due))
    })
}

/// How far a listener is behind the journal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListenerLine {
    pub name: &'static str,
    /// Since when the oldest entry it has not heard is in the journal; nothing when it heard all.
    pub behind_since: Option<DateTime<Utc>>,
}

/// Every listener of this program, and how far it is behind.
pub async fn listeners(platform: &Platform) -> Result<Vec<ListenerLine>> {
    let house = platform.house(SystemActor::Command);
    let sql = "select name, transaction_id, position from listener_cursors";
    let heard: Vec<Heard> = house.read().fetch_text(sql, vec![]).await?;
    let mut lines = Vec::new();
    for listener in house::listeners() {
        let reached = heard.iter().find(|heard| heard.name == listener.name);
        let cursor = reached.map_or(Cursor::BEGINNING, |heard| Cursor {
            transaction_id: heard.transaction_id,
            position: heard.position,
        });
        let next = entries_after(&house.read(), cursor, 1).await?;
        lines.push(ListenerLine { name: listener.name, behind_since: next.first().map(|next| next.recorded_at) });
    }
    Ok(lines)
}

pub async fn of_listeners(platform: &Platform) -> Result<Finding> {
    let now = platform.clock().now();
    let behind: Vec<String> = listeners(platform)
        .await?
        .into_iter()
        .filter_map(|line| Some((line.name, now - line.behind_since?)))
        .filter(|(_, age)| *age > WAITS_MAX)
        .map(|(name, age)| format!("{name} (since {})", hours(age)))
        .collect();
    Ok(if behind.is_empty() {
        Finding::well("listeners", "all have heard the journal")
    } else {
        let found = format!("behind the journal: {}", behind.join(", "));
        Finding::warning("listeners", found, "see whether a server is running, and what its log says of listeners")
    })
}
