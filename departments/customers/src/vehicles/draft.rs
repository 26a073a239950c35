//! A new car as it comes in, read and put in order.

use chrono::NaiveDate;
use kernel::{CustomerId, StoreId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::vehicle::Energy;

/// Request body of `POST /vehicles`, and the car that may come with a new customer.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVehicle {
    /// The caller's own store when not given.
    pub store_id: Option<StoreId>,
    pub vin: Option<String>,
    pub plate: Option<String>,
    pub brand: String,
    pub series: String,
    pub trim: Option<String>,
    pub model_year: Option<i32>,
    pub energy: Option<Energy>,
    pub colour: Option<String>,
    pub purchased_on: Option<NaiveDate>,
    pub in_service_on: Option<NaiveDate>,
    pub mileage_km: Option<i32>,
    pub warranty_until: Option<NaiveDate>,
    pub warranty_km: Option<i32>,
    pub insurance_until: Option<NaiveDate>,
    pub insurer: Option<String>,
    pub inspection_until: Option<NaiveDate>,
    pub next_service_on: Option<NaiveDate>,
    pub next_service_km: Option<i32>,
    pub owner_id: Option<CustomerId>,
    pub external_id: Option<String>,
    /// Keep a VIN whose check digit fails: some imported cars have none.
    #[serde(default)]
    pub confirm_vin: bool,
}
