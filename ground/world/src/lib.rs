//! The demo world: a believable dealer group, always the same from a seed.
//!
//! Nothing here knows a database or a clock: a [`World`] is a seed, a size and a day, and tells one [`PersonStory`]
//! per customer. A story depends on its index and on the plan alone, so a million can be told in parallel. What ties
//! customers together (households, duplicates, a car handed on) stays within [`World::BLOCK`] neighbours: a loader that
//! works in multiples of it meets every reference within its own chunk.

mod block;
mod car;
mod company;
mod dice;
mod duplicate;
mod garage;
mod group;
mod history;
pub mod models;
mod names;
mod occupation;
mod person;
mod places;
mod plate;
mod record;
mod season;
pub mod story;
mod tags;
mod tasks;
mod vin;
pub mod words;

use std::ops::Range;

use chrono::NaiveDate;

use block::{Block, Nature, Place};
use models::Model;
use person::Person;

pub use group::{Department, Group, Staff, Store};
pub use places::Address;
pub use story::PersonStory;
pub use tags::{TAGS, Tag, TagGroup};
use words::Role;

/// A dealer group with its customers as they are on one day.
pub struct World {
    seed: u64,
    customers: u64,
    today: NaiveDate,
    group: Group,
    /// Staff of each store by role, for those roles that meet customers.
    teams: Vec<Vec<(Role, Vec<usize>)>>,
    /// The models each store sells.
    offers: Vec<Vec<&'static Model>>,
}

impl World {
    /// Customers who may know each other: households, duplicates and cars handed on never leave such a block.
    pub const BLOCK: u64 = block::SIZE as u64;

    /// The world of this seed with that many customers. `today` is the day everything leads up to; nothing that
    /// has happened lies on or after it.
    #[must_use]
    pub fn new(seed: u64, customers: u64, today: NaiveDate) -> Self {
        let group = group::found();
        let stores = 0..group.stores.len();
        let team = |store: usize| {
            [Role::SalesConsultant, Role::ServiceAdvisor, Role::CareAgent]
                .map(|role| (role, group.staff_with(store, role).collect()))
                .to_vec()
        };
        let offer = |store: usize| {
            models::all().iter().copied().filter(|model| group.stores[store].brands.contains(&model.brand)).collect()
        };
        let teams = stores.clone().map(team).collect();
        let offers = stores.map(offer).collect();
        Self { seed, customers, today, group, teams, offers }
    }

    #[must_use]
    pub const fn group(&self) -> &Group {
        &self.group
    }

    #[must_use]
    pub const fn today(&self) -> NaiveDate {
        self.today
    }

    /// How many customers there are, duplicates included.
    #[must_use]
    pub const fn customers_total(&self) -> u64 {
        self.customers
    }

    /// All stories, one after the other.
    #[must_use]
    pub fn customers(&self) -> Stories<'_> {
        self.customers_in(0..self.customers)
    }

    /// The stories of a range of indexes, for loading in parallel.
    #[must_use]
    pub fn customers_in(&self, range: Range<u64>) -> Stories<'_> {
        let end = range.end.min(self.customers);
        Stories { world: self, next: range.start.min(end), end, block: None }
    }

    /// The story of one customer, the same as [`World::customers`] tells.
    #[must_use]
    pub fn story(&self, index: u64) -> PersonStory {
        let block = Block::draw(self.seed, Block::number_of(index));
        self.tell(index, &block)
    }

    fn tell(&self, index: u64, block: &Block) -> PersonStory {
        let place = block.place(index);
        if let Nature::Duplicate { of } = place.nature {
            return duplicate::tell(self, index, &person::describe(self, of, block.place(of)));
        }
        let person = person::describe(self, index, place);
        let garage = garage::fill(self, &person);
        let history = history::tell(self, &person, &garage);
        let (customer, cars) = record::write(self, &person, &garage, &history);
        let household = record::membership(self, &person);
        let tasks = tasks::assign(self, &person, &garage, &history, &cars);
        PersonStory { index, duplicate_of: None, customer, household, cars, happenings: history.happenings, tasks }
    }

    pub(crate) const fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) fn person(&self, index: u64) -> Person {
        let block = Block::draw(self.seed, Block::number_of(index));
        let place: Place = block.place(index);
        person::describe(self, index, place)
    }

    /// The staff of a store who hold a role; empty for roles that do not meet customers.
    pub(crate) fn team(&self, store: usize, role: Role) -> &[usize] {
        self.teams[store].iter().find(|(held, _)| *held == role).map_or(&[], |(_, staff)| staff)
    }

    /// The models a store sells.
    pub(crate) fn offered(&self, store: usize) -> &[&'static Model] {
        &self.offers[store]
    }
}

/// Tells stories one by one; nothing is kept but the block in hand.
pub struct Stories<'a> {
    world: &'a World,
    next: u64,
    end: u64,
    block: Option<Block>,
}

impl Iterator for Stories<'_> {
    type Item = PersonStory;

    fn next(&mut self) -> Option<PersonStory> {
        if self.next >= self.end {
            return None;
        }
        let index = self.next;
        self.next += 1;
        let number = Block::number_of(index);
        let block = match self.block.take() {
            Some(block) if block.number == number => block,
            _ => Block::draw(self.world.seed, number),
        };
        let story = self.world.tell(index, &block);
        self.block = Some(block);
        Some(story)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.end - self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Stories<'_> {}
