//! The human numbers of the demo world, counted while its rows are made.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Utc};
use kernel::{number::Numbered, time::Calendar};

/// Human numbers given so far, per noun, store and year.
#[derive(Default)]
pub struct Numbers(HashMap<(Numbered, usize, i32), i64>);

impl Numbers {
    pub fn next(&mut self, noun: Numbered, store: usize, code: &str, at: DateTime<Utc>) -> String {
        let year = Calendar::default().day(at).year();
        let count = self.0.entry((noun, store, year)).or_default();
        *count += 1;
        noun.format(code, year, *count)
    }

    /// What was given: noun, store, year, how many.
    pub fn given(&self) -> impl Iterator<Item = (Numbered, usize, i32, i64)> {
        self.0.iter().map(|((noun, store, year), count)| (*noun, *store, *year, *count))
    }
}
