//! The machines of the house: database, scope, transactions, jobs, http, files, crypto.
//!
//! A department meets three things of it: [`Allowed`] at the door of a handler, [`Db`] to read and [`Tx`] to write.

pub mod clock;
pub mod crypto;
pub mod database;
pub mod door;
pub mod files;
pub mod http;
pub mod jobs;
pub mod scope;

use std::sync::{Arc, OnceLock};

use kernel::GroupId;
use tokio::sync::watch;

pub use clock::Clock;
pub use crypto::KeyRing;
pub use database::{Database, Db, Owned, Tx};
pub use door::{Door, Gatekeeper};
pub use files::Files;
pub use http::Allowed;
pub use scope::{Actor, Admission, Scope, Span, SystemActor};

/// Everything a request needs from the machine; cheap to clone.
#[derive(Clone)]
pub struct Platform(Arc<Machines>);

struct Machines {
    database: Database,
    clock: Clock,
    keys: KeyRing,
    files: Files,
    gatekeeper: OnceLock<Arc<dyn Gatekeeper>>,
    bell: watch::Sender<u64>,
}

impl Platform {
    pub fn new(database: Database, clock: Clock, keys: KeyRing, files: Files) -> Self {
        Self(Arc::new(Machines {
            database,
            clock,
            keys,
            files,
            gatekeeper: OnceLock::new(),
            bell: watch::Sender::new(0),
        }))
    }

    pub fn database(&self) -> &Database {
        &self.0.database
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// Says who decides who may come in; set once, when the server is put together.
    pub fn guard_with(&self, gatekeeper: Arc<dyn Gatekeeper>) {
        let _already_guarded = self.0.gatekeeper.set(gatekeeper);
    }

    /// A door for work that no person asked for just now: jobs, listeners, commands. The actor is named in the journal.
    pub fn system(&self, actor: SystemActor, group: GroupId) -> Door {
        Door::new(self.clone(), Scope::system(actor, group))
    }

    /// A door across all groups, for what happens before a group is known: sign-in, migrations, the job runner.
    pub fn house(&self, actor: SystemActor) -> Door {
        Door::new(self.clone(), Scope::house(actor))
    }

    /// Rings after each commit that wrote to the journal or left a job.
    pub fn bell(&self) -> watch::Receiver<u64> {
        self.0.bell.subscribe()
    }

    pub(crate) fn ring(&self) {
        self.0.bell.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(crate) fn gatekeeper(&self) -> Option<Arc<dyn Gatekeeper>> {
        self.0.gatekeeper.get().cloned()
    }
}
