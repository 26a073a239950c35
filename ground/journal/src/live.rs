//! The live feed: one tail of the journal per node, heard by every open page.

use std::{sync::Arc, time::Duration};

use platform::{Platform, SystemActor};
use tokio::sync::{broadcast, watch};

use crate::{
    Entry,
    listen::{Cursor, HEARD_AT_ONCE, entries_after},
};

/// A node's tail of the journal; cheap to clone.
#[derive(Clone)]
pub struct LiveFeed(broadcast::Sender<Arc<Entry>>);

const BUFFERED: usize = 4_096;
const LOOK_AGAIN: Duration = Duration::from_millis(500);

impl Default for LiveFeed {
    fn default() -> Self {
        Self(broadcast::Sender::new(BUFFERED))
    }
}

impl LiveFeed {
    /// Hears what is written from now on; one who falls behind is told how many were missed.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Entry>> {
        self.0.subscribe()
    }

    /// Follows the journal until `stop` says so. Reads only while somebody is subscribed.
    pub async fn follow(self, platform: Platform, mut stop: watch::Receiver<bool>) {
        let mut bell = platform.bell();
        let mut cursor = None;
        while !*stop.borrow() {
            if self.0.receiver_count() > 0 {
                match self.pass_on(&platform, cursor).await {
                    Ok(reached) => cursor = Some(reached),
                    Err(cause) => tracing::warn!(%cause, "the live feed can't read the journal"),
                }
            } else {
                cursor = None;
            }
            tokio::select! {
                _ = bell.changed() => {}
                _ = stop.changed() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
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
                let _nobody_listens = self.0.send(Arc::new(entry));
            }
        }
    }
}

async fn newest_cursor(db: &platform::Db<'_>) -> kernel::Result<Cursor> {
    let last: Vec<Cursor> =
        db.fetch_text("select transaction_id, position from journal {journal_newest}", vec![]).await?;
    Ok(last.first().copied().unwrap_or(Cursor::BEGINNING))
}
