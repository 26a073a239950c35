//! A request is granted only when what it asks for was done: consents taken back, a record corrected, an explanation given.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::requests::{asked, customer, identified};

async fn open_request(boss: &Caller, kind: &str, person: &str) -> String {
    let id = boss.post("/person-requests", asked(kind, person)).await.is(201).id();
    identified(boss, &id).await;
    id
}

async fn verdict(boss: &Caller, person: &str) -> String {
    let consents = boss.get(&format!("/customers/{person}/consents")).await.is(200);
    let purposes = consents.body["purposes"].as_array().unwrap();
    let marketing = purposes.iter().find(|one| one["purpose"] == "marketing").unwrap();
    let sms = marketing["channels"].as_array().unwrap().iter().find(|one| one["channel"] == "sms").unwrap();
    sms["verdict"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_withdrawal_is_granted_with_the_consents_it_takes_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let yes = json!({ "purpose": "marketing", "channel": "sms", "answer": "given", "how": "paper" });
    boss.post(&format!("/customers/{person}/consents"), yes).await.is(201);
    let id = open_request(&boss, "withdraw", &person).await;
    let path = format!("/person-requests/{id}/answer");
    let nothing = boss.put(&path, json!({ "outcome": "granted" })).await.is(409);
    assert_eq!(nothing.code(), "person_request.nothing_withdrawn");
    let unknown = json!({ "outcome": "granted", "withdraws": [{ "purpose": "marketing", "channel": "sms" }, { "purpose": "no_such" }] });
    boss.put(&path, unknown).await.is(422);
    assert_eq!(verdict(&boss, &person).await, "given", "nothing is half done");
    let named = json!({ "outcome": "granted", "withdraws": [{ "purpose": "marketing", "channel": "sms" }] });
    let answered = boss.put(&path, named).await.is(200);
    assert_eq!(answered.text("/deeds/0/what"), "营销推广（短信）");
    assert_eq!(verdict(&boss, &person).await, "withdrawn");
    let ledger = boss.get(&format!("/customers/{person}/consents/answers")).await.is(200);
    assert_eq!(
        (ledger.text("/items/0/answer"), ledger.text("/items/0/proof")),
        ("withdrawn".into(), answered.text("/number"))
    );
    boss.get(&format!("/person-requests/{id}/letter")).await.is(200);
}

#[tokio::test]
async fn a_correction_is_granted_when_the_record_was_changed_since() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let id = open_request(&boss, "correct", &person).await;
    let path = format!("/person-requests/{id}/answer");
    let early = boss.put(&path, json!({ "outcome": "granted", "text": "已更正" })).await.is(409);
    assert_eq!(early.code(), "person_request.nothing_corrected");
    boss.patch(&format!("/customers/{person}"), json!({ "occupation": "教师" })).await.is(200);
    let seen = boss.get(&format!("/person-requests/{id}")).await.is(200);
    assert_eq!(seen.text("/deeds/0/what"), "档案内容已更正");
    boss.put(&path, json!({ "outcome": "granted" })).await.is(200);
}

#[tokio::test]
async fn an_explanation_explains_and_begins_with_what_the_house_worked_out() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    house.settle().await;
    let id = open_request(&boss, "explain", &person).await;
    let path = format!("/person-requests/{id}/answer");
    let empty = boss.put(&path, json!({ "outcome": "granted" })).await.is(422);
    assert_eq!(empty.text("/errors/0/code"), "person_request.explanation_missing");
    let draft = boss.get(&format!("/person-requests/{id}/explanation")).await.is(200).text("/text");
    assert!(draft.contains("档案质量"), "{draft}");
    boss.put(&path, json!({ "outcome": "granted", "text": draft })).await.is(200);
    let other = open_request(&boss, "access", &person).await;
    boss.get(&format!("/person-requests/{other}/explanation")).await.is(409);
    let stray = json!({ "outcome": "granted", "withdraws": [{ "purpose": "marketing" }] });
    let refused = boss.put(&format!("/person-requests/{other}/answer"), stray).await.is(409);
    assert_eq!((refused.code(), &refused.body["errors"]), ("person_request.wrong_kind", &Value::Null));
}

#[tokio::test]
async fn access_is_granted_with_a_copy_that_is_ready() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    for kind in ["access", "copy", "transfer"] {
        let id = open_request(&boss, kind, &person).await;
        let path = format!("/person-requests/{id}/answer");
        let granted = json!({ "outcome": "granted", "text": "已提供" });
        let nothing = boss.put(&path, granted.clone()).await.is(409);
        assert_eq!(nothing.code(), "person_request.no_copy_made", "{kind}");
        boss.put(&format!("/person-requests/{id}/copy"), Value::Null).await.is(200);
        let waiting = boss.put(&path, granted.clone()).await.is(409);
        assert_eq!(waiting.code(), "person_request.no_copy_made", "{kind}: begun is not made");
        house.settle().await;
        assert_eq!(boss.put(&path, granted).await.is(200).text("/outcome"), "granted", "{kind}");
    }
}

#[tokio::test]
async fn a_copy_whose_time_is_over_can_be_made_again_before_the_answer() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let id = open_request(&boss, "access", &person).await;
    let copy = format!("/person-requests/{id}/copy");
    for _ in 0..2 {
        boss.put(&copy, Value::Null).await.is(200);
        house.settle().await;
        assert_eq!(boss.get(&copy).await.is(200).text("/state"), "ready");
        assert_eq!(boss.put(&copy, Value::Null).await.is(409).code(), "person_copy.already_begun");
        house.clock.advance(TimeDelta::days(31));
        house.settle().await;
        assert_eq!(boss.get(&copy).await.is(200).text("/state"), "cleared_away");
        let answer = json!({ "outcome": "granted" });
        let gone = boss.put(&format!("/person-requests/{id}/answer"), answer).await.is(409);
        assert_eq!(gone.code(), "person_request.no_copy_made");
    }
}

#[tokio::test]
async fn a_restriction_is_granted_once_it_is_in_force() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", "13800001234").await;
    let id = open_request(&boss, "restrict", &person).await;
    let granted = json!({ "outcome": "granted" });
    let nothing = boss.put(&format!("/person-requests/{id}/answer"), granted).await.is(409);
    assert_eq!(nothing.code(), "person_request.not_restricted");
    let partly = json!({ "outcome": "partly", "text": "限制将于合同履行后生效" });
    boss.put(&format!("/person-requests/{id}/answer"), partly).await.is(200);
}
