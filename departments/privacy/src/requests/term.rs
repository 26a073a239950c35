//! The clock of a request: fifteen working days, amber after ten, once longer for a reason.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{time::Calendar, working_days::WorkingDays};

/// The law says "promptly"; fifteen working days come from the 2019 rules on collection by apps.
pub const TERM_WORKING_DAYS: u32 = 15;
pub const WARNING_WORKING_DAYS: u32 = 10;
/// Once, and only so much longer: GB/T 35273-2020 gives thirty days in all.
pub const EXTENSION_WORKING_DAYS: u32 = 15;

/// When the light turns amber and red.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub warn_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    pub due_at: DateTime<Utc>,
    pub is_assumed: bool,
}

/// The term of a request that came in then, as the store counts days.
pub fn of(received_at: DateTime<Utc>, calendar: Calendar, days: &WorkingDays) -> Term {
    let begin = calendar.day(received_at);
    let due = days.after(begin, TERM_WORKING_DAYS);
    Term {
        warn_at: calendar.end_of(days.after(begin, WARNING_WORKING_DAYS).day),
        due_on: due.day,
        due_at: calendar.end_of(due.day),
        is_assumed: due.is_assumed,
    }
}

/// The longer term, counted on from the day it was due; amber again as long before its end.
pub fn extended(due_on: NaiveDate, calendar: Calendar, days: &WorkingDays) -> Term {
    let due = days.after(due_on, EXTENSION_WORKING_DAYS);
    Term {
        warn_at: calendar.end_of(days.after(due_on, WARNING_WORKING_DAYS).day),
        due_on: due.day,
        due_at: calendar.end_of(due.day),
        is_assumed: due.is_assumed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_request_of_monday_morning_is_due_three_weeks_later_in_a_month_without_holidays() {
        let calendar = Calendar::default();
        let known = WorkingDays::announced([(day("2026-01-01"), true)]);
        let term = of(calendar.start_of(day("2026-03-16")), calendar, &known);
        assert_eq!((term.due_on, term.is_assumed), (day("2026-04-06"), false));
        assert_eq!(term.due_at, calendar.start_of(day("2026-04-07")));
        assert_eq!(term.warn_at, calendar.start_of(day("2026-03-31")));
    }

    #[test]
    fn the_longer_term_goes_on_where_the_first_ends() {
        let (calendar, known) = (Calendar::default(), WorkingDays::default());
        assert_eq!(extended(day("2026-04-06"), calendar, &known).due_on, day("2026-04-27"));
    }
}
