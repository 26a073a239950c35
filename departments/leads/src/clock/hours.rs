//! The hours of a week in which somebody is there, and clocks that run only then. Without hours every minute counts.

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc};
use kernel::{Fault, time::Calendar};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From when to when on one day of the week; a day may have several, one without any is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    /// 1 is Monday, 7 is Sunday.
    #[schema(minimum = 1, maximum = 7)]
    pub weekday: u32,
    /// Minutes after midnight: 540 is nine o'clock.
    #[schema(minimum = 0, maximum = 1439)]
    pub from_minute: u32,
    /// 1,440 is the end of the day.
    #[schema(minimum = 1, maximum = 1440)]
    pub until_minute: u32,
}

/// The hours of a week in their order, none of them overlapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct WeekHours(pub Vec<DayHours>);

const DAY_MINUTES: u32 = 1_440;
const SPANS_MAX: usize = 21;
/// Further ahead nothing is counted: the longest limit is over by then, even one of a store that opens once a week.
const WEEKS_MAX: u64 = 60;

impl WeekHours {
    /// In their order, or what is wrong with them, under the name of the field.
    pub fn checked(mut days: Vec<DayHours>, field: &str) -> Result<Self, Fault> {
        days.sort_unstable();
        if days.is_empty() || days.len() > SPANS_MAX {
            let message = format!("give 1 to {SPANS_MAX} spans of hours, or null when every hour counts");
            return Err(Fault::new(field, "hours.count", message));
        }
        if let Some(bad) = days.iter().find(|one| !one.is_sound()) {
            let message = format!(
                "on weekday {} hours go from minute {} to {}; a weekday is 1 to 7, and hours begin before they end, at 1440 at the latest",
                bad.weekday, bad.from_minute, bad.until_minute
            );
            return Err(Fault::new(field, "hours.malformed", message));
        }
        let overlap =
            days.windows(2).find(|two| two[0].weekday == two[1].weekday && two[0].until_minute > two[1].from_minute);
        match overlap {
            Some(two) => {
                let message = format!("hours of weekday {} overlap; join them to one span", two[0].weekday);
                Err(Fault::new(field, "hours.overlap", message))
            }
            None => Ok(Self(days)),
        }
    }

    /// Whether somebody is there at this instant.
    pub fn is_open(&self, calendar: Calendar, at: DateTime<Utc>) -> bool {
        self.spans(calendar, at).take(SPANS_MAX).any(|(from, until)| from <= at && at < until)
    }

    /// So many minutes later, counted only while somebody is there. Of none, the instant itself or the next opening.
    pub fn after(&self, calendar: Calendar, start: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        let mut left = TimeDelta::minutes(minutes);
        for (from, until) in self.spans(calendar, start) {
            let from = from.max(start);
            if until <= from {
                continue;
            }
            if left <= until - from {
                return from + left;
            }
            left -= until - from;
        }
        start + TimeDelta::minutes(minutes)
    }

    /// How many of the minutes between two instants somebody was there.
    pub fn between(&self, calendar: Calendar, start: DateTime<Utc>, end: DateTime<Utc>) -> i64 {
        let within = self.spans(calendar, start).take_while(|(from, _)| *from < end);
        let counted = within.map(|(from, until)| (until.min(end) - from.max(start)).max(TimeDelta::zero()));
        counted.fold(TimeDelta::zero(), |sum, one| sum + one).num_minutes()
    }

    /// The spans from the day of an instant on, in their order.
    fn spans(&self, calendar: Calendar, start: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let first = calendar.day(start);
        let days = (0..WEEKS_MAX * 7).filter_map(move |ahead| first.checked_add_days(Days::new(ahead)));
        days.flat_map(move |day| {
            let weekday = day.weekday().number_from_monday();
            let of_day = self.0.iter().filter(move |one| one.weekday == weekday);
            of_day.map(move |one| (calendar.at_minute(day, one.from_minute), calendar.at_minute(day, one.until_minute)))
        })
    }
}

impl DayHours {
    const fn is_sound(&self) -> bool {
        self.weekday >= 1
            && self.weekday <= 7
            && self.from_minute < self.until_minute
            && self.until_minute <= DAY_MINUTES
    }
}

/// So many minutes later, in these hours or on the wall.
pub fn after(hours: Option<&WeekHours>, calendar: Calendar, start: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    hours.map_or_else(|| start + TimeDelta::minutes(minutes), |hours| hours.after(calendar, start, minutes))
}

/// The minutes between two instants, in these hours or on the wall.
pub fn between(hours: Option<&WeekHours>, calendar: Calendar, start: DateTime<Utc>, end: DateTime<Utc>) -> i64 {
    hours.map_or_else(|| (end - start).num_minutes().max(0), |hours| hours.between(calendar, start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nine to six, closed on Sunday.
    fn hours() -> WeekHours {
        let day = |weekday| DayHours { weekday, from_minute: 540, until_minute: 1_080 };
        WeekHours::checked((1..=6).map(day).collect(), "hours").unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).unwrap().with_timezone(&Utc)
    }

    fn after_(start: &str, minutes: i64) -> DateTime<Utc> {
        hours().after(Calendar::default(), at(start), minutes)
    }

    #[test]
    fn who_asks_at_night_is_answered_half_an_hour_after_the_store_opens() {
        assert_eq!(after_("2026-03-16T23:00", 30), at("2026-03-17T09:30"));
        assert_eq!(after_("2026-03-16T07:00", 30), at("2026-03-16T09:30"));
    }

    #[test]
    fn what_is_left_in_the_evening_goes_on_in_the_morning_and_over_a_closed_sunday() {
        assert_eq!(after_("2026-03-16T17:50", 30), at("2026-03-17T09:20"));
        assert_eq!(after_("2026-03-14T17:50", 30), at("2026-03-16T09:20"), "14 March 2026 is a Saturday");
        assert_eq!(after_("2026-03-16T17:30", 30), at("2026-03-16T18:00"), "the last minute counts");
    }

    #[test]
    fn of_no_minutes_it_is_now_or_the_next_opening() {
        assert_eq!(after_("2026-03-16T10:00", 0), at("2026-03-16T10:00"));
        assert_eq!(after_("2026-03-15T10:00", 0), at("2026-03-16T09:00"));
    }

    #[test]
    fn minutes_between_are_the_inverse_of_minutes_after() {
        for start in ["2026-03-16T10:00", "2026-03-16T23:00", "2026-03-14T17:50", "2026-03-15T12:00"] {
            for minutes in [1, 29, 30, 500, 5_000] {
                let end = after_(start, minutes);
                assert_eq!(hours().between(Calendar::default(), at(start), end), minutes, "{start} + {minutes}");
            }
        }
        assert_eq!(hours().between(Calendar::default(), at("2026-03-16T20:00"), at("2026-03-17T08:00")), 0);
    }

    #[test]
    fn a_store_is_open_from_its_first_minute_until_before_its_last() {
        let is_open = |text| hours().is_open(Calendar::default(), at(text));
        assert!(is_open("2026-03-16T09:00") && is_open("2026-03-16T17:59"));
        assert!(!is_open("2026-03-16T18:00") && !is_open("2026-03-16T08:59") && !is_open("2026-03-15T12:00"));
    }

    #[test]
    fn hours_that_make_no_sense_are_told() {
        let code = |days: &[(u32, u32, u32)]| {
            let days = days.iter().map(|(weekday, from_minute, until_minute)| DayHours {
                weekday: *weekday,
                from_minute: *from_minute,
                until_minute: *until_minute,
            });
            WeekHours::checked(days.collect(), "hours").err().map(|fault| fault.code)
        };
        assert_eq!(code(&[(1, 540, 720), (1, 780, 1_080)]), None, "a break at noon");
        assert_eq!(code(&[]).as_deref(), Some("hours.count"));
        assert_eq!(code(&[(8, 540, 720)]).as_deref(), Some("hours.malformed"));
        assert_eq!(code(&[(1, 720, 540)]).as_deref(), Some("hours.malformed"));
        assert_eq!(code(&[(1, 0, 1_441)]).as_deref(), Some("hours.malformed"));
        assert_eq!(code(&[(1, 540, 800), (1, 780, 1_080)]).as_deref(), Some("hours.overlap"));
    }
}
