//! Rows laid beside their table during a bulk load: in a file of their own, by a thread of its own, while the writer is busy with
//! the rest. Each transaction's rows are a batch, flushed before its commit, and count only when the transaction wrote the
//! batch's number down; so what a transaction took back, or a killed program never committed, is not put in order later.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, Ordering},
};

use kernel::{Error, Result};
use rusqlite::Connection;
use sea_orm::{IdenStatic, Iterable, ModelTrait};
use tokio::sync::{mpsc, oneshot};

use super::{Owned, rows::bindable};

/// A table that is all key, whose rows are laid beside it: put in order once, instead of a place found for every row.
#[derive(Clone, Copy, Debug)]
pub struct Staged {
    pub table: &'static str,
    /// All its columns, in the order of its key.
    pub columns: &'static str,
}

/// What is said of rows. A row that is gone takes with it those laid before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    There,
    Gone,
}

/// The file beside, and the way to the thread that writes it. Dropped, the thread ends.
pub(super) struct Beside {
    tables: Vec<&'static str>,
    orders: mpsc::Sender<Order>,
    batches: AtomicI64,
}

type Deed = dyn FnOnce(&Connection) -> Result<(), String> + Send;

enum Order {
    Lay(Box<Deed>),
    /// Answers when all that was laid so far is on disk.
    Flush(oneshot::Sender<Result<(), String>>),
}

/// Orders wait here; more would only be held in memory.
const ORDERS_AHEAD: usize = 4;

impl Beside {
    /// Begins an empty file.
    pub fn begin(file: &Path, staged: &[Staged]) -> Result<Self> {
        remove(file)?;
        let connection = Connection::open(file).map_err(Error::internal)?;
        // Rows are only ever added, and read once from end to end.
        for (pragma, value) in [("page_size", 32_768), ("cache_size", -16_384)] {
            connection.pragma_update(None, pragma, value).map_err(Error::internal)?;
        }
        for Staged { table, columns } in staged {
            let sql = format!(
                "create table {table} (batch integer, {columns}); \
                 create table {table}_gone (batch integer, after integer, {columns}); \
                 create index {table}_of_gone on {table}_gone ({columns});"
            );
            connection.execute_batch(&sql).map_err(Error::internal)?;
        }
        let (orders, mut waiting) = mpsc::channel(ORDERS_AHEAD);
        std::thread::Builder::new()
            .name("beside".into())
            .spawn(move || write(&connection, &mut waiting))
            .map_err(Error::internal)?;
        let tables = staged.iter().map(|staged| staged.table).collect();
        Ok(Self { tables, orders, batches: AtomicI64::new(0) })
    }

    pub fn takes(&self, table: &str) -> bool {
        self.tables.contains(&table)
    }

    pub fn next_batch(&self) -> i64 {
        self.batches.fetch_add(1, Ordering::Relaxed)
    }

    pub async fn lay<E: Owned>(&self, batch: i64, word: Word, rows: Vec<E::Model>) -> Result<()> {
        let lay = move |connection: &Connection| lay::<E>(connection, batch, word, &rows);
        self.orders.send(Order::Lay(Box::new(lay))).await.map_err(|_| Error::internal("nobody writes the file beside"))
    }

    pub async fn flush(&self) -> Result<()> {
        let (done, flushed) = oneshot::channel();
        self.orders.send(Order::Flush(done)).await.map_err(|_| Error::internal("nobody writes the file beside"))?;
        flushed.await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

/// Where rows are laid beside the tables of a database file.
pub(super) fn file_beside(database: &str) -> PathBuf {
    PathBuf::from(format!("{database}-beside"))
}

pub(super) fn remove(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::internal(cause)),
        _ => Ok(()),
    }
}

fn write(connection: &Connection, orders: &mut mpsc::Receiver<Order>) {
    let mut so_far = begin(connection);
    while let Some(order) = orders.blocking_recv() {
        match order {
            Order::Lay(lay) => so_far = so_far.and_then(|()| lay(connection)),
            Order::Flush(done) => {
                let flushed = so_far.and_then(|()| connection.execute_batch("commit").map_err(in_words));
                so_far = flushed.clone().and_then(|()| begin(connection));
                let _caller_left = done.send(flushed);
            }
        }
    }
}

fn begin(connection: &Connection) -> Result<(), String> {
    connection.execute_batch("begin").map_err(in_words)
}

fn lay<E: Owned>(connection: &Connection, batch: i64, word: Word, rows: &[E::Model]) -> Result<(), String> {
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
    let (table, names, places) = (E::default().table_name(), names.join(", "), ", ?".repeat(names.len()));
    let mut insert = connection
        .prepare_cached(&match word {
            Word::There => format!("insert into {table} (batch, {names}) values (?{places})"),
            Word::Gone => format!(
                "insert into {table}_gone (batch, after, {names}) values (?, (select max(rowid) from {table}){places})"
            ),
        })
        .map_err(in_words)?;
    for row in rows {
        insert.raw_bind_parameter(1, batch).map_err(in_words)?;
        for (place, column) in (2..).zip(&columns) {
            let value = bindable(&row.get(*column)).map_err(in_words)?;
            insert.raw_bind_parameter(place, value).map_err(in_words)?;
        }
        insert.raw_execute().map_err(in_words)?;
    }
    Ok(())
}

fn in_words(cause: impl std::fmt::Display) -> String {
    cause.to_string()
}
