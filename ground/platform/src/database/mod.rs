//! The database: one file of code knows which engine it is, everything else speaks to both in the same words.

mod beside;
pub mod bulk;
mod bytes;
mod db;
mod dialect;
mod measuring;
mod migrate;
mod opening;
mod owned;
pub mod paging;
pub mod replica;
mod rows;
pub mod schema;
mod series;
mod tx;
mod waits;
mod writer;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use kernel::{Error, Result};
use sea_orm::DatabaseConnection;

pub use bytes::FileBytes;
pub use db::Db;
pub use dialect::Dialect;
pub use measuring::measure_grown;
pub use migrate::{Migration, migrate};
pub(crate) use migrate::{newer, prepare, take_steps};
pub use opening::Alone;
pub use owned::{Owned, Versioned};
pub use rows::{Record, Row};
pub use series::{next_number, next_numbers};
pub use tx::{Tx, Update};
pub use waits::Waits;

/// The pools of one database, SQLite or PostgreSQL.
pub struct Database {
    dialect: Dialect,
    url: String,
    readers: DatabaseConnection,
    writer: writer::Writer,
    quick: Option<rows::QuickReaders>,
    /// Where counts are raised apart from the transactions that use them, where many write side by side.
    counter: Option<DatabaseConnection>,
    replica: Option<replica::Replica>,
    waits: waits::WaitsCounted,
    /// Where rows of some tables are laid during a bulk load.
    beside: Mutex<Option<Arc<beside::Beside>>>,
}

impl Database {
    /// Opens `sqlite://FILE`, `sqlite::memory:` is refused (each connection would be its own), or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self> {
        opening::open(url).await
    }

    /// The same with a copy that follows it, where work over the whole base reads.
    ///
    /// # Errors
    /// When it is no address of a server, or the database is a file: files have no replicas.
    pub fn with_replica(self, url: &str) -> Result<Self> {
        let connection = opening::open_replica(self.dialect, url)?;
        Ok(Self { replica: Some(replica::Replica::of(connection)), ..self })
    }

    /// Waits until no other program begins on this database, and keeps others waiting until the answer is dropped: for what must be
    /// done once, such as the steps of the schema. A file needs none: it has one writer.
    pub async fn alone(&self) -> Result<Alone> {
        opening::alone(self.dialect, &self.url).await
    }

    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where rows of this table are laid now, during a bulk load.
    fn beside(&self, table: &str) -> Option<Arc<beside::Beside>> {
        let beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        beside.as_ref().filter(|beside| beside.takes(table)).map(Arc::clone)
    }

    /// The file for rows laid beside their tables; none where the engine gains nothing by it.
    fn file_beside(&self) -> Option<PathBuf> {
        self.dialect.file(&self.url).map(beside::file_beside)
    }

    /// Does work that writes many rows, with more memory for it than the daily business gets.
    pub async fn with_room<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        self.run_outside(self.dialect.before_bulk_work()).await?;
        let done = work.await;
        self.run_outside(self.dialect.after_bulk_work()).await?;
        done
    }

    /// Brings the planner's statistics up to date after a bulk load.
    pub async fn tidy_up(&self) -> Result<()> {
        self.run_outside(self.dialect.after_bulk_load()).await
    }

    /// Lets go of the connections whose plans follow older statistics.
    fn plan_anew(&self) {
        if let Some(quick) = &self.quick {
            quick.open_anew();
        }
    }

    /// Does work whose removed rows are overwritten at once, instead of whenever their place is used again.
    pub async fn overwriting<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let (before, after) = self.dialect.overwriting();
        self.run_outside(before).await?;
        let done = work.await;
        self.run_outside(after).await?;
        done
    }

    /// Writes the database anew without what was removed from it. Takes as long as copying it.
    pub async fn compact(&self) -> Result<()> {
        self.run_outside(self.dialect.compaction()).await
    }

    /// Clears old versions of rows from these tables; says from how many, and nothing where the database is a file, which
    /// [`Self::compact`] writes anew.
    pub async fn clear_old_versions(&self, tables: &[&str]) -> Result<Option<u32>> {
        let Some(sql) = self.dialect.clearing_old_versions(tables) else { return Ok(None) };
        if !tables.is_empty() {
            self.run_outside(&[&sql]).await?;
        }
        Ok(Some(u32::try_from(tables.len()).unwrap_or(u32::MAX)))
    }

    /// The bytes of a database that is a file, after everything written was put into it; `None` when a server keeps it.
    pub async fn settled_bytes(&self) -> Result<Option<FileBytes>> {
        self.run_outside(self.dialect.into_the_file()).await?;
        let file = self.dialect.file(&self.url);
        file.map(|file| FileBytes::of(file.as_ref())).transpose().map_err(Error::internal)
    }

    /// Runs what can't stand inside a transaction.
    async fn run_outside(&self, statements: &[&str]) -> Result<()> {
        for sql in statements {
            self.writer.run_outside(sql).await?;
        }
        Ok(())
    }

    async fn begin(&self) -> Result<writer::Turn> {
        let asked = Instant::now();
        let turn = self.writer.begin().await;
        self.waits.add(asked.elapsed());
        turn
    }

    /// How long transactions have waited for their turn so far.
    pub fn waits(&self) -> Waits {
        self.waits.total()
    }

    /// Answers when the database does.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.readers.ping().await?)
    }

    /// Closes the pools after the last commit; nothing can be read or written afterwards.
    pub async fn close(&self) -> Result<()> {
        self.writer.close().await?;
        if let Some(quick) = &self.quick {
            quick.close();
        }
        if let Some(replica) = &self.replica {
            replica.close().await?;
        }
        if let Some(counter) = &self.counter {
            counter.clone().close().await?;
        }
        Ok(self.readers.clone().close().await?)
    }
}
