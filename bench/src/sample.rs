//! Rows of the seeded world that questions are asked about, spread over the whole of it.

use uuid::Uuid;

use crate::dice::Dice;

#[derive(Clone, Debug)]
pub struct Sample {
    pub group: Uuid,
    pub stores: Vec<Uuid>,
    pub customers: Vec<Known>,
    pub total: u64,
}

#[derive(Clone, Debug)]
pub struct Known {
    pub id: Uuid,
    pub name: String,
}

const KEPT: usize = 2_000;

/// Keeps two thousand of however many pass by, each with the same chance.
pub struct Gathering {
    kept: Vec<Known>,
    passed: usize,
    dice: Dice,
}

impl Gathering {
    pub fn new() -> Self {
        Self { kept: Vec::new(), passed: 0, dice: Dice::new(KEPT) }
    }

    pub fn pass(&mut self, id: Uuid, name: impl FnOnce() -> String) {
        self.passed += 1;
        if self.kept.len() < KEPT {
            self.kept.push(Known { id, name: name() });
        } else {
            let place = self.dice.below(self.passed);
            if place < KEPT {
                self.kept[place] = Known { id, name: name() };
            }
        }
    }

    pub fn sample(self, group: Uuid, stores: Vec<Uuid>) -> Sample {
        Sample { group, stores, customers: self.kept, total: self.passed as u64 }
    }
}
