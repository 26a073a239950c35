//! How transactions begin and end. SQLite has one writer: requests take turns in one transaction, and one COMMIT (one flush to
//! disk) serves all who were waiting. The first of a round has the transaction to itself, those after it a savepoint each, so
//! that each is taken back alone. PostgreSQL lets them write side by side.

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
    Shared(SharedTurn),
    Own { transaction: DatabaseTransaction },
}

/// A part of the shared transaction; while it lives, all others wait for their turn.
pub(super) struct SharedTurn {
    part: Option<Part>,
    turns: Option<OwnedMutexGuard<Turns>>,
    all: Arc<Mutex<Turns>>,
}

/// What is taken back when its turn fails.
enum Part {
    /// The transaction as it began, with nobody else in it.
    Whole(DatabaseTransaction),
    Savepoint(DatabaseTransaction),
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
            // In a task of its own: a savepoint whose beginning is given up half-way takes the whole shared transaction back
            // with it (the driver rolls back once, the dropped transaction once more), and with it what others wrote.
            Self::OneAtATime { turns } => {
                tokio::spawn(SharedTurn::begin(Arc::clone(turns))).await.map_err(Error::internal)?.map(Turn::Shared)
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
            Self::Shared(turn) => match turn.part.as_ref().unwrap_or_else(|| unreachable!("taken by its end only")) {
                Part::Whole(transaction) | Part::Savepoint(transaction) => transaction,
            },
            Self::Own { transaction } => transaction,
        }
    }

    /// Returns when what was written is on disk.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Own { transaction } => Ok(transaction.commit().await?),
            // In a task of its own: a caller who leaves in the middle can't leave the shared transaction half ended.
            Self::Shared(turn) => {
                let committed = tokio::spawn(turn.release()).await.map_err(Error::internal)??;
                match committed.await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(cause)) => Err(Error::internal(cause)),
                    Err(_) => Err(Error::internal("the writer stopped before the commit")),
                }
            }
        }
    }
}

impl Turn {
    /// Takes all of it back. Whoever was refused because of what others wrote reads it afterwards, so this returns when that
    /// is on disk.
    pub async fn give_up(self) {
        if let Self::Shared(turn) = self {
            let _nothing_was_written = turn.give_up().await;
        }
    }
}

impl SharedTurn {
    async fn begin(all: Arc<Mutex<Turns>>) -> Result<Self> {
        let mut turns = Arc::clone(&all).lock_owned().await;
        let part = turns.begin_part().await?;
        Ok(Self { part: Some(part), turns: Some(turns), all })
    }

    /// Leaves the turn to the next with nothing written; the answer comes with the COMMIT.
    fn give_up(mut self) -> oneshot::Receiver<Result<(), String>> {
        drop(self.part.take());
        self.wait_for_commit()
    }

    /// Adds the part to the transaction and leaves the turn to the next; the answer comes with the COMMIT.
    async fn release(mut self) -> Result<oneshot::Receiver<Result<(), String>>> {
        match (self.part.take(), &mut self.turns) {
            (Some(Part::Whole(transaction)), Some(turns)) => turns.shared = Some(transaction),
            (Some(Part::Savepoint(savepoint)), _) => savepoint.commit().await?,
            _ => {}
        }
        Ok(self.wait_for_commit())
    }

    fn wait_for_commit(&mut self) -> oneshot::Receiver<Result<(), String>> {
        let (done, committed) = oneshot::channel();
        if let Some(turns) = &mut self.turns {
            turns.waiting.push(done);
        }
        committed
    }
}

impl Drop for SharedTurn {
    /// Whoever did not come to a release is rolled back here. The first of a round calls for its COMMIT, even when nothing
    /// is left to write: the open transaction would keep other programs from the file.
    fn drop(&mut self) {
        drop(self.part.take());
        let Some(turns) = self.turns.take() else { return };
        if turns.waiting.len() <= 1
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            // The lock is fair: this commit comes after all who already wait for their turn, and so serves them too.
            let all = Arc::clone(&self.all);
            runtime.spawn(async move { all.lock().await.commit().await });
        }
    }
}

impl Turns {
    async fn begin_part(&mut self) -> Result<Part> {
        if let Some(shared) = &self.shared {
            return Ok(Part::Savepoint(shared.begin().await?));
        }
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Part::Whole(self.connection.begin_with_options(options).await?))
    }

    async fn commit(&mut self) {
        let outcome = match self.shared.take() {
            Some(shared) => shared.commit().await.map_err(|cause| cause.to_string()),
            // Everybody of the round gave up: there is nothing that could fail to reach the disk.
            None => Ok(()),
        };
        if let Err(cause) = &outcome {
            tracing::error!(%cause, "a commit failed: those who wait are told, and the writer's connection is opened anew");
            self.connect_anew().await;
        }
        for done in self.waiting.drain(..) {
            let _caller_left = done.send(outcome.clone());
        }
    }

    /// After a COMMIT that failed, on a full disk for one, the driver no longer knows whether a transaction is open: it would begin a
    /// savepoint in one that nobody ever commits, and what is written there would be acknowledged and lost.
    async fn connect_anew(&self) {
        let closed = match self.connection.get_sqlite_connection_pool().acquire().await {
            Ok(connection) => connection.close().await,
            Err(cause) => Err(cause),
        };
        if let Err(cause) = closed {
            tracing::error!(%cause, "the writer's connection can't be closed");
        }
    }
}
