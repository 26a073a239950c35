//! The live feed: one tail of the journal per node, heard by every open page.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use platform::{Db, Platform, SystemActor};
use tokio::sync::{Notify, broadcast, watch};

use crate::{
    Entry,
    listen::{Cursor, HEARD_AT_ONCE, entries_after},
};

/// A node's tail of the journal; cheap to clone.
#[derive(Clone)]
pub struct LiveFeed {
    heard: broadcast::Sender<Arc<Entry>>,
    /// Whether the tail has a place in the journal from which it goes on.
    is_following: watch::Sender<bool>,
    wanted: Arc<Notify>,
}

const BUFFERED: usize = 4_096;
const LOOK_AGAIN: Duration = Duration::from_millis(500);
const LATELY: TimeDelta = TimeDelta::seconds(10);
const LATELY_MOST: i64 = 200;

impl Default for LiveFeed {
    fn default() -> Self {
        Self {
            heard: broadcast::Sender::new(BUFFERED),
            is_following: watch::Sender::new(false),
            wanted: Arc::default(),
        }
    }
}

impl LiveFeed {
    /// Hears everything written after this returns; one who falls behind is told how many were missed.
    pub async fn subscribe(&self) -> broadcast::Receiver<Arc<Entry>> {
        let receiver = self.heard.subscribe();
        self.wanted.notify_one();
        let mut is_following = self.is_following.subscribe();
        let _stopped = is_following.wait_for(|is_following| *is_following).await;
        receiver
    }

    /// Follows the journal until `stop` says so. Reads only while somebody is subscribed.
    pub async fn follow(self, platform: Platform, mut stop: watch::Receiver<bool>) {
        let mut bell = platform.bell();
        let mut cursor = None;
        while !*stop.borrow() {
            if self.heard.receiver_count() > 0 {
                match self.pass_on(&platform, cursor).await {
                    Ok(reached) => cursor = Some(reached),
                    Err(cause) => tracing::warn!(%cause, "the live feed can't read the journal"),
                }
            } else {
                cursor = None;
            }
            self.is_following.send_replace(cursor.is_some());
            tokio::select! {
                () = bell.rung() => {}
                () = self.wanted.notified() => {}
                _ = stop.changed() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
        // Nobody waits for a tail that has come to its end.
        self.is_following.send_replace(true);
    }

    async fn pass_on(&self, platform: &Platform, cursor: Option<Cursor>) -> kernel::Result<Cursor> {
        let house = platform.house(SystemActor::Listener);
        let db = house.read();
        let Some(mut cursor) = cursor else { return newest_cursor(&db).await };
        loop {
            let entries = entries_after(&db, cursor, HEARD_AT_ONCE).await?;
            let Some(last) = entries.last() else { return Ok(cursor) };
            cursor = Cursor::of(last);
            for entry in entries {
                let _nobody_listens = self.heard.send(Arc::new(entry));
            }
        }
    }
}

/// What somebody missed who was there until a cursor.
#[derive(Debug)]
pub struct Missed {
    /// Oldest first; none when there are too many to be told one by one.
    pub entries: Vec<Entry>,
    /// The feed goes on behind this.
    pub reached: Cursor,
    pub is_too_much: bool,
}

/// More than so many entries are not told one by one to somebody who comes back.
pub const MISSED_MOST: usize = 1_000;

/// What was written since a cursor that [`LiveFeed`] once showed, on this node or another; without one, what was written lately.
/// Whoever asks has subscribed before.
pub async fn missed_since(db: &Db<'_>, seen: Option<Cursor>) -> kernel::Result<Missed> {
    let newest = newest_cursor(db).await?;
    let Some(seen) = seen else {
        let entries = entries_lately(db).await?;
        return Ok(Missed { reached: reached(&entries, newest), entries, is_too_much: false });
    };
    let too_much = Missed { entries: Vec::new(), reached: newest, is_too_much: true };
    // A place that is not there yet is one of another database.
    if seen > newest {
        return Ok(too_much);
    }
    let entries = entries_after(db, seen, MISSED_MOST + 1).await?;
    if entries.len() > MISSED_MOST {
        return Ok(too_much);
    }
    Ok(Missed { reached: reached(&entries, seen), entries, is_too_much: false })
}

fn reached(entries: &[Entry], otherwise: Cursor) -> Cursor {
    entries.last().map_or(otherwise, Cursor::of)
}

/// What was written in the last seconds, oldest first and not without end: whoever begins to listen may have read before it.
pub async fn entries_lately(db: &Db<'_>) -> kernel::Result<Vec<Entry>> {
    let newest = newest_cursor(db).await?;
    let before: Vec<Cursor> = db
        .fetch_text(
            "select transaction_id, position from journal where position <= $1 order by position desc limit 1",
            vec![(newest.position - LATELY_MOST).into()],
        )
        .await?;
    let since = db.platform().clock().now() - LATELY;
    let mut entries = entries_after(db, before.first().copied().unwrap_or(Cursor::BEGINNING), HEARD_AT_ONCE).await?;
    entries.retain(|entry| entry.recorded_at >= since);
    Ok(entries)
}

async fn newest_cursor(db: &Db<'_>) -> kernel::Result<Cursor> {
    let last: Vec<Cursor> =
        db.fetch_text("select transaction_id, position from journal {journal_newest}", vec![]).await?;
    Ok(last.first().copied().unwrap_or(Cursor::BEGINNING))
}
