//! Notes: written with outcome and next task, changed by their author, pinned for all.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn seller_with_customer(house: &House) -> (Caller, String) {
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let form = json!({ "name": "王先生", "consultant_id": seller.staff });
    let path = format!("/customers/{}", seller.post("/customers", form).await.is(201).id());
    (seller, path)
}

async fn write(by: &Caller, customer: &str, form: Value) -> String {
    by.post(&format!("{customer}/notes"), form).await.is(201).text("/note/id")
}

#[tokio::test]
async fn a_call_is_written_down_with_its_outcome_and_the_next_task() {
    let house = House::new().await;
    let (seller, customer) = seller_with_customer(&house).await;
    let due = house.clock.now() + TimeDelta::days(2);
    let form = json!({
        "kind": "call", "text": "想看新能源", "outcome": "interested", "happened_at": house.clock.now() - TimeDelta::hours(1),
        "next_task": { "title": "发报价", "kind": "message", "due_at": due },
    });
    let written = seller.post(&format!("{customer}/notes"), form).await.is(201);
    assert_eq!((written.text("/name"), written.text("/kind")), ("note.written".into(), "care".into()));
    assert_eq!(written.body["note"]["outcome"], "interested");
    assert_eq!(written.body["note"]["can"], json!(["edit", "delete", "pin"]));
    assert_eq!(written.text("/actor/name"), "李雷");
    let tasks = seller.get("/tasks").await.is(200);
    assert_eq!(
        (tasks.text("/items/0/title"), tasks.text("/items/0/customer/name")),
        ("发报价".into(), "王先生".into())
    );
    house.settle().await;
    let profile = seller.get(&format!("{customer}/profile")).await.is(200);
    assert_eq!(profile.body["facts"]["contacts"], 1);
    assert_eq!(profile.text("/facts/last_contact_at"), written.text("/happened_at"));
    assert_eq!(profile.text("/tasks/0/title"), "发报价");
}

#[tokio::test]
async fn a_note_whose_task_is_refused_is_not_written() {
    let house = House::new().await;
    let (seller, customer) = seller_with_customer(&house).await;
    let due = house.clock.now();
    let form =
        json!({ "kind": "note", "text": "记一下", "next_task": { "title": " ", "kind": "call", "due_at": due } });
    assert_eq!(seller.post(&format!("{customer}/notes"), form).await.is(422).code(), "title.missing");
    let timeline = seller.get(&format!("{customer}/timeline")).await.is(200);
    assert_eq!(timeline.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(seller.get("/tasks").await.is(200).body["items"], json!([]));
}

#[tokio::test]
async fn a_note_says_something_and_tells_of_the_past() {
    let house = House::new().await;
    let (seller, customer) = seller_with_customer(&house).await;
    let notes = format!("{customer}/notes");
    let refused = async |form: Value| seller.post(&notes, form).await.is(422).code().to_owned();
    assert_eq!(refused(json!({ "kind": "note" })).await, "note.empty");
    assert_eq!(refused(json!({ "kind": "call", "text": " \n " })).await, "note.empty");
    assert_eq!(refused(json!({ "kind": "note", "text": "长".repeat(5_001) })).await, "note.too_long");
    let tomorrow = house.clock.now() + TimeDelta::days(1);
    assert_eq!(refused(json!({ "kind": "note", "text": "x", "happened_at": tomorrow })).await, "note.in_the_future");
    assert_eq!(
        refused(json!({ "kind": "note", "text": "x", "happened_at": "0020-03-01T00:00:00Z" })).await,
        "note.before_all_records"
    );
    assert_eq!(refused(json!({ "kind": "letter", "text": "x" })).await, "field.wrong");
    assert_eq!(refused(json!({ "kind": "note", "text": "x", "author": "me" })).await, "field.wrong");
    write(&seller, &customer, json!({ "kind": "call", "outcome": "no_answer" })).await;
}

#[tokio::test]
async fn only_its_author_changes_a_note() {
    let house = House::new().await;
    let (seller, customer) = seller_with_customer(&house).await;
    let manager = house.person("chen", "陈经理", "store_manager", Reach::Store).await;
    let note = format!("/notes/{}", write(&seller, &customer, json!({ "kind": "note", "text": "记一下" })).await);
    for refused in [
        manager.patch(&note, json!({ "text": "改" })).await,
        manager.delete(&note).await,
        house.machine("group_manager").await.patch(&note, json!({ "text": "改" })).await,
    ] {
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "note.not_yours"));
    }
    let changed = seller.patch_from(1, &note, json!({ "text": " 改好了 ", "outcome": "reached" })).await.is(200);
    assert_eq!(
        (changed.text("/text"), changed.text("/outcome"), changed.text("/version")),
        ("改好了".into(), "reached".into(), "2".into())
    );
    let stale = seller.patch_from(1, &note, json!({ "text": "晚了" })).await.is(412);
    assert_eq!((stale.text("/current/text"), stale.text("/current/version")), ("改好了".into(), "2".into()));
    assert_eq!(seller.patch(&note, json!({ "text": "", "outcome": null })).await.is(422).code(), "note.empty");
    seller.delete(&note).await.is(204);
    assert_eq!(seller.delete(&note).await.is(409).code(), "note.deleted");
    // The timeline keeps that there was one, without its words.
    let timeline = seller.get(&format!("{customer}/timeline")).await.is(200);
    let names: Vec<&str> =
        timeline.body["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["note.deleted", "note.changed", "note.written", "customer.created"]);
    assert_eq!(
        (&timeline.body["items"][2]["note"]["text"], &timeline.body["items"][2]["note"]["is_deleted"]),
        (&json!(""), &json!(true))
    );
    assert_eq!(house.neighbour().await.patch(&note, json!({ "text": "x" })).await.status, 404);
}

#[tokio::test]
async fn a_note_is_pinned_for_everybody() {
    let house = House::new().await;
    let (seller, customer) = seller_with_customer(&house).await;
    let manager = house.machine_in("store_manager", &house.store).await;
    let pin = format!("/notes/{}/pin", write(&seller, &customer, json!({ "kind": "note", "text": "只打微信" })).await);
    assert_eq!(manager.put(&pin, Value::Null).await.is(200).body["is_pinned"], true);
    assert_eq!(seller.put(&pin, Value::Null).await.is(409).code(), "note.already_pinned");
    assert_eq!(seller.get(&format!("{customer}/profile")).await.is(200).text("/pinned/0/text"), "只打微信");
    assert_eq!(seller.delete(&pin).await.is(200).body["is_pinned"], false);
    assert_eq!(seller.delete(&pin).await.is(409).code(), "note.not_pinned");
    assert_eq!(seller.get(&format!("{customer}/profile")).await.is(200).body["pinned"], json!([]));
}

#[tokio::test]
async fn a_note_speaks_only_of_cars_the_customer_has_or_had() {
    let house = House::new().await;
    let (seller, customer) = seller_with_customer(&house).await;
    let boss = house.machine("group_manager").await;
    let car = json!({ "plate": "沪A12345", "brand": "大众", "series": "帕萨特", "store_id": house.store.id });
    let strange = boss.post("/vehicles", car).await.is(201).id();
    let own =
        json!({ "plate": "沪A54321", "brand": "大众", "series": "途观", "owner_id": customer.rsplit('/').next() });
    let own = boss.post("/vehicles", own).await.is(201).id();
    let about = |car: &str| json!({ "kind": "visit", "text": "来看车", "vehicle_id": car });
    let notes = format!("{customer}/notes");
    assert_eq!(seller.post(&notes, about(&strange)).await.is(422).code(), "vehicle.not_theirs");
    let written = seller.post(&notes, about(&own)).await.is(201);
    assert!(written.text("/vehicle/name").contains("途观"));
    let of_car = boss.get(&format!("/vehicles/{own}/timeline?kind=care")).await.is(200);
    assert_eq!(of_car.text("/items/0/note/text"), "来看车");
}
