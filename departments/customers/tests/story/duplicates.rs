//! Duplicates: the base is searched, pairs are decided about by those who see both, and the rate follows.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

/// Two records of one person, a wife with the same phone, and strangers.
pub async fn base(house: &House, boss: &Caller) -> [String; 3] {
    let add = async |name: &str, phone: &str, more: Value| {
        let mut form = json!({ "name": name, "phones": [phone], "store_id": house.store.id });
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        boss.post("/customers", form).await.is(201).id()
    };
    let born = json!({ "birthday": "1985-03-07", "gender": "male" });
    let one = add("王小明", "13812345678", born.clone()).await;
    let other = add("王小明", "138 1234 5678", born).await;
    let wife = add("李红梅", "13812345678", json!({ "gender": "female", "birthday": "1987-11-21" })).await;
    for (number, name) in ["赵敏", "周杰", "吴迪", "郑爽", "孙丽", "钱枫", "冯程", "褚平"].into_iter().enumerate()
    {
        add(name, &format!("1390000{number:04}"), json!({})).await;
    }
    [one, other, wife]
}

pub async fn search(house: &House, by: &Caller) -> Value {
    let id = by.post("/duplicate-scans", Value::Null).await.is(201).id();
    house.settle().await;
    by.get(&format!("/duplicate-scans/{id}")).await.is(200).body
}

pub async fn pairs(by: &Caller, query: &str) -> Vec<Value> {
    by.get(&format!("/duplicate-pairs?{query}")).await.is(200).body["items"].as_array().unwrap().clone()
}

pub async fn decide(by: &Caller, pair: &Value, verdict: &str) -> testkit::Answer {
    let version = pair["version"].as_i64().unwrap().to_string();
    let path = format!("/duplicate-pairs/{}/verdict", pair["id"].as_str().unwrap());
    by.call(http::Method::PUT, &path, Some(json!({ "verdict": verdict })), &[("if-match", &format!("\"{version}\""))])
        .await
}

#[tokio::test]
async fn one_person_twice_is_found_and_a_household_is_not() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [one, other, wife] = base(&house, &boss).await;
    let scan = search(&house, &boss).await;
    assert_eq!((&scan["state"], &scan["customers"], &scan["error"]), (&json!("done"), &json!(11), &Value::Null));
    let found = pairs(&boss, "").await;
    let sides: Vec<[&Value; 2]> = found.iter().map(|pair| [&pair["left"]["id"], &pair["right"]["id"]]).collect();
    assert_eq!(sides, [[&json!(one), &json!(other)]], "{wife}");
    assert_eq!(
        (&found[0]["band"], &found[0]["state"], &found[0]["origin"]),
        (&json!("same"), &json!("open"), &json!("scan"))
    );
    assert_eq!(
        (&found[0]["left"]["phones"], &found[0]["can"]),
        (&json!(["13812345678"]), &json!(["merge", "set_apart"]))
    );
    let fields: Vec<&Value> = found[0]["reasons"].as_array().unwrap().iter().map(|reason| &reason["field"]).collect();
    assert!(
        fields.contains(&&json!("phone")) && fields.contains(&&json!("name")) && fields.contains(&&json!("birthday"))
    );
    let summary = boss.get("/duplicate-pairs/summary").await.is(200).body;
    assert_eq!(summary["rate"], json!({ "customers": 11, "in_same": 2, "in_ask": 0 }));
    assert_eq!((&summary["open_same"]["count"], &summary["months"][0]["rate"]["in_same"]), (&json!(1), &json!(2)));
    assert_eq!(summary["latest_scan"]["after"]["in_same"], 2);
}

#[tokio::test]
async fn two_who_were_set_apart_are_not_asked_about_again_until_that_is_taken_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [one, ..] = base(&house, &boss).await;
    search(&house, &boss).await;
    let pair = pairs(&boss, "").await.remove(0);
    let apart = decide(&boss, &pair, "different").await.is(200).body;
    assert_eq!((&apart["state"], &apart["can"]), (&json!("different"), &json!(["reopen"])));
    let late = decide(&boss, &pair, "different").await.is(412);
    assert_eq!(late.body["current"]["state"], "different");
    assert_eq!(decide(&boss, &apart, "different").await.is(409).code(), "pair.already_different");
    let again = search(&house, &boss).await;
    assert_eq!((&again["before"]["in_same"], &again["after"]["in_same"]), (&json!(0), &json!(0)));
    assert!(pairs(&boss, "").await.is_empty());
    assert_eq!(pairs(&boss, "state=different").await.len(), 1);
    let events = crate::people::events(&boss, &one).await;
    assert_eq!(events[0], "pair.set_apart");
    decide(&boss, &apart, "open").await.is(200);
    assert_eq!(pairs(&boss, "band=same").await.len(), 1);
    assert!(pairs(&boss, "band=ask").await.is_empty());
    assert_eq!(crate::people::events(&boss, &one).await[0], "pair.reopened");
}

#[tokio::test]
async fn a_pair_is_shown_to_those_alone_who_see_both() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王小明", "phones": ["13812345678"], "birthday": "1985-03-07" });
    for store in [&house.store, &house.other_store] {
        let mut form = form.clone();
        form["store_id"] = json!(store.id);
        boss.post("/customers", form).await.is(201);
    }
    search(&house, &boss).await;
    let pair = pairs(&boss, "").await.remove(0);
    assert_eq!(pairs(&boss, &format!("store_id={}", house.other_store.id)).await.len(), 1);
    let near = house.machine_in("store_manager", &house.store).await;
    assert!(pairs(&near, "").await.is_empty());
    near.get(&format!("/duplicate-pairs/{}", pair["id"].as_str().unwrap())).await.is(404);
    decide(&near, &pair, "different").await.is(404);
    let next_door = house.neighbour().await;
    assert!(pairs(&next_door, "").await.is_empty());
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    assert_eq!(seller.get("/duplicate-pairs").await.is(403).code(), "permission.missing");
}

#[tokio::test]
async fn whoever_is_put_away_is_asked_about_no_more() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [_, other, _] = base(&house, &boss).await;
    search(&house, &boss).await;
    boss.delete(&format!("/customers/{other}")).await.is(204);
    assert!(pairs(&boss, "").await.is_empty());
    boss.put(&format!("/customers/{other}/restoration"), Value::Null).await.is(200);
    let again = search(&house, &boss).await;
    assert_eq!((&again["pairs_same"], pairs(&boss, "").await.len()), (&json!(1), 1));
}

#[tokio::test]
async fn what_was_mended_since_is_forgotten_by_the_next_search() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [_, other, _] = base(&house, &boss).await;
    search(&house, &boss).await;
    let change = json!({ "name": "陈建国", "birthday": "1961-01-30" });
    boss.patch(&format!("/customers/{other}"), change).await.is(200);
    house.clock.advance(chrono::TimeDelta::minutes(5));
    let again = search(&house, &boss).await;
    assert_eq!((&again["before"]["in_same"], &again["after"]["in_same"]), (&json!(2), &json!(0)));
    assert!(pairs(&boss, "").await.is_empty());
}

#[tokio::test]
async fn one_search_at_a_time_and_an_empty_base_is_searched_too() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.post("/duplicate-scans", Value::Null).await.is(201);
    assert_eq!(boss.post("/duplicate-scans", Value::Null).await.is(409).code(), "duplicate_scan.under_way");
    house.settle().await;
    let scans = boss.get("/duplicate-scans").await.is(200).body;
    assert_eq!((&scans["items"][0]["state"], scans["items"].as_array().unwrap().len()), (&json!("done"), 1));
    let unknown = uuid::Uuid::nil();
    boss.get(&format!("/duplicate-scans/{unknown}")).await.is(404);
    boss.get("/duplicate-pairs?band=sure").await.is(422);
}
