//! Two records of one car, each brought by one of two who become one: one car, and two records again after the undo.

use serde_json::{Value, json};
use testkit::{Caller, House};

use super::{
    merges::{merge, person},
    merges_bulk::bears,
};

async fn car(by: &Caller, owner: &str, more: Value) -> String {
    let mut form = json!({ "brand": "大众", "series": "帕萨特", "owner_id": owner });
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post("/vehicles", form).await.is(201).id()
}

async fn cars_of(by: &Caller, customer: &str) -> Vec<String> {
    let profile = by.get(&format!("/customers/{customer}/profile")).await.is(200);
    let mut ids: Vec<String> =
        profile.body["vehicles"].as_array().unwrap().iter().map(|car| car["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

/// Kept: 王小明, whose car is known by its plate, colour and odometer. Absorbed: the same with the VIN.
async fn two(house: &House, boss: &Caller) -> ([String; 2], [String; 2]) {
    let same = json!({ "name": "王小明", "phones": ["13800001234"] });
    let (kept, absorbed) = (person(boss, house, same.clone()).await, person(boss, house, same).await);
    let whole = car(boss, &absorbed, json!({ "plate": "沪B12345", "vin": "LRW3E7FS5PC695355" })).await;
    let poor = car(boss, &kept, json!({ "colour": "白" })).await;
    boss.post(&format!("/vehicles/{poor}/mileage"), json!({ "km": 12_000, "source": "workshop" })).await.is(201);
    bears(house, &poor, "沪B12345").await;
    house.settle().await;
    house.clock.advance(chrono::TimeDelta::minutes(1));
    ([kept, absorbed], [whole, poor])
}

#[tokio::test]
async fn one_car_in_two_records_is_one_after_the_merge_and_two_after_the_undo() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let ([kept, absorbed], [whole, poor]) = two(&house, &boss).await;
    let before = boss.get(&format!("/vehicles/{whole}")).await.is(200).body;
    let merged = merge(&boss, &kept, &absorbed).await.is(201).id();
    house.settle().await;
    assert_eq!(cars_of(&boss, &kept).await, std::slice::from_ref(&whole));
    let one = boss.get(&format!("/vehicles/{whole}")).await.is(200).body;
    assert_eq!((&one["colour"], &one["mileage_km"]), (&json!("白"), &json!(12_000)), "{one}");
    let profile = boss.get(&format!("/customers/{kept}/profile")).await.is(200);
    assert_eq!(profile.text("/facts/vehicles"), "1");
    let found = boss.get("/vehicles?q=沪B12345").await.is(200);
    assert_eq!(found.body["items"].as_array().unwrap().len(), 1, "{}", found.body);

    boss.put(&format!("/merges/{merged}/undo"), Value::Null).await.is(200);
    house.settle().await;
    assert_eq!(
        (cars_of(&boss, &kept).await, cars_of(&boss, &absorbed).await),
        (vec![poor.clone()], vec![whole.clone()])
    );
    let mut after = boss.get(&format!("/vehicles/{whole}")).await.is(200).body;
    for counted in ["version", "changed_at"] {
        after[counted] = before[counted].clone();
    }
    assert_eq!(after, before);
    let back = boss.get(&format!("/vehicles/{poor}")).await.is(200).body;
    assert_eq!(
        (&back["colour"], &back["mileage_km"], &back["plate"]["plate"]),
        (&json!("白"), &json!(12_000), &json!("沪B12345"))
    );
    let page = boss.get(&format!("/vehicles/{poor}/mileage")).await.is(200);
    assert_eq!(page.body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn two_cars_stay_two_though_one_plate_was_on_both() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let ([kept, absorbed], [whole, poor]) = two(&house, &boss).await;
    boss.patch(&format!("/vehicles/{poor}"), json!({ "vin": "LSVAA49J132047371", "confirm_vin": true })).await.is(200);
    merge(&boss, &kept, &absorbed).await.is(201);
    let mut both = vec![whole, poor];
    both.sort();
    assert_eq!(cars_of(&boss, &kept).await, both);
}

#[tokio::test]
async fn what_a_later_merge_put_a_car_into_comes_apart_first() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let ([kept, absorbed], [whole, _]) = two(&house, &boss).await;
    let first = merge(&boss, &kept, &absorbed).await.is(201).id();
    let third = person(&boss, &house, json!({ "name": "王小明", "phones": ["13800001234"] })).await;
    let again = car(&boss, &third, json!({})).await;
    bears(&house, &again, "沪B12345").await;
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let second = merge(&boss, &kept, &third).await.is(201).id();
    assert_eq!(cars_of(&boss, &kept).await, [whole]);
    assert_eq!(boss.put(&format!("/merges/{first}/undo"), Value::Null).await.is(409).code(), "merge.later_merge");
    for merge in [second, first] {
        boss.put(&format!("/merges/{merge}/undo"), Value::Null).await.is(200);
    }
    assert_eq!(cars_of(&boss, &third).await, [again]);
}
