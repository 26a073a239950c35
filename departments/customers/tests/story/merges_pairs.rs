//! Pairs and keys of those who become one: what was asked or decided about either holds for the one, and comes back with an undo.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{Caller, House};

use super::{
    candidates::matches,
    duplicates::{base, decide, pairs, search},
    merges::{merge, person},
};

type Sides = BTreeSet<[String; 2]>;

/// The two of each pair of a list, in order.
async fn sides(by: &Caller, query: &str) -> Sides {
    pairs(by, query).await.iter().map(of).collect()
}

fn of(pair: &Value) -> [String; 2] {
    let mut sides = ["left", "right"].map(|side| pair[side]["id"].as_str().unwrap().to_owned());
    sides.sort();
    sides
}

fn pair(one: &str, other: &str) -> [String; 2] {
    let mut sides = [one.to_owned(), other.to_owned()];
    sides.sort();
    sides
}

async fn undo(by: &Caller, merge: &str) {
    by.put(&format!("/merges/{merge}/undo"), Value::Null).await.is(200);
}

#[tokio::test]
async fn a_pair_is_settled_by_its_merge_and_asked_about_again_after_the_undo() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", kernel::Reach::Group).await;
    let [one, other, _] = base(&house, &boss).await;
    let again = json!({ "name": "王小明", "phones": ["13812345678"], "gender": "male", "birthday": "1985-03-07" });
    let third = person(&boss, &house, again).await;
    search(&house, &boss).await;
    let all: Sides = [pair(&one, &other), pair(&one, &third), pair(&other, &third)].into();
    assert_eq!(sides(&boss, "band=same").await, all);
    // Of the second record and the third somebody says that they are two.
    let apart = pairs(&boss, "").await.into_iter().find(|found| of(found) == pair(&other, &third)).unwrap();
    decide(&boss, &apart, "different").await.is(200);

    let merged = merge(&boss, &one, &other).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    assert_eq!(sides(&boss, "").await, Sides::new());
    let settled = pairs(&boss, "state=merged").await;
    assert_eq!((settled.len(), of(&settled[0])), (1, pair(&one, &other)));
    assert_eq!((&settled[0]["settled_by"]["name"], &settled[0]["can"]), (&json!("总经理"), &json!([])));
    assert_eq!(decide(&boss, &settled[0], "different").await.is(409).code(), "pair.merged");
    // The next search asks about none of them again.
    search(&house, &boss).await;
    assert_eq!(sides(&boss, "").await, Sides::new());

    undo(&boss, &merged).await;
    let preview = boss.get(&format!("/customers/{other}/merges/preview?with={one}")).await.is(200);
    assert_eq!((preview.text("/apart/0/how"), preview.text("/apart/0/by")), ("merge_undone".into(), "总经理".into()));
    assert_eq!(sides(&boss, "").await, [pair(&one, &other), pair(&one, &third)].into());
    assert_eq!(sides(&boss, "state=different").await, [pair(&other, &third)].into());
    assert_eq!(sides(&boss, "state=merged").await, Sides::new());
}

#[tokio::test]
async fn what_is_asked_about_the_absorbed_one_is_asked_about_the_kept_one() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    // The first and the third record have nothing in common but a surname.
    let kept = person(&boss, &house, json!({ "name": "王先生", "phones": ["13812345678"] })).await;
    let born = json!({ "birthday": "1985-03-07", "gender": "male" });
    let known_by = async |phones: Value| {
        let mut form = json!({ "name": "王小明", "phones": phones });
        form.as_object_mut().unwrap().extend(born.as_object().unwrap().clone());
        person(&boss, &house, form).await
    };
    let absorbed = known_by(json!(["13812345678", "13700001111"])).await;
    let third = known_by(json!(["13700001111"])).await;
    search(&house, &boss).await;
    let before = sides(&boss, "").await;
    assert!(before.contains(&pair(&absorbed, &third)) && !before.contains(&pair(&kept, &third)), "{before:?}");

    let merged = merge(&boss, &kept, &absorbed).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    assert_eq!(sides(&boss, "").await, [pair(&kept, &third)].into());
    // The third joins, too; then everything comes apart, the first merge first.
    let joined = merge(&boss, &kept, &third).await.is(201).id();
    assert_eq!(sides(&boss, "").await, Sides::new());
    undo(&boss, &joined).await;
    undo(&boss, &merged).await;
    assert_eq!(sides(&boss, "").await, before);
}

#[tokio::test]
async fn a_pair_of_two_who_were_both_merged_waits_for_both_to_come_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [one, other, _] = base(&house, &boss).await;
    search(&house, &boss).await;
    let (top, side) = (
        person(&boss, &house, json!({ "name": "王小明", "phones": ["13600001111"] })).await,
        person(&boss, &house, json!({ "name": "王小明", "phones": ["13600002222"] })).await,
    );
    let first = merge(&boss, &top, &one).await.is(201).id();
    assert_eq!(sides(&boss, "").await, [pair(&top, &other)].into());
    let second = merge(&boss, &side, &other).await.is(201).id();
    assert_eq!(sides(&boss, "").await, [pair(&top, &side)].into());
    undo(&boss, &first).await;
    assert_eq!(sides(&boss, "").await, Sides::new());
    undo(&boss, &second).await;
    assert_eq!(sides(&boss, "").await, [pair(&one, &other)].into());
}

#[tokio::test]
async fn whoever_sounds_like_the_absorbed_one_leads_to_the_kept_one() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let kept = person(&boss, &house, json!({ "name": "王小明", "phones": ["13812345678"] })).await;
    let form = json!({
        "name": "王晓明", "phones": ["13812345678"], "birthday": "1985-03-07", "address": "上海市浦东新区张江路 100 号",
    });
    let absorbed = person(&boss, &house, form).await;
    let met = async || {
        let asked = [("name", "王小敏"), ("birthday", "1985-03-07"), ("address", "上海市浦东新区张江路100号")];
        let found = matches(&boss, &asked).await;
        let ids = found.iter().map(|one| one["id"].as_str().unwrap().to_owned());
        ids.collect::<BTreeSet<String>>()
    };
    assert_eq!(met().await, [absorbed.clone()].into());
    let merged = merge(&boss, &kept, &absorbed).await.is(201).id();
    assert_eq!(met().await, [kept].into());
    undo(&boss, &merged).await;
    assert_eq!(met().await, [absorbed].into());
}

#[tokio::test]
async fn a_change_that_waits_for_its_proof_waits_with_its_record() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", kernel::Reach::Group).await;
    let kept = person(&boss, &house, json!({ "name": "王小明", "phones": ["13812345678"] })).await;
    let number = json!({ "name": "王小明", "phones": ["13812345678"], "id_number": "11010519491231002X" });
    let absorbed = person(&boss, &house, number).await;
    house.clock.advance(chrono::TimeDelta::hours(1));
    let wish = json!({ "field": "id_number", "deed": "remove" });
    let change = boss.post(&format!("/customers/{absorbed}/pending-changes"), wish).await.is(201).id();
    let merged = merge(&boss, &kept, &absorbed).await.is(201).id();
    let force = json!({ "reason": "本人到店" });
    let path = format!("/pending-changes/{change}/override");
    assert_eq!(boss.put(&path, force.clone()).await.is(410).code(), "customer.merged");
    undo(&boss, &merged).await;
    boss.put(&path, force).await.is(200);
    assert_eq!(boss.get(&format!("/customers/{absorbed}")).await.is(200).body["id_number"], Value::Null);
}

#[tokio::test]
async fn whoever_merges_reads_who_set_the_two_apart_when_and_why() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", kernel::Reach::Group).await;
    let [one, other, _] = base(&house, &boss).await;
    search(&house, &boss).await;
    let preview = async || boss.get(&format!("/customers/{one}/merges/preview?with={other}")).await.is(200);
    assert_eq!(preview().await.body["apart"], json!([]));
    let found = pairs(&boss, "").await.into_iter().find(|found| of(found) == pair(&one, &other)).unwrap();
    let path = format!("/duplicate-pairs/{}/verdict", found["id"].as_str().unwrap());
    let long = json!({ "verdict": "different", "reason": "长".repeat(201) });
    assert_eq!(boss.put(&path, long).await.is(422).code(), "text.too_long");
    let said = json!({ "verdict": "different", "reason": " 父子同名 " });
    let settled = boss.put(&path, said).await.is(200);
    assert_eq!(settled.text("/settled_reason"), "父子同名");
    let told = preview().await;
    assert_eq!(
        ["how", "by", "reason"].map(|word| told.text(&format!("/apart/0/{word}"))),
        ["different", "总经理", "父子同名"].map(str::to_owned)
    );
    assert_eq!(told.body["apart"][0]["at"], settled.body["settled_at"]);
    boss.put(&path, json!({ "verdict": "open" })).await.is(200);
    assert_eq!(preview().await.body["apart"], json!([]));
}

#[tokio::test]
async fn what_a_person_took_apart_is_asked_about_and_no_more_surely_the_same() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [one, other, _] = base(&house, &boss).await;
    search(&house, &boss).await;
    assert_eq!(pairs(&boss, "band=same").await.len(), 1);
    let merge = merge(&boss, &one, &other).await.is(201).id();
    boss.put(&format!("/merges/{merge}/undo"), Value::Null).await.is(200);
    assert_eq!(pairs(&boss, "band=same").await, [Value::Null; 0]);
    let asked = pairs(&boss, "band=ask").await;
    assert_eq!((asked.len(), &asked[0]["held_back"]), (1, &json!("taken_apart")));
    let rate = boss.get("/duplicate-pairs/summary").await.is(200).body["rate"].clone();
    assert_eq!((&rate["in_same"], &rate["in_ask"]), (&json!(0), &json!(2)));
}
