//! Names of people and companies: cleaning, surnames, pinyin, and the terms under which they are found.

mod reading;
mod search;
mod shortened;
mod surnames;

use serde::{Deserialize, Serialize};

pub use reading::{initials, pinyin_of};
pub use search::{TERM_LENGTH_MAX, TERMS_MAX, Term, TermKind, search_key, search_terms};
pub use shortened::{Shortened, shortened, spellings, surnames_like};

use crate::text::{folded, is_han};

/// A Chinese name in its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    pub surname: String,
    /// Empty when only the surname is known, as in 王女士.
    pub given: String,
    /// 先生, 女士, 总 … when it was written behind the name.
    pub courtesy: Option<String>,
}

impl PersonName {
    /// Whether surname and given name are both known, so that the name may tell people apart.
    pub fn is_full(&self) -> bool {
        !self.given.is_empty()
    }
}

/// A name as it should be stored: full-width letters narrowed, invisible characters gone, no space at the ends, one at most
/// between words, none between Chinese characters.
///
/// ```
/// use kernel::name::clean;
/// assert_eq!(clean("　王　小\u{200b}明 "), "王小明");
/// assert_eq!(clean("Ｊｏｈｎ   Smith"), "John Smith");
/// ```
pub fn clean(raw: &str) -> String {
    let text: String = folded(raw).collect();
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joins_chinese = cleaned.chars().next_back().is_some_and(is_han) && word.chars().next().is_some_and(is_han);
        if !cleaned.is_empty() && !joins_chinese {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    cleaned
}

/// Takes a Chinese name apart: surname of one or two characters, given name, courtesy. `None` for what is no Chinese personal
/// name: nicknames, companies, foreign names, names of more than four characters.
///
/// ```
/// use kernel::name::split;
/// let name = split("欧阳娜娜").unwrap();
/// assert_eq!((name.surname.as_str(), name.given.as_str()), ("欧阳", "娜娜"));
/// assert!(!split("王女士").unwrap().is_full());
/// assert_eq!(split("小明"), None);
/// ```
pub fn split(name: &str) -> Option<PersonName> {
    let name = clean(name);
    if !name.chars().all(is_han) {
        return None;
    }
    let (bare, courtesy) = without_courtesy(&name);
    let (surname, given) = bare.split_at(surname_length(bare)?);
    // One character can't be both a whole name and anybody's: only with a courtesy does it say something.
    let is_name = given.chars().count() <= 3 && (!given.is_empty() || courtesy.is_some());
    is_name.then(|| PersonName {
        surname: surname.to_owned(),
        given: given.to_owned(),
        courtesy: courtesy.map(ToOwned::to_owned),
    })
}

/// One or two letters for a round picture: the end of a Chinese given name, the first letters of a Latin name.
///
/// ```
/// use kernel::name::avatar_letters;
/// assert_eq!(avatar_letters("王小明"), "小明");
/// assert_eq!(avatar_letters("王女士"), "王");
/// assert_eq!(avatar_letters("John van Smith"), "JS");
/// assert_eq!(avatar_letters("上海永达汽车"), "上海");
/// ```
pub fn avatar_letters(name: &str) -> String {
    let name = clean(name);
    if let Some(person) = split(&name) {
        let shown = if person.is_full() { person.given } else { person.surname };
        let length = shown.chars().count();
        return shown.chars().skip(length.saturating_sub(2)).collect();
    }
    if name.chars().next().is_some_and(is_han) {
        return name.chars().filter(|c| is_han(*c)).take(2).collect();
    }
    let mut letters = name.split(' ').filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let (first, last) = (letters.next(), letters.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).take(2).collect()
}

fn without_courtesy(name: &str) -> (&str, Option<&str>) {
    const AFTER_ANY_NAME: [&str; 8] = ["先生", "女士", "小姐", "太太", "老师", "师傅", "经理", "老板"];
    const AFTER_A_SURNAME: [&str; 4] = ["总", "哥", "姐", "工"];
    let strip = |courtesy: &&str| name.strip_suffix(*courtesy).filter(|bare| !bare.is_empty());
    if let Some((bare, courtesy)) = AFTER_ANY_NAME.iter().find_map(|courtesy| Some((strip(courtesy)?, *courtesy))) {
        return (bare, Some(courtesy));
    }
    let after_surname = AFTER_A_SURNAME.iter().find_map(|courtesy| Some((strip(courtesy)?, *courtesy)));
    match after_surname.filter(|(bare, _)| surname_length(bare) == Some(bare.len())) {
        Some((bare, courtesy)) => (bare, Some(courtesy)),
        None => (name, None),
    }
}

/// Length of the surname at the start, in bytes.
fn surname_length(name: &str) -> Option<usize> {
    let first = name.chars().next()?;
    let second = name.chars().nth(1);
    let pair = second.map(|second| first.len_utf8() + second.len_utf8());
    match pair {
        Some(length) if surnames::is_compound(&name[..length]) => Some(length),
        _ => surnames::is_surname(first).then(|| first.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(name: &str) -> Option<(String, String, Option<String>)> {
        split(name).map(|person| (person.surname, person.given, person.courtesy))
    }

    fn known(surname: &str, given: &str, courtesy: Option<&str>) -> Option<(String, String, Option<String>)> {
        Some((surname.into(), given.into(), courtesy.map(Into::into)))
    }

    #[test]
    fn surnames_of_one_and_two_characters_are_told_apart() {
        assert_eq!(parts("王小明"), known("王", "小明", None));
        assert_eq!(parts("王明"), known("王", "明", None));
        assert_eq!(parts("司马懿"), known("司马", "懿", None));
        assert_eq!(parts("欧阳娜娜"), known("欧阳", "娜娜", None));
        assert_eq!(parts("王 小 明"), known("王", "小明", None));
    }

    #[test]
    fn courtesies_are_no_given_names() {
        assert_eq!(parts("王女士"), known("王", "", Some("女士")));
        assert_eq!(parts("欧阳先生"), known("欧阳", "", Some("先生")));
        assert_eq!(parts("李总"), known("李", "", Some("总")));
        assert_eq!(parts("张小红女士"), known("张", "小红", Some("女士")));
        assert_eq!(parts("李小总"), known("李", "小总", None));
    }

    #[test]
    fn what_is_no_chinese_name_is_left_whole() {
        for name in ["", "王", "小明", "阿强", "John", "上海永达汽车", "买买提·吐尔逊", "王a"] {
            assert_eq!(parts(name), None, "{name}");
        }
    }

    #[test]
    fn avatars_show_what_tells_people_apart() {
        for (name, letters) in
            [("王小明", "小明"), ("王明", "明"), ("Wang", "W"), ("", ""), ("阿强", "阿强"), ("·", ""), ("BMW上海", "B")]
        {
            assert_eq!(avatar_letters(name), letters, "{name}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_is_stable(raw in "\\PC{0,24}|[\u{3000} \u{200b}王a\t]{0,12}") {
            let once = clean(&raw);
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn the_parts_of_a_name_are_the_name(name in "[王李欧阳司马单女士先生总明小]{0,6}") {
            if let Some(person) = split(&name) {
                let whole = format!("{}{}{}", person.surname, person.given, person.courtesy.unwrap_or_default());
                prop_assert_eq!(whole, name);
            }
        }

        #[test]
        fn avatars_hold_two_letters_at_most(name in "\\PC{0,24}") {
            prop_assert!(avatar_letters(&name).chars().count() <= 2);
        }
    }
}
