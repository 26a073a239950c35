//! The fields of a car's record that a merge chooses between, each readable and writable as text so that a merge can remember it.

use serde::{Deserialize, Serialize};

use crate::{
    vehicles::{
        draft::UNKNOWN,
        vehicle::{Energy, Vehicle},
    },
    words::words,
};

words! {
    #[derive(PartialOrd, Ord)]
    VehicleField as VehicleMergeField {
        Vin "vin", Plate "plate", Owner "owner", Brand "brand", Series "series", Trim "trim", ModelYear "model_year",
        Energy "energy", Colour "colour", PurchasedOn "purchased_on", InServiceOn "in_service_on", DeliveredOn "delivered_on",
        WarrantyUntil "warranty_until", WarrantyKm "warranty_km", InsuranceUntil "insurance_until", Insurer "insurer",
        InspectionUntil "inspection_until", NextServiceOn "next_service_on", NextServiceKm "next_service_km",
        BatteryHealth "battery_health", TyreHealth "tyre_health", BrakeHealth "brake_health",
    }
}

/// A field of the kept record that took the absorbed one's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehicleTaken {
    pub field: VehicleField,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl VehicleField {
    /// All fields, in the order they are shown.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::WORDS.iter().filter_map(|word| Self::find(word))
    }

    /// The value on a record; a brand nobody knows is none.
    pub fn text(self, car: &Vehicle) -> Option<String> {
        fn shown<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let known = |text: &String| (text != UNKNOWN).then(|| text.clone());
        match self {
            Self::Vin => car.vin.clone(),
            Self::Plate => car.plate.clone(),
            Self::Owner => shown(car.owner_id),
            Self::Brand => known(&car.brand),
            Self::Series => known(&car.series),
            Self::Trim => car.trim.clone(),
            Self::ModelYear => shown(car.model_year),
            Self::Energy => car.energy.map(|energy| energy.word().to_owned()),
            Self::Colour => car.colour.clone(),
            Self::PurchasedOn => shown(car.purchased_on),
            Self::InServiceOn => shown(car.in_service_on),
            Self::DeliveredOn => shown(car.delivered_on),
            Self::WarrantyUntil => shown(car.warranty_until),
            Self::WarrantyKm => shown(car.warranty_km),
            Self::InsuranceUntil => shown(car.insurance_until),
            Self::Insurer => car.insurer.clone(),
            Self::InspectionUntil => shown(car.inspection_until),
            Self::NextServiceOn => shown(car.next_service_on),
            Self::NextServiceKm => shown(car.next_service_km),
            Self::BatteryHealth => shown(car.battery_health),
            Self::TyreHealth => shown(car.tyre_health),
            Self::BrakeHealth => shown(car.brake_health),
        }
    }

    /// Writes a value that [`VehicleField::text`] gave.
    pub fn put(self, car: &mut Vehicle, text: Option<&str>) {
        fn read<T: std::str::FromStr>(text: Option<&str>) -> Option<T> {
            text.and_then(|text| text.parse().ok())
        }
        let owned = || text.map(str::to_owned);
        let named = || text.unwrap_or(UNKNOWN).to_owned();
        match self {
            Self::Vin => car.vin = owned(),
            Self::Plate => car.plate = owned(),
            Self::Owner => car.owner_id = read(text),
            Self::Brand => car.brand = named(),
            Self::Series => car.series = named(),
            Self::Trim => car.trim = owned(),
            Self::ModelYear => car.model_year = read(text),
            Self::Energy => car.energy = text.and_then(Energy::find),
            Self::Colour => car.colour = owned(),
            Self::PurchasedOn => car.purchased_on = read(text),
            Self::InServiceOn => car.in_service_on = read(text),
            Self::DeliveredOn => car.delivered_on = read(text),
            Self::WarrantyUntil => car.warranty_until = read(text),
            Self::WarrantyKm => car.warranty_km = read(text),
            Self::InsuranceUntil => car.insurance_until = read(text),
            Self::Insurer => car.insurer = owned(),
            Self::InspectionUntil => car.inspection_until = read(text),
            Self::NextServiceOn => car.next_service_on = read(text),
            Self::NextServiceKm => car.next_service_km = read(text),
            Self::BatteryHealth => car.battery_health = read(text),
            Self::TyreHealth => car.tyre_health = read(text),
            Self::BrakeHealth => car.brake_health = read(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, vehicle};

    #[test]
    fn every_field_is_written_as_it_was_read() {
        let full = Vehicle {
            vin: Some("LSVAA4183E2000001".into()),
            plate: Some("沪A12345".into()),
            trim: Some("豪华版".into()),
            model_year: Some(2024),
            energy: Some(Energy::Hybrid),
            colour: Some("白".into()),
            purchased_on: Some(day("2024-05-01")),
            in_service_on: Some(day("2024-05-02")),
            delivered_on: Some(day("2024-05-03")),
            warranty_until: Some(day("2027-05-01")),
            warranty_km: Some(100_000),
            insurance_until: Some(day("2026-05-01")),
            insurer: Some("人保".into()),
            inspection_until: Some(day("2030-05-01")),
            next_service_on: Some(day("2026-06-01")),
            next_service_km: Some(30_000),
            battery_health: Some(95),
            tyre_health: Some(80),
            brake_health: Some(70),
            ..vehicle()
        };
        let mut other = Vehicle { brand: UNKNOWN.into(), series: UNKNOWN.into(), owner_id: None, ..vehicle() };
        for field in VehicleField::all() {
            field.put(&mut other, field.text(&full).as_deref());
            assert_eq!(field.text(&other), field.text(&full), "{}", field.word());
            assert!(field.text(&other).is_some(), "{}", field.word());
        }
        VehicleField::Brand.put(&mut other, None);
        assert_eq!((other.brand.as_str(), VehicleField::Brand.text(&other)), (UNKNOWN, None));
    }
}
