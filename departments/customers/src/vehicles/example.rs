//! A car and its surroundings for the tests of this noun.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, GroupId, StaffId, StoreId, VehicleId, VehiclePersonId};
use sea_orm::prelude::Uuid;

use super::{
    person::{Role, VehiclePerson},
    vehicle::Vehicle,
};
use crate::people::customer::{Customer, CustomerKind, Stage};

pub fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn instant(text: &str) -> DateTime<Utc> {
    format!("{text}T08:00:00Z").parse().unwrap()
}

/// A car of customer 7, known since 2020-01-01, of which nothing else is known.
pub fn vehicle() -> Vehicle {
    Vehicle {
        id: VehicleId(uuid(10)),
        group_id: GroupId(uuid(1)),
        store_id: StoreId(uuid(2)),
        number: "VE-SH01-26-000001".into(),
        vin: None,
        plate: None,
        brand: "大众".into(),
        series: "朗逸".into(),
        trim: None,
        model_year: None,
        energy: None,
        colour: None,
        purchased_on: None,
        in_service_on: None,
        delivered_on: None,
        mileage_km: None,
        mileage_at: None,
        warranty_until: None,
        warranty_km: None,
        insurance_until: None,
        insurer: None,
        inspection_until: None,
        next_service_on: None,
        next_service_km: None,
        battery_health: None,
        tyre_health: None,
        brake_health: None,
        owner_id: Some(CustomerId(uuid(7))),
        consultant_id: None,
        advisor_id: None,
        external_id: None,
        created_at: instant("2020-01-01"),
        changed_at: instant("2020-01-01"),
        deleted_at: None,
        merged_into: None,
        version: 1,
    }
}

/// A link of the car above that lasts.
pub fn link(number: u128, customer: u128, role: Role) -> VehiclePerson {
    VehiclePerson {
        id: VehiclePersonId(uuid(number)),
        group_id: GroupId(uuid(1)),
        vehicle_id: VehicleId(uuid(10)),
        customer_id: CustomerId(uuid(customer)),
        role,
        since: Some(day("2020-01-01")),
        until: None,
        created_at: instant("2020-01-01"),
    }
}

/// A customer looked after by a consultant.
pub fn customer(number: u128, consultant: Option<u128>) -> Customer {
    Customer {
        id: CustomerId(uuid(number)),
        group_id: GroupId(uuid(1)),
        store_id: StoreId(uuid(2)),
        number: format!("CU-SH01-26-{number:06}"),
        kind: CustomerKind::Person,
        name: "王小明".into(),
        name_pinyin: "wangxiaoming".into(),
        gender: None,
        birthday: None,
        occupation: None,
        household_id: None,
        relation: None,
        stage: Stage::Owner,
        phone_sealed: None,
        city: None,
        id_number_sealed: None,
        id_number_blind: None,
        preferred_colour: None,
        preferred_slot: None,
        preferred_channel: None,
        purpose: None,
        use_scenario: None,
        decision_style: None,
        source: None,
        consultant_id: consultant.map(|number| StaffId(uuid(number))),
        advisor_id: None,
        external_id: None,
        created_at: instant("2020-01-01"),
        changed_at: instant("2020-01-01"),
        deleted_at: None,
        merged_into: None,
        version: 1,
    }
}
