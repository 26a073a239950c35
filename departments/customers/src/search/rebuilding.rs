//! Making all terms anew: for a base from before there were some of them.

use std::collections::{BTreeSet, HashMap};

use kernel::{CustomerId, GroupId, Result, VehicleId};
use platform::{Platform, SystemActor, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    store,
    term::{Column, Entity, NIL, SearchTerm},
    terms,
};
use crate::{
    contacts::{
        self,
        contact::{self, ContactKind},
    },
    merges::{self, merge},
    people::customer::{self, Customer},
    vehicles::{arrival::terms_of, vehicle},
};

/// Customers or cars whose terms are written in one transaction.
const REBUILT_AT_ONCE: u64 = 500;

platform::record! {
    struct GroupLine { group_id: GroupId }
}

/// Makes the terms of all customers and cars anew, while the house is at work or not; only what differs is written. Answers how
/// many customers and cars were gone through.
pub async fn rebuild(platform: &Platform) -> Result<(u64, u64)> {
    let house = platform.house(SystemActor::Command);
    let groups: Vec<GroupLine> =
        house.read().fetch_text("select distinct group_id from customers order by group_id", vec![]).await?;
    let (mut customers, mut cars) = (0, 0);
    for GroupLine { group_id } in groups {
        customers += platform.database().with_room(rebuild_customers(platform, group_id)).await?;
        cars += platform.database().with_room(rebuild_vehicles(platform, group_id)).await?;
    }
    Ok((customers, cars))
}

async fn rebuild_customers(platform: &Platform, group: GroupId) -> Result<u64> {
    let door = platform.system(SystemActor::Command, group);
    let (mut last, mut count) = (CustomerId(NIL), 0);
    loop {
        let some = door.write(async |tx| some_customers(tx, last).await).await?;
        let Some(reached) = some.last() else { return Ok(count) };
        (last, count) = (*reached, count + some.len() as u64);
    }
}

async fn rebuild_vehicles(platform: &Platform, group: GroupId) -> Result<u64> {
    let door = platform.system(SystemActor::Command, group);
    let (mut last, mut count) = (VehicleId(NIL), 0);
    loop {
        let some = door.write(async |tx| some_vehicles(tx, last).await).await?;
        let Some(reached) = some.last() else { return Ok(count) };
        (last, count) = (*reached, count + some.len() as u64);
    }
}

/// The next customers, gone through.
async fn some_customers(tx: &mut Tx, last: CustomerId) -> Result<Vec<CustomerId>> {
    let select = tx.db().select::<customer::Entity>().filter(customer::Column::Id.gt(last));
    let select = select.filter(customer::Column::DeletedAt.is_null()).order_by_asc(customer::Column::Id);
    let rows = tx.db().all(select.limit(REBUILT_AT_ONCE)).await?;
    let ids: Vec<CustomerId> = rows.iter().map(|row| row.id).collect();
    let own = tx.db().select::<Entity>().filter(Column::CustomerId.is_in(ids.iter().copied()));
    let before = tx.db().all(own.filter(Column::VehicleId.eq(NIL))).await?;
    let after = terms_of_customers(tx, &rows).await?;
    store::replace(tx, before, after).await?;
    Ok(ids)
}

async fn terms_of_customers(tx: &mut Tx, rows: &[Customer]) -> Result<Vec<SearchTerm>> {
    let ids = || rows.iter().map(|row| row.id);
    let merged = tx.db().select::<merge::Entity>().filter(merge::Column::KeptId.is_in(ids()));
    let kept: BTreeSet<CustomerId> = tx.db().all(merged).await?.into_iter().map(|merge| merge.kept_id).collect();
    let mut found = Vec::new();
    for row in rows {
        found.extend(terms::of_customer(row.group_id, row.id, &row.name, &row.number));
        if kept.contains(&row.id) {
            found.extend(merges::terms::of_absorbed(&tx.db(), row).await?);
        }
    }
    let phones = tx.db().select::<contact::Entity>().filter(contact::Column::CustomerId.is_in(ids()));
    for contact in tx.db().all(phones.filter(contact::Column::Kind.eq(ContactKind::Phone))).await? {
        let keys = tx.platform().keys();
        let phone = contacts::store::open(&contact, keys)?;
        found.extend(terms::of_phone(contact.group_id, contact.customer_id, &phone, keys));
    }
    Ok(found)
}

/// The next cars, gone through.
async fn some_vehicles(tx: &mut Tx, last: VehicleId) -> Result<Vec<VehicleId>> {
    let select = tx.db().select::<vehicle::Entity>().filter(vehicle::Column::Id.gt(last));
    let select = select.filter(vehicle::Column::DeletedAt.is_null()).order_by_asc(vehicle::Column::Id);
    let rows = tx.db().all(select.limit(REBUILT_AT_ONCE)).await?;
    let ids: Vec<VehicleId> = rows.iter().map(|row| row.id).collect();
    let owners: HashMap<VehicleId, CustomerId> =
        rows.iter().map(|row| (row.id, row.owner_id.unwrap_or(CustomerId(NIL)))).collect();
    let own = tx.db().select::<Entity>().filter(Column::CustomerId.is_in(owners.into_values()));
    let before = tx.db().all(own.filter(Column::VehicleId.is_in(ids.iter().copied()))).await?;
    store::replace(tx, before, rows.iter().flat_map(terms_of).collect()).await?;
    Ok(ids)
}
