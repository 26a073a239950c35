//! Loading millions of rows into an empty database. Indexes that no constraint needs are set aside and built in one go when
//! everything is in; rows of a table that is kept in an order of its own are laid beside it and put in order at the end. Both sort
//! once instead of finding a place for every row. What is outstanding is written down in the same transaction, so that a load
//! that was killed is brought to its end when the database is next opened.

use std::sync::PoisonError;

use kernel::Result;

use crate::{Platform, SystemActor, Tx};

/// A table whose rows are laid beside it.
#[derive(Clone, Copy, Debug)]
pub struct Staged {
    pub table: &'static str,
    /// The columns of its key, by which it is put in order.
    pub key: &'static str,
}

crate::record! {
    struct Index { name: String, definition: String }
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
    platform
        .house(SystemActor::Migration)
        .write(async |tx| {
            let indexes: Vec<Index> = tx.db().fetch_text(tx.dialect().plain_indexes(), vec![]).await?;
            for index in indexes.into_iter().filter(|index| !keep.contains(&index.name.as_str())) {
                tx.execute_text(&format!("drop index {}", index.name), vec![]).await?;
                write_down(tx, &index.name, "index", &index.definition).await?;
            }
            for Staged { table, key } in staged {
                tx.execute_text(&format!("create table {table}_staged as select * from {table} where 1 = 0"), vec![])
                    .await?;
                write_down(tx, table, "table", key).await?;
            }
            Ok(())
        })
        .await?;
    let mut names = platform.database().staged.lock().unwrap_or_else(PoisonError::into_inner);
    names.extend(staged.iter().map(|staged| staged.table));
    Ok(())
}

/// Ends a load: puts staged rows in order and builds the indexes. Nothing to do when nothing is outstanding.
pub async fn finish(platform: &Platform) -> Result<()> {
    platform.database().staged.lock().unwrap_or_else(PoisonError::into_inner).clear();
    let house = platform.house(SystemActor::Migration);
    // Tables before indexes: the space they leave is used again.
    let sql = "select name, kind, definition from left_for_later order by kind desc, name";
    let outstanding: Vec<Aside> = house.read().fetch_text(sql, vec![]).await?;
    for aside in outstanding {
        tracing::debug!(what = aside.kind, name = aside.name, "putting in order what was loaded");
        house.write(async |tx| settle(tx, &aside).await).await?;
    }
    Ok(())
}

async fn write_down(tx: &mut Tx, name: &str, kind: &str, definition: &str) -> Result<()> {
    tx.execute_text(
        "insert into left_for_later (name, kind, definition) values ($1, $2, $3)",
        vec![name.into(), kind.into(), definition.into()],
    )
    .await?;
    Ok(())
}

async fn settle(tx: &mut Tx, aside: &Aside) -> Result<()> {
    let Aside { name, kind, definition } = aside;
    if kind == "table" {
        // "where true" tells SQLite's parser that no join condition follows.
        let sql = format!(
            "insert into {name} select distinct * from {name}_staged where true order by {definition} on conflict do nothing"
        );
        tx.execute_text(&sql, vec![]).await?;
        tx.execute_text(&format!("drop table {name}_staged"), vec![]).await?;
    } else {
        tx.execute_text(definition, vec![]).await?;
    }
    tx.execute_text("delete from left_for_later where name = $1", vec![name.clone().into()]).await?;
    Ok(())
}
