//! Calendar dates in every form people and programs write them.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{folded, is_blank};
use crate::ValueFault;

/// The order of year, month and day where the text itself does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    YearMonthDay,
    MonthDayYear,
    DayMonthYear,
}

/// Reads a date; a time after it is left out. `2024-01-05`, `2024/1/5`, `2024.1.5`, `20240105`, `2024年1月5日`, `5-Jan-24`,
/// `January 5, 2024`, Excel's serial number `45296`; `1/5/2024` by `order`. Years of two digits are read as Excel does: up to 29
/// they are 20xx, from 30 on 19xx.
///
/// # Errors
/// If it is no date, no such day, ambiguous without an order, or against the order given.
///
/// ```
/// use tables::values::{DateOrder, parse_date};
/// let day = chrono::NaiveDate::from_ymd_opt(2024, 1, 5).ok_or("no such day");
/// assert_eq!(parse_date("2024年1月5日 09:30", None).map_err(|_| "unread"), day);
/// assert_eq!(parse_date("5/1/2024", Some(DateOrder::DayMonthYear)).map_err(|_| "unread"), day);
/// ```
pub fn parse_date(text: &str, order: Option<DateOrder>) -> Result<NaiveDate, ValueFault> {
    if is_blank(text) {
        return Err(ValueFault::Blank);
    }
    let text = folded(text).to_lowercase();
    if let Some(day) = serial_or_compact(&text) {
        return day;
    }
    let parts = Parts::of(&text).ok_or(ValueFault::DateUnreadable)?;
    parts.date(order)
}

/// The order that the samples show, such as `13/1/2024`; none if none of them shows it or they contradict one another.
///
/// ```
/// use tables::values::{DateOrder, guess_date_order};
/// assert_eq!(guess_date_order(["1/5/2024", "1/25/2024"]), Some(DateOrder::MonthDayYear));
/// assert_eq!(guess_date_order(["1/5/2024", "2/3/2024"]), None);
/// ```
pub fn guess_date_order<'a>(samples: impl IntoIterator<Item = &'a str>) -> Option<DateOrder> {
    let mut shown: Vec<DateOrder> = samples.into_iter().filter_map(order_shown).collect();
    // A column of ISO dates and one other form is of the other form: ISO dates are read under any order.
    if shown.iter().any(|order| *order != DateOrder::YearMonthDay) {
        shown.retain(|order| *order != DateOrder::YearMonthDay);
    }
    let first = *shown.first()?;
    shown.iter().all(|order| *order == first).then_some(first)
}

const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// Serial numbers that are taken for dates, from 1927-05-18 on. Smaller ones are years, ages and prices.
const SERIALS: std::ops::RangeInclusive<u64> = 10_000..=99_999;

fn order_shown(text: &str) -> Option<DateOrder> {
    let parts = Parts::of(&folded(text).to_lowercase())?;
    match parts.groups {
        _ if parts.month_named => None,
        [year, ..] if year.digits == 4 => Some(DateOrder::YearMonthDay),
        [day, month, _] if day.value > 12 && (1..=12).contains(&month.value) && day.value <= 31 => {
            Some(DateOrder::DayMonthYear)
        }
        [month, day, _] if day.value > 12 && (1..=12).contains(&month.value) && day.value <= 31 => {
            Some(DateOrder::MonthDayYear)
        }
        _ => None,
    }
}

/// Digits alone: `20240105`, `20240105093000`, `45296`, `45296.5`.
fn serial_or_compact(text: &str) -> Option<Result<NaiveDate, ValueFault>> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match (whole.len(), fraction.is_empty()) {
        (5, _) => {
            let serial = whole.parse().ok().filter(|serial| SERIALS.contains(serial))?;
            let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
            let day = epoch.checked_add_days(Days::new(serial)).filter(|day| YEARS.contains(&day.year()));
            Some(day.ok_or(ValueFault::DateOutOfRange))
        }
        (8 | 12 | 14, true) => {
            Some(day_of(whole[..4].parse().ok()?, whole[4..6].parse().ok()?, whole[6..8].parse().ok()?))
        }
        (_, true) => Some(Err(ValueFault::DateUnreadable)),
        _ => None,
    }
}

#[derive(Clone, Copy, Default)]
struct Group {
    value: u32,
    digits: usize,
}

/// Three numbers in the order written.
struct Parts {
    groups: [Group; 3],
    /// Whether the month was a word; then the groups are day, month, year or, with a year of four digits, year, month, day.
    month_named: bool,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let mut groups = [Group::default(); 3];
        let mut month = None;
        let mut count = 0;
        let mut rest = text;
        while count + usize::from(month.is_some()) < 3 {
            rest = without_separators(rest, count + usize::from(month.is_some()))?;
            if let Some((number, after)) = leading_month(rest).filter(|_| month.is_none()) {
                (month, rest) = (Some(number), after);
                continue;
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let value = rest.get(..digits).filter(|_| (1..=4).contains(&digits))?.parse().ok()?;
            *groups.get_mut(count)? = Group { value, digits };
            count += 1;
            rest = &rest[digits..];
        }
        if !is_rest_of_day(rest) {
            return None;
        }
        let Some(month) = month else { return Some(Self { groups, month_named: false }) };
        let month = Group { value: month, digits: 2 };
        Some(Self { groups: [groups[0], month, groups[1]], month_named: true })
    }

    fn date(&self, order: Option<DateOrder>) -> Result<NaiveDate, ValueFault> {
        let [first, second, third] = self.groups;
        if first.digits == 4 {
            return day_of(first.value, second.value, third.value);
        }
        if first.digits == 3 || second.digits > 2 || third.digits == 3 {
            return Err(ValueFault::DateUnreadable);
        }
        if self.month_named {
            return day_of(full_year(third), second.value, first.value);
        }
        let order = match order {
            Some(order) => order,
            None if third.digits == 4 => plain_order(first.value, second.value)?,
            None => return Err(ValueFault::DateAmbiguous),
        };
        let (year, month, day) = match order {
            DateOrder::YearMonthDay if third.digits == 4 => return Err(ValueFault::DateOtherOrder),
            DateOrder::YearMonthDay => (first, second, third),
            DateOrder::MonthDayYear => (third, first, second),
            DateOrder::DayMonthYear => (third, second, first),
        };
        match day_of(full_year(year), month.value, day.value) {
            Err(ValueFault::DateImpossible) if month.value > 12 && (1..=12).contains(&day.value) => {
                Err(ValueFault::DateOtherOrder)
            }
            other => other,
        }
    }
}

/// The order of day and month where one of them can only be the day, or both are the same.
fn plain_order(first: u32, second: u32) -> Result<DateOrder, ValueFault> {
    match (first > 12, second > 12) {
        (true, false) => Ok(DateOrder::DayMonthYear),
        (false, true) => Ok(DateOrder::MonthDayYear),
        (true, true) => Err(ValueFault::DateImpossible),
        (false, false) if first == second => Ok(DateOrder::DayMonthYear),
        (false, false) => Err(ValueFault::DateAmbiguous),
    }
}

fn full_year(group: Group) -> u32 {
    match group.digits {
        4 => group.value,
        _ if group.value < 30 => 2000 + group.value,
        _ => 1900 + group.value,
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Result<NaiveDate, ValueFault> {
    if month == 0 || day == 0 || month > 12 || day > 31 {
        return Err(ValueFault::DateImpossible);
    }
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year)).ok_or(ValueFault::DateOutOfRange)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(ValueFault::DateImpossible)
}

/// What may stand between the parts: one separator with spaces around it. None if they are not parted.
fn without_separators(text: &str, parts_before: usize) -> Option<&str> {
    if parts_before == 0 {
        // "Friday, 5 January 2024"
        return Some(without_weekday(text).trim_start_matches([',', ' ']));
    }
    let rest = text.trim_start_matches(' ');
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|ending| rest.strip_prefix(ending)).unwrap_or(rest);
    let rest = rest.strip_prefix(['-', '/', '.', ',', '年', '月']).unwrap_or(rest).trim_start_matches(' ');
    (rest.len() < text.len() || leading_month(text).is_some() || text.starts_with(|c: char| c.is_ascii_digit()))
        .then_some(rest)
}

fn leading_month(text: &str) -> Option<(u32, &str)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = text.get(..letters).filter(|word| word.len() >= 3)?;
    let place = MONTHS.iter().position(|month| month.starts_with(word) || (word == "sept" && *month == "september"))?;
    Some((u32::try_from(place).ok()? + 1, &text[letters..]))
}

fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_day = letters >= 3 && DAYS.iter().any(|day| day.starts_with(&text[..letters]));
    if is_day { &text[letters..] } else { text }
}

/// After the date: nothing, a weekday, or a time of day.
fn is_rest_of_day(rest: &str) -> bool {
    let rest = rest.trim_start_matches(' ');
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest).trim_start_matches([' ', ',']);
    let rest = ["星期", "周", "(星期", "(周"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .map_or(rest, |after| after.trim_start_matches(['一', '二', '三', '四', '五', '六', '日', '天', ')']));
    let rest = without_weekday(rest.trim_start_matches(' '));
    let rest = rest.strip_prefix('t').unwrap_or(rest);
    let is_time_character = |c: char| c.is_ascii_digit() || ":.+-zapm 时分秒点上中下午凌晨晚".contains(c);
    rest.is_empty() || (rest.chars().all(is_time_character) && rest.contains([':', '时', '点']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_that_say_themselves_what_they_mean_need_no_order() {
        for text in [
            "2024-01-05",
            "2024/1/5",
            "2024.1.5",
            "2024-1-05",
            "20240105",
            "2024年1月5日",
            "2024年01月05号",
            "２０２４－０１－０５",
            "2024 年 1 月 5 日",
            "5-Jan-24",
            "5 Jan 2024",
            "Jan 5, 2024",
            "January 5th, 2024",
            "05-JAN-2024",
            "45296",
            "45296.0",
            "45296.395833",
            "2024-01-05 09:30",
            "2024-01-05T09:30:00Z",
            "2024-01-05T09:30:00.123+08:00",
            "2024/1/5 9:30:00",
            "2024年1月5日 星期五",
            "2024年1月5日 上午9:30",
            "2024年1月5日9时30分",
            "Friday, January 5, 2024",
            "20240105093000",
            " 2024-01-05 ",
            "2024-Jan-5",
            "2024. 1. 5",
        ] {
            assert_eq!(parse_date(text, None), Ok(day(2024, 1, 5)), "{text}");
        }
    }

    #[test]
    fn month_and_day_follow_the_order_given() {
        assert_eq!(parse_date("1/5/2024", Some(DateOrder::MonthDayYear)), Ok(day(2024, 1, 5)));
        assert_eq!(parse_date("1/5/2024", Some(DateOrder::DayMonthYear)), Ok(day(2024, 5, 1)));
        assert_eq!(parse_date("1/5/24 10:00 PM", Some(DateOrder::MonthDayYear)), Ok(day(2024, 1, 5)));
        assert_eq!(parse_date("24-1-5", Some(DateOrder::YearMonthDay)), Ok(day(2024, 1, 5)));
        assert_eq!(parse_date("13/1/2024", None), Ok(day(2024, 1, 13)));
        assert_eq!(parse_date("1.13.2024", None), Ok(day(2024, 1, 13)));
        assert_eq!(parse_date("5/6/85", Some(DateOrder::DayMonthYear)), Ok(day(1985, 6, 5)));
        assert_eq!(parse_date("2024-01-05", Some(DateOrder::MonthDayYear)), Ok(day(2024, 1, 5)));
    }

    #[test]
    fn what_is_no_date_is_refused_with_its_reason() {
        for (text, order, fault) in [
            ("", None, ValueFault::Blank),
            ("-", None, ValueFault::Blank),
            ("明天", None, ValueFault::DateUnreadable),
            ("2024", None, ValueFault::DateUnreadable),
            ("202401", None, ValueFault::DateUnreadable),
            ("2024-01", None, ValueFault::DateUnreadable),
            ("13800138000", None, ValueFault::DateUnreadable),
            ("2024-01-05 客户改期", None, ValueFault::DateUnreadable),
            ("1/5/2024", None, ValueFault::DateAmbiguous),
            ("1/5/24", None, ValueFault::DateAmbiguous),
            ("13/1/2024", Some(DateOrder::MonthDayYear), ValueFault::DateOtherOrder),
            ("1/5/2024", Some(DateOrder::YearMonthDay), ValueFault::DateOtherOrder),
            ("2024-02-30", None, ValueFault::DateImpossible),
            ("2024-13-01", None, ValueFault::DateImpossible),
            ("0000-00-00", None, ValueFault::DateImpossible),
            ("1024-01-05", None, ValueFault::DateOutOfRange),
            ("73416", None, ValueFault::DateOutOfRange),
            ("99939", None, ValueFault::DateOutOfRange),
        ] {
            assert_eq!(parse_date(text, order), Err(fault), "{text}");
        }
    }

    #[test]
    fn samples_show_the_order() {
        assert_eq!(guess_date_order(["5/1/2024", "25/1/2024", "2024-01-01"]), Some(DateOrder::DayMonthYear));
        assert_eq!(guess_date_order(["2024-01-05", "2024/2/3"]), Some(DateOrder::YearMonthDay));
        assert_eq!(guess_date_order(["25/1/2024", "1/25/2024"]), None);
        assert_eq!(guess_date_order([]), None);
    }
}
