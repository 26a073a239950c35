//! The only source of chance: a ChaCha stream per seed, topic and index, and the ways to draw from it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What is being drawn. Each topic has its own stream, so that a new draw in one leaves the others as they were.
#[derive(Clone, Copy)]
pub(crate) enum Topic {
    Block = 1,
    Home = 2,
    Person = 3,
    Garage = 4,
    History = 5,
    Tasks = 6,
    Record = 7,
}

/// A stream of chance that depends on seed, topic and index alone.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64, topic: Topic, index: u64) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = topic as u8;
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(index);
        Self(stream)
    }

    /// A number in `0..limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(limit)) >> 32) as u32
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::from(self.below((high - low).max(0) as u32 + 1))
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// True in `part` of `whole` cases.
    pub fn odds(&mut self, part: u32, whole: u32) -> bool {
        self.below(whole) < part
    }

    /// One of the values, all equally likely.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u32) as usize]
    }

    /// One of the values, each as likely as its weight says.
    pub fn weighed<T: Copy>(&mut self, choices: &[(T, u32)]) -> T {
        let total = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for &(value, weight) in choices {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        choices[choices.len() - 1].0
    }
}
