//! Entries of the journal that are searched for. Each query goes along one index and stops at its limit; what several bring is put
//! together here.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use journal::{
    Entry,
    entry::{Column, Entity},
};
use kernel::Result;
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{
    Filter,
    reach::{Columns, Part, parts},
};
use crate::kinds::{Kind, NAMED};

platform::record! {
    struct Spot { position: i64, recorded_at: DateTime<Utc> }
}

/// Entries stand in the order in which they were written, but for those of long transactions, which may take this long.
const SLACK: TimeDelta = TimeDelta::hours(1);

/// The newest entries before a position.
pub async fn before(db: &Db<'_>, filter: &Filter, position: i64, most: u64) -> Result<Vec<Entry>> {
    if filter.record.is_some() {
        return Ok(Vec::new());
    }
    let Some(names) = names(filter) else { return Ok(Vec::new()) };
    let upper = match filter.until {
        Some(until) => position.min(first_after(db, until + SLACK).await?),
        None => position,
    };
    let lower = match filter.from {
        Some(from) => first_after(db, from - SLACK).await?,
        None => i64::MIN,
    };
    let mut found = BTreeMap::new();
    for part in parts(db.scope(), filter.store) {
        let inside = narrowed(db, filter, part).filter(Column::Position.lt(upper)).filter(Column::Position.gte(lower));
        for select in by_name(inside, filter, &names) {
            let select = select.order_by_desc(Column::Position).limit(most);
            found.extend(db.all(select).await?.into_iter().map(|entry| (entry.position, entry)));
        }
    }
    Ok(found.into_values().rev().take(usize::try_from(most).unwrap_or(usize::MAX)).collect())
}

/// The events asked for: none of the filter's means all but these.
enum Names {
    All,
    These(Vec<String>),
    AllBut(Vec<&'static str>),
}

fn names(filter: &Filter) -> Option<Names> {
    match (&filter.name, filter.kind) {
        (Some(name), kind) => kind.is_none_or(|kind| Kind::of(name) == kind).then(|| Names::These(vec![name.clone()])),
        (None, None) => Some(Names::All),
        (None, Some(Kind::Changed)) => {
            Some(Names::AllBut(NAMED.iter().flat_map(|(_, names)| names.iter().copied()).collect()))
        }
        (None, Some(kind)) => Some(Names::These(kind.names().iter().map(|name| (*name).to_owned()).collect())),
    }
}

/// About a customer, a car or an actor there is little; otherwise each name is a query of its own, along the index of names.
fn by_name(select: Select<Entity>, filter: &Filter, names: &Names) -> Vec<Select<Entity>> {
    let is_narrow = filter.customer.is_some() || filter.vehicle.is_some() || filter.actor.is_some();
    match names {
        Names::All => vec![select],
        Names::AllBut(names) => vec![select.filter(Column::Name.is_not_in(names.iter().copied()))],
        Names::These(names) if is_narrow => vec![select.filter(Column::Name.is_in(names.iter().map(String::as_str)))],
        Names::These(names) => names.iter().map(|name| select.clone().filter(Column::Name.eq(name.as_str()))).collect(),
    }
}

fn narrowed(db: &Db<'_>, filter: &Filter, part: Part) -> Select<Entity> {
    let columns = Columns {
        store: Column::StoreId,
        actor: Column::ActorId,
        customer: Column::CustomerId,
        vehicle: Column::VehicleId,
        at: Column::RecordedAt,
    };
    columns.narrow(db.select(), filter, part)
}

/// The position of the first entry written at or after an instant, found by halving: times grow with positions.
async fn first_after(db: &Db<'_>, instant: DateTime<Utc>) -> Result<i64> {
    let text = "select position, recorded_at from journal where position >= $1 order by position limit 1";
    let newest = "select position, recorded_at from journal order by position desc limit 1";
    let newest: Vec<Spot> = db.fetch_text(newest, vec![]).await?;
    let Some(newest) = newest.first() else { return Ok(0) };
    if newest.recorded_at < instant {
        return Ok(newest.position + 1);
    }
    let (mut low, mut high) = (0, newest.position);
    while low < high {
        let middle = low + (high - low) / 2;
        let spots: Vec<Spot> = db.fetch_text(text, vec![middle.into()]).await?;
        match spots.first() {
            Some(spot) if spot.recorded_at < instant => low = spot.position + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}
