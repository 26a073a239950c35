//! What waits: jobs and their age, listeners and how far they are behind, writers and their turns, looks and their seals, the next
//! backup. Read when somebody asks.

use audit::Looks;
use chrono::{DateTime, Utc};
use kernel::{GroupId, Result};
use platform::{Db, Platform, SystemActor};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::ConstCounter, family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::keeping;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    name: String,
    state: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ListenerLabels {
    name: String,
}

platform::record! {
    /// How many jobs of one name are in one state.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct JobCount {
        pub name: String,
        /// `waiting`, `running` or `dead`.
        pub state: String,
        pub count: i64,
        /// When the oldest of them is or was due, or was given up.
        pub oldest: Option<DateTime<Utc>>,
    }
}
platform::record! {
    struct CursorRow { name: String, transaction_id: i64, position: i64 }
}
platform::record! {
    struct Unheard { recorded_at: DateTime<Utc> }
}
platform::record! {
    struct Newest { position: Option<i64> }
}

pub async fn register(platform: &Platform, registry: &mut Registry) -> Result<()> {
    let house = platform.house(SystemActor::Command);
    let db = house.read();
    register_jobs(&db, platform.clock().now(), registry).await?;
    register_listeners(&db, platform.clock().now(), registry).await?;
    register_looks(platform, registry);
    register_backup(platform, registry).await?;
    let findings = Gauge::<i64>::default();
    findings.set(audit::last_checks(platform).await?.iter().map(|check| check.found).sum());
    registry.register("audit_findings", "Places the last check found not as they were sealed", findings);
    if let Some(serves) = platform.database().replica_serves() {
        let gauge = Gauge::<i64>::default();
        gauge.set(i64::from(serves));
        registry.register("replica_serves", "1 while the replica follows closely enough to be read from", gauge);
    }
    let waits = platform.database().waits();
    registry.register("write_turns", "Transactions that asked for their turn to write", ConstCounter::new(waits.turns));
    let help = "Time transactions waited for their turn to write";
    registry.register_with_unit("write_wait", help, Unit::Seconds, ConstCounter::new(waits.waited.as_secs_f64()));
    Ok(())
}

/// Looks of this node; entries of the journal wait with the listener `audit.journal`.
fn register_looks(platform: &Platform, registry: &mut Registry) {
    let Ok(looks) = platform.provided::<Looks>() else { return };
    let (unsealed, now) = (looks.unsealed(), platform.clock().now());
    let (count, age) = (Gauge::<i64>::default(), Gauge::<i64>::default());
    count.set(i64::try_from(unsealed.looks).unwrap_or(i64::MAX));
    age.set(unsealed.since.map_or(0, |since| (now - since).num_seconds().max(0)));
    registry.register("looks_unsealed", "Looks of this node that wait to be written and sealed", count);
    let help = "How long the oldest look of this node has waited to be written and sealed";
    registry.register_with_unit("looks_unsealed_age", help, Unit::Seconds, age);
}

/// Only where backups are made: by Roadbook every night, or once by hand.
async fn register_backup(platform: &Platform, registry: &mut Registry) -> Result<()> {
    let Some(since) = keeping::backed_up_since(platform).await? else { return Ok(()) };
    let age = Gauge::<i64>::default();
    age.set((platform.clock().now() - since).num_seconds().max(0));
    let help = "Age of the last good backup, or of the house while there is none";
    registry.register_with_unit("backup_age", help, Unit::Seconds, age);
    Ok(())
}

/// Jobs of a group that are not done, by name and state.
pub async fn jobs_of(db: &Db<'_>, group: GroupId) -> Result<Vec<JobCount>> {
    let text = "select name, state, count(*), min(run_at) from jobs where group_id = $1 \
                and state in ('waiting', 'running', 'dead') group by name, state order by name, state";
    db.fetch_text(text, vec![group.into()]).await
}

async fn register_jobs(db: &Db<'_>, now: DateTime<Utc>, registry: &mut Registry) -> Result<()> {
    let (counts, ages) = (Family::<JobLabels, Gauge>::default(), Family::<JobLabels, Gauge>::default());
    let text = "select name, state, count(*), min(run_at) from jobs where state in ('waiting', 'running', 'dead') \
                group by name, state order by name, state";
    for JobCount { name, state, count, oldest } in db.fetch_text(text, vec![]).await? {
        let labels = JobLabels { name, state };
        counts.get_or_create(&labels).set(count);
        // What is left for later does not wait yet.
        let age = oldest.map_or(0, |oldest| (now - oldest).num_seconds().max(0));
        ages.get_or_create(&labels).set(age);
    }
    registry.register("jobs", "Jobs that are not done, by name and state", counts);
    let help = "How long the oldest job of this name and state has been due";
    registry.register_with_unit("job_age", help, Unit::Seconds, ages);
    Ok(())
}

async fn register_listeners(db: &Db<'_>, now: DateTime<Utc>, registry: &mut Registry) -> Result<()> {
    let (behind, ages) = (Family::<ListenerLabels, Gauge>::default(), Family::<ListenerLabels, Gauge>::default());
    let newest: Vec<Newest> = db.fetch_text("select max(position) from journal", vec![]).await?;
    let newest = newest.first().and_then(|row| row.position).unwrap_or_default();
    let cursors = "select name, transaction_id, position from listener_cursors order by name";
    for CursorRow { name, transaction_id, position } in db.fetch_text(cursors, vec![]).await? {
        let labels = ListenerLabels { name };
        behind.get_or_create(&labels).set((newest - position).max(0));
        let text = format!("select recorded_at from journal where {}", db.dialect().journal_after());
        let unheard: Vec<Unheard> =
            db.fetch_text(&text, vec![transaction_id.into(), position.into(), 1_i64.into()]).await?;
        let age = unheard.first().map_or(0, |entry| (now - entry.recorded_at).num_seconds().max(0));
        ages.get_or_create(&labels).set(age);
    }
    registry.register("listener_behind", "Journal entries a listener has not heard", behind);
    let help = "How long the oldest entry a listener has not heard has been in the journal";
    registry.register_with_unit("listener_age", help, Unit::Seconds, ages);
    Ok(())
}
