//! The customer as staff entered them: what they asked for, what they left out, and the tags they put on.

use chrono::Datelike;

use crate::World;
use crate::car::describe;
use crate::dice::{Dice, Topic};
use crate::garage::Garage;
use crate::history::{Complaint, History};
use crate::models::Body;
use crate::person::{self, Person};
use crate::story::{CarStory, Customer, Membership, Phone, Text};
use crate::words::{DecisionStyle, Gender, Outcome, Purpose, Source, Stage, UseScenario};
use crate::{company, season, story};

/// Writes the customer's record and those of their cars.
pub(crate) fn write(world: &World, person: &Person, garage: &Garage, history: &History) -> (Customer, Vec<CarStory>) {
    let dice = &mut Dice::new(world.seed(), Topic::Record, person.index);
    let cars = describe(world, person, garage, history, dice);
    let tags = tags(dice, world, person, garage, history, &cars);
    let is_company = person.is_company();
    let is_buyer = garage.main.is_some_and(|main| garage.holdings[main].is_bought_here);
    // Whoever bought a car was asked more than whoever only asked for a price.
    let known = if is_buyer { 100 } else { 55 };
    let mut keep = |percent: u32| dice.chance(percent * known / 100);
    let has_address = keep(72);
    let [has_city, has_birthday, has_job] = [has_address || keep(70), !is_company && keep(72), !is_company && keep(60)];
    let [has_purpose, has_use, has_style] = [keep(74), keep(80), keep(62)];
    let customer = Customer {
        kind: person.kind,
        name: person.name.clone(),
        gender: (!is_company && dice.chance(95)).then_some(person.gender),
        birthday: has_birthday.then_some(person.birthday),
        occupation: has_job.then_some(person.occupation),
        phones: phones(dice, world, person),
        email: email(dice, person),
        wechat: wechat(dice, person),
        address: has_address.then(|| person.address.clone()),
        city: has_city.then_some(person.city.name),
        purpose: has_purpose.then(|| purpose(dice, world, person, garage)),
        use_scenario: has_use.then_some(person.scenario),
        decision_style: has_style.then_some(person.decision),
        preferred_colour: dice
            .chance(22)
            .then(|| dice.weighed(&[("白色", 5), ("黑色", 3), ("灰色", 3), ("蓝色", 1), ("绿色", 1)])),
        preferred_slot: dice
            .chance(30)
            .then(|| dice.weighed(&[("周末上午", 5), ("周末下午", 3), ("工作日上午", 2), ("工作日傍晚", 3)])),
        preferred_channel: dice.chance(38).then(|| dice.weighed(&[("wecom", 6), ("phone", 3), ("sms", 1)])),
        source: dice.chance(97).then_some(history.source),
        stage: person.stage,
        store: person.store,
        consultant: (history.source != Source::AfterSales || dice.chance(40)).then_some(person.consultant),
        advisor: (history.visits > 0 || is_buyer).then_some(person.advisor),
        tags,
        created_at: history.created_at,
    };
    (customer, cars)
}

/// The household, named after its head, when more than one member is a customer.
pub(crate) fn membership(world: &World, person: &Person) -> Option<Membership> {
    let (household, relation) = person.family()?;
    let head = if household == person.index { person.name.clone() } else { world.person(household).name };
    Some(Membership { household, name: format!("{head}家"), relation })
}

fn phones(dice: &mut Dice, world: &World, person: &Person) -> Vec<Phone> {
    let label = if person.is_company() { Some(Text::Owned(company::contact(dice, person.surname))) } else { None };
    let mut phones = vec![Phone { number: person.phone.clone(), label }];
    if dice.chance(if person.is_company() { 30 } else { 7 }) {
        let label = dice.weighed(&[("备用", 5), ("家人", 3), ("工作", 3)]);
        let number = person::phone(world.seed(), person.index, 1);
        phones.push(Phone { number, label: Some(Text::Borrowed(label)) });
    }
    phones
}

fn email(dice: &mut Dice, person: &Person) -> Option<String> {
    if !dice.chance(if person.is_company() { 30 } else { 13 }) {
        return None;
    }
    let host = dice.weighed(&[("qq.example", 5), ("163.example", 4), ("126.example", 2), ("outlook.example", 1)]);
    Some(format!(
        "{}{:04}@{host}",
        person.birthday.year(),
        person.index % 10_000 + dice.between(100, 900) as u64 * 10_000
    ))
}

fn wechat(dice: &mut Dice, person: &Person) -> Option<String> {
    match dice.below(100) {
        _ if person.is_company() => None,
        0..34 => Some(person.phone.clone()),
        34..56 => {
            let word = dice
                .pick(&["happy", "sunny", "lucky", "ocean", "forest", "cloud", "maple", "tiger", "xiaoyu", "dabai"]);
            Some(format!("{word}_{:06}", (person.index * 7 + 1_000) % 1_000_000))
        }
        _ => None,
    }
}

fn purpose(dice: &mut Dice, world: &World, person: &Person, garage: &Garage) -> Purpose {
    if person.is_company() {
        return Purpose::Business;
    }
    let main = garage.main.map(|main| &garage.holdings[main]);
    let others = garage.holdings.len() - usize::from(main.is_some());
    let is_replacement =
        garage.holdings.iter().any(|held| held.until.is_some() && main.is_some_and(|main| held.car != main.car));
    match main {
        _ if is_replacement => Purpose::Replacement,
        Some(_) if others > 0 => Purpose::Additional,
        None if others > 0 => dice.weighed(&[(Purpose::Replacement, 65), (Purpose::Additional, 35)]),
        _ if person.scenario == UseScenario::Business && dice.chance(40) => Purpose::Business,
        _ if person.age_on(world.today()) > 45 => {
            dice.weighed(&[(Purpose::FirstCar, 30), (Purpose::Additional, 45), (Purpose::Gift, 25)])
        }
        _ => dice.weighed(&[(Purpose::FirstCar, 95), (Purpose::Gift, 3), (Purpose::Additional, 2)]),
    }
}

fn tags(
    dice: &mut Dice,
    world: &World,
    person: &Person,
    garage: &Garage,
    history: &History,
    cars: &[CarStory],
) -> Vec<&'static str> {
    let today = world.today();
    let age = person.age_on(today);
    let current = || garage.holdings.iter().filter(|held| held.until.is_none());
    let is_prospect = garage.main.is_none() && person.stage != Stage::Lost;
    let is_late = cars.iter().any(|car| car.next_service_on.is_some_and(|on| on < season::later(today, -30)));
    let drives_far = current().any(|held| held.km_on(today) > 120_000);
    let interests_in_new_energy = current().any(|held| held.model.energy.is_new_energy());
    let has_missed_calls = history
        .happenings
        .iter()
        .any(|happening| matches!(happening.deed, story::Deed::Note { outcome: Some(Outcome::NoAnswer), .. }));
    let family_car = current().any(|held| matches!(held.model.body, Body::Suv | Body::Mpv));
    let mut tags = Vec::with_capacity(4);
    let mut add = |applies: bool, percent: u32, tag: &'static str| {
        if applies && tags.len() < 6 && dice.chance(percent) {
            tags.push(tag);
        }
    };
    add(person.income >= 4 && garage.main.is_some(), 38, "VIP");
    add(person.is_company(), 85, "企业客户");
    add(current().count() > 1 && !person.is_company(), 60, "多车家庭");
    add((31..=46).contains(&age) && family_car && person.scenario == UseScenario::Family, 40, "有孩家庭");
    add(age < 26 && person.gender == Gender::Female, 30, "新手司机");
    add(history.visits > 6, 45, "老客户");
    add(person.city.name != world.group().stores[person.store].city, 50, "外地牌照");
    add(person.stage == Stage::Intent, 55, "高意向");
    add(is_prospect && !garage.holdings.is_empty(), 50, "置换意向");
    add(person.stage == Stage::Loyal, 16, "增购意向");
    add(interests_in_new_energy || is_prospect, 18, "关注新能源");
    add(person.income <= 1 && person.decision == DecisionStyle::Careful, 28, "价格敏感");
    add(person.scenario == UseScenario::Family, 16, "关注空间");
    add(is_prospect && age < 40, 18, "关注智驾");
    add(is_prospect && person.income <= 2, 22, "贷款购车");
    add(person.stage == Stage::Intent && person.decision == DecisionStyle::Careful, 35, "对比竞品");
    add(history.has_test_drive, 45, "已试驾");
    add(person.stage == Stage::Loyal, 14, "转介绍达人");
    add(person.stage == Stage::Loyal, 18, "活动积极");
    add(history.visits > 1 && person.scenario == UseScenario::Commute, 14, "周末到店");
    add(age < 45 && !person.is_company(), 10, "微信活跃");
    add(has_missed_calls, 24, "电话难接通");
    add(matches!(person.stage, Stage::Loyal) && !is_late, 65, "保养准时");
    add(is_late && person.stage != Stage::Lost, 55, "保养逾期");
    add(history.visits > 2, 22, "续保客户");
    add(history.has_accident, 60, "事故客户");
    add(history.complaint == Some(Complaint::Open), 100, "投诉客户");
    add(person.stage == Stage::AtRisk, 62, "待挽回");
    add(garage.main.is_some() && person.income >= 2, 7, "延保客户");
    add(person.is_company() || person.income >= 4, 14, "上门取送");
    add(drives_far, 55, "高里程");
    tags
}
