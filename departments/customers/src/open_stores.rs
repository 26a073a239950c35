//! The open stores of the group, for work that goes over all of them.

use std::collections::{BTreeSet, HashMap};

use kernel::{Result, StoreId};
use platform::{
    Db,
    names::{self, NamedStore, Wanted},
};

platform::record! {
    struct OpenStore { id: StoreId }
}

/// All of them, in reach or not.
pub(crate) async fn ids(db: &Db<'_>) -> Result<BTreeSet<StoreId>> {
    let sql = "select id from stores where group_id = $1 and is_open";
    let open: Vec<OpenStore> = db.fetch_text(sql, vec![db.scope().group().into()]).await?;
    Ok(open.into_iter().map(|store| store.id).collect())
}

/// The same with what they are called and how they count their days.
pub(crate) async fn named(db: &Db<'_>) -> Result<HashMap<StoreId, NamedStore>> {
    let stores = ids(db).await?;
    Ok(names::of(db, Wanted { stores, ..Wanted::default() }).await?.stores)
}
