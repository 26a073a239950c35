//! The yearly question whether a record is right: asked by message or as work, answered behind a link.

use chrono::TimeDelta;
use messaging::PublicAddress;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn owner(by: &Caller, house: &House, name: &str, phones: &[&str]) -> String {
    let form = json!({ "name": name, "store_id": house.store.id, "phones": phones,
                       "vehicle": { "brand": "大众", "series": "朗逸", "plate": "沪A12345" } });
    by.post("/customers", form).await.is(201).id()
}

/// The rounds of a Monday, a year and a day after the customers came.
async fn a_year_later(house: &House) -> Caller {
    house.settle().await;
    house.clock.advance(TimeDelta::days(371));
    rounds(house).await;
    house.machine("group_manager").await
}

async fn rounds(house: &House) {
    customers::rounds::begin_due(&house.platform).await.unwrap();
    house.settle().await;
}

async fn switched_on(by: &Caller) {
    by.patch("/quality/settings", json!({ "confirmations_are_asked": true })).await.is(200);
}

/// What stands in the link of the message a customer got.
async fn token(by: &Caller, customer: &str) -> String {
    let messages = by.get(&format!("/messages?customer={customer}")).await.is(200);
    let text = messages.text("/items/0/text");
    let (_, rest) = text.split_once("https://crm.example.com/confirm/").unwrap_or_else(|| panic!("no link in {text}"));
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect()
}

#[tokio::test]
async fn an_owner_confirms_behind_the_link_they_were_sent() {
    let house = House::new().await;
    house.platform.provide(PublicAddress("https://crm.example.com/".into()));
    let boss = house.machine("group_manager").await;
    let id = owner(&boss, &house, "王小明", &["18616123474"]).await;
    switched_on(&boss).await;
    let boss = a_year_later(&house).await;
    let token = token(&boss, &id).await;
    let anybody = house.stranger();
    let path = format!("/public/confirmations/{token}");
    let page = anybody.get(&path).await.is(200);
    assert_eq!((page.text("/name"), page.text("/phone")), ("王**".into(), "186****3474".into()));
    assert_eq!((page.text("/vehicles/0"), &page.body["answer"]), ("大众 朗逸 沪A*****".into(), &Value::Null));
    assert!(!page.body.to_string().contains("18616123474"));
    let answer = format!("{path}/answer");
    anybody.put(&answer, json!({ "answer": "right" })).await.is(204);
    assert_eq!(anybody.put(&answer, json!({ "answer": "changed" })).await.is(409).code(), "confirmation.answered");
    house.settle().await;
    let profile = boss.get(&format!("/customers/{id}/profile")).await.is(200);
    assert!(!profile.body["facts"]["confirmed_at"].is_null());
    let come = boss.get("/quality/confirmations").await.is(200);
    assert_eq!((come.text("/0/asked"), come.text("/0/answered_right")), ("1".into(), "1".into()));
    // Nobody is asked twice in a year.
    house.clock.advance(TimeDelta::days(1));
    rounds(&house).await;
    let boss = house.machine("group_manager").await;
    assert_eq!(boss.get("/quality/confirmations").await.is(200).text("/0/asked"), "1");
}

#[tokio::test]
async fn what_has_changed_becomes_work_and_a_forged_link_nothing() {
    let house = House::new().await;
    house.platform.provide(PublicAddress("https://crm.example.com".into()));
    let boss = house.machine("group_manager").await;
    let id = owner(&boss, &house, "王小明", &["18616123474"]).await;
    switched_on(&boss).await;
    let boss = a_year_later(&house).await;
    let token = token(&boss, &id).await;
    let anybody = house.stranger();
    let other = if token.ends_with('x') { 'y' } else { 'x' };
    let forged = format!("{}{other}", &token[..token.len() - 1]);
    for wrong in [forged.as_str(), "x", "01900000000070008000000000000000.abc", "%00"] {
        let status = anybody.get(&format!("/public/confirmations/{wrong}")).await.status;
        assert!([404, 422].contains(&status.as_u16()), "{wrong}: {status}");
    }
    let answer = format!("/public/confirmations/{token}/answer");
    let long = json!({ "answer": "changed", "words": "长".repeat(501) });
    assert_eq!(anybody.put(&answer, long).await.is(422).code(), "text.too_long");
    anybody.put(&answer, json!({ "answer": "changed", "words": "车已卖给我弟弟" })).await.is(204);
    let tasks = boss.get("/tasks?state=open&kind=confirm_data").await.is(200);
    assert_eq!(
        (tasks.text("/items/0/title"), tasks.text("/items/0/note")),
        ("客户反馈资料有变：王小明".into(), "车已卖给我弟弟".into())
    );
    let timeline = boss.get(&format!("/customers/{id}/timeline")).await.is(200).body.to_string();
    assert!(timeline.contains("record.change_reported"));
    house.clock.advance(TimeDelta::days(31));
    let boss = house.machine("group_manager").await;
    boss.delete(&format!("/customers/{id}")).await.is(204);
    anybody.get(&format!("/public/confirmations/{token}")).await.is(404);
}

#[tokio::test]
async fn where_no_message_can_go_it_becomes_a_task() {
    let house = House::new().await;
    house.platform.provide(PublicAddress("https://crm.example.com".into()));
    let boss = house.machine("group_manager").await;
    owner(&boss, &house, "没电话", &[]).await;
    let form = json!({ "name": "没车", "store_id": house.store.id, "phones": ["18616123475"] });
    boss.post("/customers", form).await.is(201);
    switched_on(&boss).await;
    let boss = a_year_later(&house).await;
    let tasks = boss.get("/tasks?state=open&kind=confirm_data").await.is(200);
    assert_eq!(tasks.body["items"].as_array().unwrap().len(), 1, "{}", tasks.body);
    assert_eq!(tasks.text("/items/0/title"), "请客户确认资料：没电话");
    let come = boss.get("/quality/confirmations").await.is(200);
    assert_eq!((come.text("/0/asked"), come.text("/0/as_tasks")), ("1".into(), "1".into()));
}
