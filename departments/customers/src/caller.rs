//! Who is asking, as rows of saved views, bulk changes and exports keep it.

use kernel::StaffId;
use platform::names::Ref;
use platform::{Actor, Scope, names::Known};
use sea_orm::prelude::Uuid;

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

/// Somebody by their present name, by the one they had when they asked if they are not staff.
pub(crate) fn reference(known: &Known, id: Uuid, name_then: String) -> Ref {
    let name = known.staff.get(&StaffId(id)).map_or(name_then, |named| named.name.clone());
    Ref { id, name }
}
