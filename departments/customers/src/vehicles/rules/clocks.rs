//! The clocks that run from the day a car is sold: what the law and the maker promise, whichever of time or distance ends first.

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    vehicles::vehicle::Vehicle,
    warranty_terms::{rules::Term, warranty_term::ClockKind},
    words::words,
};

words! {
    /// Unknown as long as nobody knows when the car was sold.
    ClockState { Running "running", Soon "soon", Over "over", Unknown "unknown" }
}

words! {
    /// The day from which a clock runs: of delivery, of the invoice, of the first use.
    ClockStart { Delivered "delivered", Purchased "purchased", InService "in_service" }
}

words! {
    /// What the record lacks for a sure answer.
    ClockGap { PurchasedOn "purchased_on", Mileage "mileage_km" }
}

/// One promise for one car.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Clock {
    pub clock: ClockKind,
    pub state: ClockState,
    pub starts_on: Option<NaiveDate>,
    pub starts_from: Option<ClockStart>,
    /// The last day on which it holds.
    pub last_day: Option<NaiveDate>,
    /// 0 on the last day and after it.
    pub days_left: Option<i64>,
    /// Null without a limit of distance.
    pub km_limit: Option<i32>,
    /// Null when the mileage isn't known.
    pub km_left: Option<i32>,
    /// How much of time or distance is used, whichever is more, 0 to 100; null when the start isn't known.
    pub used_per_cent: Option<i32>,
    /// Without the mileage the state is that of the days alone.
    pub missing: Vec<ClockGap>,
    /// The regulation with its article, or the paper of the maker.
    pub source: String,
    pub is_law: bool,
}

/// Every promise that holds for this car on this day, in the order of [`ClockKind`].
pub fn clocks(vehicle: &Vehicle, terms: &[Term], today: NaiveDate) -> Vec<Clock> {
    let start = start_of(vehicle);
    let sold_on = start.map_or(today, |(day, _)| day);
    let mut holding: Vec<&Term> =
        terms.iter().filter(|term| term.holds_for(&vehicle.brand, vehicle.energy, sold_on)).collect();
    // Of each clock the maker's closest promise first, then the law's.
    holding.sort_by_key(|term| (term.clock, term.is_law, std::cmp::Reverse(term.closeness())));
    holding
        .chunk_by(|one, next| one.clock == next.clock)
        .filter_map(|same| {
            let promised = better(same.iter().find(|term| !term.is_law), same.iter().find(|term| term.is_law))?;
            Some(run(&promised, vehicle.mileage_km, start, today))
        })
        .collect()
}

/// The day of the invoice, or of the handing over where that is another (order 43, article 18). A car in service before it was
/// bought had an owner before, and its promises run on from then (article 30).
fn start_of(vehicle: &Vehicle) -> Option<(NaiveDate, ClockStart)> {
    let in_service = vehicle.in_service_on.map(|day| (day, ClockStart::InService));
    match (vehicle.purchased_on, in_service) {
        (Some(bought), Some((used, _))) if used < bought => in_service,
        (bought, _) => {
            let delivered = vehicle.delivered_on.map(|day| (day, ClockStart::Delivered));
            delivered.or(bought.map(|day| (day, ClockStart::Purchased))).or(in_service)
        }
    }
}

/// The maker's promise, never less than the law's.
fn better(maker: Option<&&Term>, law: Option<&&Term>) -> Option<Term> {
    let (Some(maker), Some(law)) = (maker, law) else { return maker.or(law).map(|term| (*term).clone()) };
    let any_day = NaiveDate::default();
    let is_longer = last_day(law, any_day) > last_day(maker, any_day);
    let is_farther = maker.km.is_some_and(|km| law.km.is_none_or(|given| given > km));
    let mut promised = (*maker).clone();
    if is_longer {
        (promised.months, promised.days) = (law.months, law.days);
    }
    if is_farther {
        promised.km = law.km;
    }
    if is_longer || is_farther {
        promised.source = format!("{}；{}", maker.source, law.source);
    }
    Some(promised)
}

fn run(term: &Term, mileage_km: Option<i32>, start: Option<(NaiveDate, ClockStart)>, today: NaiveDate) -> Clock {
    let starts_on = start.map(|(day, _)| day);
    let ends = starts_on.and_then(|day| last_day(term, day));
    let km_left = term.km.zip(mileage_km).map(|(limit, km)| (limit - km).max(0));
    let is_over = km_left == Some(0) || ends.is_some_and(|last| last < today);
    let days_left = ends.map(|last| (last - today).num_days().max(0));
    let is_soon =
        days_left.is_some_and(|days| days <= i64::from(term.warn_days)) || km_left.is_some_and(|km| km <= term.warn_km);
    let gaps =
        [(starts_on.is_none(), ClockGap::PurchasedOn), (term.km.is_some() && mileage_km.is_none(), ClockGap::Mileage)];
    Clock {
        clock: term.clock,
        state: match ends {
            _ if is_over => ClockState::Over,
            None => ClockState::Unknown,
            Some(_) if is_soon => ClockState::Soon,
            Some(_) => ClockState::Running,
        },
        starts_on,
        starts_from: start.map(|(_, from)| from),
        last_day: ends,
        days_left,
        km_limit: term.km,
        km_left,
        used_per_cent: if is_over {
            Some(100)
        } else {
            starts_on.zip(ends).map(|span| used(span, today, term.km.zip(mileage_km)))
        },
        missing: if is_over {
            Vec::new()
        } else {
            gaps.into_iter().filter(|(lacks, _)| *lacks).map(|(_, gap)| gap).collect()
        },
        source: term.source.clone(),
        is_law: term.is_law,
    }
}

/// The day on which the period begins isn't counted, and it ends on the same day of its last month, or on the last day of a
/// month without it (Civil Code, articles 201 and 202).
fn last_day(term: &Term, start: NaiveDate) -> Option<NaiveDate> {
    let months = start.checked_add_months(Months::new(term.months.unwrap_or_default().unsigned_abs()))?;
    months.checked_add_days(Days::new(term.days.unwrap_or_default().unsigned_abs().into()))
}

fn used((first, last): (NaiveDate, NaiveDate), today: NaiveDate, km: Option<(i32, i32)>) -> i32 {
    let share = |part: i64, whole: i64| i32::try_from(part.max(0) * 100 / whole.max(1)).unwrap_or(100).min(100);
    let by_days = share((today - first).num_days(), (last - first).num_days());
    by_days.max(km.map_or(0, |(limit, driven)| share(driven.into(), limit.into())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::{
        example::{day, vehicle},
        vehicle::Energy,
    };

    fn law(clock: ClockKind, months: Option<i32>, days: Option<i32>, km: Option<i32>, warn: (i32, i32)) -> Term {
        Term {
            clock,
            brand: None,
            energy: None,
            months,
            days,
            km,
            warn_days: warn.0,
            warn_km: warn.1,
            source: "43".into(),
            since: day("2022-01-01"),
            until: None,
            is_law: true,
        }
    }

    /// As order 43 has them, articles 18, 20, 22 and 23.
    fn order_43() -> Vec<Term> {
        vec![
            law(ClockKind::ThreeGuarantees, Some(24), None, Some(50_000), (60, 2_000)),
            law(ClockKind::RepairWarranty, Some(36), None, Some(60_000), (60, 2_000)),
            law(ClockKind::FreeReplacement, None, Some(60), Some(3_000), (10, 500)),
            law(ClockKind::ReturnWindow, None, Some(7), None, (2, 0)),
        ]
    }

    fn sold(on: &str, km: i32) -> Vehicle {
        Vehicle { purchased_on: Some(day(on)), mileage_km: Some(km), ..vehicle() }
    }

    fn state(car: &Vehicle, clock: ClockKind, today: &str) -> ClockState {
        clocks(car, &order_43(), day(today)).into_iter().find(|one| one.clock == clock).unwrap().state
    }

    #[test]
    fn each_period_of_the_law_ends_by_days_or_kilometres_whichever_comes_first() {
        use ClockKind::*;
        use ClockState::*;
        for (clock, today, km, expected) in [
            (ReturnWindow, "2024-05-05", 10, Running),
            (ReturnWindow, "2024-05-06", 10, Soon),
            (ReturnWindow, "2024-05-08", 90_000, Soon),
            (ReturnWindow, "2024-05-09", 10, Over),
            (FreeReplacement, "2024-06-19", 2_499, Running),
            (FreeReplacement, "2024-06-20", 100, Soon),
            (FreeReplacement, "2024-05-10", 2_500, Soon),
            (FreeReplacement, "2024-06-30", 2_999, Soon),
            (FreeReplacement, "2024-07-01", 100, Over),
            (FreeReplacement, "2024-05-02", 3_000, Over),
            (ThreeGuarantees, "2026-03-01", 47_999, Running),
            (ThreeGuarantees, "2026-03-02", 10_000, Soon),
            (ThreeGuarantees, "2025-01-01", 48_000, Soon),
            (ThreeGuarantees, "2026-05-01", 49_999, Soon),
            (ThreeGuarantees, "2026-05-02", 10_000, Over),
            (ThreeGuarantees, "2024-08-01", 50_000, Over),
            (RepairWarranty, "2026-05-02", 50_000, Running),
            (RepairWarranty, "2027-05-01", 59_999, Soon),
            (RepairWarranty, "2027-05-02", 10_000, Over),
            (RepairWarranty, "2025-05-02", 60_000, Over),
        ] {
            assert_eq!(state(&sold("2024-05-01", km), clock, today), expected, "{clock:?} on {today} at {km} km");
        }
    }

    #[test]
    fn a_clock_says_what_is_left_and_how_much_is_used() {
        let clock = &clocks(&sold("2024-05-01", 45_000), &order_43(), day("2025-05-01"))[2];
        assert_eq!(clock.clock, ClockKind::ThreeGuarantees);
        assert_eq!((clock.last_day, clock.days_left, clock.km_left), (Some(day("2026-05-01")), Some(365), Some(5_000)));
        assert_eq!((clock.used_per_cent, clock.state), (Some(90), ClockState::Running));
    }

    #[test]
    fn it_runs_from_the_invoice_from_the_delivery_if_that_is_another_day_else_from_the_first_use() {
        let from = |car: Vehicle| {
            let clock = clocks(&car, &order_43(), day("2024-06-01")).remove(0);
            (clock.starts_on.unwrap().to_string(), clock.starts_from.unwrap().word())
        };
        let car = sold("2024-05-01", 10);
        assert_eq!(from(car.clone()), ("2024-05-01".into(), "purchased"));
        let delivered = Vehicle { delivered_on: Some(day("2024-05-20")), ..car };
        assert_eq!(from(delivered), ("2024-05-20".into(), "delivered"));
        let in_service = Vehicle { in_service_on: Some(day("2024-05-06")), ..vehicle() };
        assert_eq!(from(in_service), ("2024-05-06".into(), "in_service"));
    }

    #[test]
    fn a_car_bought_used_keeps_the_clocks_of_its_first_owner() {
        let car = Vehicle { in_service_on: Some(day("2022-06-01")), ..sold("2025-01-01", 10) };
        assert_eq!(state(&car, ClockKind::ThreeGuarantees, "2025-02-01"), ClockState::Over);
        assert_eq!(state(&car, ClockKind::RepairWarranty, "2025-02-01"), ClockState::Running);
    }

    #[test]
    fn without_a_day_of_sale_nothing_is_known_but_that_the_distance_is_over() {
        let car = Vehicle { mileage_km: Some(55_000), ..vehicle() };
        assert_eq!(state(&car, ClockKind::ThreeGuarantees, "2026-01-01"), ClockState::Over);
        assert_eq!(state(&car, ClockKind::RepairWarranty, "2026-01-01"), ClockState::Unknown);
        let clock = clocks(&vehicle(), &order_43(), day("2026-01-01")).remove(1);
        assert_eq!(clock.missing, [ClockGap::PurchasedOn, ClockGap::Mileage]);
    }

    #[test]
    fn without_a_mileage_the_days_speak_alone_and_it_is_said() {
        let car = Vehicle { purchased_on: Some(day("2024-05-01")), ..vehicle() };
        let clock = clocks(&car, &order_43(), day("2025-05-01")).remove(2);
        assert_eq!((clock.state, clock.missing), (ClockState::Running, vec![ClockGap::Mileage]));
        assert_eq!(state(&car, ClockKind::ThreeGuarantees, "2026-05-02"), ClockState::Over);
    }

    #[test]
    fn a_leap_day_ends_on_the_last_of_february() {
        let clock = clocks(&sold("2024-02-29", 0), &order_43(), day("2025-01-01")).remove(2);
        assert_eq!(clock.last_day, Some(day("2026-02-28")));
    }

    #[test]
    fn cars_sold_before_a_law_do_not_have_its_clocks() {
        assert_eq!(clocks(&sold("2021-12-31", 0), &order_43(), day("2022-06-01")), []);
    }

    #[test]
    fn the_closest_promise_of_the_maker_counts_and_never_gives_less_than_the_law() {
        let own = |brand: Option<&str>, months, km| Term {
            brand: brand.map(str::to_owned),
            source: "maker".into(),
            is_law: false,
            ..law(ClockKind::RepairWarranty, Some(months), None, km, (60, 2_000))
        };
        let repair = |terms: Vec<Term>| {
            let all = [order_43(), terms].concat();
            let found = clocks(&sold("2024-05-01", 0), &all, day("2024-06-01"));
            found.into_iter().find(|one| one.clock == ClockKind::RepairWarranty).unwrap()
        };
        let longer = repair(vec![own(None, 48, Some(100_000)), own(Some("大众"), 60, None)]);
        assert_eq!((longer.last_day, longer.km_limit), (Some(day("2029-05-01")), None));
        assert!(!longer.is_law);
        let shorter = repair(vec![own(Some("大众"), 24, Some(100_000))]);
        assert_eq!((shorter.last_day, shorter.km_limit), (Some(day("2027-05-01")), Some(100_000)));
        assert_eq!(shorter.source, "maker；43");
        assert!(repair(vec![own(Some("宝马"), 60, None)]).is_law);
    }

    #[test]
    fn the_battery_of_an_electric_car_has_a_clock_of_its_own() {
        let battery = Term {
            energy: Some(Energy::Electric),
            ..law(ClockKind::TractionBattery, Some(96), None, Some(120_000), (90, 3_000))
        };
        let electric = Vehicle { energy: Some(Energy::Electric), ..sold("2022-03-01", 20_000) };
        let clock = clocks(&electric, std::slice::from_ref(&battery), day("2026-03-01")).remove(0);
        assert_eq!((clock.last_day, clock.km_left), (Some(day("2030-03-01")), Some(100_000)));
        assert_eq!(clocks(&sold("2022-03-01", 20_000), &[battery], day("2026-03-01")), []);
    }
}
