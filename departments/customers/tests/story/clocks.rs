//! The clocks of a car, and the terms they run by.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

async fn car(by: &Caller, house: &House, more: Value) -> String {
    let mut form = json!({ "brand": "大众", "series": "帕萨特", "store_id": house.store.id });
    for (field, value) in more.as_object().unwrap() {
        form[field] = value.clone();
    }
    by.post("/vehicles", form).await.is(201).id()
}

async fn clock(by: &Caller, car: &str, word: &str) -> Value {
    let clocks = by.get(&format!("/vehicles/{car}")).await.is(200).body["clocks"].clone();
    clocks.as_array().unwrap().iter().find(|clock| clock["clock"] == word).cloned().unwrap_or_default()
}

fn battery(since: &str) -> Value {
    json!({ "clock": "traction_battery", "brand": "BYD", "energy": "electric", "months": 96, "km": 150_000, "source": "质保手册",
            "since": since })
}

fn codes(answer: &Answer) -> Vec<String> {
    let faults = answer.body["errors"].as_array().cloned().unwrap_or_default();
    faults.iter().map(|fault| fault["code"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_car_shows_what_the_law_promises_and_what_is_left_of_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let sold = json!({ "purchased_on": "2025-03-01", "mileage_km": 20_000 });
    let id = car(&boss, &house, sold).await;
    let shown = clock(&boss, &id, "three_guarantees").await;
    assert_eq!(shown["last_day"], "2027-03-01");
    assert_eq!((&shown["km_left"], &shown["starts_from"]), (&json!(30_000), &json!("purchased")));
    assert!(shown["source"].as_str().unwrap().contains("第十八条"));
    assert_eq!(clock(&boss, &id, "return_window").await["state"], "over");
    assert_eq!(clock(&boss, &id, "traction_battery").await, Value::Null);

    boss.patch(&format!("/vehicles/{id}"), json!({ "delivered_on": "2025-03-09" })).await.is(200);
    assert_eq!(clock(&boss, &id, "three_guarantees").await["last_day"], "2027-03-09");
    let unknown = car(&boss, &house, json!({ "series": "朗逸" })).await;
    let shown = clock(&boss, &unknown, "repair_warranty").await;
    assert_eq!((&shown["state"], &shown["missing"]), (&json!("unknown"), &json!(["purchased_on", "mileage_km"])));
}

#[tokio::test]
async fn a_car_sold_under_the_former_law_keeps_its_clocks() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = car(&boss, &house, json!({ "purchased_on": "2021-12-31", "mileage_km": 20_000 })).await;
    assert!(clock(&boss, &id, "three_guarantees").await["source"].as_str().unwrap().contains("第150号"));
    assert_eq!(clock(&boss, &id, "return_window").await, Value::Null);
}

#[tokio::test]
async fn a_promise_of_the_maker_holds_for_cars_sold_on_its_days() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let electric =
        json!({ "brand": "比亚迪", "energy": "electric", "purchased_on": "2024-06-01", "mileage_km": 10_000 });
    let id = car(&boss, &house, electric).await;
    assert_eq!(clock(&boss, &id, "traction_battery").await, Value::Null);
    let term = boss.post("/warranty-terms", battery("2023-01-01")).await.is(201);
    assert_eq!((term.text("/brand"), term.body["is_law"].clone()), ("比亚迪".into(), json!(false)));
    assert_eq!(clock(&boss, &id, "traction_battery").await["km_left"], 140_000);
    let again = boss.post("/warranty-terms", battery("2024-01-01")).await.is(409);
    assert_eq!(again.code(), "warranty_term.already_there");

    let path = format!("/warranty-terms/{}", term.id());
    boss.put(&format!("{path}/end"), json!({ "until": "2022-12-31" })).await.is(409);
    boss.put(&format!("{path}/end"), json!({ "until": "2024-05-31" })).await.is(200);
    assert_eq!(clock(&boss, &id, "traction_battery").await, Value::Null);
    boss.post("/warranty-terms", battery("2024-06-01")).await.is(201);
    boss.delete(&path).await.is(204);
    boss.delete(&path).await.is(404);
    let neighbour = house.neighbour().await;
    let listed = neighbour.get("/warranty-terms").await.is(200);
    let listed = listed.body.as_array().unwrap();
    assert!(listed.len() >= 10 && listed.iter().all(|term| term["is_law"] == true), "terms of a group are its own");
}

#[tokio::test]
async fn what_is_wrong_with_a_term_is_told_at_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "clock": "whole_car", "months": 12, "days": 3, "km": 0, "source": " ", "since": "1800-01-01" });
    let refused = boss.post("/warranty-terms", form).await.is(422);
    assert_eq!(codes(&refused), ["text.missing", "warranty_term.time", "number.out_of_range", "date.implausible"]);
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Store).await;
    seller.get("/warranty-terms").await.is(200);
    seller.post("/warranty-terms", battery("2023-01-01")).await.is(403);
}
