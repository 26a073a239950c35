//! How the installation does, for whoever looks after the house without a console: what `roadbook doctor` finds, and what waits.

use chrono::{DateTime, Utc};
use kernel::{GroupId, Permission, Result, permission::SeeJobs};
use platform::{
    Allowed, Db, Platform, SystemActor,
    http::{Json, Reply},
    keeping as kept, seal_keys,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    keeping::{
        Plan,
        doctor::{
            self, Finding,
            queues::{self, ListenerLine},
        },
    },
    seeing::work::{self, JobCount},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(see_operations))
}

/// How the installation does.
#[derive(Debug, Serialize, ToSchema)]
struct OperationsView {
    version: &'static str,
    looked_at: DateTime<Utc>,
    /// What `roadbook doctor` says, in English; not there on a node that knows no plan of its keeping.
    findings: Vec<Finding>,
    database: DatabaseView,
    backup: BackupView,
    /// The key of now, by its name; nothing before the first start made one.
    seal_key: Option<SealKeyView>,
    audit: Option<AuditView>,
    /// Jobs that are not done, by name and state.
    jobs: Vec<JobCount>,
    listeners: Vec<ListenerLine>,
    /// Webhooks that were stopped because nobody answered.
    webhooks_dead: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct DatabaseView {
    /// A file of the machine, or a server.
    is_file: bool,
    bytes: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct BackupView {
    is_planned: bool,
    /// At which hour of the house it is made.
    hour: Option<u8>,
    /// The last one that was finished.
    last_begun_at: Option<DateTime<Utc>>,
    place: Option<String>,
    bytes: Option<i64>,
    /// Why the newest one failed, when it did.
    fault: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SealKeyView {
    name: String,
    made_at: DateTime<Utc>,
    /// Kept so that what is sealed under them can be read.
    before_it: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct AuditView {
    checked_at: DateTime<Utc>,
    /// Places that are not as they were sealed.
    found: i64,
}

/// How the installation does: version, database, backups, keys, audit, jobs, listeners and webhooks.
#[utoipa::path(get, path = "/api/v1/operations", tag = "jobs", responses((status = 200, body = OperationsView)))]
async fn see_operations(allowed: Allowed<SeeJobs>) -> Reply<Json<OperationsView>> {
    // What is looked at belongs to no store.
    allowed.scope().must_reach_the_group(SeeJobs::NAME)?;
    let (platform, group) = (allowed.platform(), allowed.scope().group());
    let plan = platform.provided::<Plan>().ok();
    let findings = match &plan {
        Some(plan) => doctor::look_over(platform, plan).await,
        None => Vec::new(),
    };
    let house = platform.house(SystemActor::Command);
    let db = house.read();
    let audit = audit::last_checks(platform).await?.into_iter().find(|check| check.group_id == group);
    Ok(Json(OperationsView {
        version: env!("CARGO_PKG_VERSION"),
        looked_at: platform.clock().now(),
        findings,
        database: DatabaseView {
            is_file: kept::file_of(platform.database()).is_some(),
            bytes: kept::size_of_database(platform).await?,
        },
        backup: backup(platform, plan.as_deref()).await?,
        seal_key: seal_key(platform).await?,
        audit: audit.map(|check| AuditView { checked_at: check.ended_at, found: check.found }),
        jobs: work::jobs_of(&db, group).await?,
        listeners: queues::listeners(platform).await?,
        webhooks_dead: dead_webhooks(&db, group).await?,
    }))
}

async fn backup(platform: &Platform, plan: Option<&Plan>) -> Result<BackupView> {
    let (last, newest) = (kept::last_backup(platform).await?, kept::newest_backup(platform).await?);
    let planned = plan.filter(|plan| plan.backups.folder.is_some());
    Ok(BackupView {
        is_planned: planned.is_some(),
        hour: planned.map(|plan| plan.backups.hour),
        last_begun_at: last.as_ref().map(|backup| backup.begun_at),
        bytes: last.as_ref().and_then(|backup| backup.bytes),
        place: last.map(|backup| backup.place),
        fault: newest.and_then(|backup| backup.fault),
    })
}

async fn seal_key(platform: &Platform) -> Result<Option<SealKeyView>> {
    let mut lines = seal_keys::list(platform).await?;
    let now = platform.clock().now();
    lines.retain(|line| line.name != "blind" && line.in_force_from <= now);
    let before_it = lines.len().saturating_sub(1);
    Ok(lines.pop().map(|line| SealKeyView { name: line.name, made_at: line.made_at, before_it }))
}

platform::record! {
    struct Counted { count: i64 }
}

async fn dead_webhooks(db: &Db<'_>, group: GroupId) -> Result<i64> {
    let sql = "select count(*) from webhooks where group_id = $1 and state = 'dead'";
    let counted: Vec<Counted> = db.fetch_text(sql, vec![group.into()]).await?;
    Ok(counted.first().map_or(0, |row| row.count))
}
