//! A new car as it comes in, read and put in order: pages, the API, imports and the demo world all pass through here.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, Error, Result, StoreId, plate::Plate, vin::Vin};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{checks::Checks, mileage::MileageSource, vehicle::Energy};

/// Request body of `POST /vehicles`, and the car that may come with a new customer.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVehicle {
    /// The store of the owner, else the caller's own, when not given.
    pub store_id: Option<StoreId>,
    pub vin: Option<String>,
    pub plate: Option<String>,
    /// Any name of it; read from the VIN when empty.
    #[serde(default)]
    pub brand: String,
    #[serde(default)]
    pub series: String,
    pub trim: Option<String>,
    /// Read from the VIN when not given.
    pub model_year: Option<i32>,
    /// Read from a new-energy plate when not given.
    pub energy: Option<Energy>,
    pub colour: Option<String>,
    pub purchased_on: Option<NaiveDate>,
    pub in_service_on: Option<NaiveDate>,
    /// When it was handed over, where that was another day than that of the invoice.
    pub delivered_on: Option<NaiveDate>,
    pub mileage_km: Option<i32>,
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
    pub owner_id: Option<CustomerId>,
    /// The record's id in the system it comes from; one that is there already is refused.
    pub external_id: Option<String>,
    /// Keep a VIN whose check digit fails: some imported cars have none.
    #[serde(default)]
    pub confirm_vin: bool,
    /// The plate was on another car until now: it ends there. Without it such a plate is refused.
    #[serde(default)]
    pub moved_from_other_car: bool,
}

/// A new car whose every field is in order.
#[derive(Clone, Debug)]
pub struct VehicleDraft {
    pub store_id: StoreId,
    pub vin: Option<Vin>,
    pub plate: Option<Plate>,
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
    /// When the odometer was read; now, when not known.
    pub mileage_at: Option<DateTime<Utc>>,
    pub mileage_source: MileageSource,
    pub warranty_until: Option<NaiveDate>,
    pub warranty_km: Option<i32>,
    pub insurance_until: Option<NaiveDate>,
    pub insurer: Option<String>,
    pub inspection_until: Option<NaiveDate>,
    pub next_service_on: Option<NaiveDate>,
    pub next_service_km: Option<i32>,
    pub battery_health: Option<i32>,
    pub tyre_health: Option<i32>,
    pub brake_health: Option<i32>,
    pub owner_id: Option<CustomerId>,
    pub external_id: Option<String>,
    /// When the car was first known, for records that come from elsewhere.
    pub created_at: Option<DateTime<Utc>>,
}

/// What a brand or series is called that an older system did not keep.
pub const UNKNOWN: &str = "未知";

impl NewVehicle {
    /// Puts every field in order, or says what is wrong with each at once. `home` is the store when none is named, `today` the
    /// day in that store.
    pub fn draft(&self, home: Option<StoreId>, today: NaiveDate) -> Result<VehicleDraft> {
        self.draft_within("", home, today)
    }

    /// The same for a car inside another request: `path` (`vehicle.`) goes before the names of its fields.
    pub fn draft_within(&self, path: &'static str, home: Option<StoreId>, today: NaiveDate) -> Result<VehicleDraft> {
        let mut checks = Checks::within(path);
        let store_id = self.store_id.or(home);
        if store_id.is_none() {
            checks.fault("store_id", "store.missing", "say which store the car belongs to");
        }
        let vin = checks.vin(self.vin.as_deref(), self.confirm_vin.into());
        let plate = checks.plate(self.plate.as_deref());
        let (brand, series) = checks.model(&self.brand, &self.series, vin.as_ref());
        self.check_numbers(&mut checks, today);
        let mut text = |field: &str, value: &Option<String>| checks.text(field, value.as_deref());
        let (trim, colour) = (text("trim", &self.trim), text("colour", &self.colour));
        let (insurer, external_id) = (text("insurer", &self.insurer), text("external_id", &self.external_id));
        checks.finish()?;
        Ok(VehicleDraft {
            store_id: store_id.ok_or(Error::NotFound)?,
            model_year: self.model_year.or_else(|| vin.as_ref()?.model_year(self.in_service_on.or(self.purchased_on))),
            energy: self.energy.or_else(|| plate.as_ref().and_then(Energy::of_plate)),
            vin,
            plate,
            brand,
            series,
            trim,
            colour,
            purchased_on: self.purchased_on,
            in_service_on: self.in_service_on,
            delivered_on: self.delivered_on,
            mileage_km: self.mileage_km,
            mileage_at: None,
            mileage_source: MileageSource::Workshop,
            warranty_until: self.warranty_until,
            warranty_km: self.warranty_km,
            insurance_until: self.insurance_until,
            insurer,
            inspection_until: self.inspection_until,
            next_service_on: self.next_service_on,
            next_service_km: self.next_service_km,
            battery_health: self.battery_health,
            tyre_health: self.tyre_health,
            brake_health: self.brake_health,
            owner_id: self.owner_id,
            external_id,
            created_at: None,
        })
    }

    fn check_numbers(&self, checks: &mut Checks, today: NaiveDate) {
        checks.model_year(self.model_year, today);
        checks.past_day("purchased_on", self.purchased_on, today);
        checks.past_day("in_service_on", self.in_service_on, today);
        checks.past_day("delivered_on", self.delivered_on, today);
        checks.due_day("warranty_until", self.warranty_until, today);
        checks.due_day("insurance_until", self.insurance_until, today);
        checks.due_day("inspection_until", self.inspection_until, today);
        checks.due_day("next_service_on", self.next_service_on, today);
        checks.km("mileage_km", self.mileage_km);
        checks.km("warranty_km", self.warranty_km);
        checks.km("next_service_km", self.next_service_km);
        checks.per_cent("battery_health", self.battery_health);
        checks.per_cent("tyre_health", self.tyre_health);
        checks.per_cent("brake_health", self.brake_health);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, uuid};

    fn form() -> NewVehicle {
        NewVehicle { brand: "比亚迪".into(), series: "汉".into(), ..NewVehicle::default() }
    }

    fn draft(form: &NewVehicle) -> Result<VehicleDraft> {
        form.draft(Some(StoreId(uuid(1))), day("2026-03-01"))
    }

    #[test]
    fn the_energy_is_read_from_a_green_plate() {
        let electric = NewVehicle { plate: Some("沪A·D12345".into()), ..form() };
        assert_eq!(draft(&electric).unwrap().energy, Some(Energy::Electric));
        let plug_in = NewVehicle { plate: Some("沪AF12345".into()), ..form() };
        assert_eq!(draft(&plug_in).unwrap().energy, Some(Energy::PlugIn));
        let blue = NewVehicle { plate: Some("沪A12345".into()), ..form() };
        assert_eq!(draft(&blue).unwrap().energy, None);
        let said = NewVehicle { energy: Some(Energy::RangeExtended), ..plug_in };
        assert_eq!(draft(&said).unwrap().energy, Some(Energy::RangeExtended));
    }

    #[test]
    fn the_model_year_is_read_from_the_vin_near_the_registration() {
        let form =
            NewVehicle { vin: Some("LSVAA4183E2000001".into()), in_service_on: Some(day("2014-05-01")), ..form() };
        assert_eq!(draft(&form).unwrap().model_year, Some(2014));
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_path() {
        let form = NewVehicle {
            vin: Some("SHORT".into()),
            plate: Some("沪A1".into()),
            purchased_on: Some(day("2030-01-01")),
            mileage_km: Some(3_000_000),
            insurance_until: Some(day("2199-01-01")),
            battery_health: Some(101),
            ..NewVehicle::default()
        };
        let Err(Error::Invalid(faults)) = form.draft_within("vehicle.", None, day("2026-03-01")) else {
            panic!("a car like this is not valid")
        };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "vehicle.store_id",
                "vehicle.vin",
                "vehicle.plate",
                "vehicle.brand",
                "vehicle.series",
                "vehicle.purchased_on",
                "vehicle.insurance_until",
                "vehicle.mileage_km",
                "vehicle.battery_health",
            ]
        );
    }
}
