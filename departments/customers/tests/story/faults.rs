//! The fault history of a car.

use serde_json::{Value, json};
use testkit::{Caller, House};

async fn car(by: &Caller, house: &House) -> String {
    let form = json!({ "brand": "大众", "series": "帕萨特", "store_id": house.store.id, "purchased_on": "2025-03-01", "mileage_km": 9_000 });
    by.post("/vehicles", form).await.is(201).id()
}

fn misfire(on: &str, days: i32) -> Value {
    json!({ "happened_on": on, "dtc": "p0300", "system": "engine", "symptom": "怠速抖动", "mileage_km": 9_000,
            "repair": { "repaired_on": on, "days": days } })
}

async fn count(by: &Caller, car: &str, counter: &str) -> (Value, Value) {
    let counts = by.get(&format!("/vehicles/{car}/faults")).await.is(200).body["counts"].clone();
    let found = counts.as_array().unwrap().iter().find(|one| one["counter"] == counter).cloned().unwrap();
    (found["count"].clone(), found["state"].clone())
}

#[tokio::test]
async fn a_fault_is_written_down_repaired_and_told_in_the_timeline() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = car(&boss, &house).await;
    let path = format!("/vehicles/{id}/faults");
    let form = json!({ "happened_on": "2025-06-01", "system": "brake", "symptom": "制动异响", "is_safety": true, "source": "owner" });
    let fault = boss.post(&path, form).await.is(201);
    assert_eq!(fault.body["repaired_on"], Value::Null);
    let repair = format!("{path}/{}/repair", fault.id());
    let early = boss.put(&repair, json!({ "repaired_on": "2025-05-31", "days": 2 })).await.is(422);
    assert_eq!(early.text("/errors/0/code"), "fault.repaired_before");
    let repaired = boss.put(&repair, json!({ "repaired_on": "2025-06-03", "days": 2 })).await.is(200);
    assert_eq!(repaired.body["repair_days"], 2);
    assert_eq!(
        boss.put(&repair, json!({ "repaired_on": "2025-06-03", "days": 2 })).await.is(409).code(),
        "fault.already_repaired"
    );
    let told = boss.get(&format!("/vehicles/{id}/timeline?kind=service")).await.is(200);
    let names: Vec<&str> =
        told.body["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["fault.repaired", "fault.reported"]);
    assert_eq!(told.text("/items/1/happened_at"), "2025-05-31T16:00:00Z");
}

#[tokio::test]
async fn the_third_repair_of_the_same_fault_warns_and_the_fifth_gives_the_right() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = car(&boss, &house).await;
    let path = format!("/vehicles/{id}/faults");
    for (on, state) in [
        ("2025-04-01", "fine"),
        ("2025-05-01", "fine"),
        ("2025-06-01", "warning"),
        ("2025-07-01", "warning"),
        ("2025-08-01", "reached"),
    ] {
        boss.post(&path, misfire(on, 6)).await.is(201);
        assert_eq!(count(&boss, &id, "same_fault_repairs").await.1, state, "{on}");
    }
    assert_eq!(count(&boss, &id, "repair_days").await, (json!(30), json!("warning")));
    let listed = boss.get(&path).await.is(200);
    assert_eq!(
        (listed.text("/faults/0/happened_on"), listed.text("/faults/0/dtc")),
        ("2025-08-01".into(), "P0300".into())
    );
    boss.delete(&format!("{path}/{}", listed.text("/faults/0/id"))).await.is(204);
    assert_eq!(count(&boss, &id, "same_fault_repairs").await, (json!(4), json!("warning")));
}

#[tokio::test]
async fn what_is_wrong_with_a_fault_is_told_and_other_stores_see_none() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = car(&boss, &house).await;
    let path = format!("/vehicles/{id}/faults");
    let form = json!({ "happened_on": "2099-01-01", "dtc": "X99", "system": "engine", "symptom": " " });
    let refused = boss.post(&path, form).await.is(422);
    let codes: Vec<&str> =
        refused.body["errors"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["date.in_future", "dtc.malformed", "text.missing"]);
    let stranger = house.machine_in("store_manager", &house.other_store).await;
    stranger.get(&path).await.is(404);
    stranger.post(&path, misfire("2025-04-01", 1)).await.is(404);
    let reader = house.machine("parts_keeper").await;
    reader.get(&path).await.is(200);
    reader.post(&path, misfire("2025-04-01", 1)).await.is(403);
}
