//! Searching a whole base for duplicates.

use std::collections::HashMap;

use crate::base::Base;
use crate::block::Blocks;
use crate::cluster::clusters;
use crate::hash::mixed;
use crate::model::{
    ASK_FROM, Band, Caution, Model, Score, Seen, band_of, guarded, learn, probability_of, score_looks, weight_of,
};
use crate::pattern::Pattern;

/// Pairs whose patterns are learned from; of more, an even share.
const LEARNED_PAIRS: u64 = 4_000_000;

/// How to search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScanSettings {
    pub threads: usize,
    /// Decides which pairs are drawn; the same seed gives the same result, whatever the number of threads.
    pub seed: u64,
    /// The least probability of a pair that is reported.
    pub probability_min: f64,
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self { threads: 2, seed: 1, probability_min: ASK_FROM }
    }
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    /// Out of `total`, in no unit but the step's own.
    pub done: u64,
    pub total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Grouping,
    Learning,
    Comparing,
}

/// Two records that may be one person; `left` is the earlier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub left: u32,
    pub right: u32,
    pub probability: f64,
    pub caution: Option<Caution>,
    pattern: Pattern,
}

impl Pair {
    pub fn band(&self) -> Band {
        band_of(self.probability)
    }
}

/// A base that was searched, what was learned, and the pairs found.
pub struct Scan {
    base: Base,
    model: Model,
    pairs: Vec<Pair>,
    compared: u64,
}

impl Scan {
    /// Learns from the base and searches it.
    pub fn run(mut base: Base, settings: &ScanSettings, mut progress: impl FnMut(Progress)) -> Self {
        base.close();
        progress(Progress { step: Step::Grouping, done: 0, total: 1 });
        let blocks = Blocks::of(&base, settings.threads);
        progress(Progress { step: Step::Grouping, done: 1, total: 1 });
        let total = blocks.work();
        let unlearned = Model::unlearned(base.schema().clone(), base.len());
        let (seen, scale) = sample(&base, &blocks, &unlearned, settings, |done| {
            progress(Progress { step: Step::Learning, done, total });
        });
        let model = learn(&base, &seen, scale, settings.seed);
        let see = |found: &mut (Vec<Pair>, u64), a: u32, b: u32| {
            found.1 += 1;
            found.0.extend(judge(&model, &base, (a, b), settings.probability_min));
        };
        let fresh = || (Vec::new(), 0);
        let found = blocks.visit(
            settings.threads,
            fresh,
            |_, _| true,
            see,
            |done| {
                progress(Progress { step: Step::Comparing, done, total });
            },
        );
        let compared = found.iter().map(|(_, compared)| compared).sum();
        let mut pairs: Vec<Pair> = found.into_iter().flat_map(|(pairs, _)| pairs).collect();
        pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        pairs.dedup_by_key(|pair| (pair.left, pair.right));
        Self { base, model, pairs, compared }
    }

    /// In the order of their records.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    pub fn model(&self) -> &Model {
        &self.model
    }

    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The base and the model learned from it, for a [`crate::Finder`] or to store the model.
    pub fn into_parts(self) -> (Base, Model) {
        (self.base, self.model)
    }

    /// How many pairs were compared.
    pub fn compared(&self) -> u64 {
        self.compared
    }

    /// The whole score of a pair, with its reasons.
    pub fn score(&self, pair: &Pair) -> Score {
        score_looks(&self.model, pair.pattern, &self.base.row(pair.left), &self.base.row(pair.right))
    }

    /// The score of any two records, found or not: why they are, or why they are not.
    pub fn explain(&self, left: u32, right: u32) -> Score {
        let pattern = self.model.pattern_in(&self.base, left, right);
        score_looks(&self.model, pattern, &self.base.row(left), &self.base.row(right))
    }

    /// The records of one person each, from the pairs that are the same. Two who may not be one stay apart.
    pub fn clusters(&self) -> Vec<Vec<u32>> {
        let same = self.pairs.iter().filter(|pair| pair.band() == Band::Same);
        let conflicts = |a: u32, b: u32| {
            let pattern = self.model.pattern_in(&self.base, a, b);
            let (_, caution) = guarded(self.base.schema(), pattern, 1.0, &self.base.row(a), &self.base.row(b));
            matches!(caution, Some(Caution::TwoIdNumbers | Caution::OtherName))
        };
        clusters(self.base.len(), same.map(|pair| (pair.left, pair.right, pair.probability)), conflicts)
    }
}

fn judge(model: &Model, base: &Base, (left, right): (u32, u32), probability_min: f64) -> Option<Pair> {
    let pattern = model.pattern_reaching(base, left, right, weight_of(probability_min))?;
    let probability = probability_of(model.weight(pattern));
    if probability < probability_min {
        return None;
    }
    let (probability, caution) = guarded(base.schema(), pattern, probability, &base.row(left), &base.row(right));
    (probability >= probability_min).then_some(Pair { left, right, probability, caution, pattern })
}

/// The patterns of an even share of the pairs, and how many pairs each stands for.
fn sample(
    base: &Base,
    blocks: &Blocks,
    model: &Model,
    settings: &ScanSettings,
    mut progress: impl FnMut(u64),
) -> (Seen, f64) {
    let scale = blocks.pairs_max().div_ceil(LEARNED_PAIRS).max(1);
    let wants = |a: u32, b: u32| mixed(settings.seed ^ ((u64::from(a) << 32) | u64::from(b))).is_multiple_of(scale);
    let see = |seen: &mut HashMap<Pattern, u64>, a: u32, b: u32| {
        *seen.entry(model.pattern_in(base, a, b)).or_default() += 1;
    };
    let mut all = Seen::new();
    for seen in blocks.visit(settings.threads, HashMap::new, wants, see, &mut progress) {
        for (pattern, count) in seen {
            *all.entry(pattern).or_default() += count;
        }
    }
    (all, scale as f64)
}
