//! The noun: a car, the twin of the one outside.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, GroupId, StaffId, StoreId, VehicleId, plate::Plate};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::draft::UNKNOWN;
use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "vehicles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VehicleId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub number: String,
    pub vin: Option<String>,
    /// The plate it carries now, normal form without dot.
    pub plate: Option<String>,
    pub brand: String,
    pub series: String,
    pub trim: Option<String>,
    pub model_year: Option<i32>,
    pub energy: Option<Energy>,
    pub colour: Option<String>,
    pub purchased_on: Option<NaiveDate>,
    pub in_service_on: Option<NaiveDate>,
    /// When it was handed over, where that was another day than that of the invoice.
    pub delivered_on: Option<NaiveDate>,
    pub mileage_km: Option<i32>,
    pub mileage_at: Option<DateTime<Utc>>,
    pub warranty_until: Option<NaiveDate>,
    pub warranty_km: Option<i32>,
    pub insurance_until: Option<NaiveDate>,
    pub insurer: Option<String>,
    pub inspection_until: Option<NaiveDate>,
    pub next_service_on: Option<NaiveDate>,
    pub next_service_km: Option<i32>,
    /// 0 to 100 per cent, as are the next two.
    pub battery_health: Option<i32>,
    pub tyre_health: Option<i32>,
    pub brake_health: Option<i32>,
    /// The owner now, and who looks after the owner: copied from the people, for the scope of lists.
    pub owner_id: Option<CustomerId>,
    pub consultant_id: Option<StaffId>,
    pub advisor_id: Option<StaffId>,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    /// The record it lives on in, always the last one of a chain.
    pub merged_into: Option<VehicleId>,
    pub version: i32,
}

pub type Vehicle = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[Column::ConsultantId, Column::AdvisorId])
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        scope.span().welcomes(row.store_id)
    }
}

platform::versioned!();

words! {
    /// What moves it.
    Energy {
        Petrol "petrol", Diesel "diesel", Hybrid "hybrid", PlugIn "plug_in", Electric "electric",
        RangeExtended "range_extended", Hydrogen "hydrogen",
    }
}

impl Model {
    /// "比亚迪 汉", as the journal calls it; one of which no model is known goes by its plate or VIN.
    pub fn title(&self) -> String {
        let by_number = || self.plate.clone().or_else(|| self.vin.clone());
        self.known_title().or_else(by_number).unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// The same as far as it is known, for sentences; nothing when not even the brand is.
    pub fn known_title(&self) -> Option<String> {
        known_model(&self.brand, &self.series)
    }

    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// Who looks after the owner.
    pub fn people(&self) -> [Option<StaffId>; 2] {
        [self.consultant_id, self.advisor_id]
    }

    /// The weakest of battery, tyres and brakes, 0 to 100.
    pub fn health(&self) -> Option<i32> {
        [self.battery_health, self.tyre_health, self.brake_health].into_iter().flatten().min()
    }
}

/// Brand and series as far as they are known; nothing when neither is.
pub fn known_model(brand: &str, series: &str) -> Option<String> {
    let known: Vec<&str> = [brand, series].into_iter().filter(|word| *word != UNKNOWN).collect();
    (!known.is_empty()).then(|| known.join(" "))
}

impl Energy {
    /// What a green plate says of the car: purely electric or, as the traffic police count range extenders too, plug-in.
    pub fn of_plate(plate: &Plate) -> Option<Self> {
        plate.is_new_energy().then(|| if plate.is_electric() { Self::Electric } else { Self::PlugIn })
    }
}
