//! What a database knows of the installation it belongs to: by which key it is sealed, and which backups were made of it.

use std::path::Path;

use chrono::{DateTime, Utc};
use kernel::{Error, Result};
use uuid::Uuid;

use super::{archive::Manifest, ends::Snapshot};
use crate::{Platform, SystemActor, database::Dialect};

crate::record! {
    struct Mark { value: String }
}

crate::record! {
    /// One backup that was begun; without `finished_at` it is under way or failed.
    #[derive(Clone, Debug)]
    pub struct BackupLine {
        pub place: String,
        pub begun_at: DateTime<Utc>,
        pub finished_at: Option<DateTime<Utc>>,
        pub bytes: Option<i64>,
        pub fault: Option<String>,
    }
}

const KEY: &str = "key";

/// Refuses a key under which this database was not sealed; a database without a mark takes this one.
pub async fn hold_key(platform: &Platform) -> Result<()> {
    let (house, own) = (platform.house(SystemActor::Migration), platform.keys().fingerprint());
    match marked_key(platform).await? {
        Some(marked) if marked == own => Ok(()),
        Some(marked) => Err(other_key(&marked, &own)),
        None => {
            let sql = "insert into house_marks (name, value) values ($1, $2) on conflict do nothing";
            house.write(async |tx| tx.execute_text(sql, vec![KEY.into(), own.into()]).await).await?;
            Ok(())
        }
    }
}

/// The fingerprint of the key under which this database is sealed.
pub async fn marked_key(platform: &Platform) -> Result<Option<String>> {
    let house = platform.house(SystemActor::Migration);
    let sql = "select value from house_marks where name = $1";
    let marks: Vec<Mark> = house.read().fetch_text(sql, vec![KEY.into()]).await?;
    Ok(marks.into_iter().next().map(|mark| mark.value))
}

/// The same of a database that is not opened, so that no key is made for one that has its own; nothing where there is none yet.
pub async fn key_of(url: &str) -> Result<Option<String>> {
    let dialect = Dialect::of(url)?;
    if dialect.file(url).is_some_and(|file| !Path::new(file).exists()) {
        return Ok(None);
    }
    let mut snapshot = Snapshot::begin(url, false).await?;
    if !snapshot.texts(dialect.tables()).await?.iter().any(|table| table == "house_marks") {
        return Ok(None);
    }
    Ok(snapshot.texts("select value from house_marks where name = 'key'").await?.into_iter().next())
}

/// Writes down that a backup was begun.
pub async fn backup_begun(platform: &Platform, place: &Path) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let house = platform.house(SystemActor::Jobs);
    let place = place.display().to_string();
    let sql = "insert into backups (id, place, begun_at) values ($1, $2, $3)";
    house
        .write(async |tx| {
            let now = tx.now();
            tx.execute_text(sql, vec![id.into(), place.into(), now.into()]).await
        })
        .await?;
    Ok(id)
}

/// Writes down how a backup ended.
pub async fn backup_ended(platform: &Platform, id: Uuid, outcome: &Result<(Manifest, u64)>) -> Result<()> {
    let house = platform.house(SystemActor::Jobs);
    let (bytes, rows, fault) = match outcome {
        Ok((manifest, bytes)) => (i64::try_from(*bytes).ok(), i64::try_from(manifest.rows()).ok(), None),
        Err(cause) => (None, None, Some(cause.to_string())),
    };
    let sql = "update backups set finished_at = $2, bytes = $3, row_count = $4, fault = $5 where id = $1";
    house
        .write(async |tx| {
            let finished = fault.is_none().then(|| tx.now());
            tx.execute_text(sql, vec![id.into(), finished.into(), bytes.into(), rows.into(), fault.into()]).await
        })
        .await?;
    Ok(())
}

/// The backup that was finished last.
pub async fn last_backup(platform: &Platform) -> Result<Option<BackupLine>> {
    newest(platform, "where finished_at is not null").await
}

/// The backup that was begun last, however it ended.
pub async fn newest_backup(platform: &Platform) -> Result<Option<BackupLine>> {
    newest(platform, "").await
}

async fn newest(platform: &Platform, which: &str) -> Result<Option<BackupLine>> {
    let house = platform.house(SystemActor::Jobs);
    let sql = format!(
        "select place, begun_at, finished_at, bytes, fault from backups {which} order by begun_at desc limit 1"
    );
    let lines: Vec<BackupLine> = house.read().fetch_text(&sql, vec![]).await?;
    Ok(lines.into_iter().next())
}

fn other_key(marked: &str, own: &str) -> Error {
    Error::Refused {
        code: "key.other",
        detail: format!(
            "The master key is not that of this database: its fingerprint is {own}, and {marked} is wanted. Put the right one in its \
             place; with another key nothing that was sealed can be read."
        ),
    }
}
