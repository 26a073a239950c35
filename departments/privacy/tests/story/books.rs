//! The books the law demands.

use serde_json::{Value, json};
use testkit::House;

fn processor(name: &str) -> Value {
    json!({ "page": {
        "book": "processors", "name": name, "service": "短信", "contract": "HT-2026-018", "purpose": "发送验证码与预约提醒",
        "kinds": ["contact", "identity", "contact"], "place": "杭州", "sub_processors": ["某通信公司"], "contact": null,
        "since": "2026-01-01", "until": "2026-12-31",
    } })
}

fn incident() -> Value {
    json!({ "page": {
        "book": "incidents", "name": "U 盘遗失", "happened_at": null, "found_at": "2026-03-15T02:00:00Z",
        "kinds": ["identity", "contact"], "cause": "离职员工拷贝", "harm": "可能收到骚扰电话", "measures": "已远程锁定",
        "contact": "400-000-0000", "affected": ["stage:is:owner"], "authority_told_at": null, "persons_told_at": null,
        "why_not_told": null,
    } })
}

#[tokio::test]
async fn a_processor_stands_in_its_book_with_its_contract() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let added = boss.post("/book-entries", processor("某短信服务商")).await.is(201);
    assert_eq!((added.text("/title"), added.text("/until")), ("某短信服务商".into(), "2026-12-31".into()));
    assert_eq!(added.body["page"]["kinds"], json!(["identity", "contact"]));
    let listed = boss.get("/book-entries?book=processors").await.is(200);
    assert_eq!(listed.text("/items/0/id"), added.id());
    assert_eq!(boss.get("/book-entries?book=incidents").await.is(200).body["items"], json!([]));

    let changed = boss.put(&format!("/book-entries/{}", added.id()), processor("某短信平台")).await.is(200);
    assert_eq!((changed.text("/title"), changed.text("/version")), ("某短信平台".into(), "2".into()));
    let other = boss.put(&format!("/book-entries/{}", added.id()), incident()).await.is(409);
    assert_eq!(other.code(), "book_entry.other_book");
}

#[tokio::test]
async fn a_page_that_says_too_little_is_told_field_by_field() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let mut form = processor(" ");
    form["page"]["kinds"] = json!([]);
    form["page"]["until"] = json!("2025-12-31");
    let refused = boss.post("/book-entries", form).await.is(422);
    let fields: Vec<&str> =
        refused.body["errors"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["name", "kinds", "until"]);
    let mut form = incident();
    form["page"]["affected"] = json!(["shoe_size:is:44"]);
    assert_eq!(boss.post("/book-entries", form).await.is(422).code(), "filter.unknown_field");
}

#[tokio::test]
async fn an_incident_closes_when_it_says_whether_people_were_told() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for (name, stage) in [("王小明", "owner"), ("李雷", "lead")] {
        let person = json!({ "name": name, "store_id": house.store.id, "stage": stage });
        boss.post("/customers", person).await.is(201);
    }
    let id = boss.post("/book-entries", incident()).await.is(201).id();
    assert_eq!(boss.get(&format!("/book-entries/{id}/affected")).await.is(200).body["count"], 1);
    let refused = boss.put(&format!("/book-entries/{id}/closure"), Value::Null).await.is(409);
    assert_eq!(refused.code(), "book_entry.not_told");
    let mut told = incident();
    told["page"]["persons_told_at"] = json!("2026-03-16T01:00:00Z");
    boss.put(&format!("/book-entries/{id}"), told.clone()).await.is(200);
    let closed = boss.put(&format!("/book-entries/{id}/closure"), Value::Null).await.is(200);
    assert_eq!(closed.body["can"], json!(["reopen"]));
    assert_eq!(boss.put(&format!("/book-entries/{id}"), told).await.is(409).code(), "book_entry.closed");
    let opened = boss.delete(&format!("/book-entries/{id}/closure")).await.is(200);
    assert!(opened.body["closed_at"].is_null());
}

#[tokio::test]
async fn the_number_of_persons_is_shown_with_the_duty_it_brings() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.post("/customers", json!({ "name": "王小明", "store_id": house.store.id })).await.is(201);
    let duties = boss.get("/privacy-duties").await.is(200);
    assert_eq!((&duties.body["persons"], &duties.body["important_data_from"]), (&json!(1), &json!(100_000)));
}

#[tokio::test]
async fn a_consultant_reads_no_book() {
    let house = House::new().await;
    let seller = house.machine("sales_consultant").await;
    seller.get("/book-entries?book=processors").await.is(403);
    seller.post("/book-entries", processor("x")).await.is(403);
}
