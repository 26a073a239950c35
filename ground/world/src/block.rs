//! Who is who among 64 neighbouring customers: families, companies, duplicates, and who takes over whose car.

use crate::dice::{Dice, Topic};
use crate::words::Relation;

/// Customers per block; everything that ties customers together stays within one block.
pub(crate) const SIZE: usize = 64;

/// The members of a household that are customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Alone,
    Couple,
    WithParent,
    WithChild,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    Company,
    Person {
        head: u64,
        relation: Relation,
    },
    /// The same customer as another one, entered once more.
    Duplicate {
        of: u64,
    },
}

/// One customer's place; all references are indexes of customers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub nature: Nature,
    pub family: Family,
    /// The husband or wife, when that is a customer too.
    pub partner: Option<u64>,
    /// The customer who takes over a former car of this one.
    pub heir: Option<u64>,
    /// The customer whose former car this one takes over.
    pub inherits_from: Option<u64>,
}

impl Place {
    const fn of(nature: Nature) -> Self {
        Self { nature, family: Family::Alone, partner: None, heir: None, inherits_from: None }
    }
}

/// The places of 64 customers.
pub(crate) struct Block {
    pub number: u64,
    places: [Place; SIZE],
}

impl Block {
    /// The block that holds customer `index`.
    pub fn number_of(index: u64) -> u64 {
        index / SIZE as u64
    }

    pub fn draw(seed: u64, number: u64) -> Self {
        let mut draft =
            Draft { dice: Dice::new(seed, Topic::Block, number), first: number * SIZE as u64, places: [None; SIZE] };
        for at in 0..SIZE {
            if draft.places[at].is_none() {
                draft.settle(at);
            }
        }
        let alone = |at: usize| Place::of(Nature::Person { head: draft.first + at as u64, relation: Relation::Head });
        let places = std::array::from_fn(|at| draft.places[at].unwrap_or_else(|| alone(at)));
        Self { number, places }
    }

    pub fn place(&self, index: u64) -> Place {
        self.places[(index % SIZE as u64) as usize]
    }
}

/// A block while its places are being taken.
struct Draft {
    dice: Dice,
    first: u64,
    places: [Option<Place>; SIZE],
}

impl Draft {
    /// Gives a free place to a company or to the head of a household, and later places to those who belong to it.
    fn settle(&mut self, at: usize) {
        let index = self.index(at);
        let place = if self.dice.odds(100, 1000) {
            Place::of(Nature::Company)
        } else {
            Place::of(Nature::Person { head: index, relation: Relation::Head })
        };
        self.places[at] = Some(place);
        if place.nature != Nature::Company {
            self.settle_family(at);
            if self.dice.odds(95, 1000) {
                self.settle_heir(at);
            }
        }
        if self.dice.odds(170, 1000)
            && let Some(other) = self.free_after(at)
        {
            self.places[other] = Some(Place::of(Nature::Duplicate { of: index }));
        }
    }

    fn settle_family(&mut self, at: usize) {
        let family = match self.dice.below(100) {
            0..10 => Family::Couple,
            10..13 => Family::WithParent,
            13..17 => Family::WithChild,
            _ => return,
        };
        let has_partner = family == Family::Couple || self.dice.chance(70);
        if has_partner && let Some(other) = self.free_after(at) {
            self.join(at, other, family, Relation::Spouse);
            self.link_partners(at, other);
        }
        let third = match (family, self.dice.chance(52)) {
            (Family::WithParent, true) => Relation::Father,
            (Family::WithParent, false) => Relation::Mother,
            (Family::WithChild, true) => Relation::Son,
            (Family::WithChild, false) => Relation::Daughter,
            _ => return,
        };
        if let Some(other) = self.free_after(at) {
            self.join(at, other, family, third);
        }
    }

    fn join(&mut self, at: usize, other: usize, family: Family, relation: Relation) {
        let head = self.index(at);
        self.places[other] = Some(Place { family, ..Place::of(Nature::Person { head, relation }) });
        if let Some(place) = &mut self.places[at] {
            place.family = family;
        }
    }

    fn link_partners(&mut self, at: usize, other: usize) {
        let [one, two] = [self.index(at), self.index(other)];
        for (place, partner) in [(at, two), (other, one)] {
            if let Some(place) = &mut self.places[place] {
                place.partner = Some(partner);
            }
        }
    }

    fn settle_heir(&mut self, at: usize) {
        let Some(other) = self.free_after(at) else { return };
        let [giver, heir] = [self.index(at), self.index(other)];
        if let Some(place) = &mut self.places[at] {
            place.heir = Some(heir);
        }
        let nature = Nature::Person { head: heir, relation: Relation::Head };
        self.places[other] = Some(Place { inherits_from: Some(giver), ..Place::of(nature) });
    }

    /// A free place some way further on, so that those who belong together do not stand side by side.
    fn free_after(&mut self, at: usize) -> Option<usize> {
        let from = at + 2 + self.dice.below(18) as usize;
        (from..SIZE).find(|&other| self.places[other].is_none())
    }

    fn index(&self, at: usize) -> u64 {
        self.first + at as u64
    }
}
