//! Who is called what: the names of staff and stores, which every list shows beside its rows. Read whole per group and
//! remembered for a moment, so that a page of rows costs no query for them.

use std::{collections::HashMap, sync::Arc};

use kernel::{GroupId, Result, StaffId, StoreId, time::Calendar};
use platform::{
    Db,
    names::{Named, NamedStore, Wanted},
};
use sea_orm::Value;

pub use platform::names::{Ref, StoreRef};

use crate::memory::Memory;

/// The names of one group, or of all groups for a reader of the house.
#[derive(Debug, Default)]
pub struct Directory {
    staff: HashMap<StaffId, Colleague>,
    stores: HashMap<StoreId, Place>,
}

#[derive(Clone, Debug)]
pub(crate) struct Colleague {
    pub name: String,
    pub store: StoreId,
    pub is_active: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub code: String,
    pub name: String,
    pub full_name: String,
    pub calendar: Calendar,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub is_open: bool,
}

/// The names of the caller's group, whatever the reach: whoever sees a record sees who looks after it.
pub async fn directory(db: &Db<'_>) -> Result<Arc<Directory>> {
    let memory = Memory::of(db.platform());
    let (group, now) = (db.scope().group(), db.platform().clock().now());
    if let Some(directory) = memory.directory(group, now) {
        return Ok(directory);
    }
    let epoch = memory.epoch();
    let directory = Arc::new(read(db).await?);
    memory.remember_directory(group, epoch, now, Arc::clone(&directory));
    Ok(directory)
}

/// What these people are called; those unknown are missing.
pub async fn staff_names(db: &Db<'_>, ids: &[StaffId]) -> Result<HashMap<StaffId, String>> {
    let directory = directory(db).await?;
    Ok(ids.iter().filter_map(|id| directory.staff.get(id).map(|one| (*id, one.name.clone()))).collect())
}

/// These stores as views show them; those unknown are missing.
pub async fn store_refs(db: &Db<'_>, ids: &[StoreId]) -> Result<HashMap<StoreId, StoreRef>> {
    let directory = directory(db).await?;
    Ok(ids.iter().filter(|id| directory.stores.contains_key(id)).map(|id| (*id, directory.store(*id))).collect())
}

/// The calendar by which a store counts its days.
pub async fn calendar_of(db: &Db<'_>, store: StoreId) -> Result<Calendar> {
    Ok(directory(db).await?.calendar(store))
}

/// The staff and stores of a [`Wanted`], anywhere in the caller's group: this department's half of [`platform::Names::of`].
pub async fn known(db: &Db<'_>, wanted: &Wanted) -> Result<(HashMap<StaffId, Named>, HashMap<StoreId, NamedStore>)> {
    let directory = directory(db).await?;
    Ok((directory.named_staff(wanted, |_| true), directory.named_stores(wanted, |_, _| true)))
}

/// Staff who still work here and stores that are open, in the stores the permission in force reaches: this department's half
/// of [`platform::Names::within_reach`].
pub async fn known_within_reach(
    db: &Db<'_>,
    wanted: &Wanted,
) -> Result<(HashMap<StaffId, Named>, HashMap<StoreId, NamedStore>)> {
    let directory = directory(db).await?;
    let span = db.scope().span();
    let staff = directory.named_staff(wanted, |one| one.is_active && span.welcomes(one.store));
    let stores = directory.named_stores(wanted, |id, store| store.is_open && span.welcomes(id));
    Ok((staff, stores))
}

impl Directory {
    /// A person as views show them; one that is unknown has an empty name.
    pub fn staff(&self, id: StaffId) -> Ref {
        Ref { id: id.0, name: self.staff.get(&id).map(|one| one.name.clone()).unwrap_or_default() }
    }

    /// A store as views show it; one that is unknown has an empty code and name.
    pub fn store(&self, id: StoreId) -> StoreRef {
        let (code, name) =
            self.stores.get(&id).map_or_else(Default::default, |one| (one.code.clone(), one.name.clone()));
        StoreRef { id, code, name }
    }

    /// The calendar of a store; Shanghai's for one that is unknown.
    pub fn calendar(&self, id: StoreId) -> Calendar {
        self.stores.get(&id).map_or_else(Calendar::default, |store| store.calendar)
    }

    /// All stores for which `wanted` holds, by code.
    pub fn stores(&self, wanted: impl Fn(StoreId) -> bool) -> Vec<StoreRef> {
        let mut refs: Vec<StoreRef> = self.stores.keys().filter(|id| wanted(**id)).map(|id| self.store(*id)).collect();
        refs.sort_by(|one, other| one.code.cmp(&other.code));
        refs
    }

    pub(crate) fn place(&self, id: StoreId) -> Option<&Place> {
        self.stores.get(&id)
    }

    fn named_staff(&self, wanted: &Wanted, holds: impl Fn(&Colleague) -> bool) -> HashMap<StaffId, Named> {
        let found = wanted.staff.iter().filter_map(|id| Some((*id, self.staff.get(id)?)));
        found
            .filter(|(_, one)| holds(one))
            .map(|(id, one)| (id, Named { name: one.name.clone(), store: one.store }))
            .collect()
    }

    fn named_stores(&self, wanted: &Wanted, holds: impl Fn(StoreId, &Place) -> bool) -> HashMap<StoreId, NamedStore> {
        let found = wanted.stores.iter().filter_map(|id| Some((*id, self.stores.get(id)?)));
        found.filter(|(id, one)| holds(*id, one)).map(|(id, one)| (id, one.named())).collect()
    }
}

impl Place {
    fn named(&self) -> NamedStore {
        NamedStore {
            code: self.code.clone(),
            name: self.name.clone(),
            full_name: self.full_name.clone(),
            calendar: self.calendar,
            phone: self.phone.clone(),
            address: self.address.clone(),
        }
    }
}

platform::record! {
    struct StaffLine { id: StaffId, name: String, store: StoreId, is_active: bool }
}

platform::record! {
    struct StoreLine { id: StoreId, code: String, name: String, short_name: Option<String>, phone: Option<String>, address: Option<String>, time_zone: String, is_open: bool }
}

async fn read(db: &Db<'_>) -> Result<Directory> {
    let (filter, values) = of_group(db);
    let staff: Vec<StaffLine> = db
        .fetch_text(&format!("select id, name, store_id, is_active from staff where {filter}"), values.clone())
        .await?;
    let text =
        format!("select id, code, name, short_name, phone, address, time_zone, is_open from stores where {filter}");
    let stores: Vec<StoreLine> = db.fetch_text(&text, values).await?;
    Ok(Directory {
        staff: staff
            .into_iter()
            .map(|line| (line.id, Colleague { name: line.name, store: line.store, is_active: line.is_active }))
            .collect(),
        stores: stores.into_iter().map(|line| (line.id, place(line))).collect(),
    })
}

fn place(line: StoreLine) -> Place {
    Place {
        code: line.code,
        name: line.short_name.unwrap_or_else(|| line.name.clone()),
        full_name: line.name,
        calendar: Calendar::in_zone(&line.time_zone).unwrap_or_default(),
        phone: line.phone,
        address: line.address,
        is_open: line.is_open,
    }
}

fn of_group(db: &Db<'_>) -> (&'static str, Vec<Value>) {
    let group: GroupId = db.scope().group();
    if db.scope().span().everywhere { ("1 = 1", vec![]) } else { ("group_id = $1", vec![group.into()]) }
}
