//! Where the permission to see the audit holds: the whole group, stores, or what some people did.

use kernel::{StaffId, StoreId};
use platform::Scope;

/// What each query is narrowed to, so that each goes along one index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    Store(StoreId),
    Person(StaffId),
}

/// The parts of what a caller may see, narrowed to one store when that is wanted; none when that store is beyond their reach.
pub fn parts(scope: &Scope, store: Option<StoreId>) -> Vec<Part> {
    let span = scope.span();
    if span.everywhere || span.group {
        return vec![store.map_or(Part::Whole, Part::Store)];
    }
    let stores = span.stores.iter().copied().filter(|own| store.is_none_or(|store| store == *own)).map(Part::Store);
    let people = span.people.iter().copied().map(Part::Person);
    stores.chain(people).collect()
}
