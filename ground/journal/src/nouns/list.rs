//! Every event in words, by department. A new event gets its line in the file of its department.

mod cars;
mod house;
mod people;
mod privacy;
mod sales;
mod work;

use super::{Noun, noun};

/// All nouns, in the order they are shown.
pub fn nouns() -> impl Iterator<Item = &'static Noun> {
    [people::PEOPLE, cars::CARS, sales::SALES, work::WORK, privacy::PRIVACY, house::HOUSE].into_iter().flatten()
}
