//! Facts in and out, and what is read from the cars rather than counted from the journal.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use kernel::{CustomerId, Result, VehicleId, time::Calendar};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};

use super::fact::{Column, Entity, Facts, NO_DAY};
use crate::{
    addresses::address,
    contacts::contact::{self, Contact},
    people::customer::{self, Customer},
    quality::{
        gap::{Doubt, Gaps, bits},
        opened::Opened,
        rules::{self, OF_CARS, OF_THE_BASE, Record},
        settings,
        weights::Weights,
    },
    vehicles::{person, plate_twins, vehicle},
};

/// The facts of one customer.
pub async fn find(db: &Db<'_>, customer: CustomerId) -> Result<Facts> {
    db.one(db.select::<Entity>().filter(Column::CustomerId.eq(customer))).await
}

/// The facts of these customers.
pub async fn find_all(db: &Db<'_>, customers: &BTreeSet<CustomerId>) -> Result<HashMap<CustomerId, Facts>> {
    let rows = db.all(db.select::<Entity>().filter(Column::CustomerId.is_in(customers.iter().copied()))).await?;
    Ok(rows.into_iter().map(|facts| (facts.customer_id, facts)).collect())
}

/// Writes facts anew.
pub async fn save_all(tx: &mut Tx, facts: Vec<Facts>) -> Result<()> {
    let ids: Vec<CustomerId> = facts.iter().map(|facts| facts.customer_id).collect();
    for some in ids.chunks(500) {
        tx.delete::<Entity>(Column::CustomerId.is_in(some.iter().copied())).await?;
    }
    tx.insert_all::<Entity>(facts).await
}

/// Reads anew what stands in the records themselves: cars and their due dates, completeness. Facts of customers who are gone
/// for good are dropped.
pub async fn refresh(
    db: &Db<'_>,
    facts: &mut HashMap<CustomerId, Facts>,
    customers: &BTreeSet<CustomerId>,
) -> Result<()> {
    let mut cars = cars_of(db, customers).await?;
    let mut contacts = contacts_of(db, customers).await?;
    let lacking = without_city(db, customers).await?;
    let today = Calendar::default().day(db.platform().clock().now());
    let rows =
        db.all(db.select::<customer::Entity>().filter(customer::Column::Id.is_in(customers.iter().copied()))).await?;
    let there: BTreeSet<CustomerId> = rows.iter().map(|row| row.id).collect();
    facts.retain(|customer, _| there.contains(customer));
    let (weights, usual) = (settings::store::weights_of(db, &rows).await?, Weights::default());
    for row in rows {
        let Some(facts) = facts.get_mut(&row.id) else { continue };
        let cars = cars.remove(&row.id).unwrap_or_default();
        facts.read_cars(&cars);
        let opened = Opened::of(&row, &contacts.remove(&row.id).unwrap_or_default(), db.platform().keys())?;
        facts.judge(&opened.record(&row, lacking.contains(&row.id), facts.vehicles, today));
        facts.weigh(weights.get(&row.group_id).unwrap_or(&usual));
    }
    Ok(())
}

/// Judges these customers anew, by what stands in their records now.
pub async fn read_anew(tx: &mut Tx, customers: &BTreeSet<CustomerId>) -> Result<()> {
    let mut facts = find_all(&tx.db(), customers).await?;
    refresh(&tx.db(), &mut facts, customers).await?;
    save_all(tx, facts.into_values().collect()).await
}

/// The customers who have one of these cars now, in any role.
pub async fn people_of(db: &Db<'_>, vehicles: &BTreeSet<VehicleId>) -> Result<Vec<CustomerId>> {
    let links =
        db.all(db.select::<person::Entity>().filter(person::Column::VehicleId.is_in(vehicles.iter().copied()))).await?;
    Ok(links.into_iter().map(|link| link.customer_id).collect())
}

/// What facts need of a car.
#[derive(Clone, Debug)]
pub struct Car {
    pub id: VehicleId,
    pub role: person::Role,
    pub since: Option<NaiveDate>,
    pub mileage_km: Option<i32>,
    pub next_service_on: Option<NaiveDate>,
    pub insurance_until: Option<NaiveDate>,
    pub inspection_until: Option<NaiveDate>,
    /// What is doubtful about it, as bits.
    pub doubts: i64,
}

impl Car {
    /// A car as one person has it.
    pub fn of(link: &person::Model, car: &vehicle::Vehicle) -> Self {
        Self {
            id: car.id,
            role: link.role,
            since: link.since,
            mileage_km: car.mileage_km,
            next_service_on: car.next_service_on,
            insurance_until: car.insurance_until,
            inspection_until: car.inspection_until,
            doubts: rules::doubts_of_car(car.vin.as_deref(), car.plate.as_deref()),
        }
    }

    /// The same car, of which more is doubtful.
    fn doubted(self, more: Option<Doubt>) -> Self {
        Self { doubts: self.doubts | bits(more), ..self }
    }
}

impl Facts {
    /// Takes the cars a customer has now, each once however many roles they have: the main one is the own one had last, of those of
    /// which anything is known.
    pub fn read_cars(&mut self, cars: &[Car]) {
        let main = cars.iter().max_by_key(|car| {
            let is_known = car.mileage_km.is_some() || car.next_service_on.is_some() || car.insurance_until.is_some();
            (car.role == person::Role::Owner, is_known, car.since, car.id)
        });
        let distinct: BTreeSet<VehicleId> = cars.iter().map(|car| car.id).collect();
        let earliest = |day: fn(&Car) -> Option<NaiveDate>| cars.iter().filter_map(day).min().unwrap_or(NO_DAY);
        self.vehicles = i32::try_from(distinct.len()).unwrap_or(i32::MAX);
        self.main_vehicle_id = main.map(|car| car.id);
        self.mileage_km = main.and_then(|car| car.mileage_km);
        self.next_service_on = earliest(|car| car.next_service_on);
        self.insurance_until = earliest(|car| car.insurance_until);
        self.inspection_until = earliest(|car| car.inspection_until);
        self.doubts = (self.doubts & !bits(OF_CARS)) | cars.iter().fold(0, |bits, car| bits | car.doubts);
    }
}

impl Facts {
    /// Takes what stands in the record itself, scored as a new group would; read the cars before.
    pub fn judge(&mut self, record: &Record<'_>) {
        let gaps = record.gaps();
        self.missing = gaps.missing;
        self.doubts = (self.doubts & (bits(OF_CARS) | bits(OF_THE_BASE))) | gaps.doubts;
        self.stage = record.customer.stage;
        self.store_id = record.customer.store_id;
        self.weigh(&Weights::default());
    }

    /// Scores the gaps as the group weighs them.
    pub fn weigh(&mut self, weights: &Weights) {
        let scores = weights.scores(self.gaps());
        (self.completeness, self.validity, self.quality) = (scores.completeness, scores.validity, scores.quality);
    }

    pub fn gaps(&self) -> Gaps {
        Gaps { missing: self.missing, doubts: self.doubts }
    }
}

/// Stage and store of a customer that has just been saved.
pub async fn keep_in_step(tx: &mut Tx, customer: &Customer) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Stage, Expr::val(customer.stage))
        .col_expr(Column::StoreId, Expr::val(customer.store_id))
        .filter(Column::CustomerId.eq(customer.id));
    tx.run(update).await?;
    Ok(())
}

platform::record! {
    struct MainVehicle { customer_id: CustomerId, vehicle_id: VehicleId }
}

/// The main cars of those of these customers inside the scope who have one.
pub async fn main_vehicles(
    db: &Db<'_>,
    customers: impl Iterator<Item = CustomerId>,
) -> Result<HashMap<CustomerId, VehicleId>> {
    let select = db
        .select::<Entity>()
        .select_only()
        .columns([Column::CustomerId, Column::MainVehicleId])
        .filter(Column::CustomerId.is_in(customers))
        .filter(Column::MainVehicleId.is_not_null());
    let rows: Vec<MainVehicle> = db.fetch(&select.into_query()).await?;
    Ok(rows.into_iter().map(|row| (row.customer_id, row.vehicle_id)).collect())
}

async fn cars_of(db: &Db<'_>, customers: &BTreeSet<CustomerId>) -> Result<HashMap<CustomerId, Vec<Car>>> {
    let links = db
        .all(
            db.select::<person::Entity>()
                .filter(person::Column::CustomerId.is_in(customers.iter().copied()))
                .filter(person::Column::Until.is_null()),
        )
        .await?;
    let ids: BTreeSet<VehicleId> = links.iter().map(|link| link.vehicle_id).collect();
    let rows = db
        .all(
            db.select::<vehicle::Entity>()
                .filter(vehicle::Column::Id.is_in(ids))
                .filter(vehicle::Column::DeletedAt.is_null()),
        )
        .await?;
    let rows: HashMap<VehicleId, vehicle::Vehicle> = rows.into_iter().map(|row| (row.id, row)).collect();
    let twins = plate_twins::among(db, rows.keys().copied()).await?;
    let mut cars: HashMap<CustomerId, Vec<Car>> = HashMap::new();
    for link in links {
        let Some(row) = rows.get(&link.vehicle_id) else { continue };
        let shared = twins.contains(&row.id).then_some(Doubt::PlateShared);
        cars.entry(link.customer_id).or_default().push(Car::of(&link, row).doubted(shared));
    }
    Ok(cars)
}

async fn contacts_of(db: &Db<'_>, customers: &BTreeSet<CustomerId>) -> Result<HashMap<CustomerId, Vec<Contact>>> {
    let rows = db
        .all(db.select::<contact::Entity>().filter(contact::Column::CustomerId.is_in(customers.iter().copied())))
        .await?;
    let mut contacts: HashMap<CustomerId, Vec<Contact>> = HashMap::new();
    for row in rows {
        contacts.entry(row.customer_id).or_default().push(row);
    }
    Ok(contacts)
}

/// Those whose primary address says no city.
async fn without_city(db: &Db<'_>, customers: &BTreeSet<CustomerId>) -> Result<BTreeSet<CustomerId>> {
    let rows = db
        .all(
            db.select::<address::Entity>()
                .filter(address::Column::CustomerId.is_in(customers.iter().copied()))
                .filter(address::Column::IsPrimary.eq(true))
                .filter(address::Column::City.is_null()),
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.customer_id).collect())
}
