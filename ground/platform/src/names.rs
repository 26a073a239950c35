//! What ids are called. Tasks, messages and the journal hold the ids of customers, cars, staff and stores and stand below the
//! departments that keep their names; the server puts one [`Names`] in place with [`Platform::name_with`](crate::Platform::name_with).
//! A page of rows collects its ids in one [`Wanted`] and is named with one question: one query per kind of record, never per row.

use std::collections::{BTreeSet, HashMap};

use futures::future::BoxFuture;
use kernel::{CustomerId, Error, Result, StaffId, StoreId, VehicleId, time::Calendar};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Db;

/// Something with a name, as views show it beside its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Ref {
    pub id: Uuid,
    pub name: String,
}

/// A store, as views show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StoreRef {
    pub id: StoreId,
    pub code: String,
    pub name: String,
}

/// Knows what customers, cars, staff and stores are called.
pub trait Names: Send + Sync {
    /// Names anywhere in the caller's group, whatever the reach and even when the record is deleted: whoever sees a task sees
    /// whom it is about. In a scope of the house, names of all groups.
    fn of<'a>(&'a self, db: &'a Db<'a>, wanted: Wanted) -> BoxFuture<'a, Result<Known>>;

    /// Only what the caller may point at in a new record: customers and cars they see and that are not deleted, staff who
    /// still work here, stores that are open.
    fn within_reach<'a>(&'a self, db: &'a Db<'a>, wanted: Wanted) -> BoxFuture<'a, Result<Known>>;

    /// Whether this customer has or had this car, in any role.
    fn has_car<'a>(&'a self, db: &'a Db<'a>, customer: CustomerId, vehicle: VehicleId) -> BoxFuture<'a, Result<bool>>;
}

/// The ids a page wants named; each is asked for once.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub customers: BTreeSet<CustomerId>,
    pub vehicles: BTreeSet<VehicleId>,
    pub staff: BTreeSet<StaffId>,
    pub stores: BTreeSet<StoreId>,
}

/// The names found; what is missing here is unknown, or not for this caller.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub customers: HashMap<CustomerId, Named>,
    /// A car is called by its plate, series or VIN, whatever people would say.
    pub vehicles: HashMap<VehicleId, Named>,
    pub staff: HashMap<StaffId, Named>,
    pub stores: HashMap<StoreId, NamedStore>,
}

/// A name and the store the record belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub store: StoreId,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedStore {
    pub code: String,
    /// The short name where it has one.
    pub name: String,
    pub full_name: String,
    pub calendar: Calendar,
    /// As it is told to customers.
    pub phone: Option<String>,
    pub address: Option<String>,
}

/// Names anywhere in the caller's group, see [`Names::of`].
pub async fn of(db: &Db<'_>, wanted: Wanted) -> Result<Known> {
    if wanted.is_empty() {
        return Ok(Known::default());
    }
    source(db)?.of(db, wanted).await
}

/// What the caller may point at, see [`Names::within_reach`].
pub async fn within_reach(db: &Db<'_>, wanted: Wanted) -> Result<Known> {
    if wanted.is_empty() {
        return Ok(Known::default());
    }
    source(db)?.within_reach(db, wanted).await
}

/// Whether this customer has or had this car, in any role.
pub async fn has_car(db: &Db<'_>, customer: CustomerId, vehicle: VehicleId) -> Result<bool> {
    source(db)?.has_car(db, customer, vehicle).await
}

impl Wanted {
    pub fn is_empty(&self) -> bool {
        self.customers.is_empty() && self.vehicles.is_empty() && self.staff.is_empty() && self.stores.is_empty()
    }
}

impl Known {
    pub fn customer(&self, id: CustomerId) -> Ref {
        reference(id.0, self.customers.get(&id))
    }

    pub fn vehicle(&self, id: VehicleId) -> Ref {
        reference(id.0, self.vehicles.get(&id))
    }

    pub fn staff(&self, id: StaffId) -> Ref {
        reference(id.0, self.staff.get(&id))
    }

    pub fn store(&self, id: StoreId) -> StoreRef {
        let (code, name) =
            self.stores.get(&id).map_or_else(Default::default, |store| (store.code.clone(), store.name.clone()));
        StoreRef { id, code, name }
    }

    /// The calendar by which this store counts its days.
    pub fn calendar(&self, id: StoreId) -> Calendar {
        self.stores.get(&id).map_or_else(Calendar::default, |store| store.calendar)
    }
}

fn source<'a>(db: &Db<'a>) -> Result<&'a dyn Names> {
    db.platform().names().ok_or_else(|| Error::internal("nobody was put in place to know names"))
}

/// A record that is gone for good leaves its id with an empty name, and the page says so.
fn reference(id: Uuid, named: Option<&Named>) -> Ref {
    Ref { id, name: named.map(|named| named.name.clone()).unwrap_or_default() }
}
