//! Prints some stories to read: `cargo run --release -p world --example glance [seed] [first] [count]`.

use std::env;
use std::time::Instant;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use world::World;
use world::story::{CarStory, Deed, PersonStory};

fn main() {
    let mut numbers = env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let seed = numbers.next().unwrap_or(7);
    let first = numbers.next().unwrap_or(0);
    let count = numbers.next().unwrap_or(10);
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
    let world = World::new(seed, 100_000, today);
    for story in world.customers_in(first..first + count) {
        print(&world, &story);
    }
    let start = Instant::now();
    let entries: usize = world.customers().map(|story| story.entries()).sum();
    let seconds = start.elapsed().as_secs_f64();
    let told = world.customers_total() as f64;
    println!("{told} stories, {:.1} entries each, {:.0} stories a second", entries as f64 / told, told / seconds);
}

fn print(world: &World, story: &PersonStory) {
    let who = &story.customer;
    let stores = &world.group().stores;
    let staff = |index: usize| world.group().staff[index].name;
    println!("── {} {} {}", story.index, who.name, who.stage.code());
    println!(
        "   {} {} {} 来源 {} 顾问 {} 服务 {} 建档 {}",
        stores[who.store].short_name,
        who.gender.map_or("性别缺", |gender| gender.code()),
        who.birthday.map_or_else(|| "生日缺".to_owned(), |day| day.to_string()),
        who.source.map_or("缺", |source| source.code()),
        who.consultant.map_or("—", staff),
        who.advisor.map_or("—", staff),
        local(who.created_at),
    );
    println!(
        "   职业 {} 用途 {} 场景 {} 决策 {} 标签 {}",
        who.occupation.unwrap_or("缺"),
        who.purpose.map_or("缺", |word| word.code()),
        who.use_scenario.map_or("缺", |word| word.code()),
        who.decision_style.map_or("缺", |word| word.code()),
        who.tags.join(" "),
    );
    let phones: Vec<_> = who.phones.iter().map(|phone| phone.number.as_str()).collect();
    let address =
        who.address.as_ref().map_or_else(String::new, |at| format!("{}{}{}", at.city, at.district, at.detail));
    println!("   {} {} {}", phones.join("、"), who.wechat.as_deref().unwrap_or(""), address);
    if let Some(of) = story.duplicate_of {
        println!("   与 {of} 是同一人");
    }
    if let Some(home) = &story.household {
        println!("   家庭 {} {} {}", home.household, home.name, home.relation.chinese());
    }
    story.cars.iter().for_each(print_car);
    for happening in &story.happenings {
        let (kind, text, more) = match &happening.deed {
            Deed::History { kind, summary, amount, mileage_km, resolution } => {
                let amount = amount.map_or_else(String::new, |fen| format!(" ¥{}", fen / 100));
                let km = mileage_km.map_or_else(String::new, |km| format!(" {km}km"));
                let end = resolution.as_ref().map_or_else(String::new, |end| format!(" → {}", end.text));
                (kind.code(), summary, format!("{amount}{km}{end}"))
            }
            Deed::Note { kind, text, outcome } => {
                (kind.code(), text, outcome.map_or_else(String::new, |outcome| format!(" [{}]", outcome.code())))
            }
        };
        println!("   {} {kind:<11} {text}{more} · {}", local(happening.at), staff(happening.staff));
    }
    for task in &story.tasks {
        println!("   任务 {} {} 到期 {} · {}", task.state.code(), task.title, local(task.due_at), staff(task.assignee));
    }
}

fn print_car(car: &CarStory) {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let plates: Vec<_> = car.plates.iter().map(|period| period.plate.as_str()).collect();
    println!(
        "   车 {} {} {} {} {} {} VIN {} 里程 {} 购 {} 保险 {} 年检 {} 质保 {} 下次保养 {} {} 健康 {:?}",
        car.brand,
        car.series,
        car.trim.unwrap_or(""),
        car.energy.code(),
        plates.join("→"),
        car.colour.unwrap_or(""),
        car.vin.as_deref().unwrap_or("缺"),
        car.mileage_km.unwrap_or_default(),
        day(car.purchased_on),
        day(car.insurance_until),
        day(car.inspection_until),
        day(car.warranty_until),
        day(car.next_service_on),
        car.next_service_km.unwrap_or_default(),
        [car.battery_health, car.tyre_health, car.brake_health].map(|health| health.unwrap_or(0)),
    );
    for person in car.people.iter().filter(|person| car.people.len() > 1 || person.until.is_some()) {
        println!("      {} {} {} – {}", person.role.code(), person.customer, person.since, day(person.until));
    }
}

fn local(at: DateTime<Utc>) -> String {
    FixedOffset::east_opt(8 * 3600)
        .map_or_else(String::new, |zone| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
}
