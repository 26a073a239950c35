//! What this node remembers of access for a moment, and how it forgets: an epoch that every change of power or names moves on.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GroupId, Result};
use platform::{Door, Platform, Tx};

use crate::{directory::Directory, gatekeeper::Admitted, providers::Discoveries, sessions::slowly::Line};

/// One per platform.
#[derive(Default)]
pub(crate) struct Memory {
    epoch: AtomicU64,
    admitted: Shelf<String, Admitted>,
    directories: Shelf<GroupId, Directory>,
    pub providers: Discoveries,
    pub line: Line,
}

/// Admissions are believed for so long: what another node revoked holds here after this time at the latest.
const ADMITTED_AGE_MAX: TimeDelta = TimeDelta::seconds(2);
/// Whoever was let in so lately is counted by what they show, and not with all who come from their address.
const KNOWN_AGE_MAX: TimeDelta = TimeDelta::minutes(10);
/// Names may lag behind another node's change for so long.
const DIRECTORY_AGE_MAX: TimeDelta = TimeDelta::seconds(10);
/// Beyond so many entries a shelf is cleared: a flood of tokens must not fill the memory.
const ENTRIES_MAX: usize = 50_000;

impl Memory {
    pub fn of(platform: &Platform) -> Arc<Self> {
        platform.provided().unwrap_or_else(|_| {
            // The first two to come at once must not make two of it.
            static MAKING: Mutex<()> = Mutex::new(());
            let _alone = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
            platform.provided().unwrap_or_else(|_| {
                platform.provide(Self::default());
                platform.provided().unwrap_or_default()
            })
        })
    }

    /// Forgets what was read before now.
    pub fn forget(&self) {
        self.epoch.fetch_add(1, Ordering::SeqCst);
    }

    /// Taken before reading what is to be remembered, so that a change made meanwhile is not lost.
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    pub fn admitted(&self, digest: &String, now: DateTime<Utc>) -> Option<Arc<Admitted>> {
        self.admitted.get(digest, self.epoch(), now, ADMITTED_AGE_MAX)
    }

    /// Whether it was let in lately, whatever has become of it since.
    pub fn was_admitted(&self, digest: &String, now: DateTime<Utc>) -> bool {
        self.admitted.has(digest, now, KNOWN_AGE_MAX)
    }

    pub fn remember_admitted(&self, digest: String, epoch: u64, now: DateTime<Utc>, admitted: Arc<Admitted>) {
        self.admitted.put(digest, epoch, now, admitted);
    }

    pub fn directory(&self, group: GroupId, now: DateTime<Utc>) -> Option<Arc<Directory>> {
        self.directories.get(&group, self.epoch(), now, DIRECTORY_AGE_MAX)
    }

    pub fn remember_directory(&self, group: GroupId, epoch: u64, now: DateTime<Utc>, directory: Arc<Directory>) {
        self.directories.put(group, epoch, now, directory);
    }
}

/// Runs a change of access rows in one transaction; whatever comes of it, this node forgets what it had read before.
pub(crate) async fn changing<T>(door: &Door, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
    let _forgets = Forgets(Memory::of(door.platform()));
    door.write(work).await
}

/// Forgets when dropped, also when the caller left halfway.
struct Forgets(Arc<Memory>);

impl Drop for Forgets {
    fn drop(&mut self) {
        self.0.forget();
    }
}

struct Shelf<K, V>(Mutex<HashMap<K, Kept<V>>>);

struct Kept<V> {
    epoch: u64,
    read_at: DateTime<Utc>,
    value: Arc<V>,
}

impl<K, V> Default for Shelf<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + std::hash::Hash, V> Shelf<K, V> {
    fn get(&self, key: &K, epoch: u64, now: DateTime<Utc>, age_max: TimeDelta) -> Option<Arc<V>> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = entries.get(key)?;
        let age = now - kept.read_at;
        let is_fresh = kept.epoch == epoch && age >= TimeDelta::zero() && age <= age_max;
        is_fresh.then(|| Arc::clone(&kept.value))
    }

    fn has(&self, key: &K, now: DateTime<Utc>, age_max: TimeDelta) -> bool {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(key).is_some_and(|kept| (TimeDelta::zero()..=age_max).contains(&(now - kept.read_at)))
    }

    fn put(&self, key: K, epoch: u64, now: DateTime<Utc>, value: Arc<V>) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= ENTRIES_MAX {
            entries.clear();
        }
        entries.insert(key, Kept { epoch, read_at: now, value });
    }
}
