//! The cars a customer has or had: which ones, bought when and where, and how far they go in a year.

mod choice;

use chrono::{Datelike, NaiveDate};

use crate::dice::{Dice, Topic};
use crate::models::{Body, Model};
use crate::person::Person;
use crate::season::{self, Season, later};
use crate::story::CarRef;
use crate::words::{HoldingRole, Relation, Stage, UseScenario};
use crate::{World, plate, vin};
use choice::{Market, choose};

/// One car during the time one customer has it.
#[derive(Clone)]
pub(crate) struct Holding {
    /// The story and place where the car is described.
    pub car: CarRef,
    pub model: &'static Model,
    pub trim: &'static str,
    /// What was paid, in yuan.
    pub price: i64,
    pub vin: String,
    pub plate: String,
    pub colour: &'static str,
    pub model_year: i32,
    /// The day it was first registered.
    pub in_service: NaiveDate,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub is_bought_here: bool,
    pub comes_to_workshop: bool,
    pub km_per_year: i64,
    pub km_at_start: i64,
}

impl Holding {
    /// The odometer on that day, while this customer drives the car.
    pub fn km_on(&self, day: NaiveDate) -> i64 {
        let days = (day - self.since).num_days().max(0);
        self.km_at_start + self.km_per_year * days / 365
    }

    /// Age of the car in whole months.
    pub fn months_on(&self, day: NaiveDate) -> i64 {
        (day - self.in_service).num_days().max(0) * 12 / 365
    }
}

/// All cars of a customer.
pub(crate) struct Garage {
    /// In the order in which they were acquired, except that a car taken over from another customer comes first.
    pub holdings: Vec<Holding>,
    /// The former owner's time with the first car, when it was taken over.
    pub before: Option<Holding>,
    /// The car whose purchase brought the customer here.
    pub main: Option<usize>,
}

/// Fills the garage of this customer.
pub(crate) fn fill(world: &World, person: &Person) -> Garage {
    let mut buyer = Buyer { world, person, dice: Dice::new(world.seed(), Topic::Garage, person.index), serial: 0 };
    match person.stage {
        Stage::Lead | Stage::Intent => buyer.prospect(),
        Stage::Lost if buyer.dice.chance(62) => buyer.prospect(),
        _ => buyer.owner(),
    }
}

struct Buyer<'a> {
    world: &'a World,
    person: &'a Person,
    dice: Dice,
    /// How many VINs and plates were made for this customer.
    serial: u64,
}

impl Buyer<'_> {
    /// Someone who has not bought here: perhaps a car of another house.
    fn prospect(&mut self) -> Garage {
        let mut holdings = Vec::new();
        if self.dice.chance(if self.person.age_on(self.world.today()) < 26 { 8 } else { 68 }) {
            let day = later(self.world.today(), -self.dice.between(700, 2700));
            holdings.extend(self.buy(Market::Elsewhere, self.grown_up(day), 85));
        }
        Garage { holdings, before: None, main: None }
    }

    fn owner(&mut self) -> Garage {
        let before = self.takeover();
        let mut holdings: Vec<Holding> = before.iter().map(|former| self.take_over(former)).collect();
        if holdings.is_empty() {
            let day = self.main_day();
            self.acquire(&mut holdings, day);
        }
        let main = holdings.len() - 1;
        for _ in 0..self.further_cars() {
            self.acquire_another(&mut holdings, main);
        }
        self.describe_at_home(&mut holdings, before.is_some());
        Garage { holdings, before, main: Some(main) }
    }

    /// The former owner's last car that went to this customer.
    fn takeover(&self) -> Option<Holding> {
        let from = self.person.place.inherits_from?;
        let giver = self.world.person(from);
        let garage = fill(self.world, &giver);
        garage.holdings.into_iter().find(|held| held.car.story == self.person.index && held.until.is_some())
    }

    /// Goes on with a car where its former owner stopped; a new owner gets a new plate.
    fn take_over(&mut self, former: &Holding) -> Holding {
        let handed = former.until.unwrap_or(former.since);
        let since = later(handed, self.dice.between(4, 35)).min(later(self.world.today(), -9));
        let plate = self.plate(former.model);
        let km_per_year = self.km_per_year(former.model);
        let age_months = former.months_on(since);
        let worth = former.price * (100 - (age_months * 11 / 10).min(72)) / 100;
        Holding {
            plate,
            since,
            until: None,
            price: worth / 100 * 100,
            is_bought_here: self.dice.chance(70),
            comes_to_workshop: true,
            km_per_year,
            km_at_start: former.km_on(handed) + 60,
            ..former.clone()
        }
    }

    /// The main car with, often, the one it replaced.
    fn acquire(&mut self, holdings: &mut Vec<Holding>, day: NaiveDate) {
        let is_customer_of_the_workshop = self.dice.chance(16);
        let market = if is_customer_of_the_workshop { Market::Elsewhere } else { Market::Here(self.person.store) };
        let Some(mut main) = self.buy(market, day, 100) else { return };
        main.comes_to_workshop = true;
        let must_have_former = self.person.place.heir.is_some();
        if must_have_former || (self.person.age_on(day) >= 29 && self.dice.chance(44)) {
            holdings.extend(self.former(main.since, must_have_former));
        }
        if self.person.stage == Stage::Lost && self.dice.chance(40) {
            let gone = self.dice.between(60, 700);
            main.until = Some(later(self.world.today(), -gone).max(later(main.since, 200)));
        }
        holdings.push(main);
    }

    /// The car that went when the next one came. `for_heir`: another customer took it over.
    fn former(&mut self, replaced_on: NaiveDate, for_heir: bool) -> Option<Holding> {
        let oldest = later(self.world.today(), -2900);
        let mut since = later(replaced_on, -self.dice.between(1000, 2300));
        if since < oldest {
            since = later(oldest, self.dice.between(0, 420));
        }
        if (replaced_on - since).num_days() < 500 {
            return None;
        }
        let first_day = season::months_later(self.person.birthday, 21 * 12);
        if !for_heir && since < first_day {
            return None;
        }
        let known_here = since > later(self.world.today(), -2100) && self.dice.chance(45);
        let market = if known_here { Market::Here(self.person.store) } else { Market::Elsewhere };
        let mut car = self.buy(market, since, 72)?;
        car.until = Some(later(replaced_on, self.dice.between(0, 9)));
        car.comes_to_workshop = known_here;
        Some(car)
    }

    fn further_cars(&mut self) -> usize {
        let person = self.person;
        if person.is_company() {
            return self.dice.weighed(&[(0, 34), (1, 34), (2, 20), (3, 12)]);
        }
        let is_child = matches!(person.family(), Some((_, Relation::Son | Relation::Daughter)));
        if is_child || person.age_on(self.world.today()) < 27 {
            return 0;
        }
        let wealthy = person.income >= 3;
        self.dice.weighed(&[(0, if wealthy { 52 } else { 74 }), (1, if wealthy { 38 } else { 24 }), (2, 4)])
    }

    fn acquire_another(&mut self, holdings: &mut Vec<Holding>, main: usize) {
        if holdings.len() > 4 {
            return;
        }
        let latest = match self.person.stage {
            Stage::AtRisk => -430,
            Stage::Lost => -900,
            _ => -20,
        };
        let reach = later(self.world.today(), -2500);
        let near = holdings[main].since;
        let from = later(near, -900).max(reach);
        let to = later(near, 1200).min(later(self.world.today(), latest)).max(from);
        let day = season::day_between(&mut self.dice, Season::Sales, from, to);
        let day = self.grown_up(day);
        let in_reach = day > later(self.world.today(), -2150);
        let market = if in_reach && self.dice.chance(58) { Market::Here(self.person.store) } else { Market::Elsewhere };
        let percent = if self.person.is_company() { 100 } else { 74 };
        if let Some(car) = self.buy(market, day, percent) {
            holdings.push(car);
        }
    }

    /// The day of the purchase that made this person a customer, as far back as their stage asks.
    fn main_day(&mut self) -> NaiveDate {
        let (oldest, newest) = match self.person.stage {
            Stage::Loyal => (2160, 560),
            Stage::AtRisk => (2160, 450),
            Stage::Lost => (2160, 920),
            _ => (2100, 12),
        };
        let today = self.world.today();
        let day = season::day_between(&mut self.dice, Season::Sales, later(today, -oldest), later(today, -newest));
        self.grown_up(day)
    }

    /// That day, or the day someone first could own a car.
    fn grown_up(&self, day: NaiveDate) -> NaiveDate {
        if self.person.is_company() {
            return day;
        }
        day.max(season::months_later(self.person.birthday, 20 * 12 + 3)).min(later(self.world.today(), -9))
    }

    fn buy(&mut self, market: Market, day: NaiveDate, budget_percent: i64) -> Option<Holding> {
        let day = season::open_day(day);
        let chosen = choose(self.world, self.person, &mut self.dice, market, day, budget_percent)?;
        let (trim, list_price) = self.dice.pick(chosen.trims);
        let discount = match list_price {
            300_000.. => self.dice.between(8, 20),
            150_000.. => self.dice.between(4, 15),
            _ => self.dice.between(1, 10),
        };
        let is_bought_here = matches!(market, Market::Here(_));
        let nth = self.serial;
        let plate = self.plate(chosen);
        // Late in the year the next model year is already on sale.
        let model_year = day.year() + i32::from(day.month() >= 10 && self.dice.chance(30));
        let serial = vin_serial(self.person.index, nth);
        Some(Holding {
            car: CarRef { story: self.person.index, car: 0 },
            model: chosen,
            trim,
            price: i64::from(list_price) * (100 - discount) / 100 / 100 * 100,
            vin: vin::write(chosen.wmi, chosen.series, model_year, serial),
            plate,
            colour: colour(&mut self.dice, chosen),
            model_year,
            in_service: day,
            since: day,
            until: None,
            is_bought_here,
            comes_to_workshop: if chosen.is_sold_by_maker() {
                self.dice.chance(20)
            } else {
                self.dice.chance(if is_bought_here { 66 } else { 38 })
            },
            km_per_year: self.km_per_year(chosen),
            km_at_start: self.dice.between(6, 40),
        })
    }

    fn plate(&mut self, model: &Model) -> String {
        let prefix = self.dice.weighed(self.person.city.plates);
        let plate = plate::write(prefix, model.energy, self.person.index, self.serial);
        self.serial += 1;
        plate
    }

    fn km_per_year(&mut self, model: &Model) -> i64 {
        let (low, high) = match self.person.scenario {
            UseScenario::Commute => (9_000, 16_000),
            UseScenario::Leisure => (5_500, 10_500),
            UseScenario::Family => (8_000, 15_000),
            UseScenario::Business => (17_000, 33_000),
        };
        let km = self.dice.between(low, high);
        if model.body == Body::Mini { km * 6 / 10 } else { km }
    }

    /// Fixes in which story each car is described: one's own, or the heir's for a car that was handed on.
    fn describe_at_home(&self, holdings: &mut [Holding], first_is_taken_over: bool) {
        let mut place = 0;
        let heir = self.person.place.heir.filter(|&heir| heir < self.world.customers_total());
        for (at, held) in holdings.iter_mut().enumerate() {
            if let (Some(heir), true, false) = (heir, held.until.is_some(), first_is_taken_over && at == 0) {
                held.car = CarRef { story: heir, car: 0 };
            } else {
                held.car = CarRef { story: self.person.index, car: place };
                place += 1;
            }
        }
    }
}

/// Someone besides the owner who has to do with a car.
pub(crate) fn companion(dice: &mut Dice, world: &World, person: &Person) -> Option<(u64, HoldingRole)> {
    let exists = |index: &u64| *index < world.customers_total();
    let partner = person.place.partner.filter(exists);
    if let Some(partner) = partner {
        return dice.chance(45).then_some((partner, HoldingRole::Driver));
    }
    let (head, _) = person.family()?;
    let pays = head != person.index && person.age_on(world.today()) < 29;
    (pays && dice.chance(60)).then_some((head, HoldingRole::Payer))
}

/// A number no other car has: scattered within a million, with the millions kept apart.
fn vin_serial(index: u64, nth: u64) -> u64 {
    let key = index * 8 + nth;
    key / 1_000_000 * 1_000_000 + plate::scatter(key, 1_000_000)
}

fn colour(dice: &mut Dice, model: &Model) -> &'static str {
    if matches!(model.body, Body::Mini) && dice.chance(55) {
        return dice.weighed(&[("柠檬黄", 25), ("牛油果绿", 25), ("白桃粉", 30), ("天空蓝", 20)]);
    }
    dice.weighed(&[
        ("珍珠白", 40),
        ("曜石黑", 22),
        ("星空灰", 15),
        ("银色", 7),
        ("深海蓝", 7),
        ("宝石红", 4),
        ("墨绿", 3),
        ("香槟金", 2),
    ])
}
