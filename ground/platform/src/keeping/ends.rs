//! Where rows come from and where they go to, on whichever engine.

use std::path::Path;

use kernel::{Error, Result};

use super::{
    catalogue::{Catalogue, Table},
    embedded,
    pour::{Given, Taken, count_only, pour},
    served,
    wire::Tally,
};
use crate::database::{Dialect, Migration};

/// A database as it is at one moment, while others go on writing.
pub enum Snapshot {
    Embedded(embedded::Snapshot),
    Served(Box<served::Snapshot>),
}

/// A database being filled, by this program alone.
pub enum Filling {
    Embedded(embedded::Filling),
    Served(Box<served::Filling>),
}

impl Snapshot {
    /// Begins to read; `alone` refuses while another program has the database open.
    pub async fn begin(url: &str, alone: bool) -> Result<Self> {
        Ok(match Dialect::of(url)?.file(url) {
            Some(file) => Self::Embedded(embedded::Snapshot::begin(Path::new(file), alone).await?),
            None => Self::Served(Box::new(served::Snapshot::begin(url, alone).await?)),
        })
    }

    /// The first column of a query, as text.
    pub async fn texts(&mut self, sql: &str) -> Result<Vec<String>> {
        match self {
            Self::Embedded(snapshot) => snapshot.texts(sql).await,
            Self::Served(snapshot) => snapshot.texts(sql).await,
        }
    }

    /// The steps of the schema taken here, in the order of the program's. Refuses what this program does not know, and a database
    /// that is not whole.
    pub async fn steps(&mut self, migrations: &[Migration], dialect: Dialect) -> Result<Vec<Migration>> {
        let tables = self.texts(dialect.tables()).await?;
        let has = |name: &str| tables.iter().any(|table| table == name);
        if !has("migrations") {
            return Err(Error::Refused {
                code: "backup.nothing_there",
                detail: "This database holds no Roadbook yet: there is nothing to keep.".into(),
            });
        }
        if has(super::arrival::TABLE) {
            return Err(super::arrival::half_arrived());
        }
        if self.texts("select cast(count(*) as text) from left_for_later").await? != ["0"] {
            return Err(Error::Refused {
                code: "backup.load_under_way",
                detail: "A first load is under way in this database: wait until it is done, or open it with `roadbook migrate` \
                         to bring one that was cut off to its end."
                    .into(),
            });
        }
        let taken = self.texts("select name from migrations order by name").await?;
        known_steps(migrations, &taken)
    }

    /// Readies what is said of transactions for another server.
    pub async fn look_at(&mut self, catalogue: &Catalogue) -> Result<()> {
        match self {
            Self::Embedded(_) => Ok(()),
            Self::Served(snapshot) => snapshot.find_newest_transaction(&catalogue.tables).await,
        }
    }

    /// All rows of a table.
    pub async fn give(&mut self, table: &Table, to: Given) -> Result<()> {
        match self {
            Self::Embedded(snapshot) => snapshot.give(table, to).await,
            Self::Served(snapshot) => snapshot.give(table, to).await,
        }
    }

    /// How many rows a table has, and their checksum.
    pub async fn tally(&mut self, table: &Table) -> Result<Tally> {
        pour(table, |to| self.give(table, to), count_only).await
    }
}

impl Filling {
    pub async fn begin(url: &str) -> Result<Self> {
        Ok(match Dialect::of(url)?.file(url) {
            Some(file) => Self::Embedded(embedded::Filling::begin(Path::new(file)).await?),
            None => Self::Served(Box::new(served::Filling::begin(url).await?)),
        })
    }

    /// Runs statements in one transaction.
    pub async fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Embedded(filling) => filling.run(sql).await,
            Self::Served(filling) => filling.run(sql).await,
        }
    }

    /// Puts all rows into an emptied table; `last` gives what is to be run in the transaction of the last ones.
    pub async fn take(
        &mut self,
        table: &Table,
        rows: Taken,
        last: impl FnOnce(Tally) -> Result<String> + Send + 'static,
    ) -> Result<()> {
        match self {
            Self::Embedded(filling) => filling.take(table, rows, last).await,
            Self::Served(filling) => filling.take(table, rows, last).await,
        }
    }
}

/// Those of the program's steps that were taken; refuses when there are others.
pub fn known_steps(migrations: &[Migration], taken: &[String]) -> Result<Vec<Migration>> {
    if let Some(newer) = taken.iter().find(|name| !migrations.iter().any(|step| step.name == **name)) {
        return Err(crate::database::newer(newer));
    }
    Ok(migrations.iter().filter(|step| taken.iter().any(|name| name == step.name)).copied().collect())
}
