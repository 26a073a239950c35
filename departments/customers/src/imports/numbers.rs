//! Human numbers for the new records of a chunk, taken at once for each store.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;
use kernel::{Error, Result, StoreId, number::Numbered};
use platform::{Tx, database::next_numbers};

use super::stores::Places;

pub(super) struct Numbers {
    noun: Numbered,
    by_store: HashMap<StoreId, Series>,
}

struct Series {
    code: String,
    year: i32,
    next: i64,
}

impl Numbers {
    /// One number for each record, by the stores they come to.
    pub async fn take(tx: &mut Tx, noun: Numbered, places: &Places, stores: Vec<StoreId>) -> Result<Self> {
        // In one order, so that two imports don't wait for one another's stores.
        let mut counts: BTreeMap<StoreId, usize> = BTreeMap::new();
        stores.into_iter().for_each(|store| *counts.entry(store).or_default() += 1);
        let mut by_store = HashMap::new();
        for (store, count) in counts {
            let place = places.of(store);
            let year = place.calendar.day(tx.now()).year();
            let next = next_numbers(tx, noun, store, year, i64::try_from(count).map_err(Error::internal)?).await?;
            by_store.insert(store, Series { code: place.code.clone(), year, next });
        }
        Ok(Self { noun, by_store })
    }

    /// The next number of a store for which they were taken.
    pub fn next(&mut self, store: StoreId) -> Result<String> {
        let none_taken = || Error::internal("a record came to a store for which no number was taken");
        let series = self.by_store.get_mut(&store).ok_or_else(none_taken)?;
        let number = self.noun.format(&series.code, series.year, series.next);
        series.next += 1;
        Ok(number)
    }
}
