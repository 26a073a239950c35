//! One form for all the ways in which people write the same thing.

pub(crate) mod address;
pub(crate) mod company;
pub(crate) mod dates;
pub(crate) mod latin;
pub(crate) mod name;
mod numbers;
pub(crate) mod variants;

use kernel::text::{folded, is_han};

use crate::Kind;

/// Separates the parts of a value: surname and given name, place and street.
pub(crate) const PART: char = '\u{1f}';
/// Begins a value that may be compared for equality only, such as a blind index.
pub(crate) const SEALED: char = '\u{1}';
/// Begins the name of a company.
pub(crate) const COMPANY: char = '\u{2}';

/// A value as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    pub(crate) text: String,
    /// How it is said; empty where that is no question.
    pub(crate) sound: String,
}

impl Value {
    /// A value known by a key alone, such as the blind index of a phone number: two are equal or they are not.
    pub fn sealed(key: &str) -> Self {
        Self { text: format!("{SEALED}{key}"), sound: String::new() }
    }

    pub(crate) fn plain(text: String) -> Self {
        Self { text, sound: String::new() }
    }

    pub(crate) fn look(&self) -> Look<'_> {
        Look { text: &self.text, sound: &self.sound }
    }
}

/// A value somewhere in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    pub text: &'a str,
    pub sound: &'a str,
}

impl<'a> Look<'a> {
    pub fn is_sealed(self) -> bool {
        self.text.starts_with(SEALED)
    }

    /// The parts of the text; missing ones are empty.
    pub fn parts<const N: usize>(self) -> [&'a str; N] {
        let mut parts = [""; N];
        for (place, part) in parts.iter_mut().zip(self.text.split(PART)) {
            *place = part;
        }
        parts
    }
}

/// Brings what was written to the form in which it is compared. Nothing for a blank, for `无`, `N/A` and the like; several
/// where a cell holds several phones, plates, VINs or e-mail addresses.
///
/// ```
/// use matching::{Kind, normalise};
/// assert_eq!(normalise(Kind::Phone, "+86 138-1234-5678"), normalise(Kind::Phone, "１３８１２３４５６７８"));
/// assert_eq!(normalise(Kind::Name, "歐陽 娜娜"), normalise(Kind::Name, "欧阳娜娜"));
/// assert_eq!(normalise(Kind::Phone, "13812345678 / 021-62345678").len(), 2);
/// assert!(normalise(Kind::Email, "无").is_empty());
/// ```
pub fn normalise(kind: Kind, raw: &str) -> Vec<Value> {
    if kind.is_many() {
        let pieces = raw.split([';', ',', '，', '；', '、', '|', '\n']).flat_map(|piece| piece.split(" / "));
        return pieces.filter_map(|piece| one(kind, piece)).collect();
    }
    one(kind, raw).into_iter().collect()
}

/// Whether hardly two people of a town have this whole name, as it is written: then a birth date beside it tells who it is.
///
/// ```
/// assert!(matching::is_unusual_name("顾念慈") && !matching::is_unusual_name("张伟"));
/// ```
pub fn is_unusual_name(raw: &str) -> bool {
    one(Kind::Name, raw).is_some_and(|name| name::is_unusual(&name.text))
}

fn one(kind: Kind, raw: &str) -> Option<Value> {
    let text = tidy(raw);
    if says_nothing(&text) {
        return None;
    }
    match kind {
        Kind::Name => name::whole(&text),
        Kind::GivenName => name::given(&text),
        Kind::Surname => name::surname(&text),
        Kind::Company => company::value(&text),
        Kind::Phone => numbers::phone(&text),
        Kind::Email => numbers::email(&text),
        Kind::Plate => numbers::plate(&text),
        Kind::Vin => numbers::vin(&text),
        Kind::IdNumber => numbers::id_number(&text),
        Kind::Identifier => numbers::identifier(&text),
        Kind::BirthDate => dates::date(&text),
        Kind::Gender => gender(&text),
        Kind::Address => address::value(&text),
        Kind::HouseNumber => numbers::identifier(&text),
        Kind::Place => address::place(&text),
        Kind::Postcode => numbers::postcode(&text),
        Kind::Text => words(&text),
    }
}

/// Narrow, small, simplified, one space between words, none at the ends.
fn tidy(raw: &str) -> String {
    let mut tidy = String::with_capacity(raw.len());
    for c in folded(raw).map(variants::simplified) {
        if c == ' ' {
            if !tidy.is_empty() && !tidy.ends_with(' ') {
                tidy.push(' ');
            }
        } else {
            tidy.extend(c.to_lowercase());
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

/// What people write into a field that must be filled.
fn says_nothing(text: &str) -> bool {
    const NOTHING: [&str; 27] = [
        "无",
        "没有",
        "暂无",
        "未知",
        "不详",
        "不明",
        "未填",
        "空",
        "待补",
        "待定",
        "保密",
        "none",
        "null",
        "nil",
        "nan",
        "n/a",
        "na",
        "#n/a",
        "unknown",
        "test",
        "测试",
        "tbd",
        "xxx",
        "无名",
        "\\n",
        "undefined",
        "not available",
    ];
    text.chars().all(|c| !c.is_alphanumeric() && !is_han(c)) || NOTHING.contains(&text)
}

fn gender(text: &str) -> Option<Value> {
    let first = text.chars().next()?;
    let is_male = match text {
        "male" | "man" | "mr" | "mr." | "先生" => true,
        "female" | "woman" | "ms" | "mrs" | "miss" | "ms." | "mrs." | "女士" | "小姐" => false,
        _ if first == '男' || text == "m" => true,
        _ if first == '女' || text == "f" => false,
        _ => return None,
    };
    Some(Value::plain(if is_male { "m" } else { "f" }.to_owned()))
}

/// Letters and digits, with one space between words and none between Chinese characters.
fn words(text: &str) -> Option<Value> {
    let words = latin::words(text);
    (!words.is_empty()).then(|| Value { sound: latin::sound(&words), text: words })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_field_filled_only_because_it_had_to_be_says_nothing() {
        for kind in Kind::all() {
            for raw in ["", "  ", "-", "——", "无", "N/A", "null", "未知", "  暂无 "] {
                assert!(normalise(kind, raw).is_empty(), "{kind:?} {raw:?}");
            }
        }
    }

    #[test]
    fn gender_is_read_in_both_languages() {
        for (raw, read) in [("男", "m"), ("女性", "f"), ("Female", "f"), ("M", "m"), ("先生", "m")] {
            assert_eq!(normalise(Kind::Gender, raw), [Value::plain(read.to_owned())], "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_normalised(raw in "\\PC{0,40}|[\u{4e00}-\u{9fff}0-9 号路-]{0,20}") {
            for kind in Kind::all() {
                for value in normalise(kind, &raw) {
                    prop_assert!(!value.text.is_empty());
                }
            }
        }

        #[test]
        fn width_case_and_spaces_at_the_ends_do_not_matter(raw in "[a-zA-Z0-9]{1,12}( [a-zA-Z0-9]{1,8})?") {
            let dressed: String =
                raw.chars().map(|c| if c == ' ' { '\u{3000}' } else { char::from_u32(u32::from(c) + 0xFEE0).unwrap() }).collect();
            for kind in [Kind::Name, Kind::Address, Kind::Text, Kind::Identifier, Kind::Surname] {
                prop_assert_eq!(normalise(kind, &raw), normalise(kind, &format!("  {}  ", dressed.to_uppercase())));
            }
        }
    }
}
