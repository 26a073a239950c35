//! One identity in the demo world, which knows whom it entered twice: how many remain, and that nobody is merged with somebody else.

use std::collections::HashMap;

use access::NewKey;
use chrono::{Datelike, NaiveDate, TimeDelta};
use kernel::{GroupId, Reach, number::Numbered, time::Calendar};
use platform::SystemActor;
use serde_json::{Value, json};
use server::demo;
use testkit::{Caller, House};
use world::World;

const SEED: u64 = 5;
const CUSTOMERS: u64 = 3_000;

/// Who the records with these human numbers are about, by the world's own word.
fn truth(world: &World, today: NaiveDate) -> HashMap<String, u64> {
    let latest = Calendar::default().start_of(today);
    let mut counts: HashMap<(usize, i32), i64> = HashMap::new();
    let mut number = |story: &world::PersonStory| {
        let year = Calendar::default().day(story.customer.created_at.min(latest)).year();
        let count = counts.entry((story.customer.store, year)).or_default();
        *count += 1;
        Numbered::Customer.format(world.group().stores[story.customer.store].code, year, *count)
    };
    world.customers().map(|story| (number(&story), story.duplicate_of.unwrap_or(story.index))).collect()
}

async fn manager(house: &House, group: GroupId) -> Caller {
    let door = house.platform.system(SystemActor::Command, group);
    let role_id = access::find_role(&door.read(), "group_manager").await.unwrap().id;
    let new = NewKey { name: "trial".into(), role_id, reach: Reach::Group, store_id: None, expires_at: None };
    let (_, secret) = access::create_key(&door, new).await.unwrap();
    house.with_key(&secret)
}

async fn search(house: &House, by: &Caller) -> Value {
    by.post("/duplicate-scans", Value::Null).await.is(201);
    house.settle().await;
    by.get("/duplicate-pairs/summary").await.is(200).body
}

platform::record! {
    struct Merged { kept: String, absorbed: String }
}

platform::record! {
    struct Living { number: String }
}

/// Records beyond the first of each person, among those that live.
async fn doubles(house: &House, group: GroupId, truth: &HashMap<String, u64>) -> (usize, usize) {
    let door = house.platform.system(SystemActor::Command, group);
    let sql = "select number from customers where group_id = $1 and deleted_at is null";
    let living: Vec<Living> = door.read().fetch_text(sql, vec![group.into()]).await.unwrap();
    let mut records: HashMap<u64, usize> = HashMap::new();
    for Living { number } in &living {
        *records.entry(truth[number]).or_default() += 1;
    }
    (records.values().map(|count| count - 1).sum(), living.len())
}

#[tokio::test]
async fn the_demo_base_falls_below_eight_percent_of_doubles_without_a_wrong_merge() {
    let house = House::new().await;
    let today = Calendar::default().day(house.clock.now());
    demo::load_as_of(&house.platform, SEED, CUSTOMERS, today).await.unwrap();
    let world = World::new(SEED, CUSTOMERS, today);
    let groups = access::list_groups(&house.platform.house(SystemActor::Command).read()).await.unwrap();
    let group = groups.iter().find(|group| group.name == world.group().name).unwrap().id;
    let boss = manager(&house, group).await;
    let truth = truth(&world, today);
    let (before, all) = doubles(&house, group, &truth).await;
    assert!(before * 100 > 8 * all, "the world begins with {before} doubles among {all}");

    let found = search(&house, &boss).await;
    let run = boss.post("/merges/bulk", json!({ "band": "same" })).await.is(201).id();
    house.clock.advance(TimeDelta::minutes(1));
    house.settle().await;
    let run = boss.get(&format!("/merges/bulk/{run}")).await.is(200).body;
    assert_eq!(run["state"], "done", "{run}");
    let door = house.platform.system(SystemActor::Command, group);
    let sql = "select k.number, a.number from merges m join customers k on k.id = m.kept_id
               join customers a on a.id = m.absorbed_id where m.group_id = $1 and m.undone_at is null";
    let merged: Vec<Merged> = door.read().fetch_text(sql, vec![group.into()]).await.unwrap();
    let wrong: Vec<String> = merged
        .iter()
        .filter(|merge| truth[&merge.kept] != truth[&merge.absorbed])
        .map(|merge| format!("{} and {}", merge.kept, merge.absorbed))
        .collect();
    assert!(wrong.is_empty(), "{} of {} merges are of two people: {wrong:?}", wrong.len(), merged.len());

    let (after, left) = doubles(&house, group, &truth).await;
    let again = search(&house, &boss).await;
    let figures = format!(
        "{before} doubles among {all} ({:.2} %), {} merges, {} pairs refused, {after} doubles among {left} ({:.2} %); rate before {}, after {}",
        before as f64 * 100.0 / all as f64,
        merged.len(),
        run["failed"],
        after as f64 * 100.0 / left as f64,
        found["rate"],
        again["rate"]
    );
    println!("{figures}");
    assert!(after * 100 < 8 * left, "{figures}");
    let rate = |of: &str| again["rate"][of].as_i64().unwrap();
    assert!(rate("in_same") * 100 < 8 * rate("customers"), "{figures}");
}
