//! Tags that keep themselves: by what happens, by the days that pass, and by a new rule.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn customer(by: &Caller, house: &House, name: &str, stage: &str) -> String {
    let form = json!({ "kind": "person", "name": name, "store_id": house.store.id, "stage": stage });
    by.post("/customers", form).await.is(201).id()
}

async fn tag(by: &Caller, name: &str) -> String {
    let group = by.post("/tag-groups", json!({ "name": format!("{name}组") })).await.is(201).id();
    by.post("/tags", json!({ "group_id": group, "name": name, "colour": "red" })).await.is(201).id()
}

async fn give(by: &Caller, tag: &str, rule: Value) -> testkit::Answer {
    by.put(&format!("/tags/{tag}/rule"), json!({ "rule": rule })).await
}

fn one(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({ "all": [{ "field": field, "operator": operator, "value": value.into() }] })
}

async fn tags_of(by: &Caller, customer: &str) -> Vec<String> {
    let seen = by.get(&format!("/customers/{customer}")).await.is(200);
    seen.body["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
}

async fn told(by: &Caller, customer: &str) -> Vec<String> {
    let timeline = by.get(&format!("/customers/{customer}/timeline")).await.is(200);
    let of_tags = timeline.body["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap());
    of_tags.filter(|name| name.starts_with("tag.")).map(str::to_owned).collect()
}

async fn library(by: &Caller, tag: &str) -> Value {
    let groups = by.get("/tags").await.is(200);
    let tags = groups.body.as_array().unwrap().iter().flat_map(|group| group["tags"].as_array().unwrap());
    tags.clone().find(|one| one["id"] == tag).unwrap().clone()
}

#[tokio::test]
async fn a_new_rule_is_asked_of_everyone_and_says_so_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (wang, li) = (customer(&boss, &house, "王小明", "owner").await, customer(&boss, &house, "李娜", "lead").await);
    let tag = tag(&boss, "车主").await;
    boss.put(&format!("/customers/{li}/tags/{tag}"), Value::Null).await.is(204);
    house.settle().await;
    let answer = give(&boss, &tag, one("stage", "is", "owner")).await.is(200);
    assert_eq!(answer.text("/rule/sentence"), "阶段为车主");
    house.settle().await;
    assert_eq!((tags_of(&boss, &wang).await, tags_of(&boss, &li).await), (vec!["车主".to_owned()], vec![]));
    let rule = library(&boss, &tag).await["rule"].clone();
    assert_eq!(
        (rule["state"].as_str(), rule["added"].as_i64(), rule["removed"].as_i64()),
        (Some("kept"), Some(1), Some(1))
    );
    assert_eq!(rule["walked"], rule["total"]);
    assert!(told(&boss, &wang).await.is_empty(), "one entry for the whole base, none per customer");
    let seen = boss.get(&format!("/customers/{wang}")).await.is(200);
    assert_eq!(seen.text("/tags/0/rule/sentence"), "阶段为车主");
}

#[tokio::test]
async fn a_rule_follows_what_happens_to_a_customer_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let tag = tag(&boss, "联系过").await;
    give(&boss, &tag, one("contacts", "at_least", 1)).await.is(200);
    let wang = customer(&boss, &house, "王小明", "lead").await;
    house.settle().await;
    assert!(tags_of(&boss, &wang).await.is_empty());
    for _ in 0..2 {
        boss.post(&format!("/customers/{wang}/notes"), json!({ "kind": "call", "text": "x" })).await.is(201);
        house.settle().await;
        assert_eq!(tags_of(&boss, &wang).await, ["联系过"]);
    }
    assert_eq!(told(&boss, &wang).await, ["tag.added"]);
    let kept = customers::facts::rebuild(&house.platform).await.unwrap();
    assert!(kept > 0);
    house.settle().await;
    assert_eq!(
        (tags_of(&boss, &wang).await, told(&boss, &wang).await),
        (vec!["联系过".into()], vec!["tag.added".into()])
    );
}

#[tokio::test]
async fn a_rule_follows_the_days_that_pass_every_night() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let wang = customer(&boss, &house, "王小明", "owner").await;
    boss.post(&format!("/customers/{wang}/notes"), json!({ "kind": "call", "text": "x" })).await.is(201);
    let tag = tag(&boss, "久未联系").await;
    give(&boss, &tag, one("last_contact", "older_than_days", 30)).await.is(200);
    house.settle().await;
    assert!(tags_of(&boss, &wang).await.is_empty());
    house.clock.advance(TimeDelta::days(30));
    house.settle().await;
    assert!(tags_of(&boss, &wang).await.is_empty(), "thirty days and no more");
    house.clock.advance(TimeDelta::days(1));
    house.settle().await;
    assert_eq!(tags_of(&boss, &wang).await, ["久未联系"]);
    assert_eq!(told(&boss, &wang).await, ["tag.added"]);
    boss.post(&format!("/customers/{wang}/notes"), json!({ "kind": "call", "text": "x" })).await.is(201);
    house.settle().await;
    assert!(tags_of(&boss, &wang).await.is_empty());
    assert_eq!(told(&boss, &wang).await, ["tag.removed", "tag.added"]);
}

#[tokio::test]
async fn a_tag_with_a_rule_is_nobodys_to_put_on_until_the_rule_is_taken_away() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let wang = customer(&boss, &house, "王小明", "owner").await;
    let tag = tag(&boss, "车主").await;
    give(&boss, &tag, one("stage", "is", "owner")).await.is(200);
    house.settle().await;
    let path = format!("/customers/{wang}/tags/{tag}");
    assert_eq!(boss.delete(&path).await.is(409).code(), "tag.kept_by_rule");
    assert_eq!(boss.put(&path, Value::Null).await.is(409).code(), "tag.kept_by_rule");
    let change = json!({ "about": "customers", "ids": [wang], "change": { "kind": "remove_tag", "value": tag } });
    assert_eq!(boss.post("/bulk-changes", change).await.is(409).code(), "tag.kept_by_rule");
    boss.delete(&format!("/tags/{tag}/rule")).await.is(200);
    house.settle().await;
    assert_eq!(tags_of(&boss, &wang).await, ["车主"], "who carries it keeps it");
    boss.delete(&path).await.is(204);
    assert_eq!(library(&boss, &tag).await["rule"], Value::Null);
}

#[tokio::test]
async fn rules_do_not_ask_for_tags_that_keep_themselves() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (first, second) = (tag(&boss, "甲").await, tag(&boss, "乙").await);
    let refused = give(&boss, &first, one("tag", "any_of", first.clone())).await.is(422);
    assert_eq!(refused.text("/errors/0/code"), "rule.tag_of_rule");
    give(&boss, &first, one("tag", "any_of", second.clone())).await.is(200);
    let refused = give(&boss, &second, one("stage", "is", "owner")).await.is(409);
    assert_eq!(refused.code(), "tag.named_by_rule");
    let wang = customer(&boss, &house, "王小明", "lead").await;
    boss.put(&format!("/customers/{wang}/tags/{second}"), Value::Null).await.is(204);
    house.settle().await;
    assert_eq!(tags_of(&boss, &wang).await, ["甲", "乙"]);
}

#[tokio::test]
async fn a_deleted_customer_loses_the_tags_of_rules_and_gets_them_back_when_restored() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let wang = customer(&boss, &house, "王小明", "owner").await;
    let tag = tag(&boss, "车主").await;
    give(&boss, &tag, one("stage", "is", "owner")).await.is(200);
    house.settle().await;
    boss.delete(&format!("/customers/{wang}")).await.is(204);
    house.settle().await;
    assert_eq!(library(&boss, &tag).await["customers"]["count"], 0);
    boss.put(&format!("/customers/{wang}/restoration"), Value::Null).await.is(200);
    house.settle().await;
    assert_eq!(tags_of(&boss, &wang).await, ["车主"]);
}

#[tokio::test]
async fn templates_are_rules_that_can_be_given_as_they_are() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let templates = boss.get("/tag-templates").await.is(200);
    let templates = templates.body.as_array().unwrap().clone();
    assert!(templates.len() >= 6);
    for template in templates {
        let tag = tag(&boss, template["name"].as_str().unwrap()).await;
        let answer = give(&boss, &tag, template["rule"].clone()).await.is(200);
        assert_eq!(answer.text("/rule/sentence"), template["sentence"].as_str().unwrap());
    }
}

#[tokio::test]
async fn only_who_manages_tags_gives_rules_and_only_from_the_version_seen() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let tag = tag(&boss, "车主").await;
    let seller = house.person("lin", "林晓月", "sales_consultant", Reach::Own).await;
    give(&seller, &tag, one("stage", "is", "owner")).await.is(403);
    let body = json!({ "rule": one("stage", "is", "owner") });
    let path = format!("/tags/{tag}/rule");
    boss.call(http::Method::PUT, &path, Some(body.clone()), &[("if-match", "\"1\"")]).await.is(200);
    boss.call(http::Method::PUT, &path, Some(body), &[("if-match", "\"1\"")]).await.is(412);
    house.neighbour().await.delete(&path).await.is(404);
}

#[tokio::test]
async fn a_rule_that_asks_for_quality_follows_a_base_that_is_scored_anew() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let wang = customer(&boss, &house, "王小明", "owner").await;
    let tag = tag(&boss, "资料不全").await;
    let rule = json!({ "all": [
        { "field": "completeness", "operator": "at_most", "value": 40 },
        { "field": "missing", "operator": "any_of", "value": ["phone"] },
        { "field": "doubtful", "operator": "empty" },
    ] });
    let counted = async || boss.post("/customers/count", json!({ "rule": rule })).await.is(200).body["count"].clone();
    let given = give(&boss, &tag, rule.clone()).await.is(200);
    assert_eq!(given.text("/rule/sentence"), "资料完整度不超过 40%，且缺少为手机，且没有存疑");
    house.settle().await;
    assert_eq!((tags_of(&boss, &wang).await, counted().await), (vec!["资料不全".to_owned()], json!(1)));
    let nothing = |field: &str| json!({ "field": field, "weight": 0 });
    let fields = ["phone", "messenger", "gender", "birthday", "city", "occupation", "source", "caretaker", "purpose"];
    boss.patch_from(0, "/quality/settings", json!({ "missing": fields.map(nothing) })).await.is(200);
    let vehicle = json!({ "missing": [{ "field": "vehicle", "weight": 0 }] });
    boss.patch_from(1, "/quality/settings", vehicle).await.is(200);
    house.settle().await;
    assert_eq!((tags_of(&boss, &wang).await, counted().await), (vec![], json!(0)), "nothing that weighs is missing");
    assert_eq!(told(&boss, &wang).await, ["tag.removed"]);
}

#[tokio::test]
async fn a_tag_that_a_rule_put_on_people_is_deleted_with_its_rule() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let wang = customer(&boss, &house, "王小明", "owner").await;
    let tag = tag(&boss, "车主").await;
    give(&boss, &tag, one("stage", "is", "owner")).await.is(200);
    house.settle().await;
    assert_eq!(tags_of(&boss, &wang).await, ["车主"]);
    boss.delete(&format!("/tags/{tag}")).await.is(204);
    house.settle().await;
    assert_eq!(tags_of(&boss, &wang).await, [""; 0]);
}
