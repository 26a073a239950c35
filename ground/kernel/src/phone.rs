//! Telephone numbers as people type, paste and import them, brought into one form.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

use crate::text::{TextFault, folded, text_word};

/// A telephone number in the form of E.164, `+8613800001111`, with an extension after RFC 3966 where there is one,
/// `+862112345678;ext=12`.
///
/// Mainland numbers are taken as such without a country code. Relay numbers of platforms are mobile numbers with an
/// extension; they change hands within days and never identify a person: see [`Phone::extension`].
///
/// ```
/// use kernel::phone::{Phone, PhoneKind};
/// let phone = Phone::parse("0086 138-0000-1111").unwrap();
/// assert_eq!(phone.as_str(), "+8613800001111");
/// assert_eq!(phone.kind(), PhoneKind::Mobile);
/// assert_eq!(phone.masked(), "138****1111");
/// assert_eq!(Phone::parse("（021）6234 5678 转 12").unwrap().display(), "021-62345678-12");
/// ```
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

text_word!(Phone, PhoneFault);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    Mobile,
    Landline,
    /// 400 and 800 numbers.
    Hotline,
    /// Outside the mainland, Hong Kong, Macau and Taiwan among them.
    International,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    Empty,
    /// A spreadsheet turned the number into `1.38E+10`; the digits are lost.
    PrecisionLost,
    TooShort {
        digits: usize,
    },
    TooLong {
        digits: usize,
    },
    /// `at` counts from 1 in what was typed, after invisible characters are gone.
    BadCharacter {
        at: usize,
        found: char,
    },
    /// A landline without its area code, or without the zero of it.
    AreaCodeMissing,
    /// The right length, but no such range.
    NoSuchNumber,
}

const MAINLAND: &str = "+86";
const EXTENSION: &str = ";ext=";

impl Phone {
    /// Reads a number: mobile, landline with area code, 400 and 800, and foreign ones with `+` or `00`. Spaces, dashes,
    /// brackets, full-width digits and the `.0` of a spreadsheet do no harm.
    pub fn parse(raw: &str) -> Result<Self, PhoneFault> {
        let text = stripped(raw);
        if text.is_empty() {
            return Err(PhoneFault::Empty);
        }
        let text = from_spreadsheet(&text)?;
        let (number, extension) = parted(&text);
        let canonical = canonical(number)?;
        Ok(match extension {
            Some(extension) => Self(format!("{canonical}{EXTENSION}{extension}")),
            None => Self(canonical),
        })
    }

    pub fn kind(&self) -> PhoneKind {
        match self.national() {
            Some(national) if is_mobile(national) => PhoneKind::Mobile,
            Some(national) if is_hotline(national) => PhoneKind::Hotline,
            Some(_) => PhoneKind::Landline,
            None => PhoneKind::International,
        }
    }

    pub fn is_mobile(&self) -> bool {
        self.kind() == PhoneKind::Mobile
    }

    /// Whether the number lies in a range of resellers without a net of their own (162, 165, 167, 170, 171): more often
    /// thrown away, a flag and no more. After the numbering plan of the ministry (MIIT).
    pub fn is_virtual(&self) -> bool {
        self.is_mobile() && self.national().is_some_and(|n| ["162", "165", "167", "170", "171"].contains(&&n[..3]))
    }

    /// The digits to dial after the connection stands. A mobile number with one is a platform's relay number.
    pub fn extension(&self) -> Option<&str> {
        self.0.split_once(EXTENSION).map(|(_, extension)| extension)
    }

    /// The number without its extension, `+8613800001111`.
    pub fn without_extension(&self) -> &str {
        self.0.split_once(EXTENSION).map_or(&self.0, |(number, _)| number)
    }

    /// As people write it: `13800001111`, `021-62345678-12`, `400-820-1234`, `+85261234567`.
    pub fn display(&self) -> String {
        let number = match (self.kind(), self.national()) {
            (PhoneKind::Mobile, Some(national)) => national.to_owned(),
            (PhoneKind::Hotline, Some(national)) => {
                format!("{}-{}-{}", &national[..3], &national[3..6], &national[6..])
            }
            (PhoneKind::Landline, Some(national)) => {
                let (area, subscriber) = national.split_at(area_length(national));
                format!("0{area}-{subscriber}")
            }
            _ => self.without_extension().to_owned(),
        };
        match self.extension() {
            Some(extension) => format!("{number}-{extension}"),
            None => number,
        }
    }

    /// For eyes that need not see it whole: `138****1111`, `021-****5678`. The extension is not shown.
    pub fn masked(&self) -> String {
        match (self.kind(), self.national()) {
            (PhoneKind::Mobile, Some(national)) => format!("{}****{}", &national[..3], self.last_four()),
            (PhoneKind::Hotline, Some(national)) => format!("{}-***-{}", &national[..3], self.last_four()),
            (PhoneKind::Landline, Some(national)) => {
                format!("0{}-****{}", &national[..area_length(national)], self.last_four())
            }
            _ => format!("+****{}", self.last_four()),
        }
    }

    /// What is dialled within the area of a landline, `62345678`.
    pub fn subscriber(&self) -> Option<&str> {
        let landline = self.national().filter(|_| self.kind() == PhoneKind::Landline)?;
        landline.get(area_length(landline)..)
    }

    /// The last four digits, the extension left aside.
    pub fn last_four(&self) -> &str {
        let number = self.without_extension();
        &number[number.len().saturating_sub(4)..]
    }

    fn national(&self) -> Option<&str> {
        self.without_extension().strip_prefix(MAINLAND)
    }
}

/// Without surrounding space, a spreadsheet's apostrophe and a link's `tel:`.
fn stripped(raw: &str) -> String {
    let text: String = folded(raw).collect::<String>().to_lowercase();
    let text = text.trim().trim_matches(['\'', '"', '`']).trim();
    text.strip_prefix("tel:").unwrap_or(text).trim().to_owned()
}

/// Undoes what spreadsheets do to numbers: `13800001111.0`, and `1.3800001111E10` if every digit is still there.
fn from_spreadsheet(text: &str) -> Result<String, PhoneFault> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((whole, zeros)) = text.split_once('.')
        && is_digits(whole)
        && zeros.bytes().all(|byte| byte == b'0')
    {
        return Ok(whole.to_owned());
    }
    let Some((mantissa, exponent)) = text.split_once('e') else { return Ok(text.to_owned()) };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    if !is_digits(whole) || !is_digits(exponent) || !(fraction.is_empty() || is_digits(fraction)) {
        return Ok(text.to_owned());
    }
    if exponent.parse() == Ok(fraction.len()) {
        Ok(format!("{whole}{fraction}"))
    } else {
        Err(PhoneFault::PrecisionLost)
    }
}

/// The number and the extension dialled after it.
fn parted(text: &str) -> (&str, Option<&str>) {
    let is_extension = |part: &str| (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    for mark in [EXTENSION, "转", "分机", "ext.", "ext", "x", "#", ","] {
        if let Some((number, rest)) = text.split_once(mark) {
            let rest = rest.trim_matches([' ', ':', '.', '-', '#', '接', '分', '机']);
            let number = number.trim_end_matches([' ', '-', ',', '(']);
            return if is_extension(rest) { (number, Some(rest)) } else { (text, None) };
        }
    }
    match text.rsplit_once('-') {
        // 0755-8234567-1 has an extension; 07558234567-8 may as well be one longer number and is read as that.
        Some((number, rest))
            if is_extension(rest.trim()) && is_whole(number) && (number.contains('-') || !is_whole(text)) =>
        {
            (number, Some(rest.trim()))
        }
        _ => (text, None),
    }
}

/// Whether this is a mainland number in itself, so that what follows a dash is an extension. `021-6234` is not.
fn is_whole(number: &str) -> bool {
    canonical(number).is_ok_and(|number| number.starts_with(MAINLAND))
}

/// The number without extension in the form of E.164.
fn canonical(number: &str) -> Result<String, PhoneFault> {
    let digits = digits_of(number)?;
    let international =
        if number.trim_start().starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    let Some(international) = international else {
        return Ok(format!("{MAINLAND}{}", domestic(&digits)?));
    };
    match international.strip_prefix("86") {
        Some(national) => Ok(format!("{MAINLAND}{}", mainland(national.strip_prefix('0').unwrap_or(national))?)),
        None => abroad(international),
    }
}

fn digits_of(number: &str) -> Result<String, PhoneFault> {
    let mut digits = String::with_capacity(number.len());
    for (index, c) in number.chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => {}
            ' ' | '-' | '(' | ')' | '.' | '/' | '·' | '[' | ']' | '_' => {}
            found => return Err(PhoneFault::BadCharacter { at: index + 1, found }),
        }
    }
    if digits.is_empty() { Err(PhoneFault::Empty) } else { Ok(digits) }
}

/// What is dialled inside the mainland, without the trunk zero.
fn domestic(digits: &str) -> Result<String, PhoneFault> {
    if let Some(significant) = digits.strip_prefix('0') {
        return mainland(significant);
    }
    if let Some(mobile) = digits.strip_prefix("86").filter(|rest| is_mobile(rest)) {
        return Ok(mobile.to_owned());
    }
    match digits.len() {
        _ if is_mobile(digits) || is_hotline(digits) => Ok(digits.to_owned()),
        length if digits.starts_with('1') => Err(wrong_length(length, 11)),
        length @ 9.. if digits.starts_with("400") || digits.starts_with("800") => Err(wrong_length(length, 10)),
        7..=10 => Err(PhoneFault::AreaCodeMissing),
        length => Err(wrong_length(length, 11)),
    }
}

/// A national significant number: mobile, hotline, or landline with its area code.
fn mainland(significant: &str) -> Result<String, PhoneFault> {
    if is_mobile(significant) || is_hotline(significant) {
        return Ok(significant.to_owned());
    }
    let digits = significant.len();
    if significant.starts_with('1') && !significant.starts_with("10") {
        return Err(wrong_length(digits, 11));
    }
    let area = area_length(significant);
    let subscriber = significant.get(area..).unwrap_or_default();
    let (shortest, longest) = if area == 2 { (8, 8) } else { (7, 8) };
    match subscriber.len() {
        short if short < shortest => Err(PhoneFault::TooShort { digits }),
        long if long > longest => Err(PhoneFault::TooLong { digits }),
        _ if significant.starts_with('0') || subscriber.starts_with(['0', '1']) => Err(PhoneFault::NoSuchNumber),
        _ => Ok(significant.to_owned()),
    }
}

fn abroad(digits: &str) -> Result<String, PhoneFault> {
    match digits.len() {
        _ if digits.starts_with('0') => Err(PhoneFault::NoSuchNumber),
        short if short < 7 => Err(PhoneFault::TooShort { digits: short }),
        long if long > 15 => Err(PhoneFault::TooLong { digits: long }),
        _ => Ok(format!("+{digits}")),
    }
}

fn wrong_length(digits: usize, wanted: usize) -> PhoneFault {
    match digits.cmp(&wanted) {
        std::cmp::Ordering::Less => PhoneFault::TooShort { digits },
        std::cmp::Ordering::Greater => PhoneFault::TooLong { digits },
        std::cmp::Ordering::Equal => PhoneFault::NoSuchNumber,
    }
}

fn is_mobile(national: &str) -> bool {
    national.len() == 11 && national.starts_with('1') && !national[1..].starts_with(['0', '1', '2'])
}

fn is_hotline(national: &str) -> bool {
    national.len() == 10 && (national.starts_with("400") || national.starts_with("800"))
}

/// Digits of the area code without its zero: two for Beijing and the 2x cities, else three.
fn area_length(landline: &str) -> usize {
    if landline.starts_with("10") || landline.starts_with('2') { 2 } else { 3 }
}

impl TextFault for PhoneFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "phone.empty",
            Self::PrecisionLost => "phone.precision_lost",
            Self::TooShort { .. } => "phone.too_short",
            Self::TooLong { .. } => "phone.too_long",
            Self::BadCharacter { .. } => "phone.bad_character",
            Self::AreaCodeMissing => "phone.area_code_missing",
            Self::NoSuchNumber => "phone.no_such_number",
        }
    }
}

impl std::fmt::Display for PhoneFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(f, "There is no number here; type one or leave the field out."),
            Self::PrecisionLost => write!(
                f,
                "A spreadsheet rounded this number and its digits are lost; format the column as text and export it again."
            ),
            Self::TooShort { digits } => {
                write!(f, "{digits} digits are too few; a mobile number has 11, a landline needs its area code.")
            }
            Self::TooLong { digits } => {
                write!(f, "{digits} digits are too many; a mobile number has 11. Give one number only.")
            }
            Self::BadCharacter { at, found } => {
                write!(f, "Character {at}, {found:?}, can't stand in a number; use digits only.")
            }
            Self::AreaCodeMissing => {
                write!(f, "This landline lacks its area code with the 0 before it; write it whole, as in 021-62345678.")
            }
            Self::NoSuchNumber => {
                write!(
                    f,
                    "No such number is given out; compare it, and begin numbers from abroad with + and the country code."
                )
            }
        }
    }
}

impl std::error::Error for PhoneFault {}

#[cfg(test)]
mod tests;
