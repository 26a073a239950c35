//! How transactions begin and end. SQLite has one writer: requests take turns in savepoints of one transaction, and one
//! COMMIT (one flush to disk) serves all who were waiting. PostgreSQL lets them write side by side.

use std::sync::Arc;

use kernel::{Error, Result};
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

pub(super) enum Writer {
    OneAtATime { turns: Arc<Mutex<Turns>> },
    SideBySide { connection: DatabaseConnection },
}

/// The shared transaction, and who waits for its COMMIT.
pub(super) struct Turns {
    connection: DatabaseConnection,
    shared: Option<DatabaseTransaction>,
    waiting: Vec<oneshot::Sender<Result<(), String>>>,
}

/// A transaction under way, and how it will be committed.
pub(super) enum Turn {
    Shared { savepoint: DatabaseTransaction, turns: OwnedMutexGuard<Turns>, all: Arc<Mutex<Turns>> },
    Own { transaction: DatabaseTransaction },
}

impl Writer {
    pub fn one_at_a_time(connection: DatabaseConnection) -> Self {
        Self::OneAtATime { turns: Arc::new(Mutex::new(Turns { connection, shared: None, waiting: Vec::new() })) }
    }

    pub fn side_by_side(connection: DatabaseConnection) -> Self {
        Self::SideBySide { connection }
    }

    pub async fn begin(&self) -> Result<Turn> {
        match self {
            Self::SideBySide { connection } => Ok(Turn::Own { transaction: connection.begin().await? }),
            Self::OneAtATime { turns } => {
                let mut held = Arc::clone(turns).lock_owned().await;
                let savepoint = held.savepoint().await?;
                Ok(Turn::Shared { savepoint, turns: held, all: Arc::clone(turns) })
            }
        }
    }

    /// Runs SQL that can't stand inside a transaction.
    pub async fn run_outside(&self, sql: &str) -> Result<()> {
        use sea_orm::ConnectionTrait;
        match self {
            Self::SideBySide { connection } => connection.execute_unprepared(sql).await?,
            Self::OneAtATime { turns } => {
                let mut held = turns.lock().await;
                held.commit().await;
                held.connection.execute_unprepared(sql).await?
            }
        };
        Ok(())
    }

    pub async fn close(&self) -> Result<()> {
        if let Self::OneAtATime { turns } = self {
            let mut held = turns.lock().await;
            held.commit().await;
            held.connection.clone().close().await?;
        }
        Ok(())
    }
}

impl Turn {
    pub fn transaction(&self) -> &DatabaseTransaction {
        match self {
            Self::Shared { savepoint, .. } => savepoint,
            Self::Own { transaction } => transaction,
        }
    }

    /// Returns when what was written is on disk.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Own { transaction } => Ok(transaction.commit().await?),
            Self::Shared { savepoint, mut turns, all } => {
                savepoint.commit().await?;
                let (done, committed) = oneshot::channel();
                turns.waiting.push(done);
                if turns.waiting.len() == 1 {
                    // The lock is fair: this commit comes after all who already wait for their turn, and so serves them too.
                    tokio::spawn(async move { all.lock().await.commit().await });
                }
                drop(turns);
                match committed.await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(cause)) => Err(Error::internal(cause)),
                    Err(_) => Err(Error::internal("the writer stopped before the commit")),
                }
            }
        }
    }
}

impl Turns {
    async fn savepoint(&mut self) -> Result<DatabaseTransaction> {
        if self.shared.is_none() {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            self.shared = Some(self.connection.begin_with_options(options).await?);
        }
        let Some(shared) = &self.shared else { return Err(Error::internal("the shared transaction did not begin")) };
        Ok(shared.begin().await?)
    }

    async fn commit(&mut self) {
        let Some(shared) = self.shared.take() else { return };
        let outcome = shared.commit().await.map_err(|cause| cause.to_string());
        for done in self.waiting.drain(..) {
            let _caller_left = done.send(outcome.clone());
        }
    }
}
