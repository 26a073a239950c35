//! Phones that reach nobody and mail domains that were mistyped.

use kernel::phone::Phone;

use crate::quality::gap::Doubt;

/// A number that was typed because the form wanted one: `13800000000`, `13800138000`, `13912345678`. Numbers of one digit that
/// people pay for (6, 8, 9) are believed.
pub fn doubt_of_phone(value: &str) -> Option<Doubt> {
    let Ok(phone) = Phone::parse(value) else { return Some(Doubt::PhonePlaceholder) };
    let digits: String = phone.display().chars().filter(char::is_ascii_digit).collect();
    let last_eight = &digits[digits.len().saturating_sub(8)..];
    let is_made_up = FAMOUS.contains(&digits.as_str())
        || is_one_digit(&digits)
        || (is_one_digit(last_eight) && !last_eight.starts_with(['6', '8', '9']))
        || STAIRS.contains(&last_eight);
    is_made_up.then_some(Doubt::PhonePlaceholder)
}

/// A mail domain nobody has, or one letter beside one that everybody has.
pub fn doubt_of_email(value: &str) -> Option<Doubt> {
    let domain = value.rsplit('@').next().unwrap_or_default();
    let is_made_up = MADE_UP.contains(&domain) || domain.ends_with(".example") || domain.ends_with(".test");
    (is_made_up || MISTYPED.contains(&domain)).then_some(Doubt::EmailDomain)
}

/// The number in advertisements of the carrier, and the one of every form.
const FAMOUS: [&str; 3] = ["13800138000", "13800000000", "13888888888"];
const STAIRS: [&str; 4] = ["12345678", "87654321", "01234567", "23456789"];
/// Domains reserved for examples (RFC 2606) and those of test records.
const MADE_UP: [&str; 9] =
    ["example.com", "example.org", "example.net", "test.com", "test.cn", "abc.com", "a.com", "xxx.com", "no.com"];
const MISTYPED: [&str; 20] = [
    "qq.con",
    "qq.co",
    "qq.cm",
    "qq.cn",
    "qqq.com",
    "q.com",
    "163.con",
    "163.co",
    "163.cm",
    "126.con",
    "126.co",
    "sina.con",
    "gmial.com",
    "gmai.com",
    "gmail.con",
    "gmail.cn",
    "hotmail.con",
    "hotmial.com",
    "outlok.com",
    "outlook.con",
];

fn is_one_digit(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    let first = bytes.next();
    bytes.all(|byte| Some(byte) == first)
}
