//! Addresses and places compared.

use kernel::text::is_han;

use super::text::{is_near, is_similar};
use crate::level::Level;
use crate::normal::{Look, address::numbers};

/// From here on the wording is the same but for slips; below, but from `PARTLY_FROM` on, it may be.
const MOSTLY_FROM: f64 = 0.8;
const PARTLY_FROM: f64 = 0.6;

/// `city ␟ district ␟ rest`.
pub(super) fn whole(a: Look<'_>, b: Look<'_>) -> Level {
    let [city_a, _, rest_a] = a.parts();
    let [city_b, _, rest_b] = b.parts();
    if differ(city_a, city_b) {
        return Level::Different;
    }
    let is_chinese = [rest_a, rest_b].iter().any(|rest| rest.chars().any(is_han));
    if rest_a == rest_b {
        return Level::Alike;
    }
    if is_chinese && !numbers(rest_a).eq(numbers(rest_b)) {
        let is_same_house = numbers(rest_a).next() == numbers(rest_b).next();
        return match () {
            // The flat is missing, or another one.
            () if is_same_house && is_similar(rest_a, rest_b, PARTLY_FROM) => Level::Partial,
            () if is_similar(rest_a, rest_b, PARTLY_FROM) => Level::Kin,
            () => Level::Different,
        };
    }
    match () {
        () if is_similar(rest_a, rest_b, MOSTLY_FROM) || is_near(rest_a, rest_b) => Level::Near,
        () if is_similar(rest_a, rest_b, PARTLY_FROM) || has_all_words(rest_a, rest_b) => Level::Partial,
        () => Level::Different,
    }
}

pub(super) fn place(a: Look<'_>, b: Look<'_>) -> Level {
    let (long, short) = if a.text.len() >= b.text.len() { (a.text, b.text) } else { (b.text, a.text) };
    match () {
        () if is_near(a.text, b.text) => Level::Near,
        () if short.len() >= 4 && long.contains(short) => Level::Partial,
        () if is_similar(a.text, b.text, MOSTLY_FROM) => Level::Near,
        () => Level::Different,
    }
}

fn differ(a: &str, b: &str) -> bool {
    !a.is_empty() && !b.is_empty() && a != b
}

fn has_all_words(a: &str, b: &str) -> bool {
    let are_in = |words: &str, among: &str| {
        words.contains(' ') && words.split(' ').all(|word| among.split(' ').any(|other| other == word))
    };
    are_in(a, b) || are_in(b, a)
}

#[cfg(test)]
mod tests {
    use crate::{Kind, Level, compare, normalise};

    #[test]
    fn addresses_agree_by_their_numbers_and_their_words() {
        for (a, b, expected) in [
            ("上海市浦东新区张江路100号3栋201室", "上海浦东新区张江路100号3栋201", Level::Exact(crate::Rarity::Rare)),
            ("上海市浦东新区张江路100号", "浦东新区张江路100号", Level::Alike),
            ("上海市浦东新区张江路100号201室", "上海市浦东新区张江路100号", Level::Partial),
            ("上海市浦东新区张江路100号", "上海市浦东新区张江路250号", Level::Kin),
            ("上海市浦东新区张江路100号", "北京市朝阳区建国路100号", Level::Different),
            ("tullaroop street", "tullaroop streeet", Level::Near),
            ("kooltuo", "wintersloe", Level::Different),
        ] {
            let [a, b] = [a, b].map(|raw| normalise(Kind::Address, raw).remove(0));
            assert_eq!(compare(Kind::Address, &a, &b), expected, "{a:?} {b:?}");
            assert_eq!(compare(Kind::Address, &b, &a), expected, "{b:?} {a:?}");
        }
    }
}
