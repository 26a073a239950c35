//! Audits that make records whole, and verifying calls to those nobody heard of.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn add(by: &Caller, house: &House, name: &str, more: Value) -> String {
    let mut whole = json!({ "name": name, "store_id": house.store.id });
    for (field, value) in more.as_object().unwrap() {
        whole[field] = value.clone();
    }
    by.post("/customers", whole).await.is(201).id()
}

async fn rounds(house: &House) {
    customers::rounds::begin_due(&house.platform).await.unwrap();
    house.settle().await;
}

async fn tasks(by: &Caller, kind: &str) -> Vec<Value> {
    let page = by.get(&format!("/tasks?state=open&kind={kind}&limit=100")).await.is(200);
    page.body["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_audit_gives_each_person_their_poorest_records_a_few_a_day_and_shows_how_far_it_is() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let mine = json!({ "consultant_id": li.staff.unwrap() });
    let mut ids = Vec::new();
    for name in ["王小明", "李小明", "赵小明", "测试"] {
        ids.push(add(&boss, &house, name, mine.clone()).await);
    }
    add(&boss, &house, "没人管", json!({})).await;
    house.settle().await;
    let form = json!({ "store_id": house.store.id, "score_below": 60, "per_person_per_day": 2 });
    let begun = boss.post("/quality/audits", form.clone()).await.is(201);
    assert_eq!((begun.text("/quarter"), begun.text("/state")), ("2026Q1".into(), "planning".into()));
    house.settle().await;
    let open = tasks(&boss, "confirm_data").await;
    assert_eq!(open.len(), 4);
    let due: Vec<&str> = open.iter().map(|task| &task["due_at"].as_str().unwrap()[..10]).collect();
    assert_eq!(due, ["2026-03-16", "2026-03-16", "2026-03-17", "2026-03-17"]);
    assert_eq!(open[0]["title"], "完善资料：测试", "the poorest first");
    assert!(open[0]["note"].as_str().unwrap().contains("姓名像占位词"));
    assert_eq!(open[0]["assignee"]["name"], "李销售");
    let seen = boss.get("/quality/audits").await.is(200);
    assert_eq!((seen.text("/items/0/total"), seen.text("/items/0/nobodys")), ("4".into(), "1".into()));
    boss.patch(&format!("/customers/{}", ids[0]), json!({ "gender": "male", "source": "douyin" })).await.is(200);
    let task = open.iter().find(|task| task["customer"]["id"] == ids[0]).unwrap()["id"].as_str().unwrap().to_owned();
    li.put(&format!("/tasks/{task}/completion"), json!({})).await.is(200);
    house.settle().await;
    let seen = boss.get("/quality/audits").await.is(200);
    assert_eq!((seen.text("/items/0/done"), seen.text("/items/0/left")), ("1".into(), "3".into()));
    let (before, now) = (&seen.body["items"][0]["average_before"], &seen.body["items"][0]["average_now"]);
    assert!(now.as_i64() > before.as_i64(), "{before} to {now}");
    assert_eq!(boss.post("/quality/audits", form).await.is(409).code(), "audit.already_there");
    let wrong = json!({ "store_id": house.store.id, "score_below": 101, "per_person_per_day": 0 });
    assert_eq!(boss.post("/quality/audits", wrong).await.is(422).body["errors"].as_array().unwrap().len(), 2);
    li.post("/quality/audits", json!({ "store_id": house.store.id })).await.is(403);
}

#[tokio::test]
async fn a_record_with_an_open_task_gets_no_second_one_in_the_next_quarter() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.hire("li", "李销售", "sales_consultant", Reach::Own).await;
    add(&boss, &house, "王小明", json!({ "consultant_id": li })).await;
    house.settle().await;
    let settings = json!({ "audits_begin_by_themselves": true });
    boss.patch("/quality/settings", settings).await.is(200);
    boss.post("/quality/audits", json!({ "store_id": house.store.id })).await.is(201);
    house.settle().await;
    house.clock.advance(TimeDelta::days(16)); // the first of April, a Wednesday
    rounds(&house).await;
    let audits = boss.get("/quality/audits").await.is(200);
    let quarters: Vec<&str> =
        audits.body["items"].as_array().unwrap().iter().map(|one| one["quarter"].as_str().unwrap()).collect();
    assert_eq!(quarters, ["2026Q2", "2026Q2", "2026Q1"], "one in each of the two stores");
    assert_eq!(tasks(&boss, "confirm_data").await.len(), 1);
    house.clock.advance(TimeDelta::days(1));
    rounds(&house).await;
    assert_eq!(boss.get("/quality/audits").await.is(200).body["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn customers_nobody_heard_of_for_a_year_are_queued_a_few_at_a_time_and_never_twice() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.hire("li", "李销售", "sales_consultant", Reach::Own).await;
    for (name, phone) in [("王一一", "18616123471"), ("王二二", "18616123472"), ("王三三", "18616123473")] {
        add(&boss, &house, name, json!({ "consultant_id": li, "phones": [phone] })).await;
    }
    add(&boss, &house, "没电话", json!({ "consultant_id": li })).await;
    let spoken = add(&boss, &house, "李四四", json!({ "consultant_id": li, "phones": ["18616123474"] })).await;
    let settings = json!({ "calls_are_queued": true, "stale_months": 12, "calls_per_person_max": 2 });
    boss.patch("/quality/settings", settings).await.is(200);
    house.clock.advance(TimeDelta::days(371)); // a Monday again... a year and a bit
    let boss = house.machine("group_manager").await;
    boss.post(&format!("/customers/{spoken}/notes"), json!({ "kind": "call", "text": "还好" })).await.is(201);
    house.settle().await;
    rounds(&house).await;
    let queued = tasks(&boss, "verify").await;
    assert_eq!(queued.len(), 2, "{queued:?}");
    assert!(queued[0]["note"].as_str().unwrap().contains("车还在您名下"));
    house.clock.advance(TimeDelta::days(1));
    rounds(&house).await;
    assert_eq!(tasks(&boss, "verify").await.len(), 2, "no room for more");
    let first = queued[0]["customer"]["id"].as_str().unwrap().to_owned();
    let call = json!({ "finding": "confirmed", "task_id": queued[0]["id"] });
    boss.post(&format!("/customers/{first}/verifying-calls"), call).await.is(204);
    house.settle().await;
    house.clock.advance(TimeDelta::days(1));
    rounds(&house).await;
    let names: Vec<Value> = tasks(&boss, "verify").await.iter().map(|task| task["customer"]["name"].clone()).collect();
    assert_eq!(names.len(), 2);
    assert!(!names.contains(&json!("李四四")) && !names.contains(&json!("没电话")), "{names:?}");
}

#[tokio::test]
async fn what_a_verifying_call_found_is_written_where_it_belongs() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let car = json!({ "brand": "大众", "series": "朗逸" });
    let form = json!({ "phones": ["18616123478", "13912340000"], "vehicle": car });
    let id = add(&boss, &house, "王小明", form).await;
    let path = format!("/customers/{id}/verifying-calls");
    boss.post(&path, json!({ "finding": "confirmed", "note": "都对" })).await.is(204);
    house.settle().await;
    let facts = boss.get(&format!("/customers/{id}/profile")).await.is(200).body["facts"].clone();
    assert!(!facts["confirmed_at"].is_null() && !facts["last_contact_at"].is_null());
    boss.post(&path, json!({ "finding": "wrong_number" })).await.is(204);
    house.settle().await;
    let profile = boss.get(&format!("/customers/{id}/profile")).await.is(200);
    assert_eq!(profile.body["facts"]["doubts"], json!(["phone_wrong"]));
    assert_ne!(profile.text("/customer/contacts/0/wrong_since"), "null");
    let message = boss.post("/messages", json!({ "customer_id": id, "channel": "sms", "text": "您好" })).await.is(201);
    assert_eq!(message.text("/to"), "139****0000", "nothing is sent to a number known to be wrong");
    boss.post(&path, json!({ "finding": "sold_car" })).await.is(204);
    house.settle().await;
    let sold = boss.get(&format!("/customers/{id}/profile")).await.is(200);
    assert_eq!(sold.body["facts"]["vehicles"], 0);
    assert_eq!(
        boss.post(&path, json!({ "finding": "sold_car" })).await.is(422).text("/errors/0/code"),
        "vehicle.which"
    );
    let timeline = boss.get(&format!("/customers/{id}/timeline")).await.is(200).body.to_string();
    for name in ["record.confirmed", "contact.found_wrong", "person.unlinked"] {
        assert!(timeline.contains(name), "{name}");
    }
    let other = add(&boss, &house, "李四", json!({})).await;
    let task = json!({ "title": "别人的", "kind": "verify", "due_at": house.clock.now(), "customer_id": other });
    let task = boss.post("/tasks", task).await.is(201).id();
    let foreign = json!({ "finding": "unreachable", "task_id": task });
    boss.post(&path, foreign).await.is(404);
    let agent = house.person("tech", "技师", "technician", Reach::Store).await;
    agent.post(&path, json!({ "finding": "confirmed" })).await.is(403);
}
