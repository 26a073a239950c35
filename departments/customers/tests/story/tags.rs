//! Tags: a library kept by few, worn by customers.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

async fn customer(by: &Caller, house: &House, name: &str) -> String {
    by.post("/customers", json!({ "kind": "person", "name": name, "store_id": house.store.id })).await.is(201).id()
}

async fn tag(by: &Caller, name: &str) -> (String, String) {
    let group = by.post("/tag-groups", json!({ "name": format!("{name}组") })).await.is(201).id();
    let form = json!({ "group_id": group, "name": name, "colour": "red" });
    (group, by.post("/tags", form).await.is(201).id())
}

async fn events(by: &Caller, customer: &str) -> Vec<String> {
    let timeline = by.get(&format!("/customers/{customer}/timeline")).await.is(200);
    let items = timeline.body["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_tag_is_put_on_once_and_taken_off_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, tag) = tag(&boss, "高意向").await;
    let wang = customer(&boss, &house, "王小明").await;
    let path = format!("/customers/{wang}/tags/{tag}");
    boss.put(&path, Value::Null).await.is(204);
    boss.put(&path, Value::Null).await.is(204);
    let seen = boss.get(&format!("/customers/{wang}")).await.is(200);
    assert_eq!((seen.text("/tags/0/name"), seen.text("/tags/0/group")), ("高意向".into(), "高意向组".into()));
    boss.delete(&path).await.is(204);
    boss.delete(&path).await.is(204);
    assert_eq!(events(&boss, &wang).await, ["tag.removed", "tag.added", "customer.created"]);
}

#[tokio::test]
async fn a_tag_in_use_is_not_deleted_and_a_group_with_tags_neither() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (group, tag) = tag(&boss, "投诉客户").await;
    let wang = customer(&boss, &house, "王小明").await;
    boss.put(&format!("/customers/{wang}/tags/{tag}"), Value::Null).await.is(204);
    let refused = boss.delete(&format!("/tags/{tag}")).await.is(409);
    assert_eq!(refused.code(), "tag.in_use");
    assert!(refused.text("/detail").starts_with("1 customers"), "{}", refused.body);
    assert_eq!(boss.delete(&format!("/tag-groups/{group}")).await.is(409).code(), "tag_group.not_empty");
    boss.delete(&format!("/customers/{wang}/tags/{tag}")).await.is(204);
    boss.delete(&format!("/tags/{tag}")).await.is(204);
    boss.delete(&format!("/tag-groups/{group}")).await.is(204);
    assert_eq!(boss.get("/tags").await.is(200).body, json!([]));
}

#[tokio::test]
async fn the_library_counts_only_customers_the_caller_sees() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, tag) = tag(&boss, "VIP").await;
    for name in ["王小明", "李雷", "韩梅梅"] {
        let id = customer(&boss, &house, name).await;
        boss.put(&format!("/customers/{id}/tags/{tag}"), Value::Null).await.is(204);
    }
    let elsewhere = json!({ "kind": "person", "name": "苏州客", "store_id": house.other_store.id });
    let far = boss.post("/customers", elsewhere).await.is(201).id();
    boss.put(&format!("/customers/{far}/tags/{tag}"), Value::Null).await.is(204);
    assert_eq!(boss.get("/tags").await.is(200).text("/0/tags/0/customers/count"), "4");
    let local = house.machine_in("data_clerk", &house.store).await;
    let count = local.get("/tags").await.is(200).body[0]["tags"][0]["customers"].clone();
    assert_eq!(count, json!({ "count": 3, "capped": false }));
}

#[tokio::test]
async fn names_are_unique_and_changes_carry_their_version() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (group, tag) = tag(&boss, "老客户").await;
    let again = json!({ "group_id": group, "name": " 老客户 ", "colour": "blue" });
    assert_eq!(boss.post("/tags", again).await.is(409).code(), "tag.name_taken");
    assert_eq!(boss.post("/tag-groups", json!({ "name": "老客户组" })).await.is(409).code(), "tag_group.name_taken");
    let puce = json!({ "group_id": group, "name": "新客户", "colour": "puce" });
    assert_eq!(boss.post("/tags", puce).await.is(422).code(), "colour.unknown");
    let path = format!("/tags/{tag}");
    let renamed = boss.patch_from(1, &path, json!({ "name": "忠诚客户", "colour": "green" })).await.is(200);
    assert_eq!((renamed.text("/name"), renamed.text("/version")), ("忠诚客户".into(), "2".into()));
    let stale = boss.patch_from(1, &path, json!({ "name": "别的" })).await.is(412);
    assert_eq!(stale.text("/current/name"), "忠诚客户");
}

#[tokio::test]
async fn who_may_tag_customers_may_not_shape_the_library() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (group, _) = tag(&boss, "高意向").await;
    let consultant = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    consultant.get("/tags").await.is(200);
    let form = json!({ "group_id": group, "name": "低意向", "colour": "blue" });
    assert_eq!(consultant.post("/tags", form).await.is(403).text("/permission"), "manage_tags");
    let neighbour = house.neighbour().await;
    assert_eq!(neighbour.get("/tags").await.is(200).body, json!([]));
    neighbour.delete(&format!("/tag-groups/{group}")).await.is(404);
}
