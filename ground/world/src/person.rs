//! Who a customer is before any record of them exists: home, family, age, work, money and taste.

use chrono::{Datelike, NaiveDate};

use crate::block::{Family, Nature, Place};
use crate::dice::{Dice, Topic};
use crate::names::{self, Foreign};
use crate::places::{self, Address, City};
use crate::plate::scatter;
use crate::words::{CustomerKind, DecisionStyle, Gender, Relation, Role, Source, Stage, UseScenario};
use crate::{World, company, occupation, season};

/// A customer as they are, complete and without typing errors.
pub(crate) struct Person {
    pub index: u64,
    pub place: Place,
    pub kind: CustomerKind,
    pub store: usize,
    pub name: String,
    /// What staff would write before 先生 or 女士.
    pub surname: &'static str,
    pub gender: Gender,
    pub birthday: NaiveDate,
    pub occupation: &'static str,
    /// 0 (modest) to 5 (wealthy).
    pub income: usize,
    pub scenario: UseScenario,
    pub decision: DecisionStyle,
    pub city: &'static City,
    pub address: Address,
    pub phone: String,
    pub stage: Stage,
    pub source: Source,
    pub consultant: usize,
    pub advisor: usize,
    pub care_agent: usize,
}

impl Person {
    pub fn age_on(&self, day: NaiveDate) -> i32 {
        day.years_since(self.birthday).map_or(0, |years| years as i32)
    }

    pub fn is_company(&self) -> bool {
        self.kind == CustomerKind::Company
    }

    /// The household's key (index of its head) and this person's part in it, when more than one member is a customer.
    pub fn family(&self) -> Option<(u64, Relation)> {
        match self.place.nature {
            Nature::Person { head, relation } if self.place.family != Family::Alone => Some((head, relation)),
            _ => None,
        }
    }
}

/// What all members of a household share.
struct Home {
    store: usize,
    city: &'static City,
    address: Address,
    income: usize,
    surname: &'static str,
    partner_surname: &'static str,
    head_gender: Gender,
    head_age: i32,
}

/// Describes customer `index`, who has this place in their block.
pub(crate) fn describe(world: &World, index: u64, place: Place) -> Person {
    let dice = &mut Dice::new(world.seed(), Topic::Person, index);
    let (head, relation) = match place.nature {
        Nature::Person { head, relation } => (head, relation),
        _ => (index, Relation::Head),
    };
    let home = Home::draw(world, head, place);
    let kind = if place.nature == Nature::Company { CustomerKind::Company } else { CustomerKind::Person };
    let gender = gender(relation, home.head_gender);
    let age = home.age_of(dice, relation);
    let birthday = birthday(dice, world.today(), age);
    let surname = home.surname_of(dice, relation);
    let is_company = kind == CustomerKind::Company;
    let foreign = if place.family == Family::Alone { Foreign::Possible } else { Foreign::Excluded };
    let name = if is_company {
        company::name(dice, home.city.name)
    } else {
        names::full(dice, surname, gender, birthday.year(), foreign)
    };
    let income = if is_company { dice.between(1, 5) as usize } else { home.income };
    let staff = |dice: &mut Dice, role| dice.pick(world.team(home.store, role));
    let [consultant, advisor, care_agent] =
        [Role::SalesConsultant, Role::ServiceAdvisor, Role::CareAgent].map(|role| staff(dice, role));
    let stage = stage(dice, place, kind);
    Person {
        index,
        place,
        kind,
        store: home.store,
        name,
        surname,
        gender,
        birthday,
        occupation: occupation::of(dice, age, income, gender),
        income,
        scenario: scenario(dice, kind, age, place.family),
        decision: if dice.chance(58) { DecisionStyle::Careful } else { DecisionStyle::Decisive },
        city: home.city,
        address: home.address,
        phone: phone_of(dice, world.seed(), index, head, relation),
        stage,
        source: source(dice, stage),
        consultant,
        advisor,
        care_agent,
    }
}

impl Home {
    fn draw(world: &World, head: u64, place: Place) -> Self {
        let dice = &mut Dice::new(world.seed(), Topic::Home, head);
        let store = dice.weighed(&[(0, 40), (1, 31), (2, 29)]);
        let city = dice.weighed(places::AROUND[store]);
        let is_company = place.nature == Nature::Company;
        let address = if is_company { places::premises(dice, city) } else { places::flat(dice, city) };
        let head_gender = if dice.chance(if place.family == Family::Alone { 62 } else { 74 }) {
            Gender::Male
        } else {
            Gender::Female
        };
        let head_age = match place.family {
            // Old enough to have taken over a car years ago.
            _ if place.inherits_from.is_some() => dice.between(29, 52) as i32,
            Family::WithChild => dice.between(45, 57) as i32,
            Family::WithParent => dice.between(27, 45) as i32,
            Family::Couple => dice.between(27, 56) as i32,
            Family::Alone => age_alone(dice),
        };
        let income = match head_age {
            ..26 => dice.weighed(&[(0, 35), (1, 40), (2, 19), (3, 5), (4, 1)]),
            26..31 => dice.weighed(&[(0, 18), (1, 30), (2, 30), (3, 15), (4, 6), (5, 1)]),
            31..51 => dice.weighed(&[(0, 10), (1, 20), (2, 27), (3, 23), (4, 14), (5, 6)]),
            _ => dice.weighed(&[(0, 18), (1, 28), (2, 26), (3, 15), (4, 9), (5, 4)]),
        };
        let surname = names::surname(dice);
        let partner_surname = names::surname(dice);
        Self { store, city, address, income, surname, partner_surname, head_gender, head_age }
    }

    fn age_of(&self, dice: &mut Dice, relation: Relation) -> i32 {
        let age = match relation {
            Relation::Head => return self.head_age,
            // Husbands are a little older than wives, seldom the other way round.
            Relation::Spouse if self.head_gender == Gender::Male => self.head_age - dice.between(-1, 4) as i32,
            Relation::Spouse => self.head_age + dice.between(-1, 4) as i32,
            Relation::Father => self.head_age + dice.between(25, 31) as i32,
            Relation::Mother => self.head_age + dice.between(22, 28) as i32,
            Relation::Son | Relation::Daughter => self.head_age - dice.between(23, 28) as i32,
        };
        age.clamp(22, 76)
    }

    fn surname_of(&self, dice: &mut Dice, relation: Relation) -> &'static str {
        match relation {
            Relation::Head | Relation::Father => self.surname,
            Relation::Spouse => self.partner_surname,
            Relation::Mother => names::surname(dice),
            Relation::Son | Relation::Daughter if self.head_gender == Gender::Male => self.surname,
            Relation::Son | Relation::Daughter => self.partner_surname,
        }
    }
}

fn age_alone(dice: &mut Dice) -> i32 {
    let (low, high) = dice.weighed(&[
        ((21, 25), 8),
        ((26, 30), 20),
        ((31, 35), 24),
        ((36, 40), 18),
        ((41, 45), 11),
        ((46, 50), 8),
        ((51, 56), 6),
        ((57, 62), 4),
        ((63, 70), 1),
    ]);
    dice.between(low, high) as i32
}

fn gender(relation: Relation, head: Gender) -> Gender {
    match relation {
        Relation::Head => head,
        Relation::Spouse if head == Gender::Male => Gender::Female,
        Relation::Spouse | Relation::Father | Relation::Son => Gender::Male,
        Relation::Mother | Relation::Daughter => Gender::Female,
    }
}

fn birthday(dice: &mut Dice, today: NaiveDate, age: i32) -> NaiveDate {
    season::later(season::months_later(today, -12 * age), -dice.between(0, 360))
}

fn stage(dice: &mut Dice, place: Place, kind: CustomerKind) -> Stage {
    if place.heir.is_some() || place.inherits_from.is_some() {
        return dice.weighed(&[(Stage::Owner, 60), (Stage::Loyal, 25), (Stage::AtRisk, 15)]);
    }
    let [lead, intent] = if kind == CustomerKind::Company { [3, 6] } else { [6, 8] };
    dice.weighed(&[
        (Stage::Lead, lead),
        (Stage::Intent, intent),
        (Stage::Owner, 41),
        (Stage::Loyal, 17),
        (Stage::AtRisk, 11),
        (Stage::Lost, 17),
    ])
}

fn source(dice: &mut Dice, stage: Stage) -> Source {
    let walk_in = if matches!(stage, Stage::Lead) { 5 } else { 26 };
    dice.weighed(&[
        (Source::Showroom, walk_in),
        (Source::Autohome, 17),
        (Source::Dongchedi, 17),
        (Source::Douyin, 12),
        (Source::Referral, 10),
        (Source::Phone, 7),
        (Source::Website, 6),
        (Source::Wecom, 6),
        (Source::Xiaohongshu, 5),
        (Source::TencentAds, 5),
        (Source::Event, 5),
    ])
}

fn scenario(dice: &mut Dice, kind: CustomerKind, age: i32, family: Family) -> UseScenario {
    if kind == CustomerKind::Company {
        return UseScenario::Business;
    }
    let family_weight = if family != Family::Alone || (31..=48).contains(&age) { 40 } else { 10 };
    let commute = if age >= 60 { 4 } else { 45 };
    dice.weighed(&[
        (UseScenario::Commute, commute),
        (UseScenario::Family, family_weight),
        (UseScenario::Leisure, 14),
        (UseScenario::Business, if (28..=58).contains(&age) { 12 } else { 1 }),
    ])
}

/// Numbers of people; parents and partners sometimes leave the number of the head of the household.
fn phone_of(dice: &mut Dice, seed: u64, index: u64, head: u64, relation: Relation) -> String {
    let shares = match relation {
        Relation::Spouse => dice.chance(12),
        Relation::Father | Relation::Mother => dice.chance(22),
        _ => false,
    };
    phone(seed, if shares { head } else { index }, 0)
}

/// The `nth` (0 or 1) mobile number of a customer: a real prefix and a number no other customer has.
pub(crate) fn phone(seed: u64, index: u64, nth: u64) -> String {
    const PREFIXES: &[&str] = &[
        "138", "139", "137", "136", "135", "150", "151", "152", "158", "159", "182", "187", "188", "186", "185", "156",
        "130", "131", "132", "155", "133", "153", "180", "181", "189", "177", "173", "199", "191", "198", "178", "176",
        "166", "183", "157", "134", "195", "175", "193",
    ];
    let number = scatter(index * 2 + nth + seed % 10_000 * 1_000, 100_000_000);
    let prefix = PREFIXES[(scatter(index * 2 + nth, 1_048_573) % PREFIXES.len() as u64) as usize];
    format!("{prefix}{number:08}")
}
