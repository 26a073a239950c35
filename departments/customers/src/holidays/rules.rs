//! What the days of a year must be: pure.

use std::collections::BTreeSet;

use chrono::Datelike;
use kernel::{Fault, name, working_days::is_weekday};

use super::year::AnnouncedDay;

/// The years a group may write down.
pub const YEARS: std::ops::RangeInclusive<i32> = 2020..=2099;
/// China announces about forty days a year.
pub const DAYS_MAX: usize = 120;
const NAME_CHARACTERS_MAX: usize = 40;
pub const SOURCE_CHARACTERS_MAX: usize = 300;

/// The days in their order, with clean names; or everything that is wrong with them.
pub fn checked(year: i32, days: Vec<AnnouncedDay>) -> Result<Vec<AnnouncedDay>, Vec<Fault>> {
    let mut faults = Vec::new();
    if !YEARS.contains(&year) {
        let message = format!("a year from {} to {}", YEARS.start(), YEARS.end());
        faults.push(Fault::new("year", "holiday.year_out_of_range", message));
    }
    if days.len() > DAYS_MAX {
        faults.push(Fault::new("days", "holiday.too_many", format!("at most {DAYS_MAX} days a year")));
    }
    let mut seen = BTreeSet::new();
    for (place, one) in days.iter().enumerate() {
        let day = one.day;
        let mut wrong = |code: &str, message: String| faults.push(Fault::new(format!("days.{place}"), code, message));
        if day.year() != year {
            wrong("holiday.other_year", format!("{day} is no day of {year}"));
        } else if !one.is_off && is_weekday(day) {
            wrong("holiday.weekday_worked", format!("{day} is no weekend: it is worked as it is"));
        } else if !seen.insert(day) {
            wrong("holiday.twice", format!("{day} stands there twice"));
        } else if one.name.chars().count() > NAME_CHARACTERS_MAX {
            wrong("text.too_long", format!("a name has at most {NAME_CHARACTERS_MAX} characters"));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut days: Vec<AnnouncedDay> =
        days.into_iter().map(|one| AnnouncedDay { name: name::clean(&one.name), ..one }).collect();
    days.sort_by_key(|one| one.day);
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, is_off: bool) -> AnnouncedDay {
        AnnouncedDay { day: text.parse().unwrap(), is_off, name: " 春节 ".into() }
    }

    #[test]
    fn days_are_of_their_year_once_and_only_weekends_are_worked_in_exchange() {
        let good = checked(2027, vec![day("2027-02-07", true), day("2027-01-31", false)]).unwrap();
        assert_eq!((good[0].day.to_string(), good[0].name.as_str()), ("2027-01-31".into(), "春节"));
        let wrong =
            [day("2026-12-31", true), day("2027-02-08", false), day("2027-02-07", true), day("2027-02-07", true)];
        let codes: Vec<_> = checked(2027, wrong.into()).unwrap_err().into_iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["holiday.other_year", "holiday.weekday_worked", "holiday.twice"]);
        assert_eq!(checked(1999, Vec::new()).unwrap_err()[0].code, "holiday.year_out_of_range");
    }
}
