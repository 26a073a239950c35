//! Opening a database of either engine: its pools, its replica, and the right to begin on it alone.

use std::{str::FromStr, sync::Mutex, time::Duration};

use kernel::{Error, Result};
use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    Database, Dialect, dialect::FILE, replica::LOOK_AGAIN, rows::QuickReaders, waits::WaitsCounted, writer::Writer,
};
use crate::files::make_private_folder;

const READERS_MAX: u32 = 4;
const QUICK_READERS_MAX: usize = 4;
const POSTGRES_CONNECTIONS_MAX: u32 = 16;
const COUNTER_CONNECTIONS_MAX: u32 = 2;
const REPLICA_CONNECTIONS_MAX: u32 = 8;
/// Prepared statements kept by a connection: the texts in use, with several sizes of the inserts.
pub(super) const STATEMENTS_KEPT: usize = 256;
const LOG_BYTES_KEPT: &str = "67108864";
const WAIT_MAX: Duration = Duration::from_secs(10);

pub(super) async fn open(url: &str) -> Result<Database> {
    match Dialect::of(url)? {
        Dialect::Sqlite => open_sqlite(url, url.trim_start_matches(FILE)).await,
        Dialect::Postgres => open_postgres(url).await,
    }
}

/// The connections to a replica, opened when they are needed; nothing can be written through them.
pub(super) fn open_replica(of: Dialect, url: &str) -> Result<DatabaseConnection> {
    let refused = |message: &str| Err(Error::invalid("replica", "config.malformed", message));
    if of != Dialect::Postgres {
        return refused("only a PostgreSQL database has replicas; leave --replica out");
    }
    let (Ok(Dialect::Postgres), Ok(options)) = (Dialect::of(url), PgConnectOptions::from_str(url)) else {
        return refused("the address of the replica can't be read; it looks like postgres://USER@HOST/NAME");
    };
    let options = options.application_name("roadbook").options([("default_transaction_read_only", "on")]);
    let pool = PgPoolOptions::new().max_connections(REPLICA_CONNECTIONS_MAX).acquire_timeout(LOOK_AGAIN);
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool.connect_lazy_with(options)))
}

/// While it lives nobody else begins on the same database.
#[must_use]
pub struct Alone {
    _held: Option<PgConnection>,
}

/// Roadbook, in ASCII: the number of the lock.
const BEGINNING: i64 = 0x526f_6164_626f_6f6b;

pub(super) async fn alone(dialect: Dialect, url: &str) -> Result<Alone> {
    if dialect == Dialect::Sqlite {
        return Ok(Alone { _held: None });
    }
    let options = PgConnectOptions::from_str(url)
        .map_err(Error::internal)?
        .application_name("roadbook")
        .statement_cache_capacity(STATEMENTS_KEPT);
    // A connection of its own: the lock is the session's, and goes with it whatever happens.
    let mut connection = PgConnection::connect_with(&options).await.map_err(unreachable(url))?;
    let lock = AssertSqlSafe(format!("select pg_advisory_lock({BEGINNING})"));
    connection.execute(lock).await.map_err(Error::internal)?;
    Ok(Alone { _held: Some(connection) })
}

/// A new file is its owner's alone; its log and index beside it become as it is. One that is there stays as it is.
fn make_private_file(file: &str) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::Unavailable { detail: format!("The database {file} can't be made: {cause}") })
        }
        _ => Ok(()),
    }
}

async fn open_sqlite(url: &str, file: &str) -> Result<Database> {
    if let Some(folder) = std::path::Path::new(file).parent() {
        make_private_folder(folder)?;
    }
    make_private_file(file)?;
    let options = SqliteConnectOptions::from_str(file)
        .map_err(Error::internal)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(WAIT_MAX)
        .pragma("mmap_size", "1073741824")
        .statement_cache_capacity(STATEMENTS_KEPT);
    let writer_pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(WAIT_MAX)
        .idle_timeout(None)
        .max_lifetime(None)
        // A log that grew while somebody read for long is cut when it begins anew, else it would keep its size for good.
        .connect_with(options.clone().pragma("cache_size", "-65536").pragma("journal_size_limit", LOG_BYTES_KEPT))
        .await
        .map_err(unreachable(url))?;
    let reader_pool = SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .acquire_timeout(WAIT_MAX)
        .connect_with(options.read_only(true).pragma("temp_store", "memory").pragma("cache_size", "-8192"))
        .await
        .map_err(unreachable(url))?;
    Ok(Database {
        dialect: Dialect::Sqlite,
        url: url.to_owned(),
        readers: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader_pool),
        writer: Writer::one_at_a_time(SqlxSqliteConnector::from_sqlx_sqlite_pool(writer_pool)),
        quick: Some(QuickReaders::new(file, QUICK_READERS_MAX)),
        counter: None,
        replica: None,
        beside: Mutex::default(),
        waits: WaitsCounted::default(),
    })
}

async fn open_postgres(url: &str) -> Result<Database> {
    let options = PgConnectOptions::from_str(url)
        .map_err(Error::internal)?
        .application_name("roadbook")
        .statement_cache_capacity(STATEMENTS_KEPT);
    // Connections of their own: whoever waits for one of these holds one of the others. A count need not be flushed by itself: the
    // commit of what uses it flushes all that was written before.
    let counters = PgPoolOptions::new()
        .max_connections(COUNTER_CONNECTIONS_MAX)
        .acquire_timeout(WAIT_MAX)
        .connect_lazy_with(options.clone().options([("synchronous_commit", "off")]));
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS_MAX)
        .acquire_timeout(WAIT_MAX)
        .connect_with(options)
        .await
        .map_err(unreachable(url))?;
    let connection: DatabaseConnection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    Ok(Database {
        dialect: Dialect::Postgres,
        url: url.to_owned(),
        readers: connection.clone(),
        writer: Writer::side_by_side(connection),
        quick: None,
        counter: Some(SqlxPostgresConnector::from_sqlx_postgres_pool(counters)),
        replica: None,
        beside: Mutex::default(),
        waits: WaitsCounted::default(),
    })
}

fn unreachable(url: &str) -> impl Fn(sqlx::Error) -> Error {
    let place = url.rsplit('@').next().unwrap_or(url).to_owned();
    move |cause| Error::Unavailable { detail: format!("The database at {place} can't be opened: {cause}") }
}
