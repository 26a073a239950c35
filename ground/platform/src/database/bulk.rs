//! Loading millions of rows into an empty database. Indexes that no constraint needs are set aside and built in one go when
//! everything is in; rows of a table that is all key are laid beside it and put in order at the end, where the engine gains by it.
//! Both sort once instead of finding a place for every row. What is outstanding is written down in the same transaction, so that
//! a load that was killed is brought to its end when the database is next opened.

use std::{
    path::Path,
    sync::{Arc, PoisonError},
};

use kernel::{Error, Result};

pub use super::beside::Staged;
use super::beside::{Beside, remove};
use crate::{Platform, SystemActor, Tx};

crate::record! {
    struct Index { name: String, definition: String }
}

crate::record! {
    struct Reference { name: String, definition: String, removal: String }
}

crate::record! {
    struct Aside { name: String, kind: String, definition: String }
}

/// Where it is written down what is outstanding.
pub(super) const TABLE: &str = "create table if not exists left_for_later \
    (name text primary key, kind text not null, definition text not null)";

/// Begins a load: sets aside all plain indexes but those in `keep`, and lays the rows of `staged` tables beside them from now on.
/// Nobody else may use the database until [`finish`].
pub async fn begin(platform: &Platform, keep: &[&str], staged: &[Staged]) -> Result<()> {
    let database = platform.database();
    let beside = match database.file_beside() {
        Some(file) => Some(Beside::begin(&file, staged)?),
        None => None,
    };
    platform
        .house(SystemActor::Migration)
        .write(async |tx| {
            set_indexes_aside(tx, keep).await?;
            for Staged { table, columns } in staged.iter().filter(|_| beside.is_some()) {
                write_down(tx, table, "table", columns).await?;
            }
            Ok(())
        })
        .await?;
    *database.beside.lock().unwrap_or_else(PoisonError::into_inner) = beside.map(Arc::new);
    Ok(())
}

/// Sets aside all plain indexes and all references between tables, for rows that are known to fit together.
pub(crate) async fn set_aside(tx: &mut Tx) -> Result<()> {
    let references: Vec<Reference> = tx.db().fetch_text(tx.dialect().references(), vec![]).await?;
    for reference in references {
        tx.execute_text(&reference.removal, vec![]).await?;
        write_down(tx, &reference.name, "reference", &reference.definition).await?;
    }
    set_indexes_aside(tx, &[]).await
}

async fn set_indexes_aside(tx: &mut Tx, keep: &[&str]) -> Result<()> {
    let indexes: Vec<Index> = tx.db().fetch_text(tx.dialect().plain_indexes(), vec![]).await?;
    for index in indexes.into_iter().filter(|index| !keep.contains(&index.name.as_str())) {
        tx.execute_text(&format!("drop index {}", index.name), vec![]).await?;
        write_down(tx, &index.name, "index", &index.definition).await?;
    }
    Ok(())
}

/// Ends a load: puts staged rows in order and builds the indexes. Nothing to do when nothing is outstanding.
pub async fn finish(platform: &Platform) -> Result<()> {
    let database = platform.database();
    database.beside.lock().unwrap_or_else(PoisonError::into_inner).take();
    let house = platform.house(SystemActor::Migration);
    let sql = "select name, kind, definition from left_for_later order by name";
    let outstanding: Vec<Aside> = house.read().fetch_text(sql, vec![]).await?;
    let (tables, indexes): (Vec<_>, Vec<_>) =
        outstanding.into_iter().filter(|aside| aside.kind != BATCH).partition(|aside| aside.kind == "table");
    if let Some(file) = database.file_beside().filter(|_| !tables.is_empty()) {
        put_in_order(platform, &file, &tables).await?;
    }
    for index in indexes {
        tracing::debug!(name = index.name, "building an index set aside");
        house
            .write(async |tx| {
                tx.execute_text(&index.definition, vec![]).await?;
                strike_out(tx, &index.name).await
            })
            .await?;
    }
    Ok(())
}

/// The kind of the lines that name a batch whose transaction was committed.
const BATCH: &str = "batch";

/// Writes down that the rows of a batch count, in the transaction they belong to.
pub(super) async fn count_in(tx: &mut Tx, batch: i64) -> Result<()> {
    write_down(tx, &format!("{batch:020}"), BATCH, "").await
}

async fn put_in_order(platform: &Platform, file: &Path, tables: &[Aside]) -> Result<()> {
    if !file.exists() {
        return Err(Error::Unavailable {
            detail: format!(
                "A first load was cut off, and '{}' with a part of its rows is missing. Put it back beside the database, or \
                 load into a new database.",
                file.display()
            ),
        });
    }
    let (database, house) = (platform.database(), platform.house(SystemActor::Migration));
    let name = file.display().to_string().replace('\'', "''");
    database.run_outside(&[&format!("attach database '{name}' as beside")]).await?;
    let done = house
        .write(async |tx| {
            for Aside { name, definition: columns, .. } in tables {
                tracing::debug!(name, "putting in order the rows laid beside");
                tx.execute_text(&tx.dialect().take_in(name, columns), vec![]).await?;
                strike_out(tx, name).await?;
            }
            tx.execute_text("delete from left_for_later where kind = $1", vec![BATCH.into()]).await
        })
        .await;
    database.run_outside(&["detach database beside"]).await?;
    done?;
    remove(file)
}

async fn write_down(tx: &mut Tx, name: &str, kind: &str, definition: &str) -> Result<()> {
    tx.execute_text(
        "insert into left_for_later (name, kind, definition) values ($1, $2, $3)",
        vec![name.into(), kind.into(), definition.into()],
    )
    .await?;
    Ok(())
}

async fn strike_out(tx: &mut Tx, name: &str) -> Result<()> {
    tx.execute_text("delete from left_for_later where name = $1", vec![name.into()]).await?;
    Ok(())
}
