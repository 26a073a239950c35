//! What can be told of a database without changing it.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use kernel::Result;

use super::{arrival, ends::known_steps};
use crate::{Database, Platform, SystemActor, database::Migration};

/// How the schema of a database stands to the program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    Empty,
    Current {
        steps: usize,
    },
    Older {
        outstanding: usize,
    },
    /// A first load was killed before its end.
    LoadCutOff,
}

crate::record! {
    struct Named { name: String }
}

crate::record! {
    struct At { at: Option<DateTime<Utc>> }
}

/// How the schema stands; refuses a newer one, and a database in which a restore or a move was cut off.
pub async fn schema(platform: &Platform, migrations: &[Migration]) -> Result<Schema> {
    let house = platform.house(SystemActor::Command);
    let db = house.read();
    let names = |rows: Vec<Named>| rows.into_iter().map(|row| row.name).collect::<Vec<_>>();
    let tables = names(db.fetch_text(db.dialect().tables(), vec![]).await?);
    let has = |name: &str| tables.iter().any(|table| table == name);
    if has(arrival::TABLE) {
        return Err(arrival::half_arrived());
    }
    if !has("migrations") {
        return Ok(Schema::Empty);
    }
    let taken = known_steps(migrations, &names(db.fetch_text("select name from migrations", vec![]).await?))?;
    let left: Vec<Named> = db.fetch_text("select name from left_for_later limit 1", vec![]).await?;
    Ok(match migrations.len() - taken.len() {
        _ if !left.is_empty() => Schema::LoadCutOff,
        0 => Schema::Current { steps: taken.len() },
        outstanding => Schema::Older { outstanding },
    })
}

/// What time it is where the database is; nothing when that is this machine.
pub async fn clock_of_database(platform: &Platform) -> Result<Option<DateTime<Utc>>> {
    let house = platform.house(SystemActor::Command);
    let db = house.read();
    let Some(sql) = db.dialect().clock() else { return Ok(None) };
    let rows: Vec<At> = db.fetch_text(sql, vec![]).await?;
    Ok(rows.into_iter().next().and_then(|row| row.at))
}

crate::record! {
    struct Size { bytes: i64 }
}

/// How much room the database takes, in bytes.
pub async fn size_of_database(platform: &Platform) -> Result<i64> {
    let house = platform.house(SystemActor::Command);
    let db = house.read();
    let rows: Vec<Size> = db.fetch_text(db.dialect().size(), vec![]).await?;
    Ok(rows.first().map_or(0, |row| row.bytes))
}

crate::record! {
    /// The way to the database.
    pub struct Connection {
        pub is_encrypted: bool,
        /// A socket, or an address of the same machine.
        pub is_near: bool,
    }
}

/// How the database is reached, when that is another program.
pub async fn connection(platform: &Platform) -> Result<Option<Connection>> {
    let house = platform.house(SystemActor::Command);
    let db = house.read();
    let Some(sql) = db.dialect().connection() else { return Ok(None) };
    Ok(db.fetch_text(sql, vec![]).await?.into_iter().next())
}

/// The file of a database that is one.
pub fn file_of(database: &Database) -> Option<PathBuf> {
    database.dialect().file(database.url()).map(PathBuf::from)
}
