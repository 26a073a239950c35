//! Rows out of and into a database that is a file: SQLite's values as fields of the wire, and back.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, SecondsFormat};
use kernel::{Error, Result};
use rusqlite::{
    Connection, OpenFlags,
    backup::Backup,
    types::{ToSqlOutput, Value, ValueRef},
};

use super::{
    catalogue::{Column, Kind, Table},
    pour::{Given, Parcel, Taken},
    wire::{self, EPOCH_SECONDS, JSON_VERSION, push_field, push_row},
};

/// The database as it is at one moment, while others go on writing.
pub struct Snapshot(Arc<Mutex<Connection>>);

/// A database being filled, by this program alone.
pub struct Filling(Arc<Mutex<Connection>>);

const PAGES_AT_ONCE: std::ffi::c_int = 4096;
const CHUNK_BYTES: usize = 256 << 10;
/// Rows put in by one transaction, so that the log stays small.
const COMMIT_ROWS: u64 = 200_000;
/// From 0001-01-01 in days to the first of January 2000.
const EPOCH_DAYS: i32 = 730_120;

impl Snapshot {
    /// Begins to read; `alone` refuses while any other program has the file open, and keeps others away from it.
    pub async fn begin(file: &Path, alone: bool) -> Result<Self> {
        if !file.exists() {
            return Err(Error::Unavailable { detail: format!("There is no database at {}.", file.display()) });
        }
        let file = file.to_owned();
        in_background(move || {
            let flags = if alone { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
            let connection = Connection::open_with_flags(&file, flags).map_err(Error::internal)?;
            connection.busy_timeout(Duration::from_secs(10)).map_err(Error::internal)?;
            if alone {
                connection.busy_timeout(Duration::from_millis(500)).map_err(Error::internal)?;
                connection.pragma_update(None, "locking_mode", "exclusive").map_err(Error::internal)?;
            }
            let begin = "begin; select count(*) from sqlite_master;";
            connection.execute_batch(begin).map_err(|cause| in_use(&file, &cause))?;
            Ok(Self(Arc::new(Mutex::new(connection))))
        })
        .await
    }

    /// The first column of a query, as text.
    pub async fn texts(&self, sql: &str) -> Result<Vec<String>> {
        let (connection, sql) = (Arc::clone(&self.0), sql.to_owned());
        in_background(move || {
            let connection = held(&connection);
            let mut statement = connection.prepare(&sql).map_err(Error::internal)?;
            let rows = statement.query_map([], |row| row.get(0)).map_err(Error::internal)?;
            rows.collect::<Result<_, _>>().map_err(Error::internal)
        })
        .await
    }

    /// Writes all of it into another file, page by page.
    pub async fn copy_to(&self, place: &Path) -> Result<()> {
        let (connection, place) = (Arc::clone(&self.0), place.to_owned());
        in_background(move || {
            let source = held(&connection);
            let mut copy = Connection::open(&place).map_err(Error::internal)?;
            let backup = Backup::new(&source, &mut copy).map_err(Error::internal)?;
            let step = backup.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None);
            step.map_err(Error::internal)
        })
        .await
    }

    /// All rows of a table.
    pub async fn give(&self, table: &Table, to: Given) -> Result<()> {
        let (connection, table) = (Arc::clone(&self.0), table.clone());
        in_background(move || read_rows(&held(&connection), &table, &to)).await
    }
}

impl Filling {
    pub async fn begin(file: &Path) -> Result<Self> {
        let file = file.to_owned();
        in_background(move || {
            let connection = Connection::open(&file).map_err(Error::internal)?;
            // What a power cut may take is put in again; the program itself may be killed at any time.
            let settings = "pragma busy_timeout = 10000; pragma synchronous = normal; pragma foreign_keys = off; \
                            pragma cache_size = -262144; pragma journal_size_limit = 67108864;";
            connection.execute_batch(settings).map_err(Error::internal)?;
            Ok(Self(Arc::new(Mutex::new(connection))))
        })
        .await
    }

    /// Runs statements in one transaction.
    pub async fn run(&self, sql: &str) -> Result<()> {
        let (connection, sql) = (Arc::clone(&self.0), sql.to_owned());
        in_background(move || {
            held(&connection).execute_batch(&format!("begin immediate; {sql}; commit;")).map_err(Error::internal)
        })
        .await
    }

    /// Puts all rows into an emptied table; `last` runs in the transaction of the last ones, unless the rows broke off.
    pub async fn take(
        &self,
        table: &Table,
        rows: Taken,
        last: impl FnOnce(wire::Tally) -> Result<String> + Send + 'static,
    ) -> Result<()> {
        let (connection, table) = (Arc::clone(&self.0), table.clone());
        in_background(move || {
            let connection = held(&connection);
            let done = write_rows(&connection, &table, rows, last);
            if done.is_err() && !connection.is_autocommit() {
                connection.execute_batch("rollback").map_err(Error::internal)?;
            }
            done
        })
        .await
    }
}

fn read_rows(connection: &Connection, table: &Table, to: &Given) -> Result<()> {
    let sql = format!("select {} from \"{}\"", table.columns_text(), table.name);
    let mut statement = connection.prepare(&sql).map_err(Error::internal)?;
    let mut rows = statement.query([]).map_err(Error::internal)?;
    let mut chunk = Vec::with_capacity(CHUNK_BYTES * 2);
    while let Some(row) = rows.next().map_err(Error::internal)? {
        push_row(&mut chunk, table.columns.len());
        for (at, column) in table.columns.iter().enumerate() {
            let value = row.get_ref(at).map_err(Error::internal)?;
            push_value(&mut chunk, column.kind, value).ok_or_else(|| strange(table, column, value))?;
        }
        if chunk.len() >= CHUNK_BYTES {
            let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK_BYTES * 2));
            if to.blocking_send(Parcel::Rows(full)).is_err() {
                return Ok(());
            }
        }
    }
    let _taker_left = to.blocking_send(Parcel::Rows(chunk)).is_err() || to.blocking_send(Parcel::End).is_err();
    Ok(())
}

fn write_rows(
    connection: &Connection,
    table: &Table,
    mut rows: Taken,
    last: impl FnOnce(wire::Tally) -> Result<String>,
) -> Result<()> {
    let begin = format!("begin immediate; delete from \"{}\";", table.name);
    connection.execute_batch(&begin).map_err(Error::internal)?;
    let places = vec!["?"; table.columns.len()].join(", ");
    let insert = format!("insert into \"{}\" ({}) values ({places})", table.name, table.columns_text());
    let mut insert = connection.prepare(&insert).map_err(Error::internal)?;
    let mut since_commit = 0;
    while let Some(parcel) = rows.blocking_recv() {
        let chunk = match parcel {
            (Parcel::Rows(chunk), _) => chunk,
            (Parcel::End, tally) => {
                let last = last(tally)?;
                return connection.execute_batch(&format!("{last}; commit;")).map_err(Error::internal);
            }
        };
        let mut rest = chunk.as_slice();
        while let Some(length) = wire::row_length(rest, table.columns.len())? {
            let (row, after) = rest.split_at(length);
            for (at, (field, column)) in wire::fields(row).zip(&table.columns).enumerate() {
                let value = value_of(column.kind, field).ok_or_else(wire::damaged)?;
                insert.raw_bind_parameter(at + 1, value).map_err(Error::internal)?;
            }
            insert.raw_execute().map_err(Error::internal)?;
            (rest, since_commit) = (after, since_commit + 1);
        }
        if since_commit >= COMMIT_ROWS {
            connection.execute_batch("commit; begin immediate;").map_err(Error::internal)?;
            since_commit = 0;
        }
    }
    Err(wire::damaged())
}

/// Appends a value as a field; nothing when the column can't hold it.
fn push_value(chunk: &mut Vec<u8>, kind: Kind, value: ValueRef<'_>) -> Option<()> {
    match (kind, value) {
        (_, ValueRef::Null) => push_field(chunk, None),
        (Kind::Uuid, ValueRef::Blob(bytes)) if bytes.len() == 16 => push_field(chunk, Some(bytes)),
        (Kind::Bytes, ValueRef::Blob(bytes)) => push_field(chunk, Some(bytes)),
        (Kind::Text, ValueRef::Text(text)) => push_field(chunk, Some(text)),
        (Kind::Json, ValueRef::Text(text)) => {
            push_field(chunk, Some(&[]));
            let at = chunk.len() - 4;
            chunk[at..].copy_from_slice(&i32::try_from(text.len() + 1).ok()?.to_be_bytes());
            chunk.push(JSON_VERSION);
            chunk.extend_from_slice(text);
        }
        (Kind::Instant, ValueRef::Text(text)) => {
            let at = DateTime::parse_from_rfc3339(std::str::from_utf8(text).ok()?).ok()?;
            let since = at.timestamp_micros().checked_sub(EPOCH_SECONDS * 1_000_000)?;
            push_field(chunk, Some(&since.to_be_bytes()));
        }
        (Kind::Date, ValueRef::Text(text)) => {
            let day: NaiveDate = std::str::from_utf8(text).ok()?.parse().ok()?;
            let since = chrono::Datelike::num_days_from_ce(&day).checked_sub(EPOCH_DAYS)?;
            push_field(chunk, Some(&since.to_be_bytes()));
        }
        (Kind::Flag, ValueRef::Integer(number)) => push_field(chunk, Some(&[u8::from(number != 0)])),
        (Kind::Small, ValueRef::Integer(number)) => push_field(chunk, Some(&i16::try_from(number).ok()?.to_be_bytes())),
        (Kind::Integer, ValueRef::Integer(number)) => {
            push_field(chunk, Some(&i32::try_from(number).ok()?.to_be_bytes()));
        }
        (Kind::Big, ValueRef::Integer(number)) => push_field(chunk, Some(&number.to_be_bytes())),
        (Kind::Real, ValueRef::Real(number)) => push_field(chunk, Some(&number.to_be_bytes())),
        (Kind::Real, ValueRef::Integer(number)) => push_field(chunk, Some(&(number as f64).to_be_bytes())),
        _ => return None,
    }
    Some(())
}

/// A field as the pooled driver would have written it; nothing when it is none of its kind.
fn value_of(kind: Kind, field: Option<&[u8]>) -> Option<ToSqlOutput<'_>> {
    let Some(field) = field else { return Some(ToSqlOutput::Owned(Value::Null)) };
    Some(match kind {
        Kind::Uuid | Kind::Bytes => ToSqlOutput::Borrowed(ValueRef::Blob(field)),
        Kind::Text => ToSqlOutput::Borrowed(ValueRef::Text(field)),
        Kind::Json => ToSqlOutput::Borrowed(ValueRef::Text(field.get(1..)?)),
        Kind::Instant => {
            let since = i64::from_be_bytes(field.try_into().ok()?);
            let at = DateTime::from_timestamp_micros(since.checked_add(EPOCH_SECONDS * 1_000_000)?)?;
            ToSqlOutput::Owned(at.to_rfc3339_opts(SecondsFormat::AutoSi, false).into())
        }
        Kind::Date => {
            let since = i32::from_be_bytes(field.try_into().ok()?);
            let day = NaiveDate::from_num_days_from_ce_opt(since.checked_add(EPOCH_DAYS)?)?;
            ToSqlOutput::Owned(day.to_string().into())
        }
        Kind::Flag => ToSqlOutput::Owned(i64::from(*field.first()?).into()),
        Kind::Small => ToSqlOutput::Owned(i64::from(i16::from_be_bytes(field.try_into().ok()?)).into()),
        Kind::Integer => ToSqlOutput::Owned(i64::from(i32::from_be_bytes(field.try_into().ok()?)).into()),
        Kind::Big => ToSqlOutput::Owned(i64::from_be_bytes(field.try_into().ok()?).into()),
        Kind::Real => ToSqlOutput::Owned(f64::from_be_bytes(field.try_into().ok()?).into()),
    })
}

fn strange(table: &Table, column: &Column, value: ValueRef<'_>) -> Error {
    let (table, name, kind) = (&table.name, &column.name, column.kind);
    Error::internal(format!("{table}.{name} holds {} where {kind:?} is wanted", value.data_type()))
}

fn in_use(file: &Path, cause: &rusqlite::Error) -> Error {
    match cause.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Error::Refused {
            code: "database.in_use",
            detail: format!("Another program has {} open: stop the server first.", file.display()),
        },
        _ => Error::internal(cause.to_string()),
    }
}

fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}
