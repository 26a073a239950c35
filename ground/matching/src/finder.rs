//! Looking up one record among many: the warning while a customer is being typed.

use crate::base::Base;
use crate::block::{Pass, blocking_keys, keys_of};
use crate::model::{Model, Score, score_looks, weight_of};
use crate::schema::Record;

/// Of the records under one key, at most so many are looked at.
const RECORDS_PER_KEY: usize = 300;

/// A base with its model, ordered for looking up.
pub struct Finder {
    base: Base,
    model: Model,
    keys: Vec<u64>,
    records: Vec<u32>,
}

impl Finder {
    pub fn new(base: Base, model: Model) -> Self {
        let mut entries = Vec::new();
        let mut keys = Vec::new();
        for place in 0..base.len() {
            keys_of(base.schema(), &base.row(place), &mut keys);
            entries.extend(keys.iter().map(|key| (key.number(), place)));
        }
        entries.sort_unstable();
        let (keys, records) = entries.into_iter().unzip();
        Self { base, model, keys, records }
    }

    /// The records that may be this one, at most `most`, the likeliest first.
    pub fn find(&self, record: &Record, probability_min: f64, most: usize) -> Vec<(u32, Score)> {
        let weight_min = weight_of(probability_min);
        let mut found: Vec<(u32, Score)> = self
            .candidates(record)
            .into_iter()
            .filter_map(|place| {
                let row = self.base.row(place);
                let pattern = self.model.pattern_with(record, &row, weight_min)?;
                let is_likely = self.model.weight(pattern) >= weight_min;
                is_likely.then(|| (place, score_looks(&self.model, pattern, record, &row)))
            })
            .filter(|(_, score)| score.probability >= probability_min)
            .collect();
        found.sort_by(|a, b| {
            b.1.probability.total_cmp(&a.1.probability).then(b.1.weight.total_cmp(&a.1.weight)).then(a.0.cmp(&b.0))
        });
        found.truncate(most);
        found
    }

    /// Records that share a key. Keys that many share tell little and are left out where others are there to tell more.
    fn candidates(&self, record: &Record) -> Vec<u32> {
        let mut candidates = Vec::new();
        for key in blocking_keys(self.base.schema(), record) {
            let begin = self.keys.partition_point(|known| *known < key.number());
            let end = begin + self.keys[begin..].partition_point(|known| *known == key.number());
            let is_vague = matches!(key.pass(), Pass::Born | Pass::Given | Pass::Surname | Pass::Place | Pass::Text);
            if end - begin <= RECORDS_PER_KEY || !is_vague {
                candidates.extend(self.records[begin..end].iter().take(RECORDS_PER_KEY));
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Band, Kind, Schema};

    #[test]
    fn a_customer_typed_again_is_found_with_the_reason() {
        let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone)]).unwrap();
        let mut base = Base::new(schema.clone());
        for cells in [["张伟", "13812345678"], ["李娜", "13912345678"], ["王芳", "13712345678"]] {
            base.add(&schema.record(cells)).unwrap();
        }
        let finder = Finder::new(base, Model::unlearned(schema.clone(), 10_000));
        let found = finder.find(&schema.record(["張偉", "+86 138 1234 5678"]), 0.5, 5);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].1.band), (0, Band::Same));
        let mut fields: Vec<&str> = found[0].1.reasons.iter().map(|reason| reason.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["name", "phone"]);
        assert!(finder.find(&schema.record(["赵敏", "13612345678"]), 0.5, 5).is_empty());
    }
}
