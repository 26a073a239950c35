//! Requests in, views out: search as one types.

use std::collections::{BTreeSet, HashMap};

use kernel::{CustomerId, Error, PermissionName, Result, VehicleId, permission::UseRoadbook, plate::Plate};
use platform::{
    Allowed, Db, Platform,
    database::paging::Count,
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
    wanted::{by_surname, wanted},
};
use crate::{
    contacts::contact::ContactKind,
    facts,
    people::{
        customer::{self, Customer},
        draft::{masked, shown},
    },
    recalls,
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
    /// How many customers were found, and how many cars, each up to a hundred.
    pub customers: Count,
    pub vehicles: Count,
    pub took_ms: u64,
}

/// One thing found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    pub kind: HitKind,
    pub id: Uuid,
    pub number: String,
    pub title: String,
    /// Main car and phone of a customer, masked for those who may not see it whole; plate and owner of a car.
    pub subtitle: String,
    pub matched: TermKind,
    pub store: StoreRef,
    /// The owner of a car.
    pub customer_id: Option<CustomerId>,
    /// Whether an open recall still waits for the car, or for the main car of the customer.
    pub has_open_recall: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    Customer,
    Vehicle,
}

const LIMIT_DEFAULT: u64 = 12;
const LIMIT_MAX: u64 = 50;
/// So many of a kind are counted.
const COUNTED_MAX: u64 = 100;
const TYPED_CHARACTERS_MAX: usize = 100;

/// Customers and cars by anything that is typed, each as far as the caller may see them.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(SearchQuery),
    responses((status = 200, body = SearchAnswer), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn search(allowed: Allowed<UseRoadbook>, Query(query): Query<SearchQuery>) -> Reply<Json<SearchAnswer>> {
    let begun = std::time::Instant::now();
    let limit = query.limit.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Error::invalid("limit", "limit.range", format!("limit is from 1 to {LIMIT_MAX}")).into());
    }
    let typed: String = query.q.chars().take(TYPED_CHARACTERS_MAX).collect();
    let Found { mut people, mut cars } = find(&allowed.read(), &typed).await?;
    let (customers, vehicles) = (counted(&people), counted(&cars));
    share(usize::try_from(limit).unwrap_or(usize::MAX), &mut people, &mut cars);
    let hits = hits(&allowed.read(), &people, &cars).await?;
    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Json(SearchAnswer { hits, customers, vehicles, took_ms }))
}

/// Best first, each once; a few more than are shown, to count them.
#[derive(Default)]
struct Found {
    people: Vec<Match>,
    cars: Vec<Match>,
}

async fn find(db: &Db<'_>, typed: &str) -> Result<Found> {
    let mut found = Found::default();
    for wanted in by_surname(typed).into_iter().chain(wanted(typed, db.scope().group(), db.platform().keys())) {
        if !counted(&found.people).capped {
            let people = store::customers(db, &wanted, COUNTED_MAX + 1).await?;
            add_new(&mut found.people, people, |found| found.customer_id.0);
        }
        if !counted(&found.cars).capped {
            let cars = store::vehicles(db, &wanted, COUNTED_MAX + 1).await?;
            add_new(&mut found.cars, cars, |found| found.vehicle_id.0);
        }
    }
    Ok(found)
}

fn add_new(known: &mut Vec<Match>, more: Vec<Match>, id: fn(&Match) -> Uuid) {
    let mut seen: BTreeSet<Uuid> = known.iter().map(id).collect();
    known.extend(more.into_iter().filter(|found| seen.insert(id(found))));
}

/// Leaves as many as are shown: half the places for each kind, and what one kind leaves free for the other.
fn share(places: usize, people: &mut Vec<Match>, cars: &mut Vec<Match>) {
    cars.truncate(places.saturating_sub(people.len()).max(places / 2));
    people.truncate(places - cars.len());
}

fn counted(matches: &[Match]) -> Count {
    let count = u64::try_from(matches.len()).unwrap_or(u64::MAX);
    Count { count: count.min(COUNTED_MAX), capped: count > COUNTED_MAX }
}

async fn hits(db: &Db<'_>, people: &[Match], cars: &[Match]) -> Result<Vec<Hit>> {
    let main_cars = facts::store::main_vehicles(
        &db.under(PermissionName::SeeCustomers),
        people.iter().map(|found| found.customer_id),
    )
    .await?;
    let shown = cars.iter().map(|found| found.vehicle_id).chain(main_cars.values().copied());
    let vehicles = vehicles_of(db, shown.collect()).await?;
    let seen: Vec<VehicleId> = vehicles.keys().copied().collect();
    let recalled = recalls::cars::store::unfixed_among(db, &seen).await?;
    let owners = cars.iter().filter_map(|found| vehicles.get(&found.vehicle_id)?.owner_id);
    let customers = customers_of(db, people.iter().map(|found| found.customer_id).chain(owners)).await?;
    let stores = customers.values().map(|row| row.store_id).chain(vehicles.values().map(|row| row.store_id)).collect();
    let known = names::of(db, names::Wanted { stores, ..Default::default() }).await?;
    let mut hits = Vec::with_capacity(people.len() + cars.len());
    for found in people {
        let Some(row) = customers.get(&found.customer_id) else { continue };
        let car = main_cars.get(&row.id).and_then(|id| vehicles.get(id)).map(title_and_plate);
        hits.push(Hit {
            kind: HitKind::Customer,
            id: row.id.0,
            number: row.number.clone(),
            title: row.name.clone(),
            subtitle: [car, phone_of(db, row)?].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            matched: found.kind,
            store: known.store(row.store_id),
            customer_id: None,
            has_open_recall: main_cars.get(&row.id).is_some_and(|id| recalled.contains(id)),
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
            has_open_recall: recalled.contains(&car.id),
        });
    }
    Ok(hits)
}

async fn customers_of(db: &Db<'_>, ids: impl Iterator<Item = CustomerId>) -> Result<HashMap<CustomerId, Customer>> {
    let ids: BTreeSet<CustomerId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let db = db.under(PermissionName::SeeCustomers);
    let rows = db.all(db.select::<customer::Entity>().filter(customer::Column::Id.is_in(ids))).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn vehicles_of(db: &Db<'_>, ids: BTreeSet<VehicleId>) -> Result<HashMap<VehicleId, Vehicle>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let db = db.under(PermissionName::SeeVehicles);
    let rows = db.all(db.select::<vehicle::Entity>().filter(vehicle::Column::Id.is_in(ids))).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Whole for those who may see phones.
fn phone_of(db: &Db<'_>, customer: &Customer) -> Result<Option<String>> {
    let Some(sealed) = &customer.phone_sealed else { return Ok(None) };
    let phone = db.platform().keys().open(sealed, customer.id.0.as_bytes())?;
    let sees = db.scope().may_for(PermissionName::SeePhone, customer.store_id, &customer.people());
    Ok(Some(if sees { shown(ContactKind::Phone, phone) } else { masked(ContactKind::Phone, &phone) }))
}

fn title_and_plate(car: &Vehicle) -> String {
    [Some(car.title()), car.plate.as_deref().map(display_plate)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn display_plate(plate: &str) -> String {
    Plate::parse(plate).map_or_else(|_| plate.to_owned(), |plate| plate.display())
}
