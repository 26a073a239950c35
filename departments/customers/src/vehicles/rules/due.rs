//! What a car falls due for: service, insurance, inspection, the end of its warranty.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::odometer::KM_PER_DAY_USUAL;
use crate::{vehicles::vehicle::Vehicle, words::words};

/// What is this near counts as soon.
const SOON_DAYS: i64 = 30;
/// For what is due by the odometer: about a month of driving.
const SOON_KM: i32 = 1_000;
const DAYS_PER_MONTH: f64 = 365.25 / 12.0;

words! {
    #[derive(PartialOrd, Ord)]
    DueKind { Service "service", Insurance "insurance", Inspection "inspection", Warranty "warranty" }
}
words! {
    /// Later than 30 days ahead, within them, or past.
    #[derive(PartialOrd, Ord)]
    DueState { Later "later", Soon "soon", Late "late" }
}

/// Something a car falls due for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Due {
    pub kind: DueKind,
    /// The last day it is still in time. For a service known by kilometres alone, the day they are expected to be driven.
    pub on: NaiveDate,
    /// The kilometres at which it is due, whichever comes first.
    pub km: Option<i32>,
    pub state: DueState,
}

/// What is known to fall due, the nearest first. `km_per_month` is the car's pace, the usual one when not known.
pub fn due(vehicle: &Vehicle, today: NaiveDate, km_per_month: Option<i32>) -> Vec<Due> {
    let by_day = |kind, on: Option<NaiveDate>| on.map(|on| Due { kind, on, km: None, state: state_of_day(on, today) });
    let mut all: Vec<Due> = [
        service(vehicle, today, km_per_month),
        by_day(DueKind::Insurance, vehicle.insurance_until),
        by_day(DueKind::Inspection, vehicle.inspection_until),
        by_day(DueKind::Warranty, vehicle.warranty_until).map(|due| by_km_too(due, vehicle, vehicle.warranty_km)),
    ]
    .into_iter()
    .flatten()
    .collect();
    all.sort_by_key(|due| (due.on, due.kind));
    all
}

fn service(vehicle: &Vehicle, today: NaiveDate, km_per_month: Option<i32>) -> Option<Due> {
    let on = match (vehicle.next_service_on, vehicle.next_service_km.zip(vehicle.mileage_km)) {
        (Some(on), _) => on,
        (None, Some((due_km, km))) => driven_on(due_km - km, today, km_per_month),
        (None, None) => return None,
    };
    let due = Due { kind: DueKind::Service, on, km: None, state: state_of_day(on, today) };
    Some(by_km_too(due, vehicle, vehicle.next_service_km))
}

/// The day on which so many kilometres more will have been driven; today when they have been already.
fn driven_on(km: i32, today: NaiveDate, km_per_month: Option<i32>) -> NaiveDate {
    let per_day =
        km_per_month.filter(|pace| *pace > 0).map_or(KM_PER_DAY_USUAL, |pace| f64::from(pace) / DAYS_PER_MONTH);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and days beyond the calendar end at today"
    )]
    let days = (f64::from(km.max(0)) / per_day).ceil() as u64;
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

fn by_km_too(due: Due, vehicle: &Vehicle, due_km: Option<i32>) -> Due {
    let state = match due_km.zip(vehicle.mileage_km) {
        Some((due_km, km)) if km >= due_km => DueState::Late,
        Some((due_km, km)) if km >= due_km - SOON_KM => DueState::Soon,
        _ => DueState::Later,
    };
    Due { km: due_km, state: due.state.max(state), ..due }
}

fn state_of_day(on: NaiveDate, today: NaiveDate) -> DueState {
    match (on - today).num_days() {
        ..0 => DueState::Late,
        0..=SOON_DAYS => DueState::Soon,
        _ => DueState::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, vehicle};

    const TODAY: &str = "2026-03-01";

    fn states(car: &Vehicle) -> Vec<(DueKind, DueState)> {
        due(car, day(TODAY), None).into_iter().map(|due| (due.kind, due.state)).collect()
    }

    #[test]
    fn the_last_day_is_soon_and_the_day_after_late() {
        for (until, state) in [
            ("2026-02-28", DueState::Late),
            (TODAY, DueState::Soon),
            ("2026-03-31", DueState::Soon),
            ("2026-04-01", DueState::Later),
        ] {
            let car = Vehicle { insurance_until: Some(day(until)), ..vehicle() };
            assert_eq!(states(&car), [(DueKind::Insurance, state)], "{until}");
        }
    }

    #[test]
    fn a_service_is_due_by_day_or_by_kilometres_whichever_comes_first() {
        for (km, state) in [(8_999, DueState::Later), (9_000, DueState::Soon), (10_000, DueState::Late)] {
            let car = Vehicle {
                next_service_on: Some(day("2026-12-01")),
                next_service_km: Some(10_000),
                mileage_km: Some(km),
                ..vehicle()
            };
            assert_eq!(states(&car), [(DueKind::Service, state)], "{km}");
        }
    }

    #[test]
    fn a_service_known_by_kilometres_alone_is_expected_by_the_pace() {
        let car = Vehicle { next_service_km: Some(10_000), mileage_km: Some(6_000), ..vehicle() };
        let on = |pace| due(&car, day(TODAY), pace)[0].on;
        assert_eq!(on(None), day("2026-06-09"));
        assert_eq!(on(Some(2_000)), day("2026-05-01"));
        assert_eq!(on(Some(0)), day("2026-06-09"));
    }

    #[test]
    fn a_warranty_ends_by_kilometres_too() {
        let car = Vehicle {
            warranty_until: Some(day("2027-01-01")),
            warranty_km: Some(100_000),
            mileage_km: Some(100_000),
            ..vehicle()
        };
        assert_eq!(states(&car), [(DueKind::Warranty, DueState::Late)]);
    }

    #[test]
    fn the_nearest_comes_first_and_what_is_unknown_is_not_due() {
        let car = Vehicle {
            insurance_until: Some(day("2026-09-01")),
            inspection_until: Some(day("2026-05-01")),
            next_service_km: Some(10_000),
            ..vehicle()
        };
        assert_eq!(states(&car), [(DueKind::Inspection, DueState::Later), (DueKind::Insurance, DueState::Later)]);
    }
}
