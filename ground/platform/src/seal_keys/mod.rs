//! The seal keys of the house, kept in its database under a master key that is not: made, learned by every node, renewed while
//! serving, and laid under another master.

mod resealing;

use std::{future::Future, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Error, Result};
use tokio::sync::watch;

pub use resealing::Reseal;

use crate::{
    Platform, SystemActor, Tx,
    crypto::{Master, Wrapped, version},
    jobs::enqueue_at,
    keeping::marked_key,
};

crate::record! {
    /// One key, as people may see it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SealKeyLine {
        /// `blind`, `seal 1`, `seal 2` …
        pub name: String,
        pub made_at: DateTime<Utc>,
        /// From when on it seals, as long as there is no newer one.
        pub in_force_from: DateTime<Utc>,
        /// Since when nothing lies sealed under it.
        pub idle_since: Option<DateTime<Utc>>,
    }
}

crate::record! {
    struct Kept { name: String, wrapped: Vec<u8>, in_force_from: DateTime<Utc> }
}

/// Every node learns of a new key within [`LEARNED_EVERY`]; none seals with it before all had the time to.
const IN_FORCE_AFTER: TimeDelta = TimeDelta::minutes(2);
const LEARNED_EVERY: Duration = Duration::from_secs(30);
/// Until the last node has noticed that the new key is in force.
const RESEALED_AFTER: TimeDelta = TimeDelta::minutes(1);
/// A sealed value names its key by one byte.
const VERSIONS_MAX: u8 = u8::MAX;

/// Puts the keys of this database onto the ring. A house that `is_new` gets keys of its own; one from before they were kept goes on
/// with what its master derives.
pub async fn hold(platform: &Platform, is_new: bool) -> Result<()> {
    let house = platform.house(SystemActor::Migration);
    let mut kept = kept(platform).await?;
    if kept.is_empty() {
        let first = platform.keys().first_wrapped(is_new)?;
        house
            .write(async |tx| {
                let now = tx.now();
                for (name, wrapped) in first {
                    add(tx, name, wrapped, now).await?;
                }
                Ok(())
            })
            .await?;
        kept = self::kept(platform).await?;
    }
    platform.keys().begin_with(&kept).map_err(|foreign| other_master(&foreign))
}

/// Learns of keys other nodes made, and of another master they were laid under, until told to stop. `master` reads the key that is in
/// its place now.
pub async fn follow_until<Reading>(
    platform: Platform,
    master: impl Fn() -> Reading + Send + Sync,
    mut stopping: watch::Receiver<bool>,
) where
    Reading: Future<Output = Result<Option<Master>>> + Send,
{
    loop {
        tokio::select! {
            () = tokio::time::sleep(LEARNED_EVERY) => {}
            _ = stopping.wait_for(|is_closing| *is_closing) => return,
        }
        if let Err(cause) = follow(&platform, &master).await {
            tracing::error!(%cause, "the seal keys can't be read");
        }
    }
}

/// The same once: goes on under the master the database is marked with as soon as it is in its place, in whatever order that, a change
/// of the master and a new seal key come.
pub async fn follow<Reading>(platform: &Platform, master: &(impl Fn() -> Reading + Send + Sync)) -> Result<()>
where
    Reading: Future<Output = Result<Option<Master>>> + Send,
{
    let marked = marked_key(platform).await?;
    if let Some(marked) = marked.filter(|marked| *marked != platform.keys().fingerprint()) {
        match master().await {
            Ok(Some(moved)) if moved.fingerprint() == marked => {
                platform.keys().move_under(moved);
                tracing::info!(fingerprint = marked, "the master key was changed; this node goes on under the new one");
            }
            Ok(_) => {
                tracing::warn!(fingerprint = marked, "the master key was changed, and the new one is not in its place")
            }
            Err(cause) => tracing::warn!(%cause, "the master key was changed, and the new one can't be read"),
        }
    }
    learn(platform).await
}

/// Makes a new sealing key, and leaves the work of sealing everything anew under it. Answers its version, and from when on it seals.
pub async fn renew(platform: &Platform) -> Result<(u8, DateTime<Utc>)> {
    let house = platform.house(SystemActor::Command);
    let outcome = house
        .write(async |tx| {
            let lines = tx.db().fetch_text::<SealKeyLine>(LINES, vec![]).await?;
            let newest = lines.iter().filter_map(|line| version(&line.name)).max().unwrap_or_default();
            if lines.iter().any(|line| line.in_force_from > tx.now()) {
                return Err(refused(
                    "seal_key.not_yet_in_force",
                    "A new key is on its way already; wait until it seals.",
                ));
            }
            let Some(next) = newest.checked_add(1).filter(|next| *next < VERSIONS_MAX) else {
                return Err(refused("seal_key.too_many", "There are no more versions of keys."));
            };
            let (name, wrapped) = tx.platform().keys().next_wrapped(next)?;
            let in_force_from = tx.now() + IN_FORCE_AFTER;
            add(tx, name.clone(), wrapped, in_force_from).await?;
            enqueue_at(tx, &Reseal {}, &name, in_force_from + RESEALED_AFTER).await?;
            Ok((next, in_force_from))
        })
        .await?;
    learn(platform).await?;
    Ok(outcome)
}

/// Lays all keys under another master, and marks the database as belonging to it. Nodes that serve go on with what they know, and under
/// the new master once they find it in its place.
pub async fn lay_under(platform: &Platform, master: &Master) -> Result<()> {
    let (own, new) = (platform.keys().fingerprint(), master.fingerprint());
    let wrapped = platform.keys().wrapped_under(master)?;
    let house = platform.house(SystemActor::Command);
    house
        .write(async |tx| {
            let mark = "update house_marks set value = $1 where name = 'key' and value = $2";
            if tx.execute_text(mark, vec![new.clone().into(), own.clone().into()]).await? != 1 {
                return Err(refused("key.other", "The master key was changed by somebody else meanwhile."));
            }
            let count = "select count(*) as count from seal_keys";
            let counted: Vec<Count> = tx.db().fetch_text(count, vec![]).await?;
            if counted.first().is_none_or(|counted| usize::try_from(counted.count) != Ok(wrapped.len())) {
                return Err(refused("seal_key.changed", "A seal key was made meanwhile; try again."));
            }
            for (name, wrapped) in wrapped {
                let update = "update seal_keys set wrapped = $1 where name = $2";
                tx.execute_text(update, vec![wrapped.into(), name.into()]).await?;
            }
            Ok(())
        })
        .await
}

/// All keys, oldest first.
pub async fn list(platform: &Platform) -> Result<Vec<SealKeyLine>> {
    platform.house(SystemActor::Command).read().fetch_text(LINES, vec![]).await
}

crate::record! {
    struct Count { count: i64 }
}

const LINES: &str = "select name, made_at, in_force_from, idle_since from seal_keys order by made_at, name";

/// Reads the keys again. One under another master is left where it is, until this node finds that master.
async fn learn(platform: &Platform) -> Result<()> {
    platform.keys().take(&kept(platform).await?).map_err(|foreign| other_master(&foreign))
}

async fn kept(platform: &Platform) -> Result<Vec<Wrapped>> {
    let now = platform.clock().now();
    let sql = "select name, wrapped, in_force_from from seal_keys";
    let kept: Vec<Kept> = platform.house(SystemActor::Command).read().fetch_text(sql, vec![]).await?;
    let wrapped = |Kept { name, wrapped, in_force_from }| Wrapped { name, wrapped, is_in_force: in_force_from <= now };
    Ok(kept.into_iter().map(wrapped).collect())
}

async fn add(tx: &mut Tx, name: String, wrapped: Vec<u8>, in_force_from: DateTime<Utc>) -> Result<()> {
    let sql =
        "insert into seal_keys (name, wrapped, made_at, in_force_from) values ($1, $2, $3, $4) on conflict do nothing";
    let now = tx.now();
    tx.execute_text(sql, vec![name.into(), wrapped.into(), now.into(), in_force_from.into()]).await?;
    Ok(())
}

fn other_master(foreign: &[String]) -> Error {
    let detail = format!(
        "The master key does not open these seal keys of the database: {}. Start with the master key they were laid under.",
        foreign.join(", ")
    );
    refused("key.other", detail)
}

fn refused(code: &'static str, detail: impl Into<String>) -> Error {
    Error::Refused { code, detail: detail.into() }
}
