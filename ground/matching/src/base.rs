//! Many records in little memory: each distinct value once, each record a row of numbers.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

use crate::hash::stable_hash;
use crate::level::Rarity;
use crate::normal::Look;
use crate::schema::{Looks, Record, Schema};

/// Records to be searched for duplicates. A record is known by its place, from 0.
pub struct Base {
    schema: Schema,
    columns: Vec<Column>,
    records: u32,
}

/// A base can't take another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseFull;

impl Base {
    pub fn new(schema: Schema) -> Self {
        let columns = schema.fields().iter().map(|_| Column::default()).collect();
        Self { schema, columns, records: 0 }
    }

    /// Adds a record and answers its place.
    ///
    /// # Errors
    /// With 4 billion records, or 4 GB of text in one field.
    pub fn add(&mut self, record: &Record) -> Result<u32, BaseFull> {
        let place = self.records;
        self.records = self.records.checked_add(1).ok_or(BaseFull)?;
        for (field, column) in self.columns.iter_mut().enumerate() {
            let mut values = record.values(field).iter();
            let first = values.next().map(|value| column.keep(value.look())).transpose()?;
            column.firsts.push(first.unwrap_or(NONE));
            for value in values {
                let kept = column.keep(value.look())?;
                column.more.push((place, kept));
            }
        }
        Ok(place)
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub fn len(&self) -> u32 {
        self.records
    }

    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Lets go of what only adding needs.
    pub(crate) fn close(&mut self) {
        for column in &mut self.columns {
            column.known = HashMap::default();
            column.texts.shrink_to_fit();
            column.sounds.shrink_to_fit();
        }
    }

    pub(crate) fn row(&self, place: u32) -> Row<'_> {
        Row { base: self, place }
    }

    /// What an equal value of a field counts as; known by its text alone.
    pub(crate) fn rarity(&self, field: usize, a: u32, b: u32, look: Look<'_>) -> Rarity {
        let column = &self.columns[field];
        let mut of_both = column.values(a).chain(column.values(b));
        let found = of_both.find(|value| column.look(*value).text == look.text);
        Rarity::of_count(found.map_or(1, |value| column.counts[value as usize]))
    }

    pub(crate) fn column(&self, field: usize) -> &Column {
        &self.columns[field]
    }

    /// How many pairs of records there are.
    pub(crate) fn pairs(&self) -> f64 {
        pairs_of(self.records)
    }
}

pub(crate) fn pairs_of(records: u32) -> f64 {
    let records = f64::from(records);
    (records * (records - 1.0) / 2.0).max(0.0)
}

const NONE: u32 = u32::MAX;

/// The values of one field.
#[derive(Default)]
pub(crate) struct Column {
    texts: String,
    text_ends: Vec<u32>,
    sounds: String,
    sound_ends: Vec<u32>,
    /// How many records have each value.
    counts: Vec<u32>,
    /// The first value of each record.
    firsts: Vec<u32>,
    /// Further values, in the order of records.
    more: Vec<(u32, u32)>,
    known: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
}

impl Column {
    fn keep(&mut self, look: Look<'_>) -> Result<u32, BaseFull> {
        let mut hash = stable_hash(&[look.text, look.sound]);
        loop {
            match self.known.get(&hash) {
                Some(&value) if self.look(value).text == look.text => {
                    self.counts[value as usize] += 1;
                    return Ok(value);
                }
                Some(_) => hash = hash.wrapping_add(1),
                None => break,
            }
        }
        let value = u32::try_from(self.counts.len()).map_err(|_| BaseFull)?;
        self.texts.push_str(look.text);
        self.sounds.push_str(look.sound);
        self.text_ends.push(u32::try_from(self.texts.len()).map_err(|_| BaseFull)?);
        self.sound_ends.push(u32::try_from(self.sounds.len()).map_err(|_| BaseFull)?);
        self.counts.push(1);
        self.known.insert(hash, value);
        Ok(value)
    }

    pub fn look(&self, value: u32) -> Look<'_> {
        let part = |ends: &[u32]| {
            let place = value as usize;
            let begin = if place == 0 { 0 } else { ends[place - 1] as usize };
            begin..ends[place] as usize
        };
        Look { text: &self.texts[part(&self.text_ends)], sound: &self.sounds[part(&self.sound_ends)] }
    }

    pub fn values(&self, record: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.firsts[record as usize];
        let begin = if self.more.is_empty() { 0 } else { self.more.partition_point(|(of, _)| *of < record) };
        let more = self.more[begin..].iter().take_while(move |(of, _)| *of == record).map(|(_, value)| *value);
        (first != NONE).then_some(first).into_iter().chain(more)
    }

    /// The first value of a record.
    pub fn first(&self, record: u32) -> Option<u32> {
        Some(self.firsts[record as usize]).filter(|value| *value != NONE)
    }

    /// How many records have each value.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many records have any.
    pub fn filled(&self) -> u32 {
        let filled = self.firsts.iter().filter(|value| **value != NONE).count();
        u32::try_from(filled).unwrap_or(u32::MAX)
    }

    /// Whether no two records agree, so that the field only numbers the rows.
    pub fn is_all_distinct(&self) -> bool {
        self.counts.iter().all(|count| *count == 1)
    }

    /// The place of each value in the order of texts.
    pub fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..).take(self.counts.len()).collect();
        order.sort_unstable_by(|a, b| {
            let (a, b) = (self.look(*a), self.look(*b));
            (a.sound, a.text).cmp(&(b.sound, b.text))
        });
        let mut ranks = vec![0; order.len()];
        for (rank, value) in (0..).zip(order) {
            ranks[value as usize] = rank;
        }
        ranks
    }
}

/// One record of a base.
pub(crate) struct Row<'a> {
    base: &'a Base,
    place: u32,
}

impl Looks for Row<'_> {
    fn looks(&self, place: usize) -> impl Iterator<Item = Look<'_>> {
        let column = &self.base.columns[place];
        column.values(self.place).map(|value| column.look(value))
    }
}

/// The hash is already one.
#[derive(Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl fmt::Display for BaseFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the table is too large to be searched in one piece; split it, or leave columns out")
    }
}

impl std::error::Error for BaseFull {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn records_come_back_as_they_went_in() {
        let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone)]).unwrap();
        let mut base = Base::new(schema.clone());
        let written = [["王小明", "13812345678"], ["", "13812345678;13900001111"], ["王小明", ""]];
        for cells in written {
            base.add(&schema.record(cells)).unwrap();
        }
        for (place, cells) in (0..).zip(written) {
            let record = schema.record(cells);
            for field in 0..2 {
                let row = base.row(place);
                let texts: Vec<&str> = row.looks(field).map(|look| look.text).collect();
                let expected: Vec<&str> = record.looks(field).map(|look| look.text).collect();
                assert_eq!(texts, expected);
            }
        }
        assert_eq!(base.column(1).counts(), [2, 1]);
        assert_eq!(base.column(0).filled(), 2);
    }
}
