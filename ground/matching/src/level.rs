//! How far two values of one field agree.

use serde::{Deserialize, Serialize};

/// How far two values agree, from nothing known to plainly different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// One of the two says nothing.
    Missing,
    /// Equal; how often the value occurs decides what that is worth.
    Exact(Rarity),
    /// The same but for what is easily mixed up: sound, look, order.
    Alike,
    /// A slip of the pen apart.
    Near,
    /// One may be a part of the other.
    Partial,
    /// What relatives and neighbours have in common: the surname, the street, the year.
    Kin,
    Different,
}

/// How often an agreeing value occurs in the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rarity {
    /// Up to 3 times.
    Rare,
    /// Up to 10 times.
    Uncommon,
    /// Up to 50 times.
    Common,
    /// Up to 500 times.
    Frequent,
    /// More often.
    Everywhere,
}

/// How many levels there are, each with its own place.
pub(crate) const LEVELS: usize = 11;
pub(crate) const RARITIES: usize = 5;

const IN_ORDER: [Level; LEVELS] = [
    Level::Missing,
    Level::Exact(Rarity::Rare),
    Level::Exact(Rarity::Uncommon),
    Level::Exact(Rarity::Common),
    Level::Exact(Rarity::Frequent),
    Level::Exact(Rarity::Everywhere),
    Level::Alike,
    Level::Near,
    Level::Partial,
    Level::Kin,
    Level::Different,
];

impl Rarity {
    /// Of a value that occurs that often, the two that agree included.
    pub fn of_count(count: u32) -> Self {
        match count {
            0..=3 => Self::Rare,
            4..=10 => Self::Uncommon,
            11..=50 => Self::Common,
            51..=500 => Self::Frequent,
            _ => Self::Everywhere,
        }
    }
}

impl Level {
    /// Its place in tables, from 0.
    pub(crate) fn place(self) -> usize {
        match self {
            Self::Missing => 0,
            Self::Exact(rarity) => 1 + rarity as usize,
            Self::Alike => 6,
            Self::Near => 7,
            Self::Partial => 8,
            Self::Kin => 9,
            Self::Different => 10,
        }
    }

    pub(crate) fn at(place: usize) -> Self {
        IN_ORDER.get(place).copied().unwrap_or(Self::Different)
    }

    pub fn is_exact(self) -> bool {
        matches!(self, Self::Exact(_))
    }

    /// Equal, or the same but for what is easily mixed up or mistyped.
    pub fn agrees(self) -> bool {
        self.is_exact() || matches!(self, Self::Alike | Self::Near)
    }

    /// Whether both are known and do not fit.
    pub fn contradicts(self) -> bool {
        matches!(self, Self::Kin | Self::Different)
    }

    /// The word for it: `same`, `alike`, `near`, `partial`, `kin`, `different`; empty where nothing is known.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "",
            Self::Exact(_) => "same",
            Self::Alike => "alike",
            Self::Near => "near",
            Self::Partial => "partial",
            Self::Kin => "kin",
            Self::Different => "different",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_a_place_of_its_own() {
        for place in 0..LEVELS {
            assert_eq!(Level::at(place).place(), place);
        }
    }
}
