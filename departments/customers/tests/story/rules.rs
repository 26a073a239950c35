//! Counting by a rule, through HTTP: whom it chooses, in whose sight, and what is refused.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn customer(by: &Caller, house: &House, name: &str, more: Value) -> String {
    let mut form = json!({ "kind": "person", "name": name, "store_id": house.store.id });
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post("/customers", form).await.is(201).id()
}

async fn count(by: &Caller, rule: Value) -> (u64, u64) {
    let counted = by.post("/customers/count", json!({ "rule": rule })).await.is(200);
    (counted.body["count"].as_u64().unwrap(), counted.body["total"].as_u64().unwrap())
}

fn one(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({ "field": field, "operator": operator, "value": value.into() })
}

#[tokio::test]
async fn a_rule_is_counted_with_its_sentence_and_a_few_of_those_it_chooses() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for (name, city) in [("王小明", "上海"), ("李娜", "苏州"), ("张伟", "上海")] {
        customer(&boss, &house, name, json!({ "city": city, "stage": "owner" })).await;
    }
    house.settle().await;
    let rule = json!({ "all": [one("city", "is", "上海"), one("stage", "any_of", json!(["owner", "loyal"]))] });
    let counted = boss.post("/customers/count", json!({ "rule": rule })).await.is(200);
    assert_eq!((counted.body["count"].as_u64(), counted.body["total"].as_u64()), (Some(2), Some(3)));
    assert_eq!(counted.text("/sentence"), "城市为上海，且阶段为车主、忠诚之一");
    let mut names: Vec<&str> =
        counted.body["sample"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["张伟", "王小明"]);
}

#[tokio::test]
async fn the_count_follows_what_changes() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let wang = customer(&boss, &house, "王小明", json!({})).await;
    house.settle().await;
    let contacted = json!({ "all": [one("last_contact", "last_days", 7), one("name", "contains", "王")] });
    assert_eq!(count(&boss, contacted.clone()).await, (0, 1));
    boss.post(&format!("/customers/{wang}/notes"), json!({ "kind": "call", "text": "约好周六" })).await.is(201);
    customer(&boss, &house, "王芳", json!({})).await;
    house.settle().await;
    assert_eq!(count(&boss, contacted.clone()).await, (1, 2));
    boss.patch_from(1, &format!("/customers/{wang}"), json!({ "name": "李小明" })).await.is(200);
    house.settle().await;
    assert_eq!(count(&boss, contacted.clone()).await, (0, 2));
    boss.call(http::Method::DELETE, &format!("/customers/{wang}"), None, &[("if-match", "\"2\"")]).await.is(204);
    house.settle().await;
    assert_eq!(count(&boss, json!({ "none": [one("name", "contains", "王")] })).await, (0, 1));
}

#[tokio::test]
async fn what_a_text_contains_is_taken_letter_by_letter() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for name in ["王小明", "下划A_B线", "一成!", "满减100%"] {
        customer(&boss, &house, name, json!({})).await;
    }
    house.settle().await;
    for (part, found) in [("%", 1), ("_", 1), ("a_b", 1), ("A%B", 0), ("王%明", 0), ("!", 1), ("\\", 0), ("'", 0)] {
        let rule = json!({ "all": [one("name", "contains", part)] });
        assert_eq!(count(&boss, rule).await, (found, 4), "{part}");
    }
}

#[tokio::test]
async fn a_caller_counts_only_those_they_see() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let seller = house.person("lin", "林晓月", "sales_consultant", Reach::Own).await;
    customer(&boss, &house, "王小明", json!({})).await;
    customer(&boss, &house, "李娜", json!({ "consultant_id": seller.staff.unwrap() })).await;
    let there = json!({ "kind": "person", "name": "张伟", "store_id": house.other_store.id });
    boss.post("/customers", there).await.is(201);
    house.settle().await;
    let anyone = json!({ "all": [one("stage", "is", "lead")] });
    assert_eq!(count(&boss, anyone.clone()).await, (3, 3));
    assert_eq!(count(&house.machine_in("store_manager", &house.store).await, anyone.clone()).await, (2, 2));
    assert_eq!(count(&seller, anyone.clone()).await, (1, 1));
    assert_eq!(count(&house.neighbour().await, anyone).await, (0, 0));
}

#[tokio::test]
async fn a_rule_that_makes_no_sense_is_refused_at_its_node() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let stranger = "0190f4a0-0000-7000-8000-000000000001";
    for (rule, field, code) in [
        (
            json!({ "all": [one("stage", "is", "lead"), { "any": [one("colour", "is", "red")] }] }),
            "rule.all[1].any[0].field",
            "filter.unknown_field",
        ),
        (json!({ "all": [one("spend", "at_least", "much")] }), "rule.all[0].value", "filter.no_number"),
        (json!({ "all": [] }), "rule.all", "rule.empty"),
        (json!({ "all": [one("tag", "any_of", stranger)] }), "rule", "rule.unknown_value"),
        (json!({ "all": [one("consultant", "is", stranger)] }), "rule", "rule.unknown_value"),
        (json!("everyone"), "rule", "rule.no_group"),
    ] {
        let refused = boss.post("/customers/count", json!({ "rule": rule })).await.is(422);
        assert_eq!(
            (refused.text("/errors/0/field"), refused.text("/errors/0/code")),
            (field.to_owned(), code.to_owned())
        );
    }
    let deep = |levels: usize| (0..levels).fold(one("stage", "is", "lead"), |inner, _| json!({ "all": [inner] }));
    let refused = boss.post("/customers/count", json!({ "rule": deep(20) })).await.is(422);
    assert_eq!(refused.text("/errors/0/code"), "rule.too_deep");
    let endless = format!("{{\"rule\":{}{}}}", "{\"all\":[".repeat(1_000), "]}".repeat(1_000));
    let refused = boss.send(http::Method::POST, "/customers/count", "application/json", endless.into_bytes()).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
}
