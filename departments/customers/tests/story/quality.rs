//! What is missing or doubtful in records, how it is weighed, and how the stores stand.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

async fn add(by: &Caller, house: &House, form: Value) -> String {
    let mut whole = json!({ "name": "王小明", "store_id": house.store.id });
    for (field, value) in form.as_object().unwrap() {
        whole[field] = value.clone();
    }
    by.post("/customers", whole).await.is(201).id()
}

async fn facts(by: &Caller, id: &str) -> Value {
    by.get(&format!("/customers/{id}/profile")).await.is(200).body["facts"].clone()
}

async fn listed(by: &Caller, filter: &str) -> Vec<String> {
    by.get(&format!("/customers?filter={filter}&sort=-quality")).await.is(200).names()
}

/// The rounds of the day, and everything that follows from them.
async fn rounds(house: &House) {
    customers::rounds::begin_due(&house.platform).await.unwrap();
    house.settle().await;
}

fn count_of(answer: &Answer, list: &str, word: &str, value: &str) -> i64 {
    let items = answer.body[list].as_array().unwrap();
    items.iter().find(|item| item[word] == value).unwrap()["customers"].as_i64().unwrap()
}

#[tokio::test]
async fn a_record_says_what_is_missing_and_what_is_doubtful_and_scores_follow_its_mending() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = add(&boss, &house, json!({ "name": "测试", "phones": ["13800138000"], "email": "a@qq.con" })).await;
    let before = facts(&boss, &id).await;
    assert_eq!(before["doubts"], json!(["phone_placeholder", "name_placeholder", "email_domain"]));
    assert_eq!((&before["completeness"], &before["validity"], &before["quality"]), (&json!(35), &json!(0), &json!(21)));
    boss.patch(&format!("/customers/{id}"), json!({ "name": "王小明", "gender": "male" })).await.is(200);
    let record = boss.get(&format!("/customers/{id}")).await.is(200);
    let email = record.body["contacts"].as_array().unwrap().iter().find(|one| one["kind"] == "email").unwrap().clone();
    let path = format!("/customers/{id}/contacts/{}", email["id"].as_str().unwrap());
    boss.patch(&path, json!({ "value": "a@qq.com" })).await.is(200);
    house.settle().await;
    let after = facts(&boss, &id).await;
    assert_eq!(after["doubts"], json!(["phone_placeholder"]));
    assert_eq!((&after["completeness"], &after["validity"], &after["quality"]), (&json!(45), &json!(55), &json!(49)));
    assert!(!after["missing"].as_array().unwrap().contains(&json!("gender")));
}

#[tokio::test]
async fn customers_are_found_by_what_is_missing_or_doubtful_and_sorted_by_quality() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    add(&boss, &house, json!({ "name": "王小明", "phones": ["18616123478"], "city": "上海" })).await;
    add(&boss, &house, json!({ "name": "李先生", "phones": ["18616123479"] })).await;
    add(&boss, &house, json!({ "name": "未知" })).await;
    assert_eq!(listed(&boss, "missing:any_of:city").await, ["李先生", "未知"]);
    assert_eq!(listed(&boss, "missing:none_of:city,phone").await, ["王小明"]);
    assert_eq!(listed(&boss, "missing:is:phone").await, ["未知"]);
    assert_eq!(listed(&boss, "doubtful:present").await, ["李先生", "未知"]);
    assert_eq!(listed(&boss, "doubtful:is:name_placeholder").await, ["未知"]);
    assert_eq!(listed(&boss, "doubtful:empty").await, ["王小明"]);
    assert_eq!(listed(&boss, "quality:at_most:60").await, ["李先生", "未知"]);
    let refused = boss.get("/customers?filter=missing:is:shoes").await.is(422);
    assert_eq!(refused.code(), "filter.unknown_choice");
    let count = boss.get("/customers/count?filter=doubtful:is:name_incomplete").await.is(200);
    assert_eq!(count.text("/count"), "1");
    let pages = boss.get("/customers?sort=quality&limit=2").await.is(200);
    assert_eq!(pages.names(), ["未知", "李先生"]);
    let next = boss.get(&format!("/customers?sort=quality&limit=2&cursor={}", pages.text("/next"))).await.is(200);
    assert_eq!(next.names(), ["王小明"]);
}

#[tokio::test]
async fn a_car_with_a_wrong_check_digit_is_doubted_until_it_is_put_right() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = add(&boss, &house, json!({ "phones": ["18616123478"] })).await;
    let car =
        json!({ "brand": "大众", "series": "朗逸", "vin": "LSVAA4187E2000001", "owner_id": id, "confirm_vin": true });
    let car = boss.post("/vehicles", car).await.is(201).id();
    house.settle().await;
    assert_eq!(facts(&boss, &id).await["doubts"], json!(["vin_check"]));
    let right = json!({ "vin": "LSVAA4183E2000001" });
    boss.patch(&format!("/vehicles/{car}"), right).await.is(200);
    house.settle().await;
    assert_eq!(facts(&boss, &id).await["doubts"], json!([]));
}

#[tokio::test]
async fn new_weights_score_every_record_anew() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = add(&boss, &house, json!({ "phones": ["18616123478"] })).await;
    assert_eq!(facts(&boss, &id).await["completeness"], 25);
    let settings = boss.get("/quality/settings").await.is(200);
    assert_eq!((settings.text("/version"), settings.text("/missing/0/weight")), ("0".into(), "25".into()));
    let nothing_else = |field: &str| json!({ "field": field, "weight": 0 });
    let fields = ["messenger", "gender", "birthday", "city", "occupation", "source", "caretaker", "purpose"];
    let change = json!({ "missing": fields.map(nothing_else), "completeness_share": 100 });
    let changed = boss.patch_from(0, "/quality/settings", change.clone()).await.is(200);
    assert_eq!(changed.text("/version"), "1");
    house.settle().await;
    let scored = facts(&boss, &id).await;
    assert_eq!((&scored["completeness"], &scored["quality"]), (&json!(71), &json!(71)), "a car is still missing");
    let later = add(&boss, &house, json!({ "phones": ["18616123479"] })).await;
    assert_eq!(facts(&boss, &later).await["completeness"], 71, "who comes later is weighed alike");
    house.settle().await;
    assert_eq!(facts(&boss, &later).await["completeness"], 71);
    assert_eq!(boss.patch_from(0, "/quality/settings", change).await.is(412).text("/current/version"), "1");
    let wrong = json!({ "doubts": [{ "doubt": "birthday", "weight": 101 }] });
    assert_eq!(boss.patch("/quality/settings", wrong).await.is(422).text("/errors/0/code"), "weight.out_of_range");
    let unknown = json!({ "missing": [{ "field": "shoes", "weight": 1 }] });
    assert_eq!(boss.patch("/quality/settings", unknown).await.is(422).code(), "field.wrong");
}

#[tokio::test]
async fn a_phone_on_too_many_customers_is_doubted_on_all_of_them_until_it_is_not() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.patch("/quality/settings", json!({ "customers_per_phone_max": 2 })).await.is(200);
    let mut ids = Vec::new();
    for name in ["王一", "王二", "王三"] {
        ids.push(add(&boss, &house, json!({ "name": name, "phones": ["18616123478"] })).await);
    }
    add(&boss, &house, json!({ "name": "李四", "phones": ["18616123479"] })).await;
    house.settle().await;
    rounds(&house).await;
    assert_eq!(listed(&boss, "doubtful:is:phone_shared").await.len(), 3);
    assert_eq!(facts(&boss, &ids[0]).await["validity"], 85);
    let contact = boss.get(&format!("/customers/{}", ids[2])).await.is(200).text("/contacts/0/id");
    boss.delete(&format!("/customers/{}/contacts/{contact}", ids[2])).await.is(204);
    house.clock.advance(chrono::TimeDelta::days(1));
    rounds(&house).await;
    assert_eq!(listed(&boss, "doubtful:is:phone_shared").await, [""; 0]);
}

#[tokio::test]
async fn a_base_from_before_the_rules_is_judged_in_its_first_round() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = add(&boss, &house, json!({ "name": "测试" })).await;
    house.settle().await;
    let forget = "update customer_facts set missing = 0, doubts = 0, quality = 0";
    let door = house.platform.system(platform::SystemActor::Command, house.group);
    door.write(async |tx| tx.execute_text(forget, vec![]).await).await.unwrap();
    rounds(&house).await;
    let judged = facts(&boss, &id).await;
    assert_eq!((&judged["doubts"], judged["missing"].as_array().unwrap().len()), (&json!(["name_placeholder"]), 10));
}

#[tokio::test]
async fn the_figures_of_each_store_add_up_and_say_when_they_were_counted() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.hire("li", "李销售", "sales_consultant", Reach::Own).await;
    let before = boss.get("/quality").await.is(200);
    assert_eq!((before.text("/counted_at"), before.text("/all/customers")), ("null".into(), "0".into()));
    let mine =
        json!({ "name": "王小明", "phones": ["18616123478"], "city": "上海", "source": "douyin", "consultant_id": li });
    add(&boss, &house, mine).await;
    add(&boss, &house, json!({ "name": "未知" })).await;
    add(&boss, &house, json!({ "name": "李梅", "store_id": house.other_store.id })).await;
    let gone = add(&boss, &house, json!({ "name": "走了" })).await;
    boss.delete(&format!("/customers/{gone}")).await.is(204);
    house.settle().await;
    rounds(&house).await;
    let seen = boss.get("/quality").await.is(200);
    assert_ne!(seen.text("/counted_at"), "null");
    assert_eq!(seen.text("/all/customers"), "3");
    let bands: i64 =
        seen.body["bands"].as_array().unwrap().iter().map(|band| band["customers"].as_i64().unwrap()).sum();
    assert_eq!(bands, 3);
    assert_eq!(count_of(&seen, "missing", "field", "city"), 2);
    assert_eq!(count_of(&seen, "doubtful", "doubt", "name_placeholder"), 1);
    assert_eq!(
        (seen.text("/consultants/0/person/name"), seen.text("/consultants/1/person")),
        ("李销售".into(), "null".into())
    );
    assert_eq!(seen.text("/months/0/average/customers"), "3");
    let one = boss.get(&format!("/quality?store={}", house.other_store.id)).await.is(200);
    assert_eq!((one.text("/all/customers"), one.text("/stores/0/store/code")), ("1".into(), "SZ01".into()));
    let behind = boss.get("/customers?filter=missing:is:city").await.is(200);
    assert_eq!(behind.body["items"].as_array().unwrap().len(), 2);
    let manager = house.machine_in("store_manager", &house.other_store).await;
    let own = manager.get("/quality").await.is(200);
    assert_eq!((own.text("/all/customers"), own.body["can"].clone()), ("1".into(), json!([])), "their own store only");
    let foreign = house.neighbour().await.get(&format!("/quality?store={}", house.store.id)).await.is(200);
    assert_eq!(foreign.text("/all/customers"), "0");
    manager.post("/quality/count", Value::Null).await.is(403);
}

#[tokio::test]
async fn the_rounds_of_a_day_count_once_and_those_of_the_next_month_begin_a_month() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    add(&boss, &house, json!({})).await;
    rounds(&house).await;
    let first = boss.get("/quality").await.is(200).text("/counted_at");
    house.clock.advance(chrono::TimeDelta::minutes(20));
    rounds(&house).await;
    let second = boss.get("/quality").await.is(200).text("/counted_at");
    house.clock.advance(chrono::TimeDelta::minutes(20));
    rounds(&house).await;
    assert_ne!(first, second, "the day's round after the first count ever");
    assert_eq!(boss.get("/quality").await.is(200).text("/counted_at"), second);
    house.clock.advance(chrono::TimeDelta::days(31));
    rounds(&house).await;
    assert_eq!(boss.get("/quality").await.is(200).body["months"].as_array().unwrap().len(), 2);
    boss.post("/quality/count", Value::Null).await.is(202);
}
