//! Listeners: a listener's rows and its cursor commit together, so that each entry is heard exactly once, on one node or many.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use kernel::{CustomerId, Error, Result, VehicleId};
use platform::{Db, Platform, SystemActor, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use tokio::sync::watch;
use tracing::Instrument;

use crate::Entry;

/// One reader of the journal.
pub trait Listener: Send + Sync + 'static {
    /// Names the cursor; never change it.
    const NAME: &'static str;

    /// How long it rests when it has heard all there was: on SQLite every hearing takes its turn among those who write, so whoever
    /// nobody waits for hears many entries at once instead of each by itself.
    const REST: Duration = Duration::ZERO;

    /// Hears entries in order and writes what follows from them. Outside effects are left as jobs, with the entry's id as key.
    fn hear(entries: &[Entry], tx: &mut Tx) -> impl Future<Output = Result<()>> + Send;
}

/// A registered listener.
#[derive(Clone)]
pub struct ListenerKind {
    pub name: &'static str,
    rest: Duration,
    hear: HearFn,
}

type HearFn = Arc<dyn for<'a> Fn(&'a [Entry], &'a mut Tx) -> BoxFuture<'a, Result<()>> + Send + Sync>;

impl ListenerKind {
    pub fn of<L: Listener>() -> Self {
        Self { name: L::NAME, rest: L::REST, hear: Arc::new(|entries, tx| Box::pin(L::hear(entries, tx))) }
    }
}

/// Entries heard in one transaction.
pub const HEARD_AT_ONCE: usize = 500;
const LOOK_AGAIN: Duration = Duration::from_secs(1);

platform::record! {
    /// How far a listener has heard: transaction, then position.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Cursor { pub transaction_id: i64, pub position: i64 }
}

impl Cursor {
    /// Before any entry, those too that came from another server, whose transactions count below zero. Not the lowest number there is,
    /// for a house that moves counts its cursors down with its entries.
    pub const BEGINNING: Self = Self { transaction_id: i64::MIN / 2, position: 0 };

    pub fn of(entry: &Entry) -> Self {
        Self { transaction_id: entry.transaction_id, position: entry.position }
    }
}

/// Lets a listener hear until `stop` says so.
pub async fn listen_until(platform: Platform, listener: ListenerKind, mut stop: watch::Receiver<bool>) {
    let mut bell = platform.bell();
    while !*stop.borrow() {
        // A listener that panics has failed like any other: what it wrote is rolled back and it tries again.
        let heard = AssertUnwindSafe(hear_next(&platform, &listener)).catch_unwind().await;
        let heard = heard.unwrap_or_else(|_| Err(Error::internal("the listener panicked")));
        if let Err(cause) = &heard {
            tracing::error!(listener = listener.name, %cause, "listener failed; it tries again");
        }
        // A full hearing may have left some over; else whatever comes rings.
        if !matches!(heard, Ok(HEARD_AT_ONCE)) {
            let more = async {
                tokio::time::sleep(listener.rest).await;
                let _rung_or_waited_long = tokio::time::timeout(LOOK_AGAIN, bell.rung()).await;
            };
            tokio::select! {
                () = more => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// Lets a listener hear all there is; answers how many entries. Tests and `rebuild` call it instead of waiting.
pub async fn catch_up(platform: &Platform, listener: &ListenerKind) -> Result<usize> {
    let mut total = 0;
    loop {
        let heard = hear_next(platform, listener).await?;
        if heard == 0 {
            return Ok(total);
        }
        total += heard;
    }
}

/// Sends a listener back to the beginning; whoever calls this clears the rows it wrote in the same transaction.
pub async fn rewind(tx: &mut Tx, listener: &str) -> Result<()> {
    move_cursor(tx, listener, Cursor::BEGINNING).await
}

/// Puts a listener behind everything written so far: for bulk loads that wrote its rows themselves.
pub async fn skip_to_end(tx: &mut Tx, listener: &str) -> Result<()> {
    let last: Vec<Cursor> = tx
        .db()
        .fetch_text(
            "select transaction_id, position from journal order by transaction_id desc, position desc limit 1",
            vec![],
        )
        .await?;
    move_cursor(tx, listener, last.first().copied().unwrap_or(Cursor::BEGINNING)).await
}

/// How far a listener has heard; nothing when it has not begun.
pub async fn reached(db: &Db<'_>, listener: &str) -> Result<Option<Cursor>> {
    cursor_of(db, listener, "").await
}

/// Sets a listener at a place it has been at.
pub async fn go_back(tx: &mut Tx, listener: &str, to: Cursor) -> Result<()> {
    move_cursor(tx, listener, to).await
}

/// Whether an entry stands at a place.
pub async fn is_entry(db: &Db<'_>, at: Cursor) -> Result<bool> {
    let sql = format!("select transaction_id, position from journal where {}", db.dialect().journal_at());
    let found: Vec<Cursor> = db.fetch_text(&sql, vec![at.transaction_id.into(), at.position.into()]).await?;
    Ok(!found.is_empty())
}

/// Where in the order of listeners the entry at a position stands.
pub async fn place_of(db: &Db<'_>, position: i64) -> Result<Option<Cursor>> {
    let text = "select transaction_id, position from journal where position = $1";
    Ok(db.fetch_text(text, vec![position.into()]).await?.pop())
}

/// The next entries after a cursor, none of them able to be followed by one that comes before it.
pub async fn entries_after(db: &Db<'_>, cursor: Cursor, most: usize) -> Result<Vec<Entry>> {
    let most = i64::try_from(most).map_err(Error::internal)?;
    let sql = format!("select {ENTRY_COLUMNS} from journal where {}", db.dialect().journal_after());
    fetch_entries(db, &sql, vec![cursor.transaction_id.into(), cursor.position.into(), most.into()]).await
}

pub(crate) const ENTRY_COLUMNS: &str = "position, transaction_id, id, group_id, store_id, customer_id, vehicle_id, \
     actor_kind, actor_id, actor_name, name, kind, body, happened_at, recorded_at, mark";

/// Whole entries of SQL text that selects [`ENTRY_COLUMNS`].
pub(crate) async fn fetch_entries(db: &Db<'_>, sql: &str, values: Vec<sea_orm::Value>) -> Result<Vec<Entry>> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), db.dialect().words(sql), values);
    let rows = db.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| Entry::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

platform::record! {
    /// Whom and which car an entry is about.
    #[derive(Clone, Debug)]
    pub struct Subject { pub customer_id: Option<CustomerId>, pub vehicle_id: Option<VehicleId> }
}

/// Whom up to `most` entries after a cursor are about, those too that may still be followed by one that comes before them: for
/// whoever asks what may have changed and keeps no cursor.
pub async fn subjects_since(db: &Db<'_>, cursor: Cursor, most: usize) -> Result<Vec<Subject>> {
    let most = i64::try_from(most).map_err(Error::internal)?;
    let sql = format!("select customer_id, vehicle_id from journal where {}", db.dialect().journal_since());
    db.fetch_text(&sql, vec![cursor.transaction_id.into(), cursor.position.into(), most.into()]).await
}

async fn hear_next(platform: &Platform, listener: &ListenerKind) -> Result<usize> {
    let house = platform.house(SystemActor::Listener);
    // A look without a lock first: an idle listener costs no write.
    let cursor = cursor_of(&house.read(), listener.name, "").await?;
    if let Some(cursor) = cursor
        && entries_after(&house.read(), cursor, 1).await?.is_empty()
    {
        return Ok(0);
    }
    let heard = house.write(async |tx| {
        if cursor.is_none() {
            put_cursor(tx, listener.name).await?;
        }
        // Another node holds the cursor: it hears, this one waits for its turn.
        let Some(held) = cursor_of(&tx.db(), listener.name, "{hold_free}").await? else { return Ok(0) };
        let entries = entries_after(&tx.db(), held, HEARD_AT_ONCE).await?;
        let Some(last) = entries.last() else { return Ok(0) };
        let reached = Cursor::of(last);
        (listener.hear)(&entries, tx).await?;
        move_cursor(tx, listener.name, reached).await?;
        Ok(entries.len())
    });
    heard.instrument(tracing::info_span!("listener", name = listener.name)).await
}

async fn cursor_of(db: &Db<'_>, name: &str, hold: &str) -> Result<Option<Cursor>> {
    let sql = format!("select transaction_id, position from listener_cursors where name = $1 {hold}");
    let found: Vec<Cursor> = db.fetch_text(&sql, vec![name.into()]).await?;
    Ok(found.first().copied())
}

/// Puts a new listener's cursor at the beginning; another node may have done so, and heard, since it was found missing.
async fn put_cursor(tx: &mut Tx, name: &str) -> Result<()> {
    let now = tx.now();
    let Cursor { transaction_id, position } = Cursor::BEGINNING;
    tx.execute_text(
        "insert into listener_cursors (name, transaction_id, position, heard_at) values ($1, $2, $3, $4) on conflict do nothing",
        vec![name.into(), transaction_id.into(), position.into(), now.into()],
    )
    .await?;
    Ok(())
}

async fn move_cursor(tx: &mut Tx, name: &str, to: Cursor) -> Result<()> {
    let now = tx.now();
    let values = vec![name.into(), to.transaction_id.into(), to.position.into(), now.into()];
    tx.execute_text(
        "insert into listener_cursors (name, transaction_id, position, heard_at) values ($1, $2, $3, $4)
         on conflict (name) do update set transaction_id = $2, position = $3, heard_at = $4",
        values,
    )
    .await?;
    Ok(())
}
