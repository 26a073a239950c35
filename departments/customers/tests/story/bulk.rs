//! Bulk changes: many customers, the same rules, and a way back.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

async fn customers(by: &Caller, house: &House, names: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for name in names {
        let form = json!({ "kind": "person", "name": name, "store_id": house.store.id });
        ids.push(by.post("/customers", form).await.is(201).id());
    }
    ids
}

async fn begin(by: &Caller, filters: Value, kind: &str, value: Value) -> Answer {
    let change = json!({ "kind": kind, "value": value });
    by.post("/bulk-changes", json!({ "about": "customers", "filters": filters, "change": change })).await
}

async fn settled(house: &House, by: &Caller, id: &str) -> Answer {
    house.settle().await;
    by.get(&format!("/bulk-changes/{id}")).await.is(200)
}

fn tally(answer: &Answer) -> (String, i64, i64, i64, i64) {
    let number = |name: &str| answer.body[name].as_i64().unwrap();
    (answer.text("/state"), number("total"), number("done"), number("failed"), number("skipped"))
}

async fn field(by: &Caller, id: &str, path: &str) -> String {
    by.get(&format!("/customers/{id}")).await.is(200).text(path)
}

#[tokio::test]
async fn a_whole_list_is_given_to_a_consultant_and_taken_back() {
    let house = House::new().await;
    let chen = house.person("chen", "陈经理", "sales_manager", Reach::Store).await;
    let li = house.hire("li", "李销售", "sales_consultant", Reach::Own).await;
    let wang = house.hire("wang", "王销售", "sales_consultant", Reach::Own).await;
    let ids = customers(&chen, &house, &["甲", "乙", "丙"]).await;
    chen.patch(&format!("/customers/{}", ids[0]), json!({ "consultant_id": li })).await.is(200);
    chen.patch(&format!("/customers/{}", ids[1]), json!({ "consultant_id": wang })).await.is(200);
    let begun = begin(&chen, json!([]), "assign_consultant", json!(li)).await.is(201);
    assert_eq!(tally(&begun), ("waiting".into(), 0, 0, 0, 0));
    let ended = settled(&house, &chen, &begun.id()).await;
    assert_eq!(tally(&ended), ("done".into(), 3, 2, 0, 1));
    assert_eq!(ended.body["can"], json!(["undo"]));
    let entry = chen.get(&format!("/customers/{}/timeline", ids[1])).await.is(200).body["items"][0].clone();
    assert_eq!((&entry["name"], &entry["actor"]["name"]), (&json!("customer.assigned"), &json!("陈经理")));

    chen.patch(&format!("/customers/{}", ids[2]), json!({ "consultant_id": wang })).await.is(200);
    let path = format!("/bulk-changes/{}/undo", begun.id());
    assert_eq!(chen.put(&path, Value::Null).await.is(200).text("/state"), "undoing");
    let undone = settled(&house, &chen, &begun.id()).await;
    assert_eq!(tally(&undone), ("undone".into(), 2, 1, 0, 1));
    let mut who = Vec::new();
    for id in &ids {
        who.push(field(&chen, id, "/consultant/name").await);
    }
    assert_eq!(who, ["李销售", "王销售", "王销售"]);
    assert_eq!(chen.put(&path, Value::Null).await.is(409).code(), "bulk_change.already_undone");
}

#[tokio::test]
async fn a_tag_put_on_many_is_taken_off_only_where_it_was_new() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let group = boss.post("/tag-groups", json!({ "name": "行为" })).await.is(201).id();
    let form = json!({ "group_id": group, "name": "已试驾", "colour": "blue" });
    let tag = boss.post("/tags", form).await.is(201).id();
    let ids = customers(&boss, &house, &["甲", "乙"]).await;
    boss.put(&format!("/customers/{}/tags/{tag}", ids[0]), Value::Null).await.is(204);
    let begun = begin(&boss, json!([]), "add_tag", json!(tag)).await.is(201);
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("done".into(), 2, 1, 0, 1));
    boss.put(&format!("/bulk-changes/{}/undo", begun.id()), Value::Null).await.is(200);
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("undone".into(), 1, 1, 0, 0));
    assert_eq!(field(&boss, &ids[0], "/tags/0/name").await, "已试驾");
    assert_eq!(boss.get(&format!("/customers/{}", ids[1])).await.body["tags"], json!([]));
}

#[tokio::test]
async fn stages_change_for_the_filtered_and_the_named_only() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let ids = customers(&boss, &house, &["甲", "乙", "丙"]).await;
    boss.patch(&format!("/customers/{}", ids[0]), json!({ "stage": "owner" })).await.is(200);
    let begun = begin(&boss, json!(["stage:is:lead"]), "set_stage", json!("intent")).await.is(201);
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("done".into(), 2, 2, 0, 0));
    let change = json!({ "kind": "set_stage", "value": "lost" });
    let form = json!({ "about": "customers", "filters": ["stage:is:lead"], "ids": [ids[0], ids[1]], "change": change });
    let named = boss.post("/bulk-changes", form).await.is(201);
    assert_eq!(tally(&settled(&house, &boss, &named.id()).await), ("done".into(), 2, 2, 0, 0));
    let mut stages = Vec::new();
    for id in &ids {
        stages.push(field(&boss, id, "/stage").await);
    }
    assert_eq!(stages, ["lost", "lost", "intent"]);
}

#[tokio::test]
async fn many_are_deleted_and_come_back_together() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let ids = customers(&boss, &house, &["甲", "乙"]).await;
    let begun = begin(&boss, json!([]), "delete", Value::Null).await.is(201);
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("done".into(), 2, 2, 0, 0));
    assert_eq!(boss.get("/customers").await.is(200).body["items"], json!([]));
    boss.put(&format!("/customers/{}/restoration", ids[0]), Value::Null).await.is(200);
    boss.put(&format!("/bulk-changes/{}/undo", begun.id()), Value::Null).await.is(200);
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("undone".into(), 2, 1, 0, 1));
    assert_eq!(boss.get("/customers").await.is(200).body["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_bulk_change_reaches_no_further_than_who_asked_for_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let near = customers(&boss, &house, &["近"]).await;
    let form = json!({ "kind": "person", "name": "远", "store_id": house.other_store.id });
    let far = boss.post("/customers", form).await.is(201).id();
    let chen = house.person("chen", "陈经理", "sales_manager", Reach::Store).await;
    let all = begin(&chen, json!([]), "set_stage", json!("owner")).await.is(201);
    assert_eq!(tally(&settled(&house, &chen, &all.id()).await), ("done".into(), 1, 1, 0, 0));
    let change = json!({ "kind": "set_stage", "value": "lost" });
    let named = json!({ "about": "customers", "ids": [near[0], far], "change": change });
    let named = chen.post("/bulk-changes", named).await.is(201);
    assert_eq!(tally(&settled(&house, &chen, &named.id()).await), ("done".into(), 2, 1, 0, 1));
    assert_eq!(field(&boss, &far, "/stage").await, "lead");
    assert_eq!(boss.get("/bulk-changes").await.is(200).body["items"].as_array().unwrap().len(), 2);
    let other = house.person("sun", "孙经理", "sales_manager", Reach::Store).await;
    other.get(&format!("/bulk-changes/{}", all.id())).await.is(404);
}

#[tokio::test]
async fn a_deed_one_may_not_do_alone_is_not_done_to_many() {
    let house = House::new().await;
    let chen = house.person("chen", "陈经理", "sales_manager", Reach::Store).await;
    let refused = begin(&chen, json!([]), "delete", Value::Null).await.is(403);
    assert_eq!(refused.text("/permission"), "delete_customers");
    let consultant = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let refused = begin(&consultant, json!([]), "set_stage", json!("owner")).await.is(403);
    assert_eq!(refused.text("/permission"), "bulk_edit_customers");
    assert_eq!(begin(&chen, json!([]), "set_stage", json!("married")).await.is(422).code(), "stage.unknown");
    assert_eq!(
        begin(&chen, json!(["x:is:y"]), "set_stage", json!("owner")).await.is(422).code(),
        "filter.unknown_field"
    );
    let nobody = "00000000-0000-0000-0000-000000000000";
    assert_eq!(begin(&chen, json!([]), "add_tag", json!(nobody)).await.is(422).code(), "tag.unknown");
    assert_eq!(begin(&chen, json!([]), "assign_advisor", json!(nobody)).await.is(422).code(), "staff.unknown");
}

#[tokio::test]
async fn a_bulk_change_stopped_on_its_way_goes_on_after_the_last_customer_reached() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let mut ids = customers(&boss, &house, &["甲", "乙", "丙"]).await;
    ids.sort();
    let begun = begin(&boss, json!([]), "set_stage", json!("owner")).await.is(201);
    let reached: kernel::CustomerId = ids[0].parse().unwrap();
    let change: kernel::BulkChangeId = begun.id().parse().unwrap();
    let door = house.platform.system(platform::SystemActor::Command, house.group);
    let stopped = "update bulk_changes set state = 'running', total = 3, done = 1, last_id = $2 where id = $1";
    door.write(async |tx| tx.execute_text(stopped, vec![change.into(), reached.into()]).await).await.unwrap();
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("done".into(), 3, 3, 0, 0));
    let mut stages = Vec::new();
    for id in &ids {
        stages.push(field(&boss, id, "/stage").await);
    }
    assert_eq!(stages, ["lead", "owner", "owner"]);
}

#[tokio::test]
async fn more_customers_than_a_batch_holds_are_all_changed_and_all_come_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for number in 0..510 {
        let form = json!({ "kind": "person", "name": format!("客户{number}"), "store_id": house.store.id });
        boss.post("/customers", form).await.is(201);
    }
    let begun = begin(&boss, json!([]), "set_stage", json!("owner")).await.is(201);
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("done".into(), 510, 510, 0, 0));
    assert_eq!(boss.get("/customers/count?filter=stage:is:owner").await.is(200).text("/count"), "510");
    boss.put(&format!("/bulk-changes/{}/undo", begun.id()), Value::Null).await.is(200);
    assert_eq!(tally(&settled(&house, &boss, &begun.id()).await), ("undone".into(), 510, 510, 0, 0));
    assert_eq!(boss.get("/customers/count?filter=stage:is:lead").await.is(200).text("/count"), "510");
}
