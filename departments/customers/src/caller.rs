//! Who is asking, as rows of saved views, bulk changes and exports keep it.

use kernel::{Result, StaffId, StoreId};
use platform::names::Ref;
use platform::{Actor, Door, Scope, names::Known};
use sea_orm::prelude::Uuid;

use crate::open_stores;

/// The id of a staff member or a key; nil for the house itself.
pub(crate) fn id(scope: &Scope) -> Uuid {
    match scope.actor() {
        Actor::Staff { id, .. } => id.0,
        Actor::Key { id, .. } => id.0,
        Actor::System(_) => Uuid::nil(),
    }
}

pub(crate) fn name(scope: &Scope) -> String {
    match scope.actor() {
        Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
        Actor::System(actor) => actor.name().to_owned(),
    }
}

/// The store a new record belongs to: the one named, the caller's own, or the only one there is.
pub(crate) async fn store(door: &Door, named: Option<StoreId>) -> Result<Option<StoreId>> {
    if let Some(store) = named.or(door.scope().home()) {
        return Ok(Some(store));
    }
    let db = door.read();
    let open = open_stores::ids(&db).await?;
    let only = open.first().copied().filter(|_| open.len() == 1);
    Ok(only.filter(|store| db.scope().span().welcomes(*store)))
}

/// Somebody by their present name, by the one they had when they asked if they are not staff.
pub(crate) fn reference(known: &Known, id: Uuid, name_then: String) -> Ref {
    let name = known.staff.get(&StaffId(id)).map_or(name_then, |named| named.name.clone());
    Ref { id, name }
}
