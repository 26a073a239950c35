//! The year of the trade: when cars are sold, when they come to the workshop, and the days on which nobody works.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use crate::dice::Dice;

/// Which business follows which months.
#[derive(Clone, Copy)]
pub(crate) enum Season {
    /// Buying cars: March, September and the year's end.
    Sales,
    /// Maintenance and repair: before Spring Festival and in the heat of summer.
    Workshop,
    /// Tyres: the autumn.
    Tyres,
    /// Everything else: any working day.
    Even,
}

/// Hundredths of an average month, January first.
const SALES: [u32; 12] = [105, 60, 140, 88, 95, 105, 78, 88, 145, 105, 112, 165];
const WORKSHOP: [u32; 12] = [120, 70, 90, 92, 95, 112, 145, 130, 95, 95, 85, 90];
const TYRES: [u32; 12] = [55, 35, 70, 75, 65, 60, 55, 70, 120, 230, 235, 95];

/// First day of the Chinese year by calendar year (国务院办公厅 holiday notices; later years from the lunar calendar).
const SPRING_FESTIVALS: [(i32, u32, u32); 14] = [
    (2018, 2, 16),
    (2019, 2, 5),
    (2020, 1, 25),
    (2021, 2, 12),
    (2022, 2, 1),
    (2023, 1, 22),
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 3),
    (2031, 1, 23),
];

/// A day between both (included) that the season likes; the last try stands when the season likes none.
pub(crate) fn day_between(dice: &mut Dice, season: Season, first: NaiveDate, last: NaiveDate) -> NaiveDate {
    let span = (last - first).num_days().max(0);
    let mut day = first;
    for _ in 0..6 {
        day = later(first, dice.between(0, span));
        if dice.below(200) < weight(season, day) {
            break;
        }
    }
    day
}

/// A day at most `slack` days from the wished one, drawn towards what the season likes.
pub(crate) fn day_near(dice: &mut Dice, season: Season, wished: NaiveDate, slack: i64) -> NaiveDate {
    day_between(dice, season, later(wished, -slack), later(wished, slack))
}

/// The day `days` later (earlier when negative).
pub(crate) fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day)
}

/// The same day of the month `months` later (earlier when negative), or the last day of that month.
pub(crate) fn months_later(day: NaiveDate, months: i32) -> NaiveDate {
    let count = day.year() * 12 + day.month0() as i32 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u32 + 1);
    (0..4).find_map(|back| NaiveDate::from_ymd_opt(year, month, day.day().saturating_sub(back))).unwrap_or(day)
}

/// The instant of a local clock time in China (UTC+8, no summer time).
pub(crate) fn instant(day: NaiveDate, minute_of_day: i64) -> DateTime<Utc> {
    let local = NaiveDateTime::new(day, NaiveTime::MIN) + TimeDelta::minutes(minute_of_day - 8 * 60);
    local.and_utc()
}

/// A moment within opening hours of that day.
pub(crate) fn working_hour(dice: &mut Dice, day: NaiveDate) -> DateTime<Utc> {
    // Late morning and mid-afternoon are the busy hours.
    let minute = dice.between(0, 270) + dice.between(0, 260);
    instant(day, 8 * 60 + 35 + minute)
}

fn weight(season: Season, day: NaiveDate) -> u32 {
    let days_to_festival = days_to_festival(day);
    if (-5..=0).contains(&days_to_festival) {
        return 4;
    }
    let month = day.month0() as usize;
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    match season {
        Season::Sales => SALES[month] * if weekend { 120 } else { 92 } / 100,
        Season::Workshop if (6..=35).contains(&days_to_festival) => 190,
        Season::Workshop => WORKSHOP[month] * if weekend { 112 } else { 95 } / 100,
        Season::Tyres => TYRES[month] * 8 / 10,
        Season::Even if weekend => 70,
        Season::Even => 120,
    }
}

/// Days until the Spring Festival of that calendar year; negative after it.
fn days_to_festival(day: NaiveDate) -> i64 {
    let (month, date) = SPRING_FESTIVALS
        .iter()
        .find(|(year, ..)| *year == day.year())
        .map_or((2, 5), |&(_, month, date)| (month, date));
    NaiveDate::from_ymd_opt(day.year(), month, date).map_or(0, |festival| (festival - day).num_days())
}

/// That day, or the first one after the festival week when it falls into it.
pub(crate) fn open_day(mut day: NaiveDate) -> NaiveDate {
    while (-5..=0).contains(&days_to_festival(day)) {
        day = day + Days::new(1);
    }
    day
}
