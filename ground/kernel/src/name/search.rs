//! The terms under which a name is found: looked up as prefixes in a sorted table, they make every part of it findable.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::clean;
use super::reading::{Piece, other_reading, pieces};
use crate::text::{compared, is_han};

/// Terms kept of one name. Three for each of the first eight places it can be entered from: enough for every person and for
/// the telling part of a company's name; `有限公司` at the end of a long one is not worth a row.
pub const TERMS_MAX: usize = 24;

/// Characters kept of one term, and of a search.
pub const TERM_LENGTH_MAX: usize = 48;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// The name as written, in small letters without spaces: `小明`, `johnsmith`.
    Name,
    /// All syllables together: `xiaoming`.
    Pinyin,
    /// The first letter of each: `xm`.
    Initials,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Term {
    pub kind: TermKind,
    pub text: String,
}

/// The terms of a name, best first, none twice: from each character or word on, the rest as written, in pinyin and in initials;
/// for a first character of two readings, the other one too; the part of a word after an apostrophe. At most [`TERMS_MAX`] of at most [`TERM_LENGTH_MAX`] characters.
///
/// ```
/// use kernel::name::search_terms;
/// let texts: Vec<String> = search_terms("王小明").into_iter().map(|term| term.text).collect();
/// assert_eq!(texts, ["王小明", "wangxiaoming", "wxm", "小明", "xiaoming", "xm", "明", "ming"]);
/// ```
pub fn search_terms(name: &str) -> Vec<Term> {
    let mut pieces = pieces(name);
    let mut terms = Terms::default();
    for start in 0..pieces.len() {
        terms.add_from(&pieces[start..]);
        if let Some(tail) = pieces[start].tail() {
            let rest = pieces[start + 1..].iter().map(|piece| piece.text.clone());
            terms.add(TermKind::Name, std::iter::once(tail.to_owned()).chain(rest));
        }
        if start == 0
            && let Some(other) = other_reading(&pieces[0])
        {
            let usual = pieces[0].reading.replace(other);
            terms.add_from(&pieces);
            pieces[0].reading = usual;
        }
        if terms.kept.len() >= TERMS_MAX {
            break;
        }
    }
    terms.kept.truncate(TERMS_MAX);
    terms.kept
}

/// What to look up for something typed: brought to the form of the terms. Empty when nothing searchable was typed.
///
/// ```
/// use kernel::name::search_key;
/// assert_eq!(search_key(" Wang Xiao"), "wangxiao");
/// assert_eq!(search_key("买买提·吐"), "买买提吐");
/// ```
pub fn search_key(typed: &str) -> String {
    clean(&compared(typed))
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ü' { 'v' } else { c })
        .filter(|c| c.is_alphanumeric() || is_han(*c))
        .take(TERM_LENGTH_MAX)
        .collect()
}

#[derive(Default)]
struct Terms {
    kept: Vec<Term>,
    seen: HashSet<String>,
}

impl Terms {
    fn add_from(&mut self, pieces: &[Piece]) {
        let spoken = |piece: &Piece| piece.reading.clone().unwrap_or_else(|| piece.text.clone());
        self.add(TermKind::Name, pieces.iter().map(|piece| piece.text.clone()));
        if pieces.iter().any(|piece| piece.reading.is_some()) {
            self.add(TermKind::Pinyin, pieces.iter().map(spoken));
        }
        // The initial of a single piece is already the beginning of its pinyin.
        if pieces.len() > 1 {
            self.add(TermKind::Initials, pieces.iter().map(|piece| spoken(piece).chars().take(1).collect()));
        }
    }

    fn add(&mut self, kind: TermKind, parts: impl Iterator<Item = String>) {
        // Letters that lowercase into a mark (İ) or ü must come out as a search for them does.
        let text = search_key(&parts.collect::<String>());
        if !text.is_empty() && self.seen.insert(text.clone()) {
            self.kept.push(Term { kind, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(name: &str, typed: &str) -> bool {
        let key = search_key(typed);
        search_terms(name).iter().any(|term| term.text.starts_with(&key))
    }

    #[test]
    fn any_part_of_a_name_finds_it() {
        for typed in ["王", "小明", "明", "wang", "wangx", "xiaom", "ming", "wxm", "xm", "WXM"] {
            assert!(finds("王小明", typed), "{typed}");
        }
        assert!(!finds("王小明", "李"));
        for typed in ["John", "smith", "john sm", "js"] {
            assert!(finds("John Smith", typed), "{typed}");
        }
    }

    #[test]
    fn a_surname_of_two_readings_is_found_by_both() {
        for typed in ["zeng", "ceng", "zxx", "cxx", "zengxiao", "cengxiao"] {
            assert!(finds("曾小贤", typed), "{typed}");
        }
        assert!(finds("解放汽车", "xie") && finds("解放汽车", "jiefang"));
    }

    #[test]
    fn the_telling_part_of_a_long_company_name_is_found() {
        let name = "上海永达宝马汽车销售服务有限公司";
        for typed in ["永达", "宝马", "yongda", "baoma", "shyd", "ydbm"] {
            assert!(finds(name, typed), "{typed}");
        }
        assert_eq!(search_terms(name).len(), TERMS_MAX);
    }

    #[test]
    fn mixed_names_are_found_by_word_and_by_character() {
        for typed in ["bmw", "BMW 上海", "上海", "bmwshanghai", "sh"] {
            assert!(finds("BMW上海中心", typed), "{typed}");
        }
        assert!(finds("买买提·吐尔逊", "吐尔逊") && finds("买买提·吐尔逊", "买买提吐"));
        assert!(finds("吕布", "lv") && finds("吕布", "lü") && finds("吕布", "lu\u{308}"));
        assert!(finds("José", "jose\u{301}") && finds("İpek", "İp") && finds("王明", "ＷＡＮＧ"));
    }

    #[test]
    fn a_word_with_an_apostrophe_is_found_by_what_comes_after_it() {
        for typed in ["brien", "o'brien", "obrien", "O’Brien", "sean o'b", "brienmurphy"] {
            assert!(finds("Sean O'Brien Murphy", typed), "{typed}");
        }
        assert!(!search_terms("Mary's").iter().any(|term| term.text == "s"));
    }

    #[test]
    fn nothing_is_found_by_nothing() {
        assert!(search_terms("").is_empty());
        assert!(search_terms(" ·-— ").is_empty());
        assert_eq!(search_key("·"), "");
    }

    proptest! {
        #[test]
        fn terms_are_few_short_and_distinct(name in "\\PC{0,60}|[\u{4e00}-\u{9fff}A-Za-z ]{0,40}") {
            let terms = search_terms(&name);
            prop_assert!(terms.len() <= TERMS_MAX);
            let texts: HashSet<&str> = terms.iter().map(|term| term.text.as_str()).collect();
            prop_assert_eq!(texts.len(), terms.len());
            prop_assert!(terms.iter().all(|term| !term.text.is_empty() && term.text.chars().count() <= TERM_LENGTH_MAX));
        }

        #[test]
        fn a_person_is_found_from_every_character_on(name in "[\u{4e00}-\u{9fa5}]{2,8}", start in 0usize..8) {
            let typed: String = name.chars().skip(start).collect();
            prop_assert!(typed.is_empty() || finds(&name, &typed));
        }

        #[test]
        fn a_name_typed_as_it_is_written_finds_itself(name in "\\PC{0,20}") {
            let key = search_key(&name);
            let is_plain = name.chars().all(|c| c.is_ascii() || crate::text::is_han(c));
            prop_assert!(key.is_empty() || !is_plain || finds(&name, &name), "{}", key);
        }
    }
}
