//! Distances between texts, and free text compared by its words.

use std::collections::BTreeSet;

use strsim::{jaro_winkler, osa_distance};

use crate::level::Level;

/// From this likeness on (Jaro–Winkler) two names are a slip apart; the usual choice, as in `splink` and `recordlinkage`.
const NEAR_FROM: f64 = 0.92;

/// Whether two words are at most `slips` insertions, deletions, changes or swaps of neighbours apart.
pub(super) fn within(a: &str, b: &str, slips: usize) -> bool {
    Bags::of(a, b).distance_min() <= slips && osa_distance(a, b) <= slips
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
    let bags = Bags::of(a, b);
    let shorter = bags.a.characters.min(bags.b.characters);
    let slips = slips_forgiven(shorter);
    // A short word may lose a letter at its beginning, where Jaro–Winkler is strictest.
    (slips > 0 && bags.distance_min() <= slips && osa_distance(a, b) <= slips)
        || (shorter >= 3 && bags.jaro_winkler_max() >= NEAR_FROM && ordered_jaro_winkler(a, b) >= NEAR_FROM)
}

/// Which characters Jaro takes for common depends on whose it looks for first: always those of the same text.
fn ordered_jaro_winkler(a: &str, b: &str) -> f64 {
    if a <= b { jaro_winkler(a, b) } else { jaro_winkler(b, a) }
}

/// 1 for equal texts, 0 for texts without anything in common: the slips between them over the length of the longer.
pub(crate) fn similarity(a: &str, b: &str) -> f64 {
    let longer = a.chars().count().max(b.chars().count());
    if longer == 0 { 1.0 } else { 1.0 - osa_distance(a, b) as f64 / longer as f64 }
}

/// Whether [`similarity`] reaches `least`; quick to say no.
pub(super) fn is_similar(a: &str, b: &str, least: f64) -> bool {
    let bags = Bags::of(a, b);
    let longer = bags.a.characters.max(bags.b.characters).max(1);
    1.0 - bags.distance_min() as f64 / longer as f64 >= least && similarity(a, b) >= least
}

/// Which characters two texts have, by 64 classes: enough to see without any table that most texts are far apart.
struct Bags {
    a: Bag,
    b: Bag,
}

struct Bag {
    classes: u64,
    characters: usize,
}

impl Bags {
    fn of(a: &str, b: &str) -> Self {
        Self { a: Bag::of(a), b: Bag::of(b) }
    }

    /// Characters of one text that the other lacks, at least.
    fn lacking(&self) -> (usize, usize) {
        let only = |one: &Bag, other: &Bag| (one.classes & !other.classes).count_ones() as usize;
        (only(&self.a, &self.b), only(&self.b, &self.a))
    }

    /// No fewer slips are between the two.
    fn distance_min(&self) -> usize {
        let (only_a, only_b) = self.lacking();
        only_a.max(only_b).max(self.a.characters.abs_diff(self.b.characters))
    }

    /// No more is the likeness after Jaro and Winkler: with as many characters in common as there may be, and the longest
    /// beginning.
    fn jaro_winkler_max(&self) -> f64 {
        let (only_a, only_b) = self.lacking();
        let (a, b) = (self.a.characters, self.b.characters);
        let common = (a - only_a.min(a)).min(b - only_b.min(b)) as f64;
        let jaro = (common / a as f64 + common / b as f64 + 1.0) / 3.0;
        jaro + 0.4 * (1.0 - jaro)
    }
}

impl Bag {
    fn of(text: &str) -> Self {
        let mut bag = Self { classes: 0, characters: 0 };
        for c in text.chars() {
            bag.classes |= 1 << (u32::from(c) % 64);
            bag.characters += 1;
        }
        bag
    }
}

/// Free text: equal but for slips, or half of the words of the shorter in common.
pub(super) fn free(a: &str, b: &str) -> Level {
    if is_near(a, b) {
        return Level::Near;
    }
    let few = a.split(' ').count().min(b.split(' ').count());
    let shared = different_words(a).intersection(&different_words(b)).count();
    if shared * 2 >= few && shared > 0 { Level::Partial } else { Level::Different }
}

/// A word said twice is shared once.
fn different_words(text: &str) -> BTreeSet<&str> {
    text.split(' ').collect()
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
        fn what_is_seen_at_a_glance_is_never_wrong(a in "[a-e王李明]{0,9}", b in "[a-e王李明]{0,9}") {
            let bags = Bags::of(&a, &b);
            prop_assert!(bags.distance_min() <= osa_distance(&a, &b));
            prop_assert!(a.is_empty() || b.is_empty() || bags.jaro_winkler_max() >= jaro_winkler(&a, &b) - 1e-12);
        }

        #[test]
        fn a_swap_of_neighbours_is_one_slip(word in "[a-z]{5,9}", at in 0usize..4) {
            let mut swapped: Vec<char> = word.chars().collect();
            swapped.swap(at, at + 1);
            prop_assert!(within(&word, &swapped.iter().collect::<String>(), 1));
        }
    }
}
