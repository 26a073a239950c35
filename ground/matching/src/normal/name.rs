//! Names of people: surname and given name apart, courtesies aside, and how they sound.

use kernel::name::{clean, split};
use kernel::text::is_han;

use super::{COMPANY, PART, Value, company, latin};

/// A whole name: `surname ␟ given` for a Chinese person, words in their order for others, or a company's. The given name is empty
/// where only the surname is known, as in 王女士.
pub(super) fn whole(text: &str) -> Option<Value> {
    if company::is_company(text) {
        return company::value(text);
    }
    let name = without_remarks(text);
    let name = clean(if name.is_empty() { text } else { name });
    let letters: String = name.chars().filter(|c| is_han(*c)).collect();
    let is_chinese = !letters.is_empty() && name.chars().all(|c| is_han(c) || matches!(c, ' ' | '.' | '·'));
    if is_chinese
        && !name.contains('·')
        && let Some(person) = split(&letters)
    {
        let text = format!("{}{PART}{}", person.surname, person.given);
        return Some(Value { sound: latin::sound(&format!("{}{}", person.surname, person.given)), text });
    }
    let words = latin::words(without_title(&name));
    let words = if words.chars().any(is_han) { words.replace(' ', "") } else { words };
    (!words.is_empty()).then(|| Value { sound: latin::sound(&words), text: words })
}

pub(super) fn given(text: &str) -> Option<Value> {
    simple(text)
}

pub(super) fn surname(text: &str) -> Option<Value> {
    simple(text)
}

/// Whether two whole-name values that are equal are still no evidence: 王女士 and 王女士.
pub(crate) fn is_surname_only(text: &str) -> bool {
    text.ends_with(PART) && !text.starts_with(COMPANY)
}

/// Whether hardly two people of a town have this whole name: a Chinese one of two given characters that are not among the most
/// frequent, or a Latin one of three words. Names such as 张伟 and 李娜 are borne by hundreds of thousands.
pub(crate) fn is_unusual(text: &str) -> bool {
    match text.split_once(PART) {
        _ if text.starts_with(COMPANY) => false,
        Some((_, given)) => given.chars().count() >= 2 && !FREQUENT_GIVEN.contains(&given),
        None => !text.chars().any(is_han) && text.split(' ').filter(|word| word.len() > 1).count() >= 3,
    }
}

/// Given names of two characters that every street has, from the name reports of the Ministry of Public Security (2018 to 2021:
/// the most frequent names of each decade).
const FREQUENT_GIVEN: [&str; 40] = [
    "秀英", "桂英", "秀兰", "玉兰", "桂兰", "秀珍", "凤英", "玉珍", "玉英", "兰英", "玉梅", "淑珍", "淑英", "桂芳",
    "秀芳", "秀华", "桂珍", "秀云", "桂荣", "凤兰", "建国", "建华", "建军", "建平", "国强", "志强", "志明", "志刚",
    "永红", "海燕", "红梅", "春梅", "小红", "晓东", "海涛", "婷婷", "丹丹", "文杰", "浩然", "子涵",
];

fn simple(text: &str) -> Option<Value> {
    let words = latin::words(text);
    (!words.is_empty()).then(|| Value { sound: latin::sound(&words), text: words })
}

/// `张三(老客户)`, `李四 13800138000`: the name alone.
fn without_remarks(text: &str) -> &str {
    let end = text.find(['(', '（', '[', '【', '/']).unwrap_or(text.len());
    text[..end].trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
}

fn without_title(name: &str) -> &str {
    ["mr. ", "mr ", "mrs. ", "mrs ", "ms. ", "ms ", "miss ", "dr. ", "dr "]
        .iter()
        .find_map(|title| name.strip_prefix(title))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use crate::{Kind, normalise};

    fn text(name: &str) -> String {
        normalise(Kind::Name, name).pop().map(|value| value.text).unwrap_or_default()
    }

    #[test]
    fn the_same_name_in_other_dress_is_the_same() {
        for (a, b) in [
            ("张伟", "張偉"),
            ("欧阳娜娜", "歐陽 娜娜"),
            ("王 小 明", "王小明"),
            ("王小明(老客户)", "王小明"),
            ("王小明先生", "王小明"),
            ("王小明 13812345678", "王小明"),
            ("买买提·吐尔逊", "买买提・吐尔逊"),
            ("Mr. John  SMITH", "john smith"),
            ("O'Brien, Mary", "OBrien Mary"),
        ] {
            assert_eq!(text(a), text(b), "{a} {b}");
        }
    }

    #[test]
    fn names_that_hundreds_of_thousands_bear_are_not_unusual() {
        for name in ["张伟", "李娜", "王秀英", "刘洋", "王女士", "John Smith", "永达汽车有限公司"] {
            assert!(!super::is_unusual(&text(name)), "{name}");
        }
        for name in ["诸葛明远", "顾念慈", "Maria Teresa Castellanos"] {
            assert!(super::is_unusual(&text(name)), "{name}");
        }
    }

    #[test]
    fn a_courtesy_leaves_the_surname_alone() {
        assert_eq!(text("王女士"), "王\u{1f}");
        assert!(super::is_surname_only(&text("欧阳先生")));
        assert!(!super::is_surname_only(&text("王小明")));
    }
}
