//! The same customer entered once more: another spelling, another number, another store, a car known by its plate.

use crate::World;
use crate::dice::{Dice, Topic};
use crate::garage;
use crate::person::{self, Person};
use crate::season::{self, later};
use crate::story::{CarPerson, CarRef, CarStory, Customer, Deed, Happening, PersonStory, Phone, PlatePeriod, Text};
use crate::words::{CustomerKind, Gender, HistoryKind, HoldingRole, NoteKind, Outcome, Role, Source, Stage};

/// Characters that sound alike and get mixed up at the counter.
const SOUND_ALIKE: &[(char, char)] = &[
    ('伟', '玮'),
    ('婷', '亭'),
    ('静', '靖'),
    ('杰', '洁'),
    ('辉', '晖'),
    ('敏', '闵'),
    ('丽', '莉'),
    ('军', '君'),
    ('燕', '艳'),
    ('涛', '韬'),
    ('磊', '垒'),
    ('娟', '鹃'),
    ('峰', '锋'),
    ('斌', '彬'),
    ('平', '萍'),
    ('华', '花'),
    ('明', '铭'),
    ('佳', '嘉'),
    ('文', '雯'),
    ('海', '诲'),
    ('晓', '小'),
    ('建', '健'),
    ('志', '智'),
    ('宇', '雨'),
    ('浩', '皓'),
    ('琪', '琦'),
    ('怡', '宜'),
    ('欣', '心'),
    ('俊', '峻'),
    ('凯', '恺'),
    ('张', '章'),
    ('徐', '许'),
    ('程', '陈'),
    ('于', '余'),
    ('沈', '申'),
];

/// The second record of a customer, made at another time by other people.
pub(crate) fn tell(world: &World, index: u64, original: &Person) -> PersonStory {
    let dice = &mut Dice::new(world.seed(), Topic::Record, index);
    let store = if dice.chance(68) { original.store } else { dice.below(world.group().stores.len() as u32) as usize };
    let day = season::open_day(later(world.today(), -dice.between(5, 1100)));
    let plate_car = if dice.chance(45) { known_by_plate(world, dice, index, original, store, day) } else { None };
    let comes_for_service = plate_car.is_some();
    let staff =
        dice.pick(world.team(store, if comes_for_service { Role::ServiceAdvisor } else { Role::SalesConsultant }));
    let happenings = happenings(dice, index, store, staff, day, world, comes_for_service);
    let created_at = happenings.first().map_or_else(|| season::working_hour(dice, day), |first| first.at);
    let stage = match (comes_for_service, (world.today() - day).num_days()) {
        (true, _) => Stage::Owner,
        (false, ..60) => Stage::Lead,
        (false, _) => Stage::Lost,
    };
    let has_other_phone = dice.chance(35);
    let number = if has_other_phone { person::phone(world.seed(), index, 0) } else { retyped(dice, &original.phone) };
    // With another number, the name must be whole or nobody could tell.
    let name = if has_other_phone { original.name.clone() } else { misspelt(dice, original) };
    let customer = Customer {
        kind: original.kind,
        name,
        gender: (original.kind == CustomerKind::Person && dice.chance(70)).then_some(original.gender),
        birthday: (original.kind == CustomerKind::Person && dice.chance(if has_other_phone { 70 } else { 20 }))
            .then_some(original.birthday),
        occupation: None,
        phones: vec![Phone { number, label: None }],
        email: None,
        wechat: None,
        address: None,
        city: dice.chance(40).then_some(original.city.name),
        purpose: None,
        use_scenario: None,
        decision_style: None,
        preferred_colour: None,
        preferred_slot: None,
        preferred_channel: None,
        source: Some(if comes_for_service { Source::AfterSales } else { original.source }),
        stage,
        store,
        consultant: (!comes_for_service).then_some(staff),
        advisor: comes_for_service.then_some(staff),
        tags: Vec::new(),
        created_at,
    };
    PersonStory {
        index,
        duplicate_of: Some(original.index),
        customer,
        household: None,
        cars: plate_car.into_iter().collect(),
        happenings,
        tasks: Vec::new(),
    }
}

/// The original's present car, entered from its plate without a VIN.
fn known_by_plate(
    world: &World,
    dice: &mut Dice,
    index: u64,
    original: &Person,
    store: usize,
    day: chrono::NaiveDate,
) -> Option<CarStory> {
    let garage = garage::fill(world, original);
    let held = garage.holdings.iter().find(|held| held.until.is_none() && held.since < day)?;
    Some(CarStory {
        store,
        vin: None,
        plates: vec![PlatePeriod { plate: held.plate.clone(), since: held.since, until: None }],
        brand: held.model.brand,
        series: held.model.series,
        trim: None,
        model_year: None,
        energy: held.model.energy,
        colour: dice.chance(50).then_some(held.colour),
        list_price: i64::from(held.model.price_of(held.trim)) * 100,
        purchased_on: None,
        in_service_on: None,
        mileage_km: None,
        mileage_at: None,
        readings: Vec::new(),
        warranty_until: None,
        warranty_km: None,
        insurer: None,
        insurance_until: None,
        inspection_until: None,
        next_service_on: None,
        next_service_km: None,
        battery_health: None,
        tyre_health: None,
        brake_health: None,
        people: vec![CarPerson { customer: index, role: HoldingRole::Owner, since: held.since, until: None }],
        registered_at: season::working_hour(dice, day),
    })
}

fn happenings(
    dice: &mut Dice,
    index: u64,
    store: usize,
    staff: usize,
    day: chrono::NaiveDate,
    world: &World,
    comes_for_service: bool,
) -> Vec<Happening> {
    let at = season::working_hour(dice, day);
    let first = if comes_for_service {
        let (summary, yuan) = dice.weighed(&[
            (("补胎一条", 60), 3),
            (("洗车、补充玻璃水", 40), 2),
            (("快修：更换雨刮片", 150), 2),
            (("更换空调滤芯", 160), 2),
            (("四轮定位", 280), 1),
        ]);
        Deed::History {
            kind: HistoryKind::Repair,
            summary: Text::Borrowed(summary),
            amount: Some(yuan * 100),
            mileage_km: None,
            resolution: None,
        }
    } else {
        let summary = dice.pick(&["展厅登记，咨询车型", "线上留资，重复询价", "车展现场登记", "来电咨询优惠"]);
        Deed::History {
            kind: HistoryKind::Contact,
            summary: Text::Borrowed(summary),
            amount: None,
            mileage_km: None,
            resolution: None,
        }
    };
    let car = comes_for_service.then_some(CarRef { story: index, car: 0 });
    let mut told = vec![Happening { at, store, staff, car, deed: first }];
    let next = later(day, dice.between(1, 4));
    if dice.chance(60) && next < world.today() {
        let (text, outcome) = dice.weighed(&[
            (("客户说已在店里登记过", Outcome::Reached), 3),
            (("电话未接", Outcome::NoAnswer), 4),
            (("已加微信发资料", Outcome::Interested), 3),
        ]);
        let deed = Deed::Note { kind: NoteKind::Call, text: Text::Borrowed(text), outcome: Some(outcome) };
        let at = season::working_hour(dice, next);
        told.push(Happening { at, store, staff, car: None, deed });
    }
    told
}

/// The name with a sound-alike character, with a form of address instead of the given name, or with a stray blank.
fn misspelt(dice: &mut Dice, original: &Person) -> String {
    if original.is_company() {
        return original.name.replace("有限公司", if dice.chance(50) { "公司" } else { "" });
    }
    let swapped: String = original
        .name
        .chars()
        .map(|letter| SOUND_ALIKE.iter().find(|(right, _)| *right == letter).map_or(letter, |(_, wrong)| *wrong))
        .collect();
    let is_chinese = original.name.starts_with(original.surname);
    match dice.below(100) {
        0..40 if swapped != original.name => swapped,
        40..65 if is_chinese => {
            format!("{}{}", original.surname, if original.gender == Gender::Male { "先生" } else { "女士" })
        }
        65..75 if is_chinese => original.name.replacen(original.surname, &format!("{} ", original.surname), 1),
        _ => original.name.clone(),
    }
}

/// The same number, typed differently.
fn retyped(dice: &mut Dice, phone: &str) -> String {
    let (start, rest) = phone.split_at(3);
    let (middle, end) = rest.split_at(4);
    match dice.below(5) {
        0 => format!("{start} {middle} {end}"),
        1 => format!("+86{phone}"),
        2 => format!("{start}-{middle}-{end}"),
        _ => phone.to_owned(),
    }
}
