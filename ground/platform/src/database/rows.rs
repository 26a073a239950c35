//! Rows of a query as records, column by column in order. On SQLite they come straight from the file by rusqlite, which
//! costs a fifth of the pooled driver's hand-over per row; on PostgreSQL and inside a transaction they come by the ORM.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use kernel::{Error, Result};
use rusqlite::{OpenFlags, types::ValueRef};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ColumnType, DbErr, Iterable, QueryResult, Statement, TryGetable, TryIntoModel,
    Value,
    sea_query::{ArrayType, ValueType},
};
use tokio::sync::Semaphore;

use super::{Owned, opening::STATEMENTS_KEPT};

/// One row, wherever it comes from.
pub struct Row<'a>(Origin<'a>);

enum Origin<'a> {
    Quick(&'a rusqlite::Row<'a>),
    Orm(&'a QueryResult),
}

/// What a query's columns are read into, in their order. Made by [`crate::record!`].
pub trait Record: Sized + Send + 'static {
    fn read(row: &Row<'_>) -> Result<Self, DbErr>;
}

/// A struct whose fields are read from the columns of a query in order: select exactly these columns.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $visible:vis struct $name:ident { $($(#[$field_meta:meta])* $field_visible:vis $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$meta])*
        $visible struct $name { $($(#[$field_meta])* $field_visible $field: $kind),* }

        impl $crate::database::Record for $name {
            fn read(row: &$crate::database::Row<'_>) -> Result<Self, sea_orm::DbErr> {
                let mut column = 0..;
                Ok(Self { $($field: row.get(column.next().unwrap_or_default())?),* })
            }
        }
    };
}

impl<'a> Row<'a> {
    pub(super) fn of_orm(row: &'a QueryResult) -> Self {
        Self(Origin::Orm(row))
    }

    /// The value of a column, counted from 0.
    pub fn get<T: ValueType + TryGetable>(&self, column: usize) -> Result<T, DbErr> {
        match self.0 {
            Origin::Orm(row) => row.try_get_by_index(column),
            Origin::Quick(row) => {
                let raw = row.get_ref(column).map_err(unreadable)?;
                let value = value_in(raw, &T::array_type())?;
                <T as ValueType>::try_from(value)
                    .map_err(|_| DbErr::Type(format!("column {column} is not a {}", T::type_name())))
            }
        }
    }
}

/// A few read-only connections, used on blocking threads.
pub(super) struct QuickReaders(Arc<Shelf>);

struct Shelf {
    file: String,
    idle: Mutex<Vec<Opened>>,
    /// How often the statistics have changed; a connection knows those of its opening.
    statistics: AtomicU64,
    places: Semaphore,
}

impl QuickReaders {
    pub fn new(file: &str, most: usize) -> Self {
        Self(Arc::new(Shelf {
            file: file.to_owned(),
            idle: Mutex::default(),
            statistics: AtomicU64::new(0),
            places: Semaphore::new(most),
        }))
    }

    /// From now on connections are opened anew, which is when they read the statistics.
    pub fn open_anew(&self) {
        self.0.statistics.fetch_add(1, Ordering::Relaxed);
    }

    /// Lets the file go; whoever reads afterwards opens it again.
    pub fn close(&self) {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Whole rows of one table, its columns in their order.
    pub async fn fetch_models<E: Owned>(&self, statement: Statement) -> Result<Vec<E::Model>> {
        let kinds: Vec<_> = E::Column::iter().map(|column| (column, kind_of(column.def().get_column_type()))).collect();
        self.read(statement, move |row| model::<E>(row, &kinds)).await
    }

    pub async fn fetch<T: Record>(&self, statement: Statement) -> Result<Vec<T>> {
        self.read(statement, |row| T::read(&Row(Origin::Quick(row)))).await
    }

    /// A look-up by key takes less time than handing it to another thread, so every read begins where it stands; one that turns
    /// out long is begun anew on a thread that may wait.
    async fn read<T: Send + 'static>(&self, statement: Statement, read: impl ReadRow<T>) -> Result<Vec<T>> {
        let shelf = Arc::clone(&self.0);
        let _place = self.0.places.acquire().await.map_err(Error::internal)?;
        let opened = shelf.take()?;
        let tried = within_steps(&opened.connection, || read_all(&opened.connection, &statement, &read));
        if let Some(rows) = tried {
            shelf.put_back(opened);
            return Ok(rows?);
        }
        tokio::task::spawn_blocking(move || {
            let begun = Instant::now();
            let rows = read_all(&opened.connection, &statement, &read);
            shelf.put_back(opened);
            tell_of_long(&statement, begun.elapsed());
            Ok(rows?)
        })
        .await
        .map_err(Error::internal)?
    }
}

/// A connection, and the statistics it follows.
struct Opened {
    connection: rusqlite::Connection,
    statistics: u64,
}

impl Shelf {
    fn take(&self) -> Result<Opened> {
        let statistics = self.statistics.load(Ordering::Relaxed);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|opened| opened.statistics == statistics);
        let taken = idle.pop();
        drop(idle);
        match taken {
            Some(opened) => Ok(opened),
            None => Ok(Opened { connection: self.connect().map_err(Error::internal)?, statistics }),
        }
    }

    fn connect(&self) -> rusqlite::Result<rusqlite::Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = rusqlite::Connection::open_with_flags(&self.file, flags)?;
        connection.pragma_update(None, "cache_size", -8192)?;
        connection.pragma_update(None, "mmap_size", 1_073_741_824_i64)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Ok(connection)
    }

    fn put_back(&self, opened: Opened) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(opened);
    }
}

/// What the work came to, or nothing when it took more steps of SQLite's machine than a short read does.
fn within_steps<T>(
    connection: &rusqlite::Connection,
    work: impl FnOnce() -> Result<Vec<T>, ReadFault>,
) -> Option<Result<Vec<T>, DbErr>> {
    connection.progress_handler(SHORT_READ_STEPS, Some(|| true)).ok()?;
    let outcome = work();
    connection.progress_handler(0, None::<fn() -> bool>).ok()?;
    match outcome {
        Err(ReadFault::Interrupted) => None,
        Err(ReadFault::Failed(cause)) => Some(Err(cause)),
        Ok(rows) => Some(Ok(rows)),
    }
}

/// What took long is found by its text in the log; values stay out of it, for they are of people.
fn tell_of_long(statement: &Statement, took: Duration) {
    if took >= LONG_READ {
        tracing::warn!(?took, sql = statement.sql, "a slow read");
    } else {
        tracing::debug!(?took, sql = statement.sql, "a long read");
    }
}

/// From here on a reader waits noticeably.
const LONG_READ: Duration = Duration::from_secs(1);

/// About half a millisecond.
const SHORT_READ_STEPS: std::ffi::c_int = 20_000;

trait ReadRow<T>: Fn(&rusqlite::Row<'_>) -> Result<T, DbErr> + Send + 'static {}

impl<T, F: Fn(&rusqlite::Row<'_>) -> Result<T, DbErr> + Send + 'static> ReadRow<T> for F {}

enum ReadFault {
    /// It took too many steps.
    Interrupted,
    Failed(DbErr),
}

impl From<DbErr> for ReadFault {
    fn from(cause: DbErr) -> Self {
        Self::Failed(cause)
    }
}

impl From<rusqlite::Error> for ReadFault {
    fn from(cause: rusqlite::Error) -> Self {
        match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Self::Interrupted,
            _ => Self::Failed(unreadable(cause)),
        }
    }
}

impl From<ReadFault> for Error {
    fn from(fault: ReadFault) -> Self {
        match fault {
            ReadFault::Interrupted => Self::internal("a read was interrupted"),
            ReadFault::Failed(cause) => cause.into(),
        }
    }
}

fn read_all<T>(
    connection: &rusqlite::Connection,
    statement: &Statement,
    read: &impl ReadRow<T>,
) -> Result<Vec<T>, ReadFault> {
    let mut prepared = connection.prepare_cached(&statement.sql)?;
    if let Some(values) = &statement.values {
        for index in 1..=prepared.parameter_count() {
            let place = numbered(prepared.parameter_name(index)).unwrap_or(index);
            let value = values.0.get(place - 1).ok_or_else(|| unreadable(format!("value ${place} is missing")))?;
            prepared.raw_bind_parameter(index, bindable(value)?)?;
        }
    }
    let mut rows = prepared.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// A row of a table as its own record, by the kinds the entity declares.
fn model<E: Owned>(row: &rusqlite::Row<'_>, kinds: &[(E::Column, ArrayType)]) -> Result<E::Model, DbErr> {
    let mut filled = <E::ActiveModel as ActiveModelTrait>::default();
    for (at, (column, kind)) in kinds.iter().enumerate() {
        filled.try_set(*column, value_in(row.get_ref(at).map_err(unreadable)?, kind)?)?;
    }
    filled.try_into_model()
}

fn kind_of(column: &ColumnType) -> ArrayType {
    match column {
        ColumnType::Uuid => ArrayType::Uuid,
        ColumnType::TimestampWithTimeZone => ArrayType::ChronoDateTimeUtc,
        ColumnType::Date => ArrayType::ChronoDate,
        ColumnType::Boolean => ArrayType::Bool,
        ColumnType::SmallInteger => ArrayType::SmallInt,
        ColumnType::Integer => ArrayType::Int,
        ColumnType::BigInteger => ArrayType::BigInt,
        ColumnType::Double => ArrayType::Double,
        ColumnType::Json | ColumnType::JsonBinary => ArrayType::Json,
        ColumnType::Binary(_) | ColumnType::VarBinary(_) | ColumnType::Blob => ArrayType::Bytes,
        _ => ArrayType::String,
    }
}

/// SQLite takes `$2` for a name and counts by first appearance; the number in the name is what is meant.
fn numbered(name: Option<&str>) -> Option<usize> {
    name?.strip_prefix('$')?.parse().ok()
}

/// The same storage classes the pooled driver writes: UUIDs as bytes, instants as RFC 3339 text.
pub(super) fn bindable(value: &Value) -> Result<rusqlite::types::Value, DbErr> {
    use rusqlite::types::Value as Bound;
    Ok(match value {
        Value::Bool(flag) => flag.map_or(Bound::Null, |flag| Bound::Integer(flag.into())),
        Value::TinyInt(number) => number.map_or(Bound::Null, |number| Bound::Integer(number.into())),
        Value::SmallInt(number) => number.map_or(Bound::Null, |number| Bound::Integer(number.into())),
        Value::Int(number) => number.map_or(Bound::Null, |number| Bound::Integer(number.into())),
        Value::BigInt(number) => number.map_or(Bound::Null, Bound::Integer),
        Value::Unsigned(number) => number.map_or(Bound::Null, |number| Bound::Integer(number.into())),
        Value::BigUnsigned(number) => number
            .map_or(Ok(Bound::Null), |number| <i64 as TryFrom<u64>>::try_from(number).map(Bound::Integer))
            .map_err(|cause| DbErr::Type(cause.to_string()))?,
        Value::Double(number) => number.map_or(Bound::Null, Bound::Real),
        Value::Float(number) => number.map_or(Bound::Null, |number| Bound::Real(number.into())),
        Value::String(text) => text.as_ref().map_or(Bound::Null, |text| Bound::Text(text.to_string())),
        Value::Bytes(bytes) => bytes.as_ref().map_or(Bound::Null, |bytes| Bound::Blob(bytes.to_vec())),
        Value::Uuid(id) => id.as_ref().map_or(Bound::Null, |id| Bound::Blob(id.as_bytes().to_vec())),
        Value::ChronoDateTimeUtc(at) => at.as_ref().map_or(Bound::Null, |at| Bound::Text(instant_text(at))),
        Value::ChronoDate(day) => day.as_ref().map_or(Bound::Null, |day| Bound::Text(day.to_string())),
        Value::Json(json) => json.as_ref().map_or(Bound::Null, |json| Bound::Text(json.to_string())),
        other => return Err(DbErr::Type(format!("{other:?} can't be bound"))),
    })
}

fn instant_text(at: &chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}

fn value_in(raw: ValueRef<'_>, kind: &ArrayType) -> Result<Value, DbErr> {
    if raw == ValueRef::Null {
        return Ok(empty(kind));
    }
    Ok(match kind {
        ArrayType::Uuid => uuid::Uuid::from_slice(bytes(raw)?).map_err(unreadable)?.into(),
        ArrayType::ChronoDateTimeUtc => {
            chrono::DateTime::parse_from_rfc3339(text(raw)?).map_err(unreadable)?.with_timezone(&chrono::Utc).into()
        }
        ArrayType::ChronoDate => text(raw)?.parse::<chrono::NaiveDate>().map_err(unreadable)?.into(),
        ArrayType::Bool => (integer(raw)? != 0).into(),
        ArrayType::SmallInt => <i16 as TryFrom<i64>>::try_from(integer(raw)?).map_err(unreadable)?.into(),
        ArrayType::Int => <i32 as TryFrom<i64>>::try_from(integer(raw)?).map_err(unreadable)?.into(),
        ArrayType::BigInt => integer(raw)?.into(),
        ArrayType::Double => real(raw)?.into(),
        ArrayType::Json => serde_json::from_str::<serde_json::Value>(text(raw)?).map_err(unreadable)?.into(),
        ArrayType::Bytes => bytes(raw)?.to_vec().into(),
        _ => text(raw)?.to_owned().into(),
    })
}

/// The null of a kind, which an optional field takes and a required one refuses.
fn empty(kind: &ArrayType) -> Value {
    match kind {
        ArrayType::Uuid => Value::Uuid(None),
        ArrayType::ChronoDateTimeUtc => Value::ChronoDateTimeUtc(None),
        ArrayType::ChronoDate => Value::ChronoDate(None),
        ArrayType::Bool => Value::Bool(None),
        ArrayType::SmallInt => Value::SmallInt(None),
        ArrayType::Int => Value::Int(None),
        ArrayType::BigInt => Value::BigInt(None),
        ArrayType::Double => Value::Double(None),
        ArrayType::Json => Value::Json(None),
        ArrayType::Bytes => Value::Bytes(None),
        _ => Value::String(None),
    }
}

fn integer(raw: ValueRef<'_>) -> Result<i64, DbErr> {
    raw.as_i64().map_err(unreadable)
}

fn real(raw: ValueRef<'_>) -> Result<f64, DbErr> {
    match raw {
        ValueRef::Integer(number) => Ok(number as f64),
        other => other.as_f64().map_err(unreadable),
    }
}

fn text(raw: ValueRef<'_>) -> Result<&str, DbErr> {
    raw.as_str().map_err(unreadable)
}

fn bytes(raw: ValueRef<'_>) -> Result<&[u8], DbErr> {
    raw.as_blob().map_err(unreadable)
}

fn unreadable(cause: impl std::fmt::Display) -> DbErr {
    DbErr::Type(cause.to_string())
}
