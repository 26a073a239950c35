//! Requests in, views out: search as one types.

use std::collections::{BTreeSet, HashMap};

use kernel::{CustomerId, PermissionName, Result, VehicleId, permission::SeeCustomers, plate::Plate};
use platform::{
    Allowed, Db, Platform,
    http::{Json, ProblemView, Query, Reply},
    names::{self, StoreRef},
};
use sea_orm::{ColumnTrait, QueryFilter, prelude::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    store::{self, Match},
    term::{NIL, TermKind},
    terms,
};
use crate::{
    contacts::contact::ContactKind,
    people::{
        customer::{self, Customer},
        draft::masked,
    },
    vehicles::vehicle::{self, Vehicle},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(search))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Part of a name, pinyin or initials; a phone or its last four; a plate; a VIN or its last six; a number.
    #[serde(default)]
    q: String,
    /// 1 to 50; 12 when not given.
    limit: Option<u64>,
}

/// What was found, best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer {
    pub hits: Vec<Hit>,
    pub took_ms: u64,
}

/// One thing found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    pub kind: HitKind,
    pub id: Uuid,
    pub number: String,
    pub title: String,
    /// Masked phone and number of a customer; plate and owner of a car.
    pub subtitle: String,
    pub matched: TermKind,
    pub store: StoreRef,
    /// The owner of a car.
    pub customer_id: Option<CustomerId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    Customer,
    Vehicle,
}

const LIMIT_DEFAULT: u64 = 12;
const LIMIT_MAX: u64 = 50;
const TYPED_CHARACTERS_MAX: usize = 100;

/// Customers and cars by anything that is typed.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(SearchQuery),
    responses((status = 200, body = SearchAnswer), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn search(allowed: Allowed<SeeCustomers>, Query(query): Query<SearchQuery>) -> Reply<Json<SearchAnswer>> {
    let begun = std::time::Instant::now();
    let limit = query.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let typed: String = query.q.chars().take(TYPED_CHARACTERS_MAX).collect();
    let hits = find(&allowed.read(), &typed, limit).await?;
    Ok(Json(SearchAnswer { hits, took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX) }))
}

async fn find(db: &Db<'_>, typed: &str, limit: u64) -> Result<Vec<Hit>> {
    let (mut people, mut cars): (Vec<Match>, Vec<Match>) = Default::default();
    for wanted in terms::wanted(typed, db.scope().group(), db.platform().keys()) {
        people.extend(store::customers(db, &wanted, limit).await?);
        cars.extend(store::vehicles(db, &wanted, limit).await?);
    }
    let mut seen = BTreeSet::new();
    people.retain(|found| seen.insert(found.customer_id.0));
    cars.retain(|found| seen.insert(found.vehicle_id.0));
    let mut hits = hits(db, &people, &cars).await?;
    hits.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(hits)
}

async fn hits(db: &Db<'_>, people: &[Match], cars: &[Match]) -> Result<Vec<Hit>> {
    let vehicles = vehicles_of(db, cars).await?;
    let owners = vehicles.values().filter_map(|car| car.owner_id);
    let customers = customers_of(db, people.iter().map(|found| found.customer_id).chain(owners)).await?;
    let stores = customers.values().map(|row| row.store_id).chain(vehicles.values().map(|row| row.store_id)).collect();
    let known = names::of(db, names::Wanted { stores, ..Default::default() }).await?;
    let mut hits = Vec::with_capacity(people.len() + cars.len());
    for found in people {
        let Some(row) = customers.get(&found.customer_id) else { continue };
        hits.push(Hit {
            kind: HitKind::Customer,
            id: row.id.0,
            number: row.number.clone(),
            title: row.name.clone(),
            subtitle: masked_phone(db, row)?.unwrap_or_default(),
            matched: found.kind,
            store: known.store(row.store_id),
            customer_id: None,
        });
    }
    for found in cars {
        let Some(car) = vehicles.get(&found.vehicle_id) else { continue };
        let owner = car.owner_id.filter(|owner| owner.0 != NIL).and_then(|owner| customers.get(&owner));
        let plate = car.plate.as_deref().map(display_plate);
        let parts = [plate, owner.map(|owner| owner.name.clone())];
        hits.push(Hit {
            kind: HitKind::Vehicle,
            id: car.id.0,
            number: car.number.clone(),
            title: car.title(),
            subtitle: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            matched: found.kind,
            store: known.store(car.store_id),
            customer_id: owner.map(|owner| owner.id),
        });
    }
    Ok(hits)
}

async fn customers_of(db: &Db<'_>, ids: impl Iterator<Item = CustomerId>) -> Result<HashMap<CustomerId, Customer>> {
    let ids: BTreeSet<CustomerId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = db.all(db.select::<customer::Entity>().filter(customer::Column::Id.is_in(ids))).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn vehicles_of(db: &Db<'_>, cars: &[Match]) -> Result<HashMap<VehicleId, Vehicle>> {
    if cars.is_empty() {
        return Ok(HashMap::new());
    }
    let db = db.under(PermissionName::SeeVehicles);
    let ids = cars.iter().map(|found| found.vehicle_id);
    let rows = db.all(db.select::<vehicle::Entity>().filter(vehicle::Column::Id.is_in(ids))).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

fn masked_phone(db: &Db<'_>, customer: &Customer) -> Result<Option<String>> {
    let Some(sealed) = &customer.phone_sealed else { return Ok(None) };
    let phone = db.platform().keys().open(sealed, customer.id.0.as_bytes())?;
    Ok(Some(masked(ContactKind::Phone, &phone)))
}

fn display_plate(plate: &str) -> String {
    Plate::parse(plate).map_or_else(|_| plate.to_owned(), |plate| plate.display())
}
