//! How an audit is laid out: pure. The poorest records first, so many a working day for each person, for so many days and no more.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate};
use kernel::{CustomerId, Refusal, StaffId, working_days::WorkingDays};

/// Working days an audit takes at most.
pub const DAYS_MAX: i32 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditRefusal {
    AlreadyThere,
}

impl Refusal for AuditRefusal {
    fn code(&self) -> &'static str {
        "audit.already_there"
    }

    fn detail(&self) -> String {
        "This store has an audit in this quarter already; look at its progress instead.".into()
    }
}

/// A record to be audited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poor {
    pub customer: CustomerId,
    pub person: Option<StaffId>,
    pub score: i32,
}

/// Who does what on which day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub lines: Vec<(Poor, StaffId, NaiveDate)>,
    pub beyond: i64,
    pub nobodys: i64,
}

/// Spreads records, given the poorest first, over the working days from `first` on.
pub fn spread(poor: &[Poor], per_person_per_day: i32, first: NaiveDate, days: &WorkingDays) -> Plan {
    let days = working_days(first, days);
    let mut taken: HashMap<StaffId, i32> = HashMap::new();
    let mut plan = Plan::default();
    for record in poor {
        let Some(person) = record.person else {
            plan.nobodys += 1;
            continue;
        };
        let count = taken.entry(person).or_default();
        let place = usize::try_from(*count / per_person_per_day.max(1)).unwrap_or(usize::MAX);
        match days.get(place) {
            Some(day) => {
                *count += 1;
                plan.lines.push((*record, person, *day));
            }
            None => plan.beyond += 1,
        }
    }
    plan
}

/// The quarter of a day, `2026Q4`.
pub fn quarter(day: NaiveDate) -> String {
    format!("{}Q{}", day.year(), day.month0() / 3 + 1)
}

/// The first seven days of October are off, so that the first week is looked for among ten.
const FIRST_DAYS: u32 = 10;

/// Whether an audit begins by itself on this day: a working day of the first days of a quarter.
pub fn begins_on(day: NaiveDate, days: &WorkingDays) -> bool {
    day.month0().is_multiple_of(3) && day.day() <= FIRST_DAYS && days.is_worked(day)
}

fn working_days(first: NaiveDate, known: &WorkingDays) -> Vec<NaiveDate> {
    let later = (0..).map_while(|days| first.checked_add_days(Days::new(days)));
    later.filter(|day| known.is_worked(*day)).take(DAYS_MAX as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn poor(customer: u128, person: Option<u128>) -> Poor {
        Poor {
            customer: CustomerId(Uuid::from_u128(customer)),
            person: person.map(|person| StaffId(Uuid::from_u128(person))),
            score: 10,
        }
    }

    #[test]
    fn each_person_has_so_many_a_day_and_none_on_weekends() {
        let records: Vec<Poor> = (0..5).map(|number| poor(number, Some(1))).chain([poor(9, Some(2))]).collect();
        let plan = spread(&records, 2, day("2026-03-20"), &WorkingDays::default()); // a Friday
        let days: Vec<String> = plan.lines.iter().map(|(_, _, day)| day.to_string()).collect();
        assert_eq!(days, ["2026-03-20", "2026-03-20", "2026-03-23", "2026-03-23", "2026-03-24", "2026-03-20"]);
    }

    #[test]
    fn what_nobody_has_room_for_or_looks_after_is_counted_and_left() {
        let records: Vec<Poor> = (0..25).map(|number| poor(number, Some(1))).chain([poor(99, None)]).collect();
        let plan = spread(&records, 1, day("2026-03-16"), &WorkingDays::default());
        assert_eq!((plan.lines.len(), plan.beyond, plan.nobodys), (20, 5, 1));
    }

    #[test]
    fn an_audit_begins_in_the_first_week_of_a_quarter() {
        let off = (1..=7).map(|number| (NaiveDate::from_ymd_opt(2026, 10, number).unwrap(), true));
        let known = WorkingDays::announced(off);
        let begins_on = |text: &str| super::begins_on(day(text), &known);
        assert!(begins_on("2026-04-01") && begins_on("2026-10-08"));
        assert!(!begins_on("2026-10-05"), "a day off");
        assert!(!begins_on("2026-04-04"), "a Saturday");
        assert!(!begins_on("2026-04-13") && !begins_on("2026-05-01"));
        assert_eq!((quarter(day("2026-01-01")), quarter(day("2026-12-31"))), ("2026Q1".into(), "2026Q4".into()));
    }
}
