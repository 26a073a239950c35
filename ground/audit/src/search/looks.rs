//! Looks that are searched for, each query along one index.

use std::collections::BTreeMap;

use kernel::Result;
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{
    Filter,
    reach::{Columns, Part, parts},
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
    let columns = Columns {
        store: Column::StoreId,
        actor: Column::ActorId,
        customer: Column::CustomerId,
        vehicle: Column::VehicleId,
        at: Column::At,
    };
    let mut select = columns.narrow(db.select(), filter, part);
    if let Some(name) = &filter.name {
        select = select.filter(Column::Name.eq(name.as_str()));
    }
    if let Some(record) = filter.record {
        select = select.filter(Column::RecordId.eq(record));
    }
    select
}
