//! The copy of everything held about a person, and its link.

use std::io::{Cursor, Read};

use chrono::TimeDelta;
use platform::{SystemActor, traces::Traces};
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::pdf_words;

async fn ready_copy(house: &House, boss: &Caller) -> String {
    let form = json!({ "name": "王小明", "store_id": house.store.id, "phones": ["13800001234"], "id_number": "11010519491231002X",
                       "address": "上海市浦东新区张江路 1 号" });
    let person = boss.post("/customers", form).await.is(201).id();
    let double = json!({ "name": "王晓明", "store_id": house.store.id, "phones": ["13800001234"] });
    let double = boss.post("/customers", double).await.is(201).id();
    boss.post("/merges", json!({ "keep": person, "absorb": double })).await.is(201);
    let car = json!({ "brand": "大众", "series": "帕萨特", "plate": "沪B12345", "owner_id": person, "mileage_km": 10 });
    boss.post("/vehicles", car).await.is(201);
    let note = json!({ "kind": "note", "text": "喜欢蓝色" });
    boss.post(&format!("/customers/{person}/notes"), note).await.is(201);
    let asked = json!({ "kind": "copy", "channel": "desk", "asked_by": "person", "asker_name": "王小明", "customer_id": person });
    let request = boss.post("/person-requests", asked).await.is(201).id();
    let early = boss.put(&format!("/person-requests/{request}/copy"), Value::Null).await.is(409);
    assert_eq!(early.code(), "person_request.not_identified");
    let check = json!({ "method": "id_card_seen", "result": "passed" });
    boss.post(&format!("/person-requests/{request}/identity-checks"), check).await.is(200);
    let granted =
        boss.put(&format!("/person-requests/{request}/answer"), json!({ "outcome": "granted" })).await.is(409);
    assert_eq!(granted.code(), "person_request.no_copy_made");
    boss.put(&format!("/person-requests/{request}/copy"), Value::Null).await.is(200);
    let twice = boss.put(&format!("/person-requests/{request}/copy"), Value::Null).await.is(409);
    assert_eq!(twice.code(), "person_copy.already_begun");
    house.settle().await;
    let copy = boss.get(&format!("/person-requests/{request}/copy")).await.is(200);
    assert_eq!(copy.text("/state"), "ready", "{}", copy.body);
    request
}

fn path_of(link: &Value) -> String {
    link["path"].as_str().unwrap().trim_start_matches("/api/v1").to_owned()
}

#[tokio::test]
async fn a_copy_holds_everything_opened_and_readable() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let request = ready_copy(&house, &boss).await;
    let link = boss.post(&format!("/person-requests/{request}/copy-links"), Value::Null).await.is(201);
    let file = house.stranger().get(&path_of(&link.body)).await.is(200);
    assert_eq!(file.headers["content-type"], "application/zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("person.json").unwrap().read_to_string(&mut text).unwrap();
    let person: Value = serde_json::from_str(&text).unwrap();
    let tables = &person["tables"];
    // The record itself, and the one that lives on in it with the phone that was double.
    let customers = tables["customers"].as_array().unwrap();
    let mut names: Vec<&str> = customers.iter().map(|row| row["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["王小明", "王晓明"]);
    assert!(customers.iter().any(|row| row["id_number"] == "11010519491231002X"));
    assert_eq!(
        (&tables["contacts"][0]["value"], &tables["contacts"][1]["value"]),
        (&json!("+8613800001234"), &json!("+8613800001234"))
    );
    assert!(tables["addresses"][0]["detail"].as_str().unwrap().contains("张江路"));
    assert_eq!(tables["vehicles"][0]["plate"], "沪B12345");
    assert_eq!(tables["notes"][0]["text"], "喜欢蓝色");
    assert!(tables["journal"].as_array().unwrap().len() >= 4);
    // Nobody was ever at the beginning of 1970, and no mask or key of an index is for people.
    assert!(!text.contains("1970-01-01") && tables["customer_facts"][0]["missing"].is_null());
    assert_eq!(tables["contacts"][0]["is_primary"], true);
    let papers = ["个人信息副本.pdf", "personal-data.pdf"].map(|name| {
        let mut paper = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut paper).unwrap();
        assert!(paper.starts_with(b"%PDF"));
        pdf_words::of(&paper)
    });
    for words in &papers {
        for code in ["1970-01-01", "is_primary", "sealed", "_at", "actor_kind", "wechat", "+00:00"] {
            assert!(!words.contains(code), "{code}: {words}");
        }
    }
    let after = |words: &str, first: &str, then: &str| words.find(first).unwrap() < words.find(then).unwrap();
    let [chinese, english] = &papers;
    assert!(chinese.starts_with("个人信息副本姓名王小明"), "{chinese}");
    for (first, then) in
        [("基本资料", "联系方式"), ("联系方式", "车辆"), ("车辆", "跟进记录"), ("跟进记录", "变更记录")]
    {
        assert!(after(chinese, first, then), "{first} before {then}: {chinese}");
    }
    for said in ["首选", "沪B12345", "喜欢蓝色", "10 公里", "客户 · 新建"] {
        assert!(chinese.contains(said), "{said}: {chinese}");
    }
    assert!(english.contains("Your record") && english.contains("13800001234"), "{english}");
    let answered = boss.put(&format!("/person-requests/{request}/answer"), json!({ "outcome": "granted" })).await;
    assert_eq!(answered.is(200).text("/state"), "answered");
}

#[tokio::test]
async fn a_link_ends_after_a_week_and_with_the_next_one_and_its_file_lies_sealed() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let request = ready_copy(&house, &boss).await;
    let links = format!("/person-requests/{request}/copy-links");
    let first = path_of(&boss.post(&links, Value::Null).await.is(201).body);
    let second = path_of(&boss.post(&links, Value::Null).await.is(201).body);
    house.stranger().get(&first).await.is(404);
    house.stranger().get(&second).await.is(200);
    assert_eq!(boss.get(&format!("/person-requests/{request}/copy")).await.is(200).text("/fetches"), "1");
    house.clock.advance(TimeDelta::days(8));
    assert_eq!(house.stranger().get(&second).await.is(409).code(), "person_copy.link_over");
    let folder = house.folder().join("files/person_copies");
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let bytes = std::fs::read(entry.path()).unwrap();
        assert!(!bytes.starts_with(b"PK"), "the archive lies open in the folder");
    }
    house.clock.advance(TimeDelta::days(30));
    house.settle().await;
    assert_eq!(boss.get(&format!("/person-requests/{request}/copy")).await.is(200).text("/state"), "cleared_away");
}

#[tokio::test]
async fn every_column_a_copy_can_show_has_a_word_or_is_left_out_on_purpose() {
    let house = House::new().await;
    let door = house.platform.house(SystemActor::Command);
    let columns = privacy::copies::columns(&door.read()).await.unwrap();
    let traces = house.platform.provided::<Traces>().unwrap();
    let shown = traces.0.iter().filter(|trace| !trace.customer.is_empty() || !trace.vehicle.is_empty());
    let shown: Vec<(&str, &[String])> = shown.map(|trace| (trace.table, columns[trace.table].as_slice())).collect();
    assert!(shown.len() > 30, "{shown:?}");
    let unnamed = privacy::copies::sections::unnamed(shown.into_iter());
    assert!(unnamed.is_empty(), "name them in privacy/src/copies/sections, or leave them out there: {unnamed:#?}");
}
