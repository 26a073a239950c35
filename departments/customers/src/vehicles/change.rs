//! A change of a car as it comes in: only the fields named change, null empties one. Plate, odometer and people have
//! endpoints of their own, because each is a history.

use chrono::NaiveDate;
use journal::events::customers::FieldChange;
use kernel::Result;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    checks::Checks,
    vehicle::{Energy, Vehicle},
};
use crate::people::change::{Changes, named};

/// Request body of `PATCH /vehicles/{id}`: any subset; null empties a field.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VehicleChange {
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub vin: Option<Option<String>>,
    /// Keep a VIN whose check digit fails: some imported cars have none.
    pub confirm_vin: bool,
    pub brand: Option<String>,
    pub series: Option<String>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub trim: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i32>)]
    pub model_year: Option<Option<i32>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<Energy>)]
    pub energy: Option<Option<Energy>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub colour: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub purchased_on: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub in_service_on: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub delivered_on: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub warranty_until: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i32>)]
    pub warranty_km: Option<Option<i32>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub insurance_until: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub insurer: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub inspection_until: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub next_service_on: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i32>)]
    pub next_service_km: Option<Option<i32>>,
    /// 0 to 100 per cent, as are the next two.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i32>)]
    pub battery_health: Option<Option<i32>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i32>)]
    pub tyre_health: Option<Option<i32>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i32>)]
    pub brake_health: Option<Option<i32>>,
}

impl VehicleChange {
    /// Puts every field in order, or says what is wrong with each at once.
    pub fn checked(mut self, today: NaiveDate) -> Result<Self> {
        let mut checks = Checks::default();
        if let Some(vin) = &mut self.vin {
            *vin = checks.vin(vin.as_deref(), self.confirm_vin.into()).map(String::from);
        }
        if let Some(brand) = &mut self.brand {
            *brand = checks.brand(brand);
        }
        if let Some(series) = &mut self.series {
            *series = checks.series(series);
        }
        for (field, text) in [("trim", &mut self.trim), ("colour", &mut self.colour), ("insurer", &mut self.insurer)] {
            if let Some(text) = text {
                *text = checks.text(field, text.as_deref());
            }
        }
        checks.model_year(self.model_year.flatten(), today);
        checks.past_day("purchased_on", self.purchased_on.flatten(), today);
        checks.past_day("in_service_on", self.in_service_on.flatten(), today);
        checks.past_day("delivered_on", self.delivered_on.flatten(), today);
        checks.due_day("warranty_until", self.warranty_until.flatten(), today);
        checks.due_day("insurance_until", self.insurance_until.flatten(), today);
        checks.due_day("inspection_until", self.inspection_until.flatten(), today);
        checks.due_day("next_service_on", self.next_service_on.flatten(), today);
        checks.km("warranty_km", self.warranty_km.flatten());
        checks.km("next_service_km", self.next_service_km.flatten());
        checks.per_cent("battery_health", self.battery_health.flatten());
        checks.per_cent("tyre_health", self.tyre_health.flatten());
        checks.per_cent("brake_health", self.brake_health.flatten());
        checks.finish()?;
        Ok(self)
    }

    /// Writes the named fields into the record; answers those that differ.
    pub(super) fn apply(&self, car: &mut Vehicle) -> Vec<FieldChange> {
        let mut changes = Changes::default();
        let day = |day: &Option<NaiveDate>| day.map(|day| day.to_string());
        let number = |number: &Option<i32>| number.map(|number| number.to_string());
        let energy = |energy: &Option<Energy>| energy.map(|energy| energy.word().to_owned());
        changes.set("vin", &mut car.vin, self.vin.clone(), Clone::clone);
        changes.set("brand", &mut car.brand, self.brand.clone(), |text| Some(text.clone()));
        changes.set("series", &mut car.series, self.series.clone(), |text| Some(text.clone()));
        changes.set("trim", &mut car.trim, self.trim.clone(), Clone::clone);
        changes.set("model_year", &mut car.model_year, self.model_year, number);
        changes.set("energy", &mut car.energy, self.energy, energy);
        changes.set("colour", &mut car.colour, self.colour.clone(), Clone::clone);
        changes.set("purchased_on", &mut car.purchased_on, self.purchased_on, day);
        changes.set("in_service_on", &mut car.in_service_on, self.in_service_on, day);
        changes.set("delivered_on", &mut car.delivered_on, self.delivered_on, day);
        changes.set("warranty_until", &mut car.warranty_until, self.warranty_until, day);
        changes.set("warranty_km", &mut car.warranty_km, self.warranty_km, number);
        changes.set("insurance_until", &mut car.insurance_until, self.insurance_until, day);
        changes.set("insurer", &mut car.insurer, self.insurer.clone(), Clone::clone);
        changes.set("inspection_until", &mut car.inspection_until, self.inspection_until, day);
        changes.set("next_service_on", &mut car.next_service_on, self.next_service_on, day);
        changes.set("next_service_km", &mut car.next_service_km, self.next_service_km, number);
        changes.set("battery_health", &mut car.battery_health, self.battery_health, number);
        changes.set("tyre_health", &mut car.tyre_health, self.tyre_health, number);
        changes.set("brake_health", &mut car.brake_health, self.brake_health, number);
        changes.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, vehicle};

    fn change(json: &str) -> VehicleChange {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn null_empties_a_field_and_one_left_out_stays() {
        let mut car = Vehicle { colour: Some("白".into()), insurer: Some("人保".into()), ..vehicle() };
        let fields = change(r#"{"colour": null}"#).checked(day("2026-03-01")).unwrap().apply(&mut car);
        assert_eq!((car.colour, car.insurer.as_deref()), (None, Some("人保")));
        assert_eq!(fields, [FieldChange { field: "colour".into(), from: Some("白".into()), to: None }]);
    }

    #[test]
    fn a_brand_is_changed_to_its_one_name_and_never_to_nothing() {
        assert_eq!(change(r#"{"brand": "BYD"}"#).checked(day("2026-03-01")).unwrap().brand.as_deref(), Some("比亚迪"));
        assert!(change(r#"{"brand": " "}"#).checked(day("2026-03-01")).is_err());
    }

    #[test]
    fn a_field_nobody_knows_is_told() {
        assert!(serde_json::from_str::<VehicleChange>(r#"{"color": "白"}"#).is_err());
    }
}
