//! How long writers wait for their turn: on SQLite for those before them, on PostgreSQL for a free connection.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Since the database was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    pub turns: u64,
    pub waited: Duration,
}

#[derive(Default)]
pub(super) struct WaitsCounted {
    turns: AtomicU64,
    microseconds: AtomicU64,
}

impl WaitsCounted {
    pub fn add(&self, waited: Duration) {
        self.turns.fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(u64::try_from(waited.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub fn total(&self) -> Waits {
        let waited = Duration::from_micros(self.microseconds.load(Ordering::Relaxed));
        Waits { turns: self.turns.load(Ordering::Relaxed), waited }
    }
}
