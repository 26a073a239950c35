//! What each gap weighs, and the scores that come of it. Pure: equal gaps have equal scores, so that new weights are taken in by
//! counting each combination of gaps once.

use serde::{Deserialize, Serialize};

use super::gap::{Doubt, Gaps, MissingField};

/// How a group weighs gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// In the order of [`MissingField::ALL`]: the share of each field in completeness.
    pub missing: [i32; 10],
    /// In the order of [`Doubt::ALL`]: what each takes from a validity of 100.
    pub doubts: [i32; 13],
    /// How much of the whole score is completeness, in per cent; validity is the rest.
    pub completeness_share: i32,
}

/// The three scores of a record, each 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scores {
    pub completeness: i32,
    pub validity: i32,
    pub quality: i32,
}

/// A way to call comes first, then who it is, then what they want; a phone that reaches nobody or somebody else is the worst doubt.
impl Default for Weights {
    fn default() -> Self {
        Self {
            missing: [25, 10, 10, 10, 10, 5, 5, 10, 5, 10],
            doubts: [45, 15, 45, 40, 10, 20, 15, 15, 25, 5, 15, 10, 15],
            completeness_share: 60,
        }
    }
}

impl Weights {
    pub fn of_missing(&self, field: MissingField) -> i32 {
        self.missing[field as usize]
    }

    pub fn of_doubt(&self, doubt: Doubt) -> i32 {
        self.doubts[doubt as usize]
    }

    /// The scores of a record with these gaps.
    pub fn scores(&self, gaps: Gaps) -> Scores {
        let all: i32 = self.missing.iter().sum();
        let lacks: i32 = gaps.missing().map(|field| self.of_missing(field)).sum();
        let completeness = if all == 0 { 100 } else { (all - lacks) * 100 / all };
        let taken: i32 = gaps.doubts().map(|doubt| self.of_doubt(doubt)).sum();
        let validity = (100 - taken).max(0);
        let share = self.completeness_share;
        Scores { completeness, validity, quality: (completeness * share + validity * (100 - share) + 50) / 100 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_without_gaps_is_worth_a_hundred() {
        let scores = Weights::default().scores(Gaps::default());
        assert_eq!(scores, Scores { completeness: 100, validity: 100, quality: 100 });
    }

    #[test]
    fn the_default_shares_of_completeness_come_to_a_hundred() {
        assert_eq!(Weights::default().missing.iter().sum::<i32>(), 100);
        let gaps = Gaps { missing: MissingField::Phone.bit() | MissingField::City.bit(), doubts: 0 };
        assert_eq!(Weights::default().scores(gaps), Scores { completeness: 65, validity: 100, quality: 79 });
    }

    #[test]
    fn doubts_take_from_validity_and_never_below_nothing() {
        let some = Gaps { missing: 0, doubts: Doubt::VinCheck.bit() | Doubt::NameIncomplete.bit() };
        assert_eq!(Weights::default().scores(some), Scores { completeness: 100, validity: 75, quality: 90 });
        let all = Gaps { missing: 0, doubts: super::super::gap::bits(Doubt::ALL) };
        assert_eq!(Weights::default().scores(all).validity, 0);
    }

    #[test]
    fn a_group_that_weighs_no_field_finds_every_record_complete() {
        let weights = Weights { missing: [0; 10], ..Weights::default() };
        assert_eq!(weights.scores(Gaps { missing: 1023, doubts: 0 }).completeness, 100);
    }
}
