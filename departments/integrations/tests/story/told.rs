//! What a webhook is told, and how it knows that the house said it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::House;

use crate::receiver::{Receiver, customer, role_id, tell, webhook};

#[tokio::test]
async fn an_event_arrives_signed_once_with_who_what_and_when() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (_, secret) = webhook(&boss, &receiver, "group_manager", &["customer.*"]).await;
    let id = customer(&boss, &house, "王小明").await;
    assert_eq!(tell(&house).await, 1);
    assert_eq!(tell(&house).await, 0, "once is enough");
    let calls = receiver.calls();
    let call = &calls[0];
    assert!(call.is_signed_with(&secret), "{call:?}");
    assert_eq!(call.header("webhook-timestamp"), house.clock.now().timestamp().to_string());
    assert_eq!(call.header("content-type"), "application/json");
    assert!(call.header("webhook-id").starts_with("msg_"));
    assert_eq!((&call.body["type"], &call.body["data"]["customer_id"]), (&json!("customer.created"), &json!(id)));
    assert_eq!(call.body["data"]["store_id"], json!(house.store.id));
    assert_eq!(call.body["data"]["actor"]["kind"], "key");
    assert!(call.body["timestamp"].as_str().unwrap().starts_with("2026-03-16T"), "{}", call.body);
}

#[tokio::test]
async fn only_what_was_chosen_and_the_role_permits_is_told() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    // A technician sees cars and no customers.
    webhook(&boss, &receiver, "technician", &["*"]).await;
    let id = customer(&boss, &house, "王小明").await;
    let car = json!({ "brand": "大众", "series": "帕萨特", "plate": "沪B12345", "owner_id": id });
    boss.post("/vehicles", car).await.is(201);
    let task =
        json!({ "title": "回电王小明 13800001234", "kind": "call", "due_at": house.clock.now(), "customer_id": id });
    boss.post("/tasks", task).await.is(201);
    tell(&house).await;
    let heard = receiver.events();
    assert!(
        heard.contains(&"vehicle.registered".to_owned()) && heard.contains(&"task.created".to_owned()),
        "{heard:?}"
    );
    assert!(!heard.iter().any(|name| name.starts_with("customer.") || name.starts_with("key.")), "{heard:?}");
    let task = receiver.calls().into_iter().find(|call| call.body["type"] == "task.created").unwrap();
    assert_eq!(task.body["data"]["body"]["title"], "", "who may see no customer reads no words about one");
}

#[tokio::test]
async fn phone_numbers_are_starred_unless_the_role_sees_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    webhook(&boss, &receiver, "sales_consultant", &["task.created"]).await;
    webhook(&boss, &receiver, "integrator", &["task.created"]).await;
    let task =
        json!({ "title": "回电 13800001234", "kind": "call", "due_at": house.clock.now(), "store_id": house.store.id });
    boss.post("/tasks", task).await.is(201);
    tell(&house).await;
    let calls = receiver.calls();
    let mut titles: Vec<&str> = calls.iter().map(|call| call.body["data"]["body"]["title"].as_str().unwrap()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["回电 138****1234", "回电 13800001234"]);
}

#[tokio::test]
async fn a_webhook_of_one_store_hears_nothing_of_another() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let role = role_id(&boss, "group_manager").await;
    let form = json!({
        "name": "SZ01", "url": receiver.url, "events": ["customer.created"], "role_id": role, "reach": "store",
        "store_id": house.other_store.id,
    });
    boss.post("/webhooks", form).await.is(201);
    customer(&boss, &house, "上海的王小明").await;
    let there = json!({ "name": "苏州的李静", "store_id": house.other_store.id });
    let there = boss.post("/customers", there).await.is(201).id();
    let next_door = house.neighbour().await;
    next_door.post("/customers", json!({ "name": "隔壁的", "store_id": house.neighbours_store.id })).await.is(201);
    tell(&house).await;
    let told: Vec<Value> = receiver.calls().iter().map(|call| call.body["data"]["customer_id"].clone()).collect();
    assert_eq!(told, [json!(there)]);
}

#[tokio::test]
async fn for_a_day_both_secrets_sign() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, old) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    let renewed = boss.post(&format!("/webhooks/{id}/secrets"), Value::Null).await.is(201);
    let new = renewed.text("/secret");
    assert!(!renewed.body["webhook"]["former_secret_until"].is_null());
    customer(&boss, &house, "王小明").await;
    tell(&house).await;
    house.clock.advance(TimeDelta::hours(25));
    customer(&boss, &house, "李静").await;
    tell(&house).await;
    let calls = receiver.calls();
    assert!(calls[0].is_signed_with(&old) && calls[0].is_signed_with(&new));
    assert!(!calls[1].is_signed_with(&old) && calls[1].is_signed_with(&new));
}

#[tokio::test]
async fn who_was_forgotten_is_told_to_nobody() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["note.written", "customer.created"]).await;
    boss.put(&format!("/webhooks/{id}/pause"), Value::Null).await.is(200);
    let person = customer(&boss, &house, "王小明").await;
    assert_eq!(tell(&house).await, 0, "it is paused");
    let log = boss.get(&format!("/webhooks/{id}/deliveries")).await.is(200);
    assert_eq!((log.text("/items/0/state"), log.text("/items/0/customer/name")), ("waiting".into(), "王小明".into()));
    let door = house.platform.system(platform::SystemActor::Jobs, house.group);
    door.write(async |tx| {
        let person = person.parse().unwrap();
        journal::forget(tx, person, &[]).await
    })
    .await
    .unwrap();
    boss.delete(&format!("/webhooks/{id}/pause")).await.is(200);
    tell(&house).await;
    for call in receiver.calls() {
        assert!(!call.raw.contains("王小明") && call.body["data"]["customer_id"].is_null(), "{}", call.raw);
    }
}
