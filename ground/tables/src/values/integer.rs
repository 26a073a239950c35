//! Whole numbers with or without a unit: mileages, counts, points.

use super::decimal::{Decimal, ends_with_ignoring_case, is_scientific, multiplier};
use super::{folded, is_blank};
use crate::ValueFault;

/// Reads a whole number: `48,260 km`, `4.8万公里`, `48260.0`, `-3`. Known units are left out; they are never converted, so miles
/// and other units that would need it are refused.
///
/// # Errors
/// If it is no number, has a fraction or an unknown unit, or is in scientific form, which has lost digits.
///
/// ```
/// use tables::values::parse_integer;
/// assert_eq!(parse_integer("48,260 km"), Ok(48_260));
/// assert_eq!(parse_integer("4.8万公里"), Ok(48_000));
/// ```
pub fn parse_integer(text: &str) -> Result<i64, ValueFault> {
    if is_blank(text) {
        return Err(ValueFault::Blank);
    }
    let text = folded(text);
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, text.strip_prefix('+').unwrap_or(&text).trim_start()),
    };
    if is_scientific(text) {
        return Err(ValueFault::Scientific);
    }
    let text = without_unit(text);
    let (number, power) = multiplier(text);
    let decimal = match Decimal::unsigned(number) {
        Some(decimal) => decimal?,
        None => return Err(unit_fault(number)),
    };
    Ok(sign * decimal.times_ten_to(power)?.ok_or(ValueFault::IntegerFraction)?)
}

/// Longer ones first, since `公里` ends in `里`.
const UNITS: [&str; 28] = [
    "公里", "千米", "km", "kms", "辆", "台", "部", "次", "个", "人", "位", "分钟", "积分", "分", "天", "日", "个月",
    "月", "年", "岁", "周岁", "座", "件", "条", "pcs", "days", "points", "years",
];

fn without_unit(text: &str) -> &str {
    let longest = UNITS.iter().filter(|unit| ends_with_ignoring_case(text, unit)).max_by_key(|unit| unit.len());
    longest.map_or(text, |unit| text[..text.len() - unit.len()].trim_end())
}

/// A number with something after it has an unknown unit; anything else is no number.
fn unit_fault(text: &str) -> ValueFault {
    let unit_at = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\''))).unwrap_or(0);
    let (number, unit) = text.split_at(unit_at);
    match Decimal::unsigned(number.trim_end()) {
        Some(Ok(_)) if unit.chars().all(char::is_alphabetic) => ValueFault::IntegerUnit(unit.to_owned()),
        _ => ValueFault::IntegerUnreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_written() {
        for (text, number) in [
            ("48,260 km", 48_260),
            ("48260公里", 48_260),
            ("4.8万公里", 48_000),
            ("4.8 万 km", 48_000),
            ("５２００", 5_200),
            ("3.5w", 35_000),
            ("48260.0", 48_260),
            ("-3", -3),
            ("12 个月", 12),
            ("1,234,567", 1_234_567),
        ] {
            assert_eq!(parse_integer(text), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_whole_number_is_refused() {
        for (text, fault) in [
            ("N/A", ValueFault::Blank),
            ("约五万", ValueFault::IntegerUnreadable),
            ("1.5", ValueFault::IntegerFraction),
            ("30000 miles", ValueFault::IntegerUnit("miles".into())),
            ("1.38E+10", ValueFault::Scientific),
            ("1,2,3", ValueFault::IntegerUnreadable),
            ("99999999999999999999", ValueFault::TooLarge),
        ] {
            assert_eq!(parse_integer(text), Err(fault), "{text}");
        }
    }
}
