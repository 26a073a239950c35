//! Instants are UTC; days, weeks and months are counted in the store's own time zone.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// The calendar of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar(Tz);

impl Default for Calendar {
    fn default() -> Self {
        Self(chrono_tz::Asia::Shanghai)
    }
}

impl Calendar {
    /// `zone` is an IANA name, `Asia/Shanghai`; `None` when there is no such zone.
    pub fn in_zone(zone: &str) -> Option<Self> {
        zone.parse().ok().map(Self)
    }

    /// The IANA name of its zone.
    pub fn zone(self) -> &'static str {
        self.0.name()
    }

    /// The day on the wall of the store at this instant.
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.0).date_naive()
    }

    /// The instant at which this day begins in the store. A midnight skipped by a clock change begins an hour later.
    pub fn start_of(self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        self.0
            .from_local_datetime(&midnight)
            .earliest()
            .unwrap_or_else(|| self.0.from_utc_datetime(&midnight))
            .with_timezone(&Utc)
    }

    /// The instant at which the day after this one begins.
    pub fn end_of(self, day: NaiveDate) -> DateTime<Utc> {
        self.start_of(day.checked_add_days(Days::new(1)).unwrap_or(day))
    }

    /// The instant at which the clock on the wall of the store shows so many minutes after midnight of this day; 1,440 is the
    /// midnight that ends it. A time skipped by a clock change comes as many minutes after midnight all the same.
    pub fn at_minute(self, day: NaiveDate, minute: u32) -> DateTime<Utc> {
        let Some(shown) = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0) else { return self.end_of(day) };
        let local = self.0.from_local_datetime(&day.and_time(shown)).earliest();
        local.map_or_else(|| self.start_of(day) + TimeDelta::minutes(i64::from(minute)), |at| at.with_timezone(&Utc))
    }

    /// How many minutes after midnight the clock on the wall of the store shows.
    pub fn minute_of(self, at: DateTime<Utc>) -> u32 {
        at.with_timezone(&self.0).num_seconds_from_midnight() / 60
    }

    /// The first day of the month of `day`.
    pub fn month_of(day: NaiveDate) -> NaiveDate {
        day.with_day(1).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_on_the_wall_is_nine_whatever_the_clocks_did_at_night() {
        let berlin = Calendar::in_zone("Europe/Berlin").expect("a zone");
        let changed = NaiveDate::from_ymd_opt(2026, 3, 29).expect("a date");
        assert_eq!(berlin.at_minute(changed, 540).to_rfc3339(), "2026-03-29T07:00:00+00:00");
        assert_eq!(berlin.minute_of(berlin.at_minute(changed, 540)), 540);
        assert_eq!(berlin.at_minute(changed, 1_440), berlin.end_of(changed));
        assert_eq!(berlin.at_minute(changed, 150), berlin.start_of(changed) + TimeDelta::minutes(150));
    }

    #[test]
    fn a_shanghai_day_begins_at_sixteen_utc() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a date");
        assert_eq!(Calendar::default().start_of(day).to_rfc3339(), "2026-02-28T16:00:00+00:00");
        assert_eq!(Calendar::default().day(Calendar::default().start_of(day)), day);
    }
}
