//! Looking the installation over: what is well, what is not, and what to do about it.

pub(super) mod disk;
pub mod queues;

use std::{path::Path, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Error, Result};
use platform::{
    Platform,
    keeping::{self, Schema},
    seal_keys,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Plan, ready};
use crate::house;

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OperationsFinding)]
pub struct Finding {
    /// What was looked at, never changed once released: `schema`, `key`, `backup` …
    pub check: &'static str,
    pub state: State,
    pub found: String,
    /// What to do, when something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[schema(as = OperationsFindingState)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Well,
    /// Works, and wants to be seen to.
    Warning,
    /// Does not work, or will not for long.
    Wrong,
}

impl Finding {
    fn well(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Well, found: found.into(), remedy: None }
    }

    fn warning(check: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { check, state: State::Warning, found: found.into(), remedy: Some(remedy.into()) }
    }

    fn wrong(check: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { check, state: State::Wrong, found: found.into(), remedy: Some(remedy.into()) }
    }
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Warning => "warning",
            Self::Wrong => "WRONG",
        }
    }
}

/// What is said of a database that can't even be opened.
pub fn cannot_open(cause: &Error) -> Finding {
    Finding::wrong("database", words(cause), "see docs/manual/operations.md, \"When it does not start\"")
}

/// Looks at everything on a platform whose schema may be older or newer than the program's.
pub async fn look_over(platform: &Platform, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let schema = keeping::schema(platform, &house::migrations()).await;
    let is_current = matches!(schema, Ok(Schema::Current { .. }));
    findings.push(of_schema(schema));
    findings.push(of_folder("folder", &plan.folder));
    findings.extend(plan.backups.folder.as_deref().map(|folder| of_folder("backup_folder", folder)));
    findings.extend(disk::look(platform, plan));
    if is_current {
        for look in [
            of_key(platform).await,
            of_seal_keys(platform).await,
            of_backups(platform, plan).await,
            of_clock(platform).await,
            of_connection(platform).await,
            of_replica(platform).await,
            of_audit(platform).await,
            queues::of_jobs(platform).await,
            queues::of_listeners(platform).await,
        ] {
            findings.push(look.unwrap_or_else(|cause| unreadable(&cause)));
        }
    }
    findings
}

fn of_schema(schema: Result<Schema>) -> Finding {
    match schema {
        Ok(Schema::Current { steps }) => Finding::well("schema", format!("up to date, {steps} steps")),
        Ok(Schema::Older { outstanding }) => Finding::warning(
            "schema",
            format!("{outstanding} steps behind this program"),
            "`roadbook migrate`, or the next start, takes them; a database that is a file is copied beside itself first",
        ),
        Ok(Schema::Empty) => {
            Finding::warning("schema", "empty", "`roadbook found` begins a house, `roadbook restore` brings one back")
        }
        Ok(Schema::LoadCutOff) => {
            Finding::warning("schema", "a first load was cut off", "`roadbook migrate` brings it to its end")
        }
        Err(cause) => {
            Finding::wrong("schema", words(&cause), "see docs/manual/operations.md, \"When it does not start\"")
        }
    }
}

/// Whether a file can be made there.
fn of_folder(check: &'static str, folder: &Path) -> Finding {
    let trial = folder.join(format!(".roadbook-{}", uuid::Uuid::now_v7().simple()));
    let tried = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&trial, b"roadbook"))
        .and_then(|()| std::fs::remove_file(&trial));
    match tried {
        Ok(()) => Finding::well(check, format!("{} can be written", folder.display())),
        Err(cause) => Finding::wrong(
            check,
            format!("{} can't be written: {cause}", folder.display()),
            "let the user who runs roadbook write there, or give another folder",
        ),
    }
}

/// NIST SP 800-57 part 1 revision 5, table 1: a key that seals data does so for two years at most.
const SEAL_KEY_AGE_MAX: TimeDelta = TimeDelta::days(2 * 365);

async fn of_seal_keys(platform: &Platform) -> Result<Finding> {
    let lines = seal_keys::list(platform).await?;
    let seals: Vec<_> = lines.iter().filter(|line| line.name != "blind").collect();
    let Some(newest) = seals.last() else {
        return Ok(Finding::warning("seal_keys", "none is kept yet", "the next start makes them"));
    };
    let age = platform.clock().now() - newest.made_at;
    let found = format!("`{}` seals, made {}; {} before it", newest.name, hours(age), seals.len() - 1);
    Ok(if age > SEAL_KEY_AGE_MAX {
        Finding::warning("seal_keys", found, "`roadbook seal-key renew` makes a new one while the server runs")
    } else {
        Finding::well("seal_keys", found)
    })
}

async fn of_key(platform: &Platform) -> Result<Finding> {
    let own = platform.keys().fingerprint();
    Ok(match keeping::marked_key(platform).await? {
        Some(marked) if marked != own => Finding::wrong(
            "key",
            format!("the key file has the fingerprint {own}, the data was sealed under {marked}"),
            "put the right key file in its place; without it what is sealed can't be read",
        ),
        _ => Finding::well("key", format!("fits the data ({own})")),
    })
}

async fn of_audit(platform: &Platform) -> Result<Finding> {
    let checks = audit::last_checks(platform).await?;
    let Some(oldest) = checks.iter().map(|check| check.ended_at).min() else {
        return Ok(Finding::well("audit", "not checked yet; that is done every night"));
    };
    let age = hours(platform.clock().now() - oldest);
    Ok(match checks.iter().map(|check| check.found).sum::<i64>() {
        0 => Finding::well("audit", format!("as it was sealed, checked {age}")),
        found => Finding::wrong(
            "audit",
            format!("{found} places are not as they were sealed, checked {age}"),
            "Settings → Audit and `roadbook audit verify` name them; keep the database and the log as they are before you mend anything",
        ),
    })
}

async fn of_backups(platform: &Platform, plan: &Plan) -> Result<Finding> {
    let newest = keeping::newest_backup(platform).await?;
    let last = keeping::last_backup(platform).await?;
    let age = |at: DateTime<Utc>| hours(platform.clock().now() - at);
    if let Some((fault, begun_at)) = newest.and_then(|backup| Some((backup.fault?, backup.begun_at))) {
        let found = format!("the backup begun {} failed: {fault}", age(begun_at));
        return Ok(Finding::wrong("backup", found, "mend what it says; it is tried again by itself"));
    }
    let told = match &last {
        Some(backup) => format!("{} was made {}", backup.place, age(backup.begun_at)),
        None => "none was made yet".to_owned(),
    };
    Ok(if plan.backups.folder.is_none() {
        Finding::warning(
            "backup",
            format!("no backups are planned; {told}"),
            "set `folder` under [backups] in roadbook.toml",
        )
    } else if ready::is_backup_overdue(platform).await? {
        Finding::wrong(
            "backup",
            told,
            "look into the log for `house.backup`, and whether a server is running at the hour set",
        )
    } else {
        Finding::well("backup", told)
    })
}

platform::record! {
    struct At { at: Option<DateTime<Utc>> }
}

/// Clocks that disagree make sessions end early and work run late.
const REPLICA_CATCHES_UP: Duration = Duration::from_secs(2);
const CLOCKS_DIFFER_MAX: TimeDelta = TimeDelta::seconds(5);

async fn of_clock(platform: &Platform) -> Result<Finding> {
    let house = platform.house(platform::SystemActor::Command);
    let sql =
        "select max(recorded_at) from (select recorded_at from journal order by position desc limit 10000) lately";
    let newest: Vec<At> = house.read().fetch_text(sql, vec![]).await?;
    let now = platform.clock().now();
    let ahead = keeping::clock_of_database(platform).await?.map(|database| now - database).unwrap_or_default();
    if ahead.abs() > CLOCKS_DIFFER_MAX {
        let found = format!("this machine and the database differ by {} s", ahead.num_seconds());
        return Ok(Finding::wrong("clock", found, "let both take their time from the same server (NTP)"));
    }
    Ok(match newest.into_iter().next().and_then(|newest| newest.at) {
        Some(at) if at - now > CLOCKS_DIFFER_MAX => Finding::wrong(
            "clock",
            format!("the journal was written {} s ahead of this clock: it has been set back", (at - now).num_seconds()),
            "set the clock right (NTP); what was written keeps its order",
        ),
        _ => Finding::well("clock", "agrees"),
    })
}

async fn of_connection(platform: &Platform) -> Result<Finding> {
    Ok(match keeping::connection(platform).await? {
        None => Finding::well("connection", "a file of this machine"),
        Some(way) if way.is_encrypted => Finding::well("connection", "encrypted"),
        Some(way) if way.is_near => Finding::well("connection", "stays on this machine"),
        Some(_) => Finding::warning(
            "connection",
            "goes over the network to the database and is not encrypted",
            "give the database's server a certificate and end its address with `?sslmode=verify-full&sslrootcert=FILE`",
        ),
    })
}

/// How far it has come shows between two looks.
async fn of_replica(platform: &Platform) -> Result<Finding> {
    let database = platform.database();
    if database.look_at_replica().await.is_none() {
        return Ok(Finding::well("replica", "none"));
    }
    tokio::time::sleep(REPLICA_CATCHES_UP).await;
    Ok(match database.look_at_replica().await {
        Some(true) => Finding::well("replica", "follows"),
        _ => Finding::warning(
            "replica",
            "can't be reached or does not follow; the database itself is read instead",
            "look at the replica's own log, and at the address given with --replica",
        ),
    })
}

fn unreadable(cause: &Error) -> Finding {
    Finding::wrong("database", words(cause), "see whether the database can be reached, then look again")
}

fn words(cause: &Error) -> String {
    match cause {
        Error::Refused { detail, .. } | Error::Unavailable { detail } => detail.clone(),
        other => other.to_string(),
    }
}

fn hours(age: TimeDelta) -> String {
    match age.num_minutes() {
        minutes if minutes < 120 => format!("{minutes} minutes ago"),
        minutes if minutes < 48 * 60 => format!("{} hours ago", minutes / 60),
        minutes => format!("{} days ago", minutes / 60 / 24),
    }
}
