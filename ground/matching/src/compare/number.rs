//! Numbers and dates compared: a slip apart, a part of one another, or different.

use super::text::within;
use crate::level::Level;

/// Fewer digits are shared by too many.
const LAST_DIGITS_MIN: usize = 7;
const VIN_END: usize = 6;

pub(super) fn phone(a: &str, b: &str) -> Level {
    let (long, short) = by_length(a, b);
    if short.len() >= LAST_DIGITS_MIN && long.len() > short.len() && long.ends_with(short) {
        Level::Partial // without its area code
    } else {
        one_slip(a, b)
    }
}

pub(super) fn email(a: &str, b: &str) -> Level {
    let (name_a, name_b) = (local_part(a), local_part(b));
    if within(a, b, 1) {
        Level::Near
    } else if name_a == name_b && name_a.len() >= 3 {
        Level::Partial
    } else {
        Level::Different
    }
}

fn local_part(email: &str) -> &str {
    email.split('@').next().unwrap_or_default()
}

pub(super) fn plate(a: &str, b: &str) -> Level {
    let number = |plate| str::trim_start_matches(plate, |c: char| !c.is_ascii());
    let (number_a, number_b) = (number(a), number(b));
    let lacks_province = number_a.len() == a.len() || number_b.len() == b.len();
    if number_a == number_b { if lacks_province { Level::Partial } else { Level::Near } } else { one_slip(a, b) }
}

pub(super) fn vin(a: &str, b: &str) -> Level {
    let (long, short) = by_length(a, b);
    if long.len() > short.len() && short.len() >= VIN_END && long.ends_with(short) {
        Level::Partial
    } else if long.len() == short.len() {
        one_slip(a, b)
    } else if within(a, b, 1) {
        Level::Near
    } else {
        Level::Different
    }
}

pub(super) fn identifier(a: &str, b: &str) -> Level {
    if a.len().min(b.len()) >= 5 { one_slip(a, b) } else { Level::Different }
}

/// Postcodes and house numbers: two places at least, and one slip.
pub(super) fn short(a: &str, b: &str) -> Level {
    let shorter = a.len().min(b.len());
    if shorter >= 2 && a.len().max(b.len()) >= 3 && within(a, b, 1) { Level::Near } else { Level::Different }
}

/// Dates of eight digits: day and month swapped, one digit wrong, two digits swapped, one of the three parts wrong.
pub(super) fn date(a: &str, b: &str) -> Level {
    let (long, short) = by_length(a, b);
    if short.len() < long.len() {
        return if short.len() >= 4 && long.starts_with(short) { Level::Partial } else { Level::Different };
    }
    if a.len() != 8 || !a.is_ascii() || !b.is_ascii() {
        return one_slip(a, b);
    }
    let (year_a, month_a, day_a) = (&a[..4], &a[4..6], &a[6..]);
    let (year_b, month_b, day_b) = (&b[..4], &b[4..6], &b[6..]);
    if year_a == year_b && month_a == day_b && day_a == month_b {
        Level::Alike
    } else if within(a, b, 1) {
        Level::Near
    } else if [year_a == year_b, month_a == month_b, day_a == day_b].iter().filter(|same| **same).count() == 2 {
        Level::Partial
    } else if year_a == year_b {
        Level::Kin
    } else {
        Level::Different
    }
}

fn one_slip(a: &str, b: &str) -> Level {
    if within(a, b, 1) { Level::Near } else { Level::Different }
}

fn by_length<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    if a.len() >= b.len() { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_forgive_what_typists_do() {
        for (a, b, level) in [
            ("19850307", "19850703", Level::Alike),
            ("19850307", "19850308", Level::Near),
            ("19850307", "19580307", Level::Near),
            ("19850307", "19850317", Level::Near),
            ("19850307", "19850325", Level::Partial),
            ("19850307", "1985", Level::Partial),
            ("19850307", "19851112", Level::Kin),
            ("19850307", "19630911", Level::Different),
        ] {
            assert_eq!(date(a, b), level, "{a} {b}");
            assert_eq!(date(b, a), level, "{b} {a}");
        }
    }

    #[test]
    fn numbers_are_a_slip_a_part_or_a_world_apart() {
        assert_eq!(phone("13812345678", "13812345679"), Level::Near);
        assert_eq!(phone("13812345678", "13812354678"), Level::Near);
        assert_eq!(phone("2162345678", "62345678"), Level::Partial);
        assert_eq!(phone("13812345678", "13987654321"), Level::Different);
        assert_eq!(vin("LSVAA4183E2000001", "E2000001"), Level::Partial);
        assert_eq!(plate("沪A12345", "苏A12345"), Level::Near);
        assert_eq!(plate("沪A12345", "A12345"), Level::Partial);
        assert_eq!(plate("沪A12345", "沪A12354"), Level::Near);
        assert_eq!(email("wang@qq.com", "wang@163.com"), Level::Partial);
        assert_eq!(email("wang@qq.com", "wnag@qq.com"), Level::Near);
        assert_eq!(short("4011", "4101"), Level::Near);
        assert_eq!(short("6", "69"), Level::Different);
    }
}
