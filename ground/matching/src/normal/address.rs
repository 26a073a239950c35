//! Addresses: city, district and the rest apart; places by their full name.

use kernel::region;
use kernel::text::is_han;

use super::{PART, Value, latin};

/// Words of streets that are written long or short.
const SHORTENED: &[(&str, &str)] = &[
    ("street", "st"),
    ("road", "rd"),
    ("avenue", "ave"),
    ("place", "pl"),
    ("drive", "dr"),
    ("court", "ct"),
    ("circuit", "cct"),
    ("crescent", "cres"),
    ("close", "cl"),
    ("terrace", "tce"),
    ("highway", "hwy"),
    ("parade", "pde"),
    ("square", "sq"),
    ("lane", "ln"),
    ("boulevard", "blvd"),
    ("apartment", "apt"),
    ("building", "bldg"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
    ("mount", "mt"),
    ("saint", "st"),
    ("retirement", "retrmnt"),
    ("village", "vlge"),
];

/// Words of Chinese addresses that say the same, and the dash that stands for them.
const UNITS: &[(&str, &str)] = &[
    ("号楼", "-"),
    ("号院", "-"),
    ("单元", "-"),
    ("楼", "-"),
    ("幢", "-"),
    ("栋", "-"),
    ("座", "-"),
    ("室", "-"),
    ("号", "-"),
    ("弄", "-"),
    ("层", "-"),
    ("户", "-"),
];

/// `city ␟ district ␟ rest`. Nothing for a text without a street: a town that thousands live in is no address, and a place tells it.
pub(super) fn value(text: &str) -> Option<Value> {
    if !text.chars().any(is_han) {
        let words = shortened(&latin::words(text));
        return (!words.is_empty()).then(|| Value { sound: sound(&words), text: format!("{PART}{PART}{words}") });
    }
    let address = region::Address::parse(text);
    let city = address.city.or(address.province).unwrap_or_default();
    let district = address.district.unwrap_or_default();
    let rest = plain_units(&digits_of_numerals(&address.rest));
    if rest.is_empty() {
        return None;
    }
    Some(Value { sound: rest.clone(), text: format!("{city}{PART}{district}{PART}{rest}") })
}

/// A city or province by its full name, anything else in its words.
pub(super) fn place(text: &str) -> Option<Value> {
    let full = region::city(text).or_else(|| region::province(text).map(ToOwned::to_owned));
    let words = full.unwrap_or_else(|| shortened(&latin::words(text)));
    (!words.is_empty()).then(|| Value { sound: latin::sound(&words), text: words })
}

/// The runs of digits of an address: house, building, flat.
pub(crate) fn numbers(rest: &str) -> impl Iterator<Item = &str> {
    rest.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty())
}

fn shortened(words: &str) -> String {
    let short = |word| SHORTENED.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| *short);
    words.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

fn sound(words: &str) -> String {
    latin::sound(words)
}

fn plain_units(rest: &str) -> String {
    let mut plain: String =
        rest.chars().filter(|c| is_han(*c) || c.is_alphanumeric() || matches!(c, '-' | '#')).collect();
    plain = plain.replace('#', "-");
    for (unit, dash) in UNITS {
        plain = after_digits(&plain, unit, dash);
    }
    while plain.contains("--") {
        plain = plain.replace("--", "-");
    }
    plain.trim_matches('-').to_owned()
}

/// `12号` but not `大楼`: the unit only where a digit or letter stands before it.
fn after_digits(text: &str, unit: &str, dash: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(unit) {
        let is_number = rest[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        plain.push_str(&rest[..at]);
        plain.push_str(if is_number { dash } else { unit });
        rest = &rest[at + unit.len()..];
    }
    plain.push_str(rest);
    plain
}

/// `三号楼` as `3号楼`; numerals within words (`三里屯`) stay.
fn digits_of_numerals(text: &str) -> String {
    const NUMERALS: &str = "零一二三四五六七八九";
    let characters: Vec<char> = text.chars().collect();
    let is_unit = |c: Option<&char>| c.is_some_and(|c| "号楼幢栋座室单层弄".contains(*c));
    let digit_at = |index: usize| {
        let at = NUMERALS.chars().position(|numeral| Some(&numeral) == characters.get(index))?;
        char::from_digit(u32::try_from(at).ok()?, 10)
    };
    (0..characters.len())
        .map(|index| digit_at(index).filter(|_| is_unit(characters.get(index + 1))).unwrap_or(characters[index]))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{Kind, normalise};

    fn text(address: &str) -> String {
        normalise(Kind::Address, address).pop().map(|value| value.text.replace('\u{1f}', "|")).unwrap_or_default()
    }

    #[test]
    fn an_address_is_the_same_however_its_parts_are_written() {
        assert_eq!(text("广东省深圳市南山区科技园路1号3栋201室"), "深圳市|南山区|科技园路1-3-201");
        for other in
            ["深圳市南山区科技园路1号3栋201", "深圳南山区科技园路１号三栋201室", "广东深圳市南山区科技园路1-3-201"]
        {
            assert_eq!(text(other), text("广东省深圳市南山区科技园路1号3栋201室"), "{other}");
        }
    }

    #[test]
    fn a_town_alone_is_no_address() {
        for town in ["上海市", "上海市浦东新区", "江苏省苏州市工业园区"] {
            assert_eq!(normalise(Kind::Address, town), [], "{town}");
        }
    }

    #[test]
    fn words_of_english_streets_are_short() {
        assert_eq!(text("12 Giblin Street"), text("12 giblin st."));
    }

    #[test]
    fn places_have_their_full_name() {
        assert_eq!(normalise(Kind::Place, "深圳"), normalise(Kind::Place, "深圳市"));
        assert_eq!(normalise(Kind::Place, "Mount Eliza"), normalise(Kind::Place, "mt eliza"));
    }
}
