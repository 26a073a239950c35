//! Looks that are searched for, each query along one index.

use std::collections::BTreeMap;

use kernel::Result;
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{
    Filter,
    reach::{Part, parts},
};
use crate::{
    kinds::Kind,
    look::{Column, Entity, Look},
};

/// The newest looks before a number.
pub async fn before(db: &Db<'_>, filter: &Filter, number: i64, most: u64) -> Result<Vec<Look>> {
    if filter.kind.is_some_and(|kind| kind != Kind::Saw) {
        return Ok(Vec::new());
    }
    let mut found = BTreeMap::new();
    for part in parts(db.scope(), filter.store) {
        let select = narrowed(db, filter, part).filter(Column::Number.lt(number));
        let select = select.order_by_desc(Column::Number).limit(most);
        found.extend(db.all(select).await?.into_iter().map(|look| (look.number, look)));
    }
    Ok(found.into_values().rev().take(usize::try_from(most).unwrap_or(usize::MAX)).collect())
}

fn narrowed(db: &Db<'_>, filter: &Filter, part: Part) -> Select<Entity> {
    let mut select = db.select::<Entity>();
    select = match part {
        Part::Whole => select,
        Part::Store(store) => select.filter(Column::StoreId.eq(store)),
        Part::Person(person) => select.filter(Column::ActorId.eq(person.0)),
    };
    if let (Part::Person(_), Some(store)) = (part, filter.store) {
        select = select.filter(Column::StoreId.eq(store));
    }
    if let Some(name) = &filter.name {
        select = select.filter(Column::Name.eq(name.as_str()));
    }
    if let Some(actor) = filter.actor {
        select = select.filter(Column::ActorId.eq(actor));
    }
    if let Some(customer) = filter.customer {
        select = select.filter(Column::CustomerId.eq(customer));
    }
    if let Some(vehicle) = filter.vehicle {
        select = select.filter(Column::VehicleId.eq(vehicle));
    }
    if let Some(record) = filter.record {
        select = select.filter(Column::RecordId.eq(record));
    }
    if let Some(from) = filter.from {
        select = select.filter(Column::At.gte(from));
    }
    if let Some(until) = filter.until {
        select = select.filter(Column::At.lt(until));
    }
    select
}
