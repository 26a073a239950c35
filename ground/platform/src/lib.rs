//! The machines of the house: database, scope, transactions, jobs, http, files, crypto.
//!
//! A department meets three things of it: [`Allowed`] at the door of a handler, [`Db`] to read and [`Tx`] to write.

mod bell;
pub mod clock;
pub mod crypto;
pub mod database;
pub mod door;
pub mod files;
pub mod follows;
pub mod http;
pub mod jobs;
pub mod keeping;
mod mandate;
pub mod names;
pub mod outside;
pub mod scope;
pub mod seal_keys;
pub mod traces;

use std::{
    any::{Any, TypeId, type_name},
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use kernel::{Error, GroupId, PermissionName, Result};
use tokio::sync::watch;

pub use bell::Bell;
pub use clock::Clock;
pub use crypto::KeyRing;
pub use database::{Database, Db, Owned, Tx};
pub use door::{Door, Gatekeeper};
pub use files::Files;
pub use follows::{Followers, FollowsCustomer, FollowsVehicle, VehicleFollowers};
pub use http::Allowed;
pub use mandate::Mandate;
pub use names::Names;
pub use scope::{Actor, Admission, Desk, Duty, Scope, Span, SystemActor};

/// Everything a request needs from the machine; cheap to clone.
#[derive(Clone)]
pub struct Platform(Arc<Machines>);

struct Machines {
    database: Database,
    clock: Clock,
    keys: KeyRing,
    files: Files,
    gatekeeper: OnceLock<Arc<dyn Gatekeeper>>,
    names: OnceLock<Arc<dyn Names>>,
    provided: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
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
            names: OnceLock::new(),
            provided: RwLock::default(),
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

    /// Says who knows what customers, cars, staff and stores are called; set once, when the server is put together.
    pub fn name_with(&self, names: Arc<dyn Names>) {
        let _already_named = self.0.names.set(names);
    }

    /// Puts a department's own machine in place, one of each type, for its handlers and jobs to find.
    pub fn provide<T: Any + Send + Sync>(&self, machine: T) {
        let mut provided = self.0.provided.write().unwrap_or_else(PoisonError::into_inner);
        provided.insert(TypeId::of::<T>(), Arc::new(machine));
    }

    /// What was put in place with [`Platform::provide`].
    pub fn provided<T: Any + Send + Sync>(&self) -> Result<Arc<T>> {
        let provided = self.0.provided.read().unwrap_or_else(PoisonError::into_inner);
        let machine = provided.get(&TypeId::of::<T>()).cloned();
        machine
            .and_then(|machine| machine.downcast().ok())
            .ok_or_else(|| Error::internal(format!("no {} was put in place", type_name::<T>())))
    }

    /// A door for work that no person asked for just now: jobs, listeners, commands. The actor is named in the journal.
    pub fn system(&self, actor: SystemActor, group: GroupId) -> Door {
        Door::new(self.clone(), Scope::system(actor, group))
    }

    /// The door as somebody admitted would find it, to show what they see; `None` where they lack the permission.
    pub fn door_of(&self, admission: Arc<Admission>, permission: PermissionName) -> Option<Door> {
        let language = admission.language;
        Scope::new(admission, permission, language).map(|scope| Door::new(self.clone(), scope))
    }

    /// A door across all groups, for what happens before a group is known: sign-in, migrations, the job runner.
    pub fn house(&self, actor: SystemActor) -> Door {
        Door::new(self.clone(), Scope::house(actor))
    }

    /// Rings after each commit that wrote to the journal or left a job.
    pub fn bell(&self) -> Bell {
        Bell::of(self.0.bell.subscribe())
    }

    pub(crate) fn ring(&self) {
        self.0.bell.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(crate) fn names(&self) -> Option<&dyn Names> {
        self.0.names.get().map(AsRef::as_ref)
    }

    pub(crate) fn gatekeeper(&self) -> Option<Arc<dyn Gatekeeper>> {
        self.0.gatekeeper.get().cloned()
    }
}
