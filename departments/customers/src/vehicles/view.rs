//! What a car looks like from outside.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    MileageReadingId, PermissionName, VehicleId, VehiclePersonId,
    plate::{Plate, PlateKind},
    vin::Vin,
};
use platform::{
    Scope,
    database::paging::Page,
    names::{Ref, StoreRef},
};
use serde::Serialize;
use utoipa::ToSchema;
use worklist::TaskView;

use super::{
    mileage::{MileageReading, MileageSource},
    person::Role,
    plate_moves::PlateBearer,
    rules::{Clock, Due},
    vehicle::{Energy, Vehicle},
};
use crate::{recalls::cars::view::VehicleRecall, timeline::EntryView};

/// One line of the cars' list.
#[derive(Debug, Serialize, ToSchema)]
pub struct VehicleRow {
    pub id: VehicleId,
    pub number: String,
    pub vin: Option<String>,
    /// Normal form without dot, `沪A12345`.
    pub plate: Option<String>,
    pub brand: String,
    pub series: String,
    pub trim: Option<String>,
    pub model_year: Option<i32>,
    pub energy: Option<Energy>,
    pub colour: Option<String>,
    pub owner: Option<Ref>,
    pub consultant: Option<Ref>,
    pub advisor: Option<Ref>,
    pub purchased_on: Option<NaiveDate>,
    pub mileage_km: Option<i32>,
    pub next_service_on: Option<NaiveDate>,
    pub insurance_until: Option<NaiveDate>,
    pub inspection_until: Option<NaiveDate>,
    pub warranty_until: Option<NaiveDate>,
    /// Whether an open recall still waits for it.
    pub has_open_recall: bool,
    pub store: StoreRef,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

/// The record of one car.
#[derive(Debug, Serialize, ToSchema)]
pub struct VehicleView {
    pub id: VehicleId,
    pub number: String,
    pub store: StoreRef,
    pub vin: Option<VinView>,
    pub plate: Option<PlateView>,
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
    /// The weakest of the three.
    pub health: Option<i32>,
    /// Those who have it now first, then those who had it.
    pub people: Vec<VehiclePersonView>,
    /// The one it carries first.
    pub plates: Vec<CarriedPlateView>,
    /// Other cars within reach that bear the same plate now; it ends on all but one.
    pub plate_twins: Vec<PlateBearer>,
    /// Whether a car of another store, out of reach, bears it too.
    pub has_unseen_plate_twin: bool,
    /// What the law and the maker promise, and how much of it is left.
    pub clocks: Vec<Clock>,
    /// What it is or was recalled for, those to be seen to first.
    pub recalls: Vec<VehicleRecall>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    /// The record it lives on in, when it was merged.
    pub merged_into: Option<VehicleId>,
    pub version: i32,
    /// What the caller may do with it now: `edit`, `link_person`, `change_plate`, `end_plate`, `read_mileage`, `merge`, `delete`, `restore`,
    /// `task`.
    pub can: Vec<&'static str>,
}

platform::has_version!(VehicleView);

/// What a VIN tells.
#[derive(Debug, Serialize, ToSchema)]
pub struct VinView {
    pub vin: String,
    /// Whether the check digit holds; European makers have none.
    pub is_valid: bool,
    /// As the trade in China calls it, `上汽大众`.
    pub maker: Option<String>,
    /// The maker's main brand, `大众`.
    pub brand: Option<String>,
    /// ISO 3166 alpha-2 code of where it was built.
    pub country: Option<String>,
    pub model_year: Option<i32>,
    pub serial: String,
    /// The check digit it should have, when it has another.
    pub expected_check: Option<String>,
}

/// What a plate tells.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlateView {
    pub plate: String,
    /// As painted, `沪A·12345`.
    pub display: String,
    pub province: Option<String>,
    pub kind: PlateClass,
    /// Null where the plate does not tell.
    pub is_electric: Option<bool>,
}

/// The kinds of plates people treat differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlateClass {
    Ordinary,
    NewEnergySmall,
    NewEnergyLarge,
    /// Police, embassies, army, trailers, temporary ones …
    Special,
}

/// Who has or had a car.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VehiclePerson)]
pub struct VehiclePersonView {
    pub id: VehiclePersonId,
    pub customer: Ref,
    pub role: Role,
    pub since: Option<NaiveDate>,
    /// Null while it lasts.
    pub until: Option<NaiveDate>,
}

/// A plate the car carries or carried.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CarriedPlate)]
pub struct CarriedPlateView {
    pub plate: String,
    pub since: Option<NaiveDate>,
    /// Null while the car carries it.
    pub until: Option<NaiveDate>,
}

/// One reading of the odometer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MileageReading)]
pub struct MileageView {
    pub id: MileageReadingId,
    pub km: i32,
    pub read_at: DateTime<Utc>,
    pub source: MileageSource,
}

/// Everything the page of a car shows, in one answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct VehicleProfile {
    pub vehicle: VehicleView,
    /// The nearest first.
    pub due: Vec<Due>,
    /// The latest first, at most 200.
    pub mileage: Vec<MileageView>,
    /// The pace of the last two years; null when too little was read.
    pub km_per_month: Option<i32>,
    /// Open tasks about the car.
    pub tasks: Vec<TaskView>,
    pub timeline: Page<EntryView>,
}

/// A car on the page of somebody who has or had it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileVehicle {
    pub id: VehicleId,
    pub number: String,
    pub vin: Option<String>,
    pub plate: Option<String>,
    pub brand: String,
    pub series: String,
    pub trim: Option<String>,
    pub energy: Option<Energy>,
    pub colour: Option<String>,
    pub role: Role,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub mileage_km: Option<i32>,
    /// The weakest of battery, tyres and brakes, 0 to 100.
    pub health: Option<i32>,
    /// The nearest first; nothing for a car that was given away.
    pub due: Vec<Due>,
    /// Whether an open recall still waits for it.
    pub has_open_recall: bool,
}

/// What a caller may do with this car now.
pub fn deeds(scope: &Scope, vehicle: &Vehicle) -> Vec<&'static str> {
    let may = |permission| scope.may_for(permission, vehicle.store_id, &vehicle.people());
    let edits = PermissionName::EditVehicles;
    let bears = vehicle.plate.is_some().then_some(("end_plate", edits));
    let deeds: Vec<_> = if vehicle.merged_into.is_some() {
        vec![]
    } else if vehicle.is_deleted() {
        vec![("restore", edits)]
    } else {
        vec![
            ("edit", edits),
            ("link_person", edits),
            ("change_plate", edits),
            ("read_mileage", edits),
            ("merge", PermissionName::MergeCustomers),
            ("delete", edits),
            ("task", PermissionName::DoTasks),
        ]
        .into_iter()
        .chain(bears)
        .collect()
    };
    deeds.into_iter().filter(|(_, permission)| may(*permission)).map(|(deed, _)| deed).collect()
}

impl VinView {
    /// `near` is a day on which the car was seen new, by which the model year is told from the one 30 years before.
    pub fn new(vin: &Vin, near: Option<NaiveDate>) -> Self {
        let is_valid = vin.check_digit_holds();
        Self {
            vin: vin.as_str().to_owned(),
            is_valid,
            maker: vin.maker().map(|maker| maker.maker.to_owned()),
            brand: vin.maker().map(|maker| maker.brand().to_owned()),
            country: vin.country().map(str::to_owned),
            model_year: vin.model_year(near),
            serial: vin.serial().to_owned(),
            expected_check: (!is_valid).then(|| vin.expected_check().to_string()),
        }
    }
}

impl From<&Plate> for PlateView {
    fn from(plate: &Plate) -> Self {
        Self {
            plate: plate.as_str().to_owned(),
            display: plate.display(),
            province: plate.province().map(str::to_owned),
            kind: PlateClass::from(plate.kind()),
            is_electric: plate.is_new_energy().then(|| plate.is_electric()),
        }
    }
}

impl From<PlateKind> for PlateClass {
    fn from(kind: PlateKind) -> Self {
        match kind {
            PlateKind::Ordinary => Self::Ordinary,
            PlateKind::NewEnergySmall => Self::NewEnergySmall,
            PlateKind::NewEnergyLarge => Self::NewEnergyLarge,
            _ => Self::Special,
        }
    }
}

impl From<MileageReading> for MileageView {
    fn from(reading: MileageReading) -> Self {
        Self { id: reading.id, km: reading.km, read_at: reading.read_at, source: reading.source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vin_tells_its_maker_and_the_check_digit_it_should_have() {
        let wrong = VinView::new(&Vin::parse("LSVAA4187E2000001").unwrap(), None);
        assert_eq!((wrong.is_valid, wrong.expected_check.as_deref()), (false, Some("3")));
        assert_eq!((wrong.maker.as_deref(), wrong.brand.as_deref()), (Some("上汽大众"), Some("大众")));
        assert_eq!((wrong.country.as_deref(), wrong.model_year), (Some("CN"), Some(2014)));
        assert_eq!(VinView::new(&Vin::parse("LSVAA4183E2000001").unwrap(), None).expected_check, None);
    }

    #[test]
    fn only_a_green_plate_tells_whether_the_car_is_electric() {
        let view = |text: &str| PlateView::from(&Plate::parse(text).unwrap());
        assert_eq!((view("沪AD12345").is_electric, view("沪AD12345").kind), (Some(true), PlateClass::NewEnergySmall));
        assert_eq!(view("沪AF12345").is_electric, Some(false));
        assert_eq!((view("沪A12345").is_electric, view("沪A12345").display.as_str()), (None, "沪A·12345"));
    }
}
