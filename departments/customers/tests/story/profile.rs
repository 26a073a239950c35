//! The profile: everything known of one customer in one call, and the timeline.

use chrono::TimeDelta;
use insta::assert_json_snapshot;
use kernel::Language;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::{
    facts::{record, tell},
    people::without_ids,
};

/// A family with an old car whose service is due, a birthday at hand and a complaint still open.
async fn known_for_long(house: &House, boss: &Caller) -> String {
    let form = json!({
        "store_id": house.store.id, "name": "王小明", "gender": "male", "birthday": "1988-03-20", "stage": "owner",
        "use_scenario": "family", "decision_style": "careful", "phones": ["13800001234"],
        "vehicle": {
            "vin": "LSVAA4183E2000001", "plate": "沪AD12345", "brand": "大众", "series": "ID.4", "energy": "electric",
            "purchased_on": "2021-01-10", "mileage_km": 76_000, "next_service_on": "2026-03-10",
            "insurance_until": "2026-04-01", "inspection_until": "2027-01-01",
        },
    });
    let id = boss.post("/customers", form).await.is(201).id();
    tell(house, &id, record("maintenance", 680)).await;
    tell(house, &id, record("complaint", 0)).await;
    house.settle().await;
    id
}

fn suggestions(profile: &Answer) -> Vec<String> {
    profile.body["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["code"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn one_call_tells_everything() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = known_for_long(&house, &boss).await;
    let note = json!({ "kind": "note", "text": "只打微信", "next_task": { "title": "回电", "kind": "call", "due_at": house.clock.now() } });
    let written = boss.post(&format!("/customers/{id}/notes"), note).await.is(201);
    boss.put(&format!("/notes/{}/pin", written.text("/note/id")), Value::Null).await.is(200);
    house.settle().await;
    let profile = boss.get(&format!("/customers/{id}/profile")).await.is(200);
    assert_json_snapshot!(profile.body["facts"], @r#"
    {
      "car_age_months": 62,
      "complaints": 1,
      "complaints_open": 1,
      "completeness": 60,
      "confirmed_at": null,
      "contacts": 0,
      "doubts": [],
      "first_seen_at": "2026-02-04T02:00:00Z",
      "inspection_until": "2027-01-01",
      "insurance_until": "2026-04-01",
      "last_contact_at": "2026-02-04T02:00:00Z",
      "last_purchase_at": null,
      "last_visit_at": "2026-02-04T02:00:00Z",
      "mileage_km": 76000,
      "missing": [
        "messenger",
        "city",
        "occupation",
        "source",
        "caretaker"
      ],
      "next_service_on": "2026-03-10",
      "notes": 1,
      "purchase_spend": {
        "amount": 0,
        "currency": "CNY"
      },
      "purchases": 0,
      "quality": 76,
      "spend": {
        "amount": 68000,
        "currency": "CNY"
      },
      "updated_at": "2026-03-16T02:00:00Z",
      "validity": 100,
      "vehicles": 1,
      "visit_spend": {
        "amount": 68000,
        "currency": "CNY"
      },
      "visits": 1
    }
    "#);
    assert_eq!(profile.text("/customer/name"), "王小明");
    assert_eq!(profile.text("/vehicles/0/series"), "ID.4");
    assert_eq!(profile.text("/tasks/0/title"), "回电");
    assert_eq!(profile.text("/pinned/0/text"), "只打微信");
    assert_eq!(profile.body["timeline"]["items"].as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn the_portrait_is_a_sentence_in_the_language_asked_for() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = known_for_long(&house, &boss).await;
    let newcomer = boss.post("/customers", json!({ "name": "Anna", "store_id": house.store.id })).await.is(201).id();
    let company = json!({ "name": "远航贸易", "kind": "company", "store_id": house.store.id });
    let company = boss.post("/customers", company).await.is(201).id();
    let mut portraits = Vec::new();
    for language in [Language::Zh, Language::En] {
        let mut caller = boss.clone();
        caller.language = language;
        for customer in [&id, &newcomer, &company] {
            portraits.push(caller.get(&format!("/customers/{customer}/profile")).await.is(200).text("/portrait"));
        }
    }
    assert_json_snapshot!(portraits, @r#"
    [
      "37 岁先生，开纯电 大众 ID.4，家庭用车，按时保养，共进店 1 次，决策谨慎，看重对比，有 1 件投诉未结。",
      "一位客户，还没有在册车辆。",
      "企业客户，还没有在册车辆。",
      "Man of 37, drives a battery-electric Volkswagen ID.4, drives the family, comes for every service, one visit, decides carefully, wants comparisons, one complaint still open.",
      "Customer, no car on record yet.",
      "Company, no car on record yet."
    ]
    "#);
}

#[tokio::test]
async fn suggestions_say_what_is_worth_doing_and_rest_when_put_aside() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = known_for_long(&house, &boss).await;
    let path = format!("/customers/{id}/profile");
    let profile = boss.get(&path).await.is(200);
    assert_eq!(
        suggestions(&profile),
        ["complaint_open", "service_due", "insurance_due", "trade_in", "birthday"],
        "{}",
        profile.body["suggestions"]
    );
    assert_json_snapshot!(without_ids(&profile.body["suggestions"][1]), @r#"
    {
      "code": "service_due",
      "priority": 80,
      "task": {
        "due_at": "2026-03-17T09:00:00Z",
        "kind": "call",
        "priority": "high",
        "title": "预约保养：王小明"
      },
      "values": {
        "days": -6,
        "on": "2026-03-10"
      }
    }
    "#);
    // Accepting it is posting its task.
    boss.post("/tasks", profile.body["suggestions"][1]["task"].clone()).await.is(201);
    let dismissal = format!("/customers/{id}/suggestions/birthday/dismissal");
    boss.put(&dismissal, Value::Null).await.is(204);
    boss.put(&dismissal, Value::Null).await.is(204);
    assert!(!suggestions(&boss.get(&path).await).contains(&"birthday".to_owned()));
    house.clock.advance(TimeDelta::days(31));
    let again = suggestions(&boss.get(&path).await);
    assert_eq!(again, ["complaint_open", "service_due", "insurance_due", "trade_in"], "the birthday is over");
    let newcomer = boss.post("/customers", json!({ "name": "Anna", "store_id": house.store.id })).await.is(201).id();
    let profile = boss.get(&format!("/customers/{newcomer}/profile")).await.is(200);
    assert_eq!(suggestions(&profile), ["first_contact", "complete_profile"]);
    boss.delete(&format!("/customers/{newcomer}")).await.is(204);
    let profile = boss.get(&format!("/customers/{newcomer}/profile")).await.is(200);
    assert_eq!(suggestions(&profile), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_put_the_same_aside_at_once_both_find_it_done() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = known_for_long(&house, &boss).await;
    let asides = (0..8).map(|_| {
        let (boss, path) = (boss.clone(), format!("/customers/{id}/suggestions/birthday/dismissal"));
        tokio::spawn(async move { boss.put(&path, Value::Null).await.status.as_u16() })
    });
    for status in futures::future::join_all(asides).await {
        assert_eq!(status.unwrap(), 204);
    }
}

#[tokio::test]
async fn a_timeline_is_paged_and_narrowed_to_one_side_of_the_business() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = known_for_long(&house, &boss).await;
    for number in 0..9 {
        let kind = ["note", "call", "visit"][number % 3];
        let text = format!("第 {number} 条");
        boss.post(&format!("/customers/{id}/notes"), json!({ "kind": kind, "text": text })).await.is(201);
    }
    let path = format!("/customers/{id}/timeline");
    let whole = boss.get(&format!("{path}?limit=200")).await.is(200);
    let whole: Vec<Value> = whole.body["items"].as_array().unwrap().clone();
    let (mut walked, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = boss.get(&format!("{path}?limit=2{cursor}")).await.is(200);
        walked.extend(page.body["items"].as_array().unwrap().iter().cloned());
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(walked, whole);
    assert!(whole.is_sorted_by_key(|entry| std::cmp::Reverse(entry["happened_at"].as_str().unwrap().to_owned())));
    let mut narrowed = 0;
    for kind in ["sales", "service", "care", "marketing", "telematics", "record"] {
        let of_kind = boss.get(&format!("{path}?limit=200&kind={kind}")).await.is(200);
        let items = of_kind.body["items"].as_array().unwrap();
        assert!(items.iter().all(|entry| entry["kind"] == kind), "{kind}");
        narrowed += items.len();
    }
    assert_eq!(narrowed, whole.len());
    assert_eq!(boss.get(&format!("{path}?kind=gossip")).await.is(422).text("/errors/0/field"), "kind");
    assert_eq!(boss.get(&format!("{path}?limit=0")).await.is(422).code(), "limit.out_of_range");
    assert_eq!(boss.get(&format!("{path}?cursor=MQ")).await.is(422).code(), "cursor.broken");
}
