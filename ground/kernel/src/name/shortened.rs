//! How names are typed by hurried people: the surname whole and the given name by its initials, `ü` as `u`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::reading::surname_sounds;
use super::{Term, TermKind, initials, pinyin_of, surnames};
use crate::text::is_han;

/// A name typed partly by initials: it has a term that begins with `term`, and one that begins with `beside`, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortened {
    /// The rarer of the two: it leads the search.
    pub term: Term,
    pub beside: Term,
}

/// What a search key may stand for when the surname is typed whole and the rest by initials, or characters and then letters.
///
/// ```
/// use kernel::name::shortened;
/// let of = |typed| shortened(typed).into_iter().map(|it| (it.term.text, it.beside.text)).collect::<Vec<_>>();
/// assert!(of("zhangwj").contains(&("zwj".into(), "zhangw".into())));
/// assert!(of("张wj").contains(&("zwj".into(), "张".into())));
/// assert!(of("张").is_empty());
/// ```
pub fn shortened(key: &str) -> Vec<Shortened> {
    let letters_at = key.find(|c: char| !is_han(c)).unwrap_or(key.len());
    let (characters, letters) = key.split_at(letters_at);
    if letters.is_empty() || !is_letters(letters) {
        return Vec::new();
    }
    let spellings = spellings(letters);
    let mut found: Vec<Shortened> = if characters.is_empty() {
        spellings.iter().flat_map(|letters| surname_and_initials(letters)).collect()
    } else {
        spellings.iter().flat_map(|letters| characters_and_letters(characters, letters)).collect()
    };
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert((one.term.clone(), one.beside.clone())));
    found
}

/// The ways in which the letters of a search key may be kept, as typed first: 吕 is kept as `lv`, and typed `lu` or, as in a
/// passport, `lyu` (GB/T 28039-2011). At most six.
///
/// ```
/// use kernel::name::spellings;
/// assert_eq!(spellings("lubuyi"), ["lubuyi", "lvbuyi"]);
/// assert_eq!(spellings("lyubu"), ["lyubu", "lvbu"]);
/// assert_eq!(spellings("wang"), ["wang"]);
/// ```
pub fn spellings(key: &str) -> Vec<String> {
    let mut ways = vec![key.to_owned()];
    if !is_letters(key) {
        return ways;
    }
    let of_passport = key.replace("lyu", "lv").replace("nyu", "nv");
    let places: Vec<usize> = ["lu", "nu"]
        .iter()
        .flat_map(|syllable| key.match_indices(syllable).map(|(at, _)| at + 1))
        .take(DOUBTS_MAX)
        .collect();
    let mut meant = vec![key.to_owned()];
    for at in places {
        let with: Vec<String> = meant.iter().map(|way| format!("{}v{}", &way[..at], &way[at + 1..])).collect();
        meant.extend(with);
    }
    ways.push(of_passport);
    ways.extend(meant);
    let mut seen = BTreeSet::new();
    ways.retain(|way| seen.insert(way.clone()));
    ways
}

/// So many `lu` and `nu` of what was typed are taken for `lü` and `nü`, too.
const DOUBTS_MAX: usize = 2;
/// Characters of a given name that are typed by their initials.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=3;

/// One initial more is the beginning of the pinyin, which needs no help.
fn surname_and_initials(letters: &str) -> Vec<Shortened> {
    let split = |(sound, first): &(String, String)| {
        let rest = letters.strip_prefix(sound.as_str()).filter(|rest| are_initials(rest))?;
        Some(Shortened {
            term: Term { kind: TermKind::Initials, text: format!("{first}{rest}") },
            beside: Term { kind: TermKind::Pinyin, text: letters[..=sound.len()].to_owned() },
        })
    };
    SURNAME_SOUNDS.iter().filter_map(split).collect()
}

fn characters_and_letters(characters: &str, letters: &str) -> Vec<Shortened> {
    let mut sounds = surname_sounds(characters);
    sounds.push((pinyin_of(characters).concat(), initials(characters)));
    let mut found = Vec::new();
    for (sound, first) in sounds {
        let mut may_be = |kind, start: &str| {
            found.push(Shortened {
                term: Term { kind, text: format!("{start}{letters}") },
                beside: Term { kind: TermKind::Name, text: characters.to_owned() },
            });
        };
        may_be(TermKind::Pinyin, &sound);
        if are_initials(letters) {
            may_be(TermKind::Initials, &first);
        }
    }
    found
}

/// The surnames that are this text, or sound like it, in the order of the Hundred Family Surnames.
///
/// ```
/// use kernel::name::surnames_like;
/// assert_eq!(surnames_like("wang")[..2], ["王", "汪"]);
/// assert_eq!(surnames_like("林"), ["林"]);
/// assert!(surnames_like("lihao").is_empty());
/// ```
pub fn surnames_like(typed: &str) -> Vec<String> {
    if typed.is_empty() {
        return Vec::new();
    }
    let sounds_so = |surname: &String| surname_sounds(surname).iter().any(|(sound, _)| sound == typed);
    let is_so = |surname: &String| surname == typed || (is_letters(typed) && sounds_so(surname));
    let mut seen = BTreeSet::new();
    surnames::all().filter(is_so).filter(|surname| seen.insert(surname.clone())).collect()
}

fn is_letters(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// No syllable begins with one of these three.
fn are_initials(text: &str) -> bool {
    INITIALS.contains(&text.len()) && !text.contains(['i', 'u', 'v'])
}

/// Every surname as it sounds, with the first letters of its syllables.
static SURNAME_SOUNDS: LazyLock<BTreeSet<(String, String)>> =
    LazyLock::new(|| surnames::all().flat_map(|surname| surname_sounds(&surname)).collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{search_key, search_terms};
    use proptest::prelude::*;

    fn finds(name: &str, typed: &str) -> bool {
        let terms = search_terms(name);
        let has =
            |wanted: &Term| terms.iter().any(|term| term.kind == wanted.kind && term.text.starts_with(&wanted.text));
        shortened(&search_key(typed)).iter().any(|one| has(&one.term) && has(&one.beside))
    }

    #[test]
    fn a_surname_whole_and_a_given_name_by_initials_find_the_name() {
        for (name, typed) in [
            ("张文杰", "zhangwj"),
            ("曾丽琴", "zenglq"),
            ("曾丽琴", "cenglq"),
            ("吕布义", "lüby"),
            ("吕布义", "lyuby"),
            ("欧阳娜娜", "ouyangnn"),
            ("张文杰", "张wj"),
            ("张文杰", "张w"),
            ("张文杰", "张wenj"),
            ("张文杰", "张文j"),
            ("尉迟文杰", "尉迟wj"),
            ("吕绿叶", "吕luye"),
        ] {
            assert!(finds(name, typed), "{typed} should find {name}");
        }
        for (name, typed) in
            [("张文杰", "zhengwj"), ("章文杰", "张wj"), ("张文杰", "zhangjw"), ("张文杰", "zhangwenjie")]
        {
            assert!(!finds(name, typed), "{typed} should not find {name}");
        }
    }

    #[test]
    fn what_is_kept_with_v_is_meant_by_u() {
        assert!(spellings("lulu").contains(&"lvlv".to_owned()));
        assert_eq!(spellings("sh0126").len(), 1);
    }

    proptest! {
        #[test]
        fn there_are_few_readings_of_anything_typed(typed in "\\PC{0,24}|[张吕a-z]{0,12}") {
            let key = search_key(&typed);
            prop_assert!(spellings(&key).len() <= 6);
            prop_assert!(shortened(&key).len() <= 36);
        }
    }
}
