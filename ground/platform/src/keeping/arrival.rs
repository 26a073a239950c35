//! Rows arriving in an empty database, table by table. Until all are there and compared, a table of its own says that they are not:
//! nothing serves from such a database, and whoever began it can go on where it was cut off.

use std::collections::BTreeMap;

use kernel::{Error, Result};

use super::{
    catalogue::{Catalogue, Table},
    ends::{Filling, Snapshot, known_steps},
    order,
    pour::Taken,
    wire::Tally,
};
use crate::{
    Platform, SystemActor,
    database::{Migration, bulk, prepare, take_steps},
};

/// Says what has arrived: a line for each table, and one without a name that says from where.
pub const TABLE: &str = "arrival";

pub struct Arrival {
    platform: Platform,
    pub catalogue: Catalogue,
    filling: Filling,
    arrived: BTreeMap<String, Tally>,
}

crate::record! {
    struct Named { name: String }
}

crate::record! {
    struct Line { table_name: String, row_count: i64, checksum: String }
}

impl Arrival {
    /// Begins in an empty database, or goes on in one where the same `source` was arriving.
    pub async fn begin(platform: &Platform, source: &str, steps: &[Migration]) -> Result<Self> {
        let house = platform.house(SystemActor::Migration);
        let dialect = platform.database().dialect();
        let tables: Vec<Named> = house.read().fetch_text(dialect.tables(), vec![]).await?;
        let is_cut_off = tables.iter().any(|table| table.name == TABLE);
        if !tables.is_empty() && !is_cut_off {
            return Err(Error::Refused {
                code: "database.not_empty",
                detail: "The place to fill is not empty; give an empty database.".into(),
            });
        }
        house
            .write(async |tx| {
                let table = format!(
                    "create table if not exists {TABLE} (table_name text primary key, row_count bigint not null, checksum text not null)"
                );
                tx.execute_text(&table, vec![]).await?;
                let other = format!("delete from {TABLE} where not exists (select 1 from {TABLE} where table_name = '' and checksum = $1)");
                tx.execute_text(&other, vec![source.into()]).await?;
                let begun = format!("insert into {TABLE} (table_name, row_count, checksum) values ('', 0, $1) on conflict do nothing");
                tx.execute_text(&begun, vec![source.into()]).await
            })
            .await?;
        prepare(platform).await?;
        let taken: Vec<Named> = house.read().fetch_text("select name from migrations", vec![]).await?;
        known_steps(steps, &taken.into_iter().map(|step| step.name).collect::<Vec<_>>())?;
        take_steps(platform, steps).await?;
        house.write(async |tx| bulk::set_aside(tx).await).await?;
        let lines: Vec<Line> =
            house.read().fetch_text(&format!("select table_name, row_count, checksum from {TABLE}"), vec![]).await?;
        Ok(Self {
            platform: platform.clone(),
            catalogue: Catalogue::of(steps)?,
            filling: Filling::begin(platform.database().url()).await?,
            arrived: lines.into_iter().filter_map(Line::tally).collect(),
        })
    }

    /// What arrived of a table before.
    pub fn arrived(&self, table: &Table) -> Option<Tally> {
        self.arrived.get(&table.name).copied()
    }

    /// Puts in all rows of a table, and says so; refuses others than expected, with nothing changed.
    pub async fn take(&mut self, table: &Table, rows: Taken, expected: Option<Tally>) -> Result<()> {
        let name = table.name.clone();
        let last = move |tally: Tally| {
            if expected.is_some_and(|expected| expected != tally) {
                return Err(damaged(&name));
            }
            Ok(format!(
                "delete from {TABLE} where table_name = '{name}'; \
                 insert into {TABLE} (table_name, row_count, checksum) values ('{name}', {}, '{}')",
                tally.rows,
                tally.checksum_text()
            ))
        };
        self.filling.take(table, rows, last).await
    }

    /// Compares what is there with what came, builds the indexes, and lets the database be used.
    pub async fn finish(mut self, expected: &BTreeMap<String, Tally>) -> Result<()> {
        let database = self.platform.database();
        let mut there = Snapshot::begin(database.url(), false).await?;
        for table in &self.catalogue.tables {
            if expected.get(&table.name).copied() != Some(there.tally(table).await?) {
                return Err(differs(&table.name));
            }
        }
        drop(there);
        let has_journal = self.catalogue.tables.iter().any(|table| table.name == order::JOURNAL);
        if let Filling::Embedded(filling) = &mut self.filling
            && has_journal
        {
            order::by_position(filling).await?;
        }
        bulk::finish(&self.platform).await?;
        database.tidy_up().await?;
        self.filling.run(&format!("drop table {TABLE}")).await
    }
}

impl Line {
    fn tally(self) -> Option<(String, Tally)> {
        let rows = u64::try_from(self.row_count).ok()?;
        let checksum = u128::from_str_radix(&self.checksum, 16).ok().filter(|_| !self.table_name.is_empty())?;
        Some((self.table_name, Tally { rows, checksum }))
    }
}

/// Refuses a database in which a restore or a move was cut off.
pub async fn must_be_whole(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Migration);
    let db = house.read();
    let tables: Vec<Named> = db.fetch_text(db.dialect().tables(), vec![]).await?;
    if tables.iter().any(|table| table.name == TABLE) { Err(half_arrived()) } else { Ok(()) }
}

pub fn half_arrived() -> Error {
    Error::Refused {
        code: "database.half_arrived",
        detail: "A restore or a move into this database was cut off: run the same command again, and it goes on; or begin anew in \
                 an empty database."
            .into(),
    }
}

pub fn damaged(table: &str) -> Error {
    Error::Refused {
        code: "backup.damaged",
        detail: format!(
            "The table '{table}' is damaged or cut off in this backup; nothing of it was put in. Take another backup."
        ),
    }
}

fn differs(table: &str) -> Error {
    Error::Refused {
        code: "database.differs",
        detail: format!("The table '{table}' does not read back as it was put in; run the same command again."),
    }
}
