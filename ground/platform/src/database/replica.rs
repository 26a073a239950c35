//! A copy that follows the database, for reading the whole base: what goes there doesn't hold up those who work.

use std::{
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use kernel::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseConnection, FromQueryResult, Statement};
use tokio::sync::watch;

use super::Database;
use crate::Platform;

/// The replica, and whether it follows closely.
pub(super) struct Replica {
    connection: DatabaseConnection,
    is_near: AtomicBool,
    /// How far the database was when last looked at, in bytes of its log.
    aim: RwLock<Option<i64>>,
}

/// What the database had written by the last look must be at the replica by this one: it is at most so far behind.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(5);

#[derive(FromQueryResult)]
struct Reached {
    bytes: Option<i64>,
}

impl Replica {
    /// Nothing is asked of it before it was seen to follow, so a replica that is away keeps nobody from starting.
    pub(super) fn of(connection: DatabaseConnection) -> Self {
        Self { connection, is_near: AtomicBool::new(false), aim: RwLock::default() }
    }

    /// The connection, while the replica follows closely.
    pub(super) fn near(&self) -> Option<&DatabaseConnection> {
        self.is_near.load(Ordering::Relaxed).then_some(&self.connection)
    }

    pub(super) async fn close(&self) -> Result<()> {
        Ok(self.connection.clone().close().await?)
    }

    async fn look(&self, database: &DatabaseConnection, question: &str) {
        let aim = self.aim.read().unwrap_or_else(PoisonError::into_inner).to_owned();
        let is_near = match (reached(&self.connection, question).await, aim) {
            (Ok(reached), Some(aim)) => reached >= aim,
            _ => false,
        };
        if self.is_near.swap(is_near, Ordering::Relaxed) != is_near {
            match is_near {
                true => tracing::info!("the replica follows: the whole base is read there"),
                false => tracing::warn!("the replica does not follow: the database itself is read instead"),
            }
        }
        // When the database is away, what it was asked last still stands: the replica can serve.
        if let Ok(bytes) = reached(database, question).await {
            *self.aim.write().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
        }
    }
}

async fn reached(connection: &DatabaseConnection, question: &str) -> Result<i64> {
    let statement = Statement::from_string(connection.get_database_backend(), question);
    let row = connection.query_one_raw(statement).await?.ok_or(Error::NotFound)?;
    Reached::from_query_result(&row, "")?.bytes.ok_or(Error::NotFound)
}

impl Database {
    /// Looks once how far the replica has come; whether it serves now. `None` without one.
    pub async fn look_at_replica(&self) -> Option<bool> {
        let replica = self.replica.as_ref()?;
        replica.look(&self.readers, self.dialect.log_reached()).await;
        self.replica_serves()
    }

    /// Whether a replica follows closely enough to be read from; `None` without one.
    pub fn replica_serves(&self) -> Option<bool> {
        self.replica.as_ref().map(|replica| replica.near().is_some())
    }
}

/// Watches the replica, if there is one, until `stop` says so.
pub async fn watch_until(platform: Platform, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() && platform.database().look_at_replica().await.is_some() {
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}
