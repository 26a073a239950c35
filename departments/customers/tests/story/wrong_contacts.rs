//! Contacts that reach nobody: found by a call, by a message that came back, by hand; and found right again.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn customer_of(house: &House, form: Value) -> (Caller, String) {
    let seller = house.person("li", "李雷", "store_manager", Reach::Store).await;
    let path = format!("/customers/{}", seller.post("/customers", form).await.is(201).id());
    (seller, path)
}

async fn phones(by: &Caller, customer: &str) -> Vec<(String, bool)> {
    let seen = by.get(customer).await.is(200);
    let contacts = seen.body["contacts"].as_array().unwrap();
    let phones = contacts.iter().filter(|contact| contact["kind"] == "phone");
    phones.map(|one| (one["value"].as_str().unwrap()[..3].to_owned(), !one["wrong_since"].is_null())).collect()
}

async fn call(by: &Caller, customer: &str, outcome: &str) {
    let form = json!({ "kind": "call", "text": "", "outcome": outcome });
    by.post(&format!("{customer}/notes"), form).await.is(201);
}

async fn told(by: &Caller, customer: &str) -> Vec<(String, Value)> {
    let timeline = by.get(&format!("{customer}/timeline")).await.is(200);
    let entries = timeline.body["items"].as_array().unwrap();
    let of_contacts = entries.iter().filter(|entry| entry["name"].as_str().unwrap().starts_with("contact.found"));
    of_contacts.map(|entry| (entry["name"].as_str().unwrap().to_owned(), entry["body"].clone())).collect()
}

#[tokio::test]
async fn a_call_to_a_wrong_number_marks_the_phone_and_a_call_that_reached_them_clears_it() {
    let house = House::new().await;
    let (li, customer) = customer_of(&house, json!({ "name": "王先生", "phones": ["13800001234"] })).await;
    call(&li, &customer, "wrong_number").await;
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), true)]);
    let form = json!({ "customer_id": customer.rsplit('/').next(), "channel": "sms", "text": "您好" });
    assert_eq!(li.post("/messages", form.clone()).await.is(409).code(), "message.no_address");

    call(&li, &customer, "no_answer").await;
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), true)], "who did not answer was not reached");
    call(&li, &customer, "interested").await;
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), false)]);
    li.post("/messages", form).await.is(201);
    let told = told(&li, &customer).await;
    assert_eq!(told[0], ("contact.found_right".into(), json!({ "kind": "phone", "by": "call" })));
    assert_eq!(told[1], ("contact.found_wrong".into(), json!({ "kind": "phone", "by": "call" })));
    assert_eq!(told.len(), 2);
}

#[tokio::test]
async fn of_two_phones_the_one_called_is_marked_and_none_is_cleared_by_guessing() {
    let house = House::new().await;
    let form = json!({ "name": "王先生", "phones": ["13800001234", "13900001234"] });
    let (li, customer) = customer_of(&house, form).await;
    let due = house.clock.now();
    let form = json!({ "title": "回访", "kind": "call", "due_at": due, "customer_id": customer.rsplit('/').next() });
    let task = li.post("/tasks", form).await.is(201).id();
    li.put(&format!("/tasks/{task}/completion"), json!({ "outcome": "wrong_number" })).await.is(200);
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), true), ("139".to_owned(), false)]);
    call(&li, &customer, "reached").await;
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), true), ("139".to_owned(), false)]);
    house.clock.advance(TimeDelta::hours(1));
    call(&li, &customer, "wrong_number").await;
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), true), ("139".to_owned(), true)]);
}

#[tokio::test]
async fn a_message_to_a_number_given_to_nobody_marks_it_and_one_that_arrives_clears_it() {
    let house = House::new().await;
    let (li, customer) = customer_of(&house, json!({ "name": "王先生", "phones": ["13800001234"] })).await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "customer_id": customer.rsplit('/').next(), "channel": "sms", "text": "您好" });
    let first = li.post("/messages", form.clone()).await.is(201).id();
    let second = li.post("/messages", form.clone()).await.is(201).id();
    let third = li.post("/messages", form).await.is(201).id();
    house.settle().await;
    let carrier = json!({ "carrier": "aliyun", "access_key_id": "LTAI5", "signature": "澄岚汽车" });
    let setup = boss.put("/channel-setups/sms", json!({ "settings": carrier, "secret": "secret" })).await.is(200);
    let callback = setup.text("/callback").replace("/api/v1", "");

    let off = json!([{ "success": false, "out_id": first, "err_code": "MK:0012", "err_msg": "关机" }]);
    house.stranger().post(&callback, off).await.is(200);
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), false)], "switched off is not wrong");
    let nobody = json!([{ "success": false, "out_id": second, "err_code": "MK:0001", "err_msg": "空号" }]);
    house.stranger().post(&callback, nobody).await.is(200);
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), true)]);
    let heard = told(&li, &customer).await;
    assert_eq!(heard, [("contact.found_wrong".into(), json!({ "kind": "phone", "by": "message" }))]);
    let arrived = json!([{ "success": true, "out_id": third, "err_code": "DELIVERED" }]);
    house.stranger().post(&callback, arrived).await.is(200);
    house.settle().await;
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), false)]);
    let heard = told(&li, &customer).await;
    assert_eq!(heard[0], ("contact.found_right".into(), json!({ "kind": "phone", "by": "message" })));
}

#[tokio::test]
async fn staff_mark_a_contact_by_hand_and_take_it_back_and_a_new_value_is_not_doubted() {
    let house = House::new().await;
    let (li, customer) = customer_of(&house, json!({ "name": "王先生", "phones": ["13800001234"] })).await;
    let id = li.get(&customer).await.is(200).text("/contacts/0/id");
    let path = format!("{customer}/contacts/{id}");
    let marked = li.patch(&path, json!({ "is_wrong": true })).await.is(200);
    assert!(marked.body["wrong_since"].is_string());
    li.patch(&path, json!({ "is_wrong": true })).await.is(200);
    assert_eq!(told(&li, &customer).await.len(), 1, "known already");
    li.patch(&path, json!({ "is_wrong": false })).await.is(200);
    assert_eq!(phones(&li, &customer).await, [("138".to_owned(), false)]);
    li.patch(&path, json!({ "is_wrong": true })).await.is(200);
    li.patch(&path, json!({ "value": "13700001234" })).await.is(200);
    assert_eq!(phones(&li, &customer).await, [("137".to_owned(), false)]);
}
