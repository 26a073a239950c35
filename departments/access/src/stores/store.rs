//! Finding, adding and saving stores.

use journal::{About, events::access::AccessEvent};
use kernel::{Error, Result, StoreId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Brands, NewStore, Store, StoreRefusal,
    dealer_store::{Column, Entity},
};
use crate::{memory::Memory, taken::refused_when_taken};

/// The store, or [`Error::NotFound`].
pub(crate) async fn find(db: &Db<'_>, id: StoreId) -> Result<Store> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A store the caller works in, or [`Error::NotFound`].
pub async fn find_store(db: &Db<'_>, id: StoreId) -> Result<Store> {
    find(db, id).await
}

/// The store of the caller's group with this code, `SH01`, whatever the case.
pub async fn find_store_by_code(db: &Db<'_>, code: &str) -> Result<Store> {
    let found = db.maybe(db.select::<Entity>().filter(Column::Code.eq(code.trim().to_uppercase()))).await?;
    found.ok_or_else(|| Error::invalid("store", "store.unknown", format!("there is no store with the code '{code}'")))
}

/// A page of stores by code.
pub(crate) async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<Store>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some(last) = request.after::<String>()? {
        select = select.filter(Column::Code.gt(last));
    }
    let rows = db.all(select.order_by_asc(Column::Code).limit(limit + 1)).await?;
    page(rows, limit, |store| store.code.clone())
}

/// Adds a store to the caller's group; only who holds the permission over the whole group can.
pub async fn add_store(tx: &mut Tx, new: &NewStore) -> Result<Store> {
    let new = new.checked()?;
    let is_taken =
        tx.db().maybe(tx.db().select::<Entity>().filter(Column::Code.eq(new.code.as_str()))).await?.is_some();
    if is_taken {
        return Err(StoreRefusal::CodeTaken.into());
    }
    let now = tx.now();
    let store = Store {
        id: StoreId::new(now),
        group_id: tx.scope().group(),
        code: new.code,
        name: new.name,
        short_name: new.short_name,
        city: new.city,
        address: new.address,
        phone: new.phone,
        time_zone: new.time_zone.unwrap_or_default(),
        brands: Brands(new.brands),
        is_open: true,
        created_at: now,
        changed_at: now,
        version: 1,
    };
    let event = AccessEvent::StoreAdded { code: store.code.clone(), title: store.name.clone() };
    tx.insert::<Entity>(store.clone()).await.map_err(refused_when_taken(StoreRefusal::CodeTaken))?;
    journal::record(tx, About::store(store.id), event).await?;
    Memory::of(tx.platform()).forget();
    Ok(store)
}

/// Saves a store together with what happened to it.
pub(crate) async fn save(tx: &mut Tx, store: Store, event: AccessEvent) -> Result<Store> {
    let store = tx.replace::<Entity>(store).await?;
    journal::record(tx, About::store(store.id), event).await?;
    Ok(store)
}
