//! Where the permission to see the audit holds: the whole group, stores, or what some people did.

use kernel::{StaffId, StoreId};
use platform::Scope;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::Filter;

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
    if span.is_whole() {
        return vec![store.map_or(Part::Whole, Part::Store)];
    }
    let stores = span.stores.iter().copied().filter(|own| store.is_none_or(|store| store == *own)).map(Part::Store);
    let people = span.people.iter().copied().map(Part::Person);
    stores.chain(people).collect()
}

/// What entries and looks have in common to be searched by.
pub struct Columns<C> {
    pub store: C,
    pub actor: C,
    pub customer: C,
    pub vehicle: C,
    pub at: C,
}

impl<C: ColumnTrait> Columns<C> {
    /// Keeps what lies in the part and answers to the filter.
    pub fn narrow<E: EntityTrait<Column = C>>(self, all: Select<E>, filter: &Filter, part: Part) -> Select<E> {
        let mut select = match part {
            Part::Whole => all,
            Part::Store(store) => all.filter(self.store.eq(store)),
            Part::Person(person) => all.filter(self.actor.eq(person.0)),
        };
        if let (Part::Person(_), Some(store)) = (part, filter.store) {
            select = select.filter(self.store.eq(store));
        }
        if let Some(actor) = filter.actor {
            select = select.filter(self.actor.eq(actor));
        }
        if let Some(customer) = filter.customer {
            select = select.filter(self.customer.eq(customer));
        }
        if let Some(vehicle) = filter.vehicle {
            select = select.filter(self.vehicle.eq(vehicle));
        }
        if let Some(from) = filter.from {
            select = select.filter(self.at.gte(from));
        }
        if let Some(until) = filter.until {
            select = select.filter(self.at.lt(until));
        }
        select
    }
}
