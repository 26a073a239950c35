//! Saved views: who sees those that others share.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

fn form(name: &str) -> Value {
    json!({
        "about": "customers", "name": name, "colour": "teal", "is_shared": true,
        "definition": { "filters": ["stage:is:owner"] }
    })
}

fn shared_in(name: &str, store: &access::Store) -> Value {
    let mut form = form(name);
    form["store_id"] = json!(store.id);
    form
}

async fn names(by: &Caller) -> Vec<String> {
    let list = by.get("/views?about=customers").await.is(200);
    let mut names: Vec<String> =
        list.body.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn path(view: &Answer) -> String {
    format!("/views/{}", view.id())
}

#[tokio::test]
async fn a_shared_view_is_seen_in_the_store_it_was_shared_in_and_by_the_group() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let agent = house.person("mei", "梅客服", "care_agent", Reach::Store).await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let far = house.machine_in("store_manager", &house.other_store).await;
    let next_door = house.neighbour().await;
    let view = agent.post("/views", form("本店车主")).await.is(201);
    assert_eq!(view.text("/store/name"), "上海店");
    for (who, sees) in [(&agent, true), (&li, true), (&boss, true), (&far, false), (&next_door, false)] {
        assert_eq!(names(who).await.contains(&"本店车主".to_owned()), sees);
    }
    // There is no reading of one view but by changing it: out of the store it is not found, in it it is not theirs.
    far.patch(&path(&view), json!({ "name": "改" })).await.is(404);
    far.delete(&path(&view)).await.is(404);
    assert_eq!(li.patch(&path(&view), json!({ "name": "改" })).await.is(409).code(), "view.not_yours");
    boss.patch_from(1, &path(&view), json!({ "name": "车主" })).await.is(200);
    assert_eq!(names(&li).await, ["车主"]);
}

#[tokio::test]
async fn a_view_is_shared_with_the_group_only_by_whose_reach_it_is() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let manager = house.person("zhao", "赵店长", "store_manager", Reach::Store).await;
    let far = house.machine_in("store_manager", &house.other_store).await;
    let whole = boss.post("/views", form("全集团")).await.is(201);
    assert_eq!(whole.body["store"], Value::Null);
    let theirs = boss.post("/views", shared_in("苏州", &house.other_store)).await.is(201);
    assert_eq!(theirs.text("/store/name"), "苏州店");
    assert_eq!(names(&manager).await, ["全集团"]);
    assert_eq!(names(&far).await, ["全集团", "苏州"]);
    let refused = manager.post("/views", shared_in("苏州", &house.other_store)).await.is(422);
    assert_eq!(refused.code(), "view.store_out_of_reach");
    assert_eq!(refused.text("/errors/0/field"), "store_id");
    let own = manager.post("/views", form("上海")).await.is(201);
    assert_eq!(names(&far).await, ["全集团", "苏州"]);
    let moved =
        manager.patch(&path(&own), json!({ "is_shared": true, "store_id": house.other_store.id })).await.is(422);
    assert_eq!(moved.code(), "view.store_out_of_reach");
    boss.patch_from(1, &path(&whole), json!({ "store_id": house.store.id })).await.is(200);
    assert_eq!(names(&manager).await, ["上海", "全集团"]);
    assert_eq!(names(&far).await, ["苏州"]);
}

#[tokio::test]
async fn a_private_view_stays_private_and_one_no_longer_shared_goes_out_of_sight() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let agent = house.person("mei", "梅客服", "care_agent", Reach::Store).await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    let mut own = shared_in("我的", &house.store);
    own["is_shared"] = json!(false);
    let own = agent.post("/views", own).await.is(201);
    assert_eq!((names(&agent).await, own.body["store"].clone()), (vec!["我的".to_owned()], Value::Null));
    for other in [&li, &boss] {
        assert!(names(other).await.is_empty());
        other.patch(&path(&own), json!({ "name": "改" })).await.is(404);
    }
    let shared = agent.patch_from(1, &path(&own), json!({ "is_shared": true })).await.is(200);
    assert_eq!(shared.text("/store/name"), "上海店");
    assert_eq!(names(&li).await, ["我的"]);
    let back = agent.patch_from(2, &path(&own), json!({ "is_shared": false })).await.is(200);
    assert_eq!((back.body["store"].clone(), back.body["is_shared"].clone()), (Value::Null, json!(false)));
    assert!(names(&li).await.is_empty());
    // Shared again it is seen where its owner works now.
    agent.patch_from(3, &path(&own), json!({ "is_shared": true, "store_id": null })).await.is(200);
    assert_eq!(names(&boss).await, ["我的"]);
}
