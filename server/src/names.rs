//! What ids are called, put together from the departments that keep the names.

use std::collections::HashMap;

use access::directory;
use customers::{
    people::customer,
    vehicles::{
        person,
        vehicle::{self, known_model},
    },
};
use futures::future::BoxFuture;
use kernel::{CustomerId, PermissionName, Result, StoreId, VehicleId};
use platform::{
    Db,
    names::{Known, Named, Names, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Query};

pub struct HouseNames;

impl Names for HouseNames {
    fn of<'a>(&'a self, db: &'a Db<'a>, wanted: Wanted) -> BoxFuture<'a, Result<Known>> {
        Box::pin(async move {
            let (staff, stores) = directory::known(db, &wanted).await?;
            Ok(Known {
                customers: customers_of_the_group(db, &wanted).await?,
                vehicles: vehicles_of_the_group(db, &wanted).await?,
                staff,
                stores,
            })
        })
    }

    fn within_reach<'a>(&'a self, db: &'a Db<'a>, wanted: Wanted) -> BoxFuture<'a, Result<Known>> {
        Box::pin(async move {
            let (staff, stores) = directory::known_within_reach(db, &wanted).await?;
            Ok(Known {
                customers: customers_in_reach(db, &wanted).await?,
                vehicles: vehicles_in_reach(db, &wanted).await?,
                staff,
                stores,
            })
        })
    }

    fn has_car<'a>(&'a self, db: &'a Db<'a>, customer: CustomerId, vehicle: VehicleId) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move {
            let statement = Query::select()
                .column(person::Column::VehicleId)
                .from(person::Entity)
                .and_where(person::Column::CustomerId.eq(customer))
                .and_where(person::Column::VehicleId.eq(vehicle))
                .cond_where(db.scope().of_group(person::Column::GroupId))
                .limit(1)
                .to_owned();
            let links: Vec<Link> = db.fetch(&statement).await?;
            Ok(!links.is_empty())
        })
    }
}

platform::record! {
    struct Link { _vehicle: VehicleId }
}

platform::record! {
    struct CustomerName { id: CustomerId, store_id: StoreId, name: String }
}

/// What the name of a car is made of.
const NAMED_BY: [vehicle::Column; 5] = [
    vehicle::Column::Id,
    vehicle::Column::StoreId,
    vehicle::Column::Brand,
    vehicle::Column::Series,
    vehicle::Column::Plate,
];

platform::record! {
    struct VehicleName { id: VehicleId, store_id: StoreId, brand: String, series: String, plate: Option<String> }
}

async fn customers_of_the_group(db: &Db<'_>, wanted: &Wanted) -> Result<HashMap<CustomerId, Named>> {
    if wanted.customers.is_empty() {
        return Ok(HashMap::new());
    }
    let statement = Query::select()
        .columns([customer::Column::Id, customer::Column::StoreId, customer::Column::Name])
        .from(customer::Entity)
        .and_where(customer::Column::Id.is_in(wanted.customers.iter().copied()))
        .cond_where(db.scope().of_group(customer::Column::GroupId))
        .to_owned();
    Ok(named_customers(db.fetch(&statement).await?))
}

async fn vehicles_of_the_group(db: &Db<'_>, wanted: &Wanted) -> Result<HashMap<VehicleId, Named>> {
    if wanted.vehicles.is_empty() {
        return Ok(HashMap::new());
    }
    let statement = Query::select()
        .columns(NAMED_BY)
        .from(vehicle::Entity)
        .and_where(vehicle::Column::Id.is_in(wanted.vehicles.iter().copied()))
        .cond_where(db.scope().of_group(vehicle::Column::GroupId))
        .to_owned();
    Ok(named_vehicles(db.fetch(&statement).await?))
}

async fn customers_in_reach(db: &Db<'_>, wanted: &Wanted) -> Result<HashMap<CustomerId, Named>> {
    if wanted.customers.is_empty() {
        return Ok(HashMap::new());
    }
    let db = db.under(PermissionName::SeeCustomers);
    let select = db
        .select::<customer::Entity>()
        .select_only()
        .columns([customer::Column::Id, customer::Column::StoreId, customer::Column::Name])
        .filter(customer::Column::Id.is_in(wanted.customers.iter().copied()))
        .filter(customer::Column::DeletedAt.is_null());
    Ok(named_customers(db.fetch(&select.into_query()).await?))
}

async fn vehicles_in_reach(db: &Db<'_>, wanted: &Wanted) -> Result<HashMap<VehicleId, Named>> {
    if wanted.vehicles.is_empty() {
        return Ok(HashMap::new());
    }
    let db = db.under(PermissionName::SeeVehicles);
    let select = db
        .select::<vehicle::Entity>()
        .select_only()
        .columns(NAMED_BY)
        .filter(vehicle::Column::Id.is_in(wanted.vehicles.iter().copied()))
        .filter(vehicle::Column::DeletedAt.is_null());
    Ok(named_vehicles(db.fetch(&select.into_query()).await?))
}

fn named_customers(rows: Vec<CustomerName>) -> HashMap<CustomerId, Named> {
    rows.into_iter().map(|row| (row.id, Named { name: row.name, store: row.store_id })).collect()
}

fn named_vehicles(rows: Vec<VehicleName>) -> HashMap<VehicleId, Named> {
    let name = |row: &VehicleName| known_model(&row.brand, &row.series).or_else(|| row.plate.clone());
    rows.into_iter().map(|row| (row.id, Named { name: name(&row).unwrap_or(row.brand), store: row.store_id })).collect()
}
