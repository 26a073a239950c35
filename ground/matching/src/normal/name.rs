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
    fn a_courtesy_leaves_the_surname_alone() {
        assert_eq!(text("王女士"), "王\u{1f}");
        assert!(super::is_surname_only(&text("欧阳先生")));
        assert!(!super::is_surname_only(&text("王小明")));
    }
}
