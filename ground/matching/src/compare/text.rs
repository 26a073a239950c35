//! Distances between texts, and free text compared by its words.

use strsim::{jaro_winkler, osa_distance};

use crate::level::Level;

/// From this likeness on (Jaro–Winkler) two names are a slip apart; the usual choice, as in `splink` and `recordlinkage`.
const NEAR_FROM: f64 = 0.92;

/// Whether two words are at most `slips` insertions, deletions, changes or swaps of neighbours apart.
pub(super) fn within(a: &str, b: &str, slips: usize) -> bool {
    let (long, short) = (a.len().max(b.len()), a.len().min(b.len()));
    // One character is four bytes at most.
    if long - short > slips * 4 {
        return false;
    }
    osa_distance(a, b) <= slips
}

/// How many slips a word of this many characters forgives.
pub(super) fn slips_forgiven(characters: usize) -> usize {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Whether two words are likely the same but for slips.
pub(super) fn is_near(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    // A short word may lose a letter at its beginning, where Jaro–Winkler is strictest.
    within(a, b, slips_forgiven(shorter)) || (shorter >= 3 && jaro_winkler(a, b) >= NEAR_FROM)
}

/// 1 for equal texts, 0 for texts without anything in common: the slips between them over the length of the longer.
pub(crate) fn similarity(a: &str, b: &str) -> f64 {
    let longer = a.chars().count().max(b.chars().count());
    if longer == 0 { 1.0 } else { 1.0 - osa_distance(a, b) as f64 / longer as f64 }
}

/// Free text: equal but for slips, or half of the words of the shorter in common.
pub(super) fn free(a: &str, b: &str) -> Level {
    if is_near(a, b) {
        return Level::Near;
    }
    let (few, many) = if a.split(' ').count() <= b.split(' ').count() { (a, b) } else { (b, a) };
    let shared = few.split(' ').filter(|word| many.split(' ').any(|other| other == *word)).count();
    if shared * 2 >= few.split(' ').count() && shared > 0 { Level::Partial } else { Level::Different }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_are_forgiven_by_length() {
        for (a, b) in [("smith", "smiht"), ("mitchell", "mitchel"), ("wallaby", "walaby"), ("anna", "ana")] {
            assert!(is_near(a, b), "{a} {b}");
        }
        for (a, b) in [("ann", "dan"), ("smith", "jones"), ("lee", "li")] {
            assert!(!is_near(a, b), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn likeness_is_between_nothing_and_all_and_the_same_both_ways(a in "\\PC{0,12}", b in "\\PC{0,12}") {
            let likeness = similarity(&a, &b);
            prop_assert!((0.0..=1.0).contains(&likeness));
            prop_assert!((likeness - similarity(&b, &a)).abs() < 1e-12);
            prop_assert_eq!(similarity(&a, &a), 1.0);
        }

        #[test]
        fn a_swap_of_neighbours_is_one_slip(word in "[a-z]{5,9}", at in 0usize..4) {
            let mut swapped: Vec<char> = word.chars().collect();
            swapped.swap(at, at + 1);
            prop_assert!(within(&word, &swapped.iter().collect::<String>(), 1));
        }
    }
}
