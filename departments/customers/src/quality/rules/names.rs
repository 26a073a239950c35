//! Names that are none.

use kernel::{name, text::is_han};

use crate::{people::customer::CustomerKind, quality::gap::Doubt};

/// What stands where a name should be. A surname with a courtesy (`王先生`) is a name half known.
pub fn doubt_of_name(kind: CustomerKind, name: &str) -> Option<Doubt> {
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if PLACEHOLDERS.contains(&plain.as_str())
        || is_one_letter(&plain)
        || plain.contains("测试")
        || plain.contains("test")
    {
        return Some(Doubt::NamePlaceholder);
    }
    if kind == CustomerKind::Company {
        return (plain.chars().count() < COMPANY_CHARACTERS_MIN).then_some(Doubt::NameOdd);
    }
    if plain.chars().any(|c| c.is_ascii_digit()) || plain.chars().all(is_han) && plain.chars().count() == 1 {
        return Some(Doubt::NameOdd);
    }
    name::split(name).is_some_and(|person| !person.is_full()).then_some(Doubt::NameIncomplete)
}

const COMPANY_CHARACTERS_MIN: usize = 2;

/// In small letters and without punctuation.
const PLACEHOLDERS: [&str; 32] = [
    "",
    "先生",
    "女士",
    "小姐",
    "太太",
    "客户",
    "新客户",
    "车主",
    "用户",
    "顾客",
    "未知",
    "不详",
    "不明",
    "无",
    "无名",
    "无名氏",
    "没有",
    "匿名",
    "姓名",
    "某某",
    "某先生",
    "某女士",
    "某人",
    "待定",
    "待补充",
    "空",
    "unknown",
    "none",
    "null",
    "na",
    "customer",
    "noname",
];

/// `aaa`, `XX`, `嗯嗯嗯`, `11`; a double given name of two (`莉莉`) is one.
fn is_one_letter(plain: &str) -> bool {
    let mut letters = plain.chars();
    let first = letters.next();
    let others = plain.chars().count().saturating_sub(1);
    let least = if plain.chars().all(is_han) { 2 } else { 1 };
    others >= least && letters.all(|letter| Some(letter) == first)
}
