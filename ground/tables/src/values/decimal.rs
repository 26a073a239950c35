//! A written number as an exact whole number of units: signs, separators, Chinese multipliers.

use crate::ValueFault;

/// A number `digits × 10^-places`, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    places: u32,
}

impl Decimal {
    /// Reads digits with at most one decimal point and commas or spaces or apostrophes every three digits; no sign.
    /// None if it is something else.
    pub(super) fn unsigned(text: &str) -> Option<Result<Self, ValueFault>> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let whole = ungrouped(whole)?;
        if !is_digits(&whole) || !is_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        if whole.len() + fraction.len() > DIGITS_MAX {
            return Some(Err(ValueFault::TooLarge));
        }
        let places = u32::try_from(fraction.len()).ok()?;
        let digits = format!("0{whole}{fraction}").parse().ok()?;
        Some(Ok(Self { digits, places }))
    }

    /// `self × 10^power` as a whole number; none if a fraction remains.
    pub(super) fn times_ten_to(self, power: u32) -> Result<Option<i64>, ValueFault> {
        if self.places > power {
            return Ok(None);
        }
        let scaled = 10_i128.checked_pow(power - self.places).and_then(|factor| self.digits.checked_mul(factor));
        scaled.and_then(|units| i64::try_from(units).ok()).map(Some).ok_or(ValueFault::TooLarge)
    }
}

/// Takes a multiplier off the end: `万` and `w` are 10⁴. Gives the rest and the power of ten.
pub(super) fn multiplier(text: &str) -> (&str, u32) {
    const MULTIPLIERS: [(&str, u32); 10] = [
        ("千万", 7),
        ("百万", 6),
        ("十万", 5),
        ("亿", 8),
        ("万", 4),
        ("萬", 4),
        ("千", 3),
        ("百", 2),
        ("w", 4),
        ("k", 3),
    ];
    let lower = text.len();
    MULTIPLIERS
        .iter()
        .find(|(word, _)| lower > word.len() && ends_with_ignoring_case(text, word))
        .map_or((text, 0), |(word, power)| (text[..text.len() - word.len()].trim_end(), *power))
}

/// Whether it is `1.38E+10`.
pub(super) fn is_scientific(text: &str) -> bool {
    text.split_once(['e', 'E']).is_some_and(|(mantissa, exponent)| {
        let exponent = exponent.trim_start_matches(['+', '-']);
        mantissa.bytes().any(|byte| byte.is_ascii_digit())
            && mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'))
            && !exponent.is_empty()
            && exponent.bytes().all(|byte| byte.is_ascii_digit())
    })
}

pub(super) fn ends_with_ignoring_case(text: &str, ending: &str) -> bool {
    let start = text.len().checked_sub(ending.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

const DIGITS_MAX: usize = 30;

/// Without the separators, if they stand where thousands end.
fn ungrouped(whole: &str) -> Option<String> {
    let is_separator = |c: char| matches!(c, ',' | ' ' | '\'');
    if !whole.contains(is_separator) {
        return Some(whole.to_owned());
    }
    let mut groups = whole.split(is_separator);
    let first = groups.next()?;
    let is_grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    is_grouped.then(|| whole.replace(is_separator, ""))
}
