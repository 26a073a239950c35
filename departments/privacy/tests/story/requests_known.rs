//! Codes and letters go only where the person was known to be before anybody asked.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::json;
use testkit::House;

use crate::requests::{asked, customer, told};

const OLD: &str = "13800001234";
const NEW: &str = "13955556666";

#[tokio::test]
async fn a_phone_added_lately_gets_no_code_and_the_one_marked_wrong_is_warned() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = customer(&boss, &house, "王小明", OLD).await;
    house.clock.advance(TimeDelta::days(30));
    let boss = house.machine("group_manager").await;
    let agent = house.person("care", "周敏", "care_agent", Reach::Store).await;
    let path = format!("/customers/{person}");
    let old = agent.get(&path).await.is(200).text("/contacts/0/id");
    agent.post(&format!("{path}/contacts"), json!({ "kind": "phone", "value": NEW })).await.is(201);
    agent.patch(&format!("{path}/contacts/{old}"), json!({ "is_wrong": true })).await.is(200);
    let request = agent.post("/person-requests", asked("copy", &person)).await.is(201).id();
    let code = agent.post(&format!("/person-requests/{request}/identity-codes"), json!({})).await.is(409);
    assert_eq!(code.code(), "person_request.no_known_contact");
    house.settle().await;
    let warned: Vec<String> = told(&boss).await.into_iter().map(|(to, _)| to).collect();
    assert_eq!(warned, ["138****1234"], "the new phone learns nothing, the old one is warned");

    house.clock.advance(TimeDelta::days(8));
    let agent = house.person("care2", "周密", "care_agent", Reach::Store).await;
    let later = agent.post("/person-requests", asked("copy", &person)).await.is(201).id();
    let sent = agent.post(&format!("/person-requests/{later}/identity-codes"), json!({})).await.is(201);
    assert_eq!(sent.text("/to"), "139****6666");
}

#[tokio::test]
async fn a_second_phone_whose_number_was_changed_counts_as_new() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王小明", "store_id": house.store.id, "phones": [OLD, "13700002222"] });
    let person = boss.post("/customers", form).await.is(201).id();
    house.clock.advance(TimeDelta::days(30));
    let agent = house.person("care", "周敏", "care_agent", Reach::Store).await;
    let path = format!("/customers/{person}");
    let contacts = agent.get(&path).await.is(200);
    let (first, second) = (contacts.text("/contacts/0/id"), contacts.text("/contacts/1/id"));
    agent.patch(&format!("{path}/contacts/{second}"), json!({ "value": NEW })).await.is(200);
    agent.patch(&format!("{path}/contacts/{first}"), json!({ "is_wrong": true })).await.is(200);
    let request = agent.post("/person-requests", asked("copy", &person)).await.is(201).id();
    let code = agent.post(&format!("/person-requests/{request}/identity-codes"), json!({})).await.is(409);
    assert_eq!(code.code(), "person_request.no_known_contact");
}
