//! Loading millions of rows into an empty database: indexes that no constraint needs are set aside, and built in one go when
//! everything is in, which sorts once instead of finding a place for every row.

use kernel::Result;

use crate::{Platform, SystemActor, Tx};

crate::record! {
    struct Index { name: String, definition: String }
}

/// Sets the plain indexes of all tables aside. They are written down in the same transaction, so that a load that was killed
/// gets them back when the database is next opened.
pub async fn set_indexes_aside(platform: &Platform) -> Result<()> {
    platform
        .house(SystemActor::Migration)
        .write(async |tx| {
            let indexes: Vec<Index> = tx.db().fetch_text(tx.dialect().plain_indexes(), vec![]).await?;
            for index in indexes {
                tx.execute_text(
                    "insert into indexes_aside (name, definition) values ($1, $2)",
                    vec![index.name.clone().into(), index.definition.into()],
                )
                .await?;
                tx.execute_text(&format!("drop index {}", index.name), vec![]).await?;
            }
            Ok(())
        })
        .await
}

/// Builds what was set aside; nothing to do when nothing was.
pub async fn build_indexes(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Migration);
    let aside: Vec<Index> =
        house.read().fetch_text("select name, definition from indexes_aside order by name", vec![]).await?;
    for index in aside {
        house.write(async |tx| build(tx, &index).await).await?;
    }
    Ok(())
}

async fn build(tx: &mut Tx, index: &Index) -> Result<()> {
    tx.execute_text(&index.definition, vec![]).await?;
    tx.execute_text("delete from indexes_aside where name = $1", vec![index.name.clone().into()]).await?;
    Ok(())
}
