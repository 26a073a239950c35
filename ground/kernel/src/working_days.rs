//! Working days: which days count when a term is given in them. Holidays and the weekends worked in exchange are announced a
//! year ahead; a year nobody has announced yet is counted by its weekends alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// What has been announced so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingDays {
    /// True for a day off, false for a weekend that is worked.
    announced: BTreeMap<NaiveDate, bool>,
    years: BTreeSet<i32>,
}

/// The last day of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub day: NaiveDate,
    /// Whether the term runs through a year whose holidays are not announced, so that the day may still move.
    pub is_assumed: bool,
}

impl WorkingDays {
    /// `days` that are not as their weekday would have them: the flag is true for a day off, false for one that is worked.
    /// A year is known when any day of it was announced.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use kernel::working_days::WorkingDays;
    /// let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    /// let known = WorkingDays::announced([(day("2026-10-01"), true), (day("2026-10-10"), false)]);
    /// assert!(!known.is_worked(day("2026-10-01")));
    /// assert!(known.is_worked(day("2026-10-10"))); // a Saturday, worked in exchange
    /// ```
    pub fn announced(days: impl IntoIterator<Item = (NaiveDate, bool)>) -> Self {
        let announced: BTreeMap<NaiveDate, bool> = days.into_iter().collect();
        // The notice of a year begins before New Year now and then; two days of December don't make the old year known.
        let mut count: BTreeMap<i32, usize> = BTreeMap::new();
        for day in announced.keys() {
            *count.entry(day.year()).or_default() += 1;
        }
        let lone = announced.keys().filter(|day| (day.month(), day.day()) >= (12, 30)).map(Datelike::year);
        let lone: BTreeSet<i32> = lone.filter(|year| count.get(year).is_some_and(|days| *days <= 2)).collect();
        let years = count.into_keys().filter(|year| !lone.contains(year)).collect();
        Self { announced, years }
    }

    /// Whether offices work on this day.
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        match self.announced.get(&day) {
            Some(is_off) => !is_off,
            None => is_weekday(day),
        }
    }

    /// The last day of a term of so many working days; the day it begins on does not count.
    pub fn after(&self, begin: NaiveDate, working_days: u32) -> Deadline {
        let (mut day, mut left) = (begin, working_days);
        let mut is_assumed = false;
        while left > 0 {
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            day = next;
            is_assumed |= !self.years.contains(&day.year());
            left -= u32::from(self.is_worked(day));
        }
        Deadline { day, is_assumed }
    }

    /// How many working days lie after `from`, up to and with `until`; negative when `until` has passed.
    pub fn between(&self, from: NaiveDate, until: NaiveDate) -> i64 {
        let count = |after: NaiveDate, last: NaiveDate| {
            after.iter_days().skip(1).take_while(|day| *day <= last).filter(|day| self.is_worked(*day)).count()
        };
        let size = |days: usize| i64::try_from(days).unwrap_or(i64::MAX);
        if until >= from { size(count(from, until)) } else { -size(count(until, from)) }
    }
}

/// Monday to Friday, whatever was announced.
pub fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The National Day of 2026 as announced: off from 1 to 7 October, 20 September and 10 October worked.
    fn known() -> WorkingDays {
        let off = (1..=7).map(|of| (NaiveDate::from_ymd_opt(2026, 10, of).unwrap(), true));
        let autumn = (25..=27).map(|of| (NaiveDate::from_ymd_opt(2026, 9, of).unwrap(), true));
        let worked = [(day("2026-09-20"), false), (day("2026-10-10"), false)];
        WorkingDays::announced(off.chain(autumn).chain(worked))
    }

    #[test]
    fn a_term_jumps_over_holidays_and_counts_the_weekends_worked_for_them() {
        // 18 September 2026 is a Friday. Counted: 20 (Sunday, worked), 21-24, 28-30, 8-10 October (10 is a Saturday, worked),
        // 12, 13, 14, 15.
        assert_eq!(known().after(day("2026-09-18"), 15), Deadline { day: day("2026-10-15"), is_assumed: false });
    }

    #[test]
    fn without_a_notice_weekends_alone_are_off_and_the_day_is_assumed() {
        assert_eq!(known().after(day("2027-10-01"), 5), Deadline { day: day("2027-10-08"), is_assumed: true });
    }

    #[test]
    fn the_end_of_december_alone_does_not_make_a_year_known() {
        let known =
            WorkingDays::announced([(day("2022-12-31"), true), (day("2023-01-02"), true), (day("2023-01-28"), false)]);
        assert!(known.after(day("2022-11-01"), 1).is_assumed);
        assert!(!known.after(day("2023-02-01"), 1).is_assumed);
    }

    #[test]
    fn what_is_left_of_a_term_is_counted_in_working_days_and_below_nothing_when_late() {
        let known = known();
        assert_eq!(known.between(day("2026-09-30"), day("2026-10-09")), 2);
        assert_eq!(known.between(day("2026-10-09"), day("2026-09-30")), -2);
        assert_eq!(known.between(day("2026-10-08"), day("2026-10-08")), 0);
    }

    #[test]
    fn a_term_of_no_days_ends_where_it_begins() {
        assert_eq!(known().after(day("2026-10-03"), 0).day, day("2026-10-03"));
    }
}
