//! What agreement is worth: the probability that two records are the same person.
//!
//! A Fellegi–Sunter model (1969) with a third class between the same and strangers: *related* records, such as a family with one
//! phone or the next owner of a car. They share where and what, not who; without them a shared phone and address would outweigh
//! two different names.

mod guard;
mod learn;
mod prior;
mod reason;

use serde::{Deserialize, Serialize};

use crate::base::{Base, pairs_of};
use crate::hash::stable_hash;
use crate::level::{LEVELS, Rarity};
use crate::normal::Look;
use crate::pattern::{Pattern, best, compare_records, unswap_all};
use crate::schema::{Looks, Record, Schema};

pub(crate) use guard::guarded;
pub(crate) use learn::{Seen, learn};
pub use reason::{Caution, Reason};

/// What is to be done with a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Two records of different people.
    Different,
    /// A person decides.
    Ask,
    /// The same person.
    Same,
}

/// From this probability on a pair is asked about: it is more likely the same than not.
pub const ASK_FROM: f64 = 0.5;
/// From this probability on a pair is the same: a wrong merge costs a hundred times what a question costs.
pub const SAME_FROM: f64 = 0.99;

/// How likely two records are the same person, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Evidence with all it starts from, in bits: the base-2 logarithm of the odds.
    pub weight: f64,
    /// 0 to 1, held below the next band where a guard forbids more.
    pub probability: f64,
    pub band: Band,
    /// What speaks for and against, field by field, the weightiest first.
    pub reasons: Vec<Reason>,
    /// What forbids a higher band.
    pub caution: Option<Caution>,
}

/// What agreement in each field is worth in a base.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Model {
    schema: Schema,
    /// How many records it was learned from, or made for.
    records: u32,
    /// Of two records drawn at random.
    same: f64,
    related: f64,
    fields: Vec<FieldModel>,
    /// Per field: the hashes of values that are not rare, in order.
    frequent: Vec<Vec<(u64, Rarity)>>,
    #[serde(skip)]
    weights: Weights,
}

/// Probabilities of each level, among pairs where both records say something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct FieldModel {
    pub same: [f64; LEVELS],
    pub related: [f64; LEVELS],
    pub strange: [f64; LEVELS],
}

/// The logarithms, so that scoring a pair is adding.
#[derive(Clone, Debug, Default)]
struct Weights {
    fields: Vec<[[f64; LEVELS]; CLASSES]>,
    start: [f64; CLASSES],
    swappable: Vec<(usize, usize)>,
    /// The fields, those that are quickly compared first.
    quick_first: Vec<usize>,
    /// The most each field can speak for the same against strangers.
    most: Vec<f64>,
}

pub(crate) const CLASSES: usize = 3;
/// Where a class stands in tables.
pub(crate) const SAME: usize = 0;
pub(crate) const RELATED: usize = 1;
pub(crate) const STRANGE: usize = 2;

impl Model {
    /// The model before anything is learned, for a base of that many records. Good enough for a small base; a large one should
    /// learn its own, see [`crate::Scan`].
    ///
    /// ```
    /// use matching::{Band, Kind, Model, Schema, score};
    /// let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone)]).unwrap();
    /// let model = Model::unlearned(schema.clone(), 50_000);
    /// let [a, b] = [["张伟", "13812345678"], ["張偉", "+86 138-1234-5678"]].map(|cells| schema.record(cells));
    /// assert_eq!(score(&model, &a, &b).band, Band::Same);
    /// ```
    pub fn unlearned(schema: Schema, records: u32) -> Self {
        let fields = schema.fields().iter().map(|field| prior::of(field.kind)).collect();
        let frequent = vec![Vec::new(); schema.fields().len()];
        let pairs = pairs_of(records.max(2));
        let expected = prior::DUPLICATES_PER_RECORD * f64::from(records.max(2));
        Self::new(schema, records, [expected / pairs, expected / pairs], fields, frequent)
    }

    fn new(
        schema: Schema,
        records: u32,
        [same, related]: [f64; 2],
        fields: Vec<FieldModel>,
        frequent: Vec<Vec<(u64, Rarity)>>,
    ) -> Self {
        let weights = Weights::default();
        let mut model = Self { schema, records, same, related, fields, frequent, weights };
        model.weigh();
        model
    }

    /// Makes a stored model ready; reading one from JSON leaves out what can be computed.
    #[must_use]
    pub fn ready(mut self) -> Self {
        self.weigh();
        self
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// How many records the model was learned from, or made for.
    pub fn records(&self) -> u32 {
        self.records
    }

    /// The share of pairs that are the same among all pairs of records.
    pub fn share_same(&self) -> f64 {
        self.same
    }

    fn weigh(&mut self) {
        let logs = |field: &FieldModel| {
            [field.same, field.related, field.strange].map(|table| {
                let mut logs = table.map(|share| share.max(f64::MIN_POSITIVE).log2());
                logs[0] = 0.0;
                logs
            })
        };
        let fields: Vec<[[f64; LEVELS]; CLASSES]> = self.fields.iter().map(logs).collect();
        let most = |logs: &[[f64; LEVELS]; CLASSES]| {
            logs[SAME].iter().zip(&logs[STRANGE]).map(|(same, strange)| same - strange).fold(0.0, f64::max)
        };
        let mut quick_first: Vec<usize> = (0..fields.len()).collect();
        quick_first.sort_by_key(|place| self.schema.kind(*place).effort());
        self.weights = Weights {
            most: fields.iter().map(most).collect(),
            quick_first,
            fields,
            start: [self.same, self.related, 1.0 - self.same - self.related].map(f64::log2),
            swappable: self.schema.swappable(),
        };
    }

    /// The base-2 logarithm of how likely each class shows this pattern.
    pub(crate) fn likelihoods(&self, pattern: Pattern) -> [f64; CLASSES] {
        let mut sums = self.weights.start;
        for (field, logs) in self.weights.fields.iter().enumerate() {
            let place = pattern.place(field);
            for (sum, log) in sums.iter_mut().zip(logs) {
                *sum += log[place];
            }
        }
        sums
    }

    /// The odds of being the same against all else, in bits.
    pub(crate) fn weight(&self, pattern: Pattern) -> f64 {
        let [same, related, strange] = self.likelihoods(pattern);
        let more = related.max(strange);
        let less = related.min(strange);
        same - (more + (1.0 + (less - more).exp2()).log2())
    }

    /// How a base compares two of its own.
    pub(crate) fn pattern_in(&self, base: &Base, a: u32, b: u32) -> Pattern {
        let rarity = |field: usize, look: Look<'_>| base.rarity(field, a, b, look);
        compare_records(&self.schema, &self.weights.swappable, &base.row(a), &base.row(b), rarity)
    }

    /// The same, but nothing as soon as it is sure that the pair stays below a weight: most do.
    pub(crate) fn pattern_reaching(&self, base: &Base, a: u32, b: u32, weight_min: f64) -> Option<Pattern> {
        let rarity = |field: usize, look: Look<'_>| base.rarity(field, a, b, look);
        self.reaching(&base.row(a), &base.row(b), &rarity, weight_min)
    }

    /// How a record compares with one of a base, if it can reach a weight.
    pub(crate) fn pattern_with(&self, record: &Record, row: &impl Looks, weight_min: f64) -> Option<Pattern> {
        self.reaching(record, row, &|field, look: Look<'_>| self.rarity(field, look), weight_min)
    }

    fn reaching(
        &self,
        a: &impl Looks,
        b: &impl Looks,
        rarity: &impl Fn(usize, Look<'_>) -> Rarity,
        weight_min: f64,
    ) -> Option<Pattern> {
        let weights = &self.weights;
        let is_filled = |place: &&usize| a.first(**place).is_some() && b.first(**place).is_some();
        let hoped: f64 = weights.quick_first.iter().filter(is_filled).map(|place| weights.most[*place]).sum();
        let mut reachable = weights.start[SAME] - weights.start[STRANGE] + hoped;
        let mut pattern = Pattern::default();
        for &place in weights.quick_first.iter().filter(is_filled) {
            if reachable < weight_min {
                return None;
            }
            let level = best(self.schema.kind(place), a, b, place, rarity);
            pattern.set(place, level);
            // What was written into another field may yet be found there.
            if !weights.swappable.iter().any(|pair| pair.0 == place || pair.1 == place) {
                let logs = &weights.fields[place];
                reachable += logs[SAME][level.place()] - logs[STRANGE][level.place()] - weights.most[place];
            }
        }
        unswap_all(&self.schema, &weights.swappable, &mut pattern, a, b);
        Some(pattern).filter(|_| reachable >= weight_min)
    }

    fn pattern(&self, a: &impl Looks, b: &impl Looks) -> Pattern {
        compare_records(&self.schema, &self.weights.swappable, a, b, |field, look| self.rarity(field, look))
    }

    fn rarity(&self, field: usize, look: Look<'_>) -> Rarity {
        let hash = stable_hash(&[look.text]);
        let frequent = &self.frequent[field];
        frequent.binary_search_by_key(&hash, |(known, _)| *known).map_or(Rarity::Rare, |at| frequent[at].1)
    }
}

/// How likely two records are the same person.
///
/// Both must be made with the schema of the model.
pub fn score(model: &Model, a: &Record, b: &Record) -> Score {
    score_looks(model, model.pattern(a, b), a, b)
}

pub(crate) fn score_looks(model: &Model, pattern: Pattern, a: &impl Looks, b: &impl Looks) -> Score {
    let weight = model.weight(pattern);
    let (probability, caution) = guarded(model.schema(), pattern, probability_of(weight), a, b);
    Score { weight, probability, band: band_of(probability), reasons: reason::reasons(model, pattern), caution }
}

pub(crate) fn probability_of(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

/// The odds of a probability, in bits.
pub(crate) fn weight_of(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

pub(crate) fn band_of(probability: f64) -> Band {
    if probability >= SAME_FROM {
        Band::Same
    } else if probability >= ASK_FROM {
        Band::Ask
    } else {
        Band::Different
    }
}
