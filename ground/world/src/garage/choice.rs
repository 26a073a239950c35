//! Which model someone takes home: by purse, age, use and what is on sale that day.

use chrono::NaiveDate;

use crate::World;
use crate::dice::Dice;
use crate::models::{self, Body, Model};
use crate::person::Person;
use crate::words::{Gender, UseScenario};

/// Where a car is bought.
#[derive(Clone, Copy)]
pub(super) enum Market {
    /// At this store of the group, which sells its own brands.
    Here(usize),
    /// Anywhere else.
    Elsewhere,
}

/// What each income class spends on a car, in yuan.
const BUDGETS: [i64; 6] = [82_000, 118_000, 162_000, 235_000, 340_000, 480_000];
const MODELS_MAX: usize = 160;

/// A model on sale that day, or none when the market was empty.
pub(super) fn choose(
    world: &World,
    person: &Person,
    dice: &mut Dice,
    market: Market,
    day: NaiveDate,
    budget_percent: i64,
) -> Option<&'static Model> {
    let offered = match market {
        Market::Here(store) => world.offered(store),
        Market::Elsewhere => models::all(),
    };
    let budget = BUDGETS[person.income] * budget_percent / 100;
    let age = person.age_on(day);
    let mut weights = [0_u32; MODELS_MAX];
    let mut total = 0;
    for (weight, model) in weights.iter_mut().zip(offered) {
        if model.is_on_sale(day) {
            *weight = wish(person, model, budget, age);
            total += *weight;
        }
    }
    let mut left = dice.below(total);
    for (&weight, &model) in weights.iter().zip(offered) {
        if left < weight {
            return Some(model);
        }
        left -= weight;
    }
    offered
        .iter()
        .copied()
        .filter(|model| model.is_on_sale(day))
        .min_by_key(|model| (i64::from(model.price()) - budget).abs())
}

/// How much someone wants a model; 0 is never.
fn wish(person: &Person, model: &Model, budget: i64, age: i32) -> u32 {
    let purse = match i64::from(model.price()) * 100 / budget {
        75..=118 => 12,
        58..=74 | 119..=145 => 4,
        46..=57 => 1,
        _ => return 0,
    };
    let years = if person.is_company() || (model.buyers.0..=model.buyers.1).contains(&age) {
        6
    } else if (model.buyers.0 - 5..=model.buyers.1 + 7).contains(&age) {
        1
    } else {
        return 0;
    };
    let taste = match (person.gender, model.body) {
        _ if person.is_company() => 2,
        (Gender::Female, Body::Mini | Body::Hatchback) => 4,
        (Gender::Male, Body::Mini) | (Gender::Female, Body::Van) => 1,
        _ => 2,
    };
    model.appeal * purse * years * taste * suits(person, model.body)
}

fn suits(person: &Person, body: Body) -> u32 {
    let by_use = match person.scenario {
        UseScenario::Family => [0, 1, 3, 6, 5, 0],
        UseScenario::Commute => [3, 4, 6, 4, 1, 0],
        UseScenario::Leisure => [2, 3, 3, 6, 2, 0],
        UseScenario::Business => [0, 1, 6, 4, 6, if person.income <= 1 { 7 } else { 0 }],
    };
    by_use[body as usize]
}
