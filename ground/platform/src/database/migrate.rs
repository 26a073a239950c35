//! Migrations: SQL text in the words of both engines, applied once and in order, forward only.

use kernel::{Error, Result};

use super::{bulk, measuring};
use crate::{Platform, SystemActor, keeping};

/// One step of a department's schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `<department>.<number>_<what>`, never changed once released.
    pub name: &'static str,
    /// Statements that end with `;`, with the dialect's words in braces.
    pub sql: &'static str,
}

crate::record! {
    struct Applied { name: String }
}

/// Applies what is not yet applied, each in its own transaction, and brings a killed bulk load to its end; answers the names of those it applied.
/// A database that knows steps this program does not is newer, and refused; so is one in which a restore or a move was cut off.
pub async fn migrate(platform: &Platform, migrations: &[Migration]) -> Result<Vec<&'static str>> {
    keeping::must_be_whole(platform).await?;
    prepare(platform).await?;
    let applied = applied(platform).await?;
    if let Some(unknown) = applied.iter().find(|step| !migrations.iter().any(|known| known.name == step.name)) {
        return Err(newer(&unknown.name));
    }
    let done = take_steps(platform, migrations).await?;
    bulk::finish(platform).await?;
    if !done.is_empty() && !applied.is_empty() {
        measuring::measure_new_indexes(platform).await?;
    }
    Ok(done)
}

/// Makes the tables in which it is written down what was done to a database.
pub(crate) async fn prepare(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Migration);
    house
        .write(async |tx| {
            tx.execute_text(
                "create table if not exists migrations (name text primary key, applied_at {instant} not null)",
                vec![],
            )
            .await?;
            tx.execute_text(bulk::TABLE, vec![]).await
        })
        .await?;
    Ok(())
}

/// Applies those of these steps that are not yet applied, and nothing else.
pub(crate) async fn take_steps(platform: &Platform, migrations: &[Migration]) -> Result<Vec<&'static str>> {
    let (house, applied) = (platform.house(SystemActor::Migration), applied(platform).await?);
    let mut done = Vec::new();
    for migration in migrations {
        if applied.iter().any(|step| step.name == migration.name) {
            continue;
        }
        house.write(async |tx| apply(tx, migration).await).await?;
        done.push(migration.name);
    }
    Ok(done)
}

/// Why a database is refused that knows a step this program does not.
pub(crate) fn newer(step: &str) -> Error {
    Error::Refused {
        code: "database.newer",
        detail: format!("The database was used by a newer Roadbook (it has '{step}'); start that version."),
    }
}

async fn applied(platform: &Platform) -> Result<Vec<Applied>> {
    let house = platform.house(SystemActor::Migration);
    house.read().fetch_text("select name from migrations order by name", vec![]).await
}

async fn apply(tx: &mut crate::Tx, migration: &Migration) -> Result<()> {
    for statement in migration.sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        tx.execute_text(statement.trim_end_matches(';'), vec![])
            .await
            .map_err(|cause| Error::internal(format!("migration {}: {cause}\n{statement}", migration.name)))?;
    }
    let now = tx.now();
    tx.execute_text(
        "insert into migrations (name, applied_at) values ($1, $2)",
        vec![migration.name.into(), now.into()],
    )
    .await?;
    Ok(())
}
