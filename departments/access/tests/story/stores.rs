//! Stores and departments: seen, changed from a fresh version, and out of reach.

use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn everyone_sees_the_stores_they_work_in() {
    let house = House::open().await;
    assert_eq!(house.signed_in("boss").await.get("/api/v1/stores").await.each("code"), ["SH01", "SZ01"]);
    assert_eq!(house.signed_in("far_manager").await.get("/api/v1/stores").await.each("code"), ["SZ01"]);
    let seller = house.signed_in("seller").await.get("/api/v1/stores").await;
    assert_eq!(seller.each("name"), ["澄岚汽车上海浦东店"]);
    assert_eq!(seller.body["items"][0]["can"], json!([]));
    assert_eq!(seller.body["items"][0]["brands"], json!(["大众"]));
}

#[tokio::test]
async fn stores_come_page_by_page() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let first = boss.get("/api/v1/stores?limit=1").await;
    assert_eq!(first.each("code"), ["SH01"]);
    let next = first.body["next"].as_str().unwrap();
    let second = boss.get(&format!("/api/v1/stores?limit=1&cursor={next}")).await;
    assert_eq!(second.each("code"), ["SZ01"]);
    assert!(second.body["next"].is_null());
    assert_eq!(boss.get("/api/v1/stores?cursor=broken").await.says(), (422, "cursor.broken"));
}

#[tokio::test]
async fn a_store_is_added_by_who_reaches_over_the_group_only() {
    let house = House::open().await;
    let form = json!({ "code": "hz01", "name": "澄岚汽车杭州萧山店", "brands": ["吉利"] });
    let manager = house.signed_in("manager").await;
    assert_eq!(manager.post("/api/v1/stores", form.clone()).await.says(), (403, "permission.missing"));
    let boss = house.signed_in("boss").await;
    let added = boss.post("/api/v1/stores", form.clone()).await;
    assert_eq!(added.status, 201);
    assert_eq!((&added.body["code"], &added.body["time_zone"]), (&json!("HZ01"), &json!("Asia/Shanghai")));
    assert_eq!(boss.post("/api/v1/stores", form).await.says(), (409, "store.code_taken"));
    assert_eq!(boss.get("/api/v1/session").await.body["stores"].as_array().unwrap().len(), 3);
    let bad = json!({ "code": "!", "name": "", "time_zone": "Moon" });
    assert_eq!(boss.post("/api/v1/stores", bad).await.body["errors"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_change_made_from_an_old_version_is_refused_with_the_store_as_it_is() {
    let house = House::open().await;
    let (boss, manager) = (house.signed_in("boss").await, house.signed_in("manager").await);
    let path = format!("/api/v1/stores/{}", house.shanghai);
    let changed = manager.patch(&path, 1, json!({ "city": "上海", "short_name": null })).await;
    assert_eq!((changed.status, &changed.body["version"]), (200, &json!(2)));
    assert!(changed.body["short_name"].is_null());
    let stale = boss.patch(&path, 1, json!({ "city": "苏州" })).await;
    assert_eq!(stale.says(), (412, "stale"));
    assert_eq!(stale.body["current"]["city"], "上海");
    let same = boss.patch(&path, 2, json!({ "city": "上海" })).await;
    assert_eq!(same.body["version"], 2);
    let names: Vec<String> = house.journal().await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["session.opened", "session.opened", "store.changed"]);
}

#[tokio::test]
async fn stores_out_of_reach_do_not_exist() {
    let house = House::open().await;
    let change = json!({ "city": "上海" });
    for (login, store) in [("boss", house.next_door), ("manager", house.suzhou), ("neighbour", house.shanghai)] {
        let visitor = house.signed_in(login).await;
        let path = format!("/api/v1/stores/{store}");
        assert_eq!(visitor.get(&path).await.says(), (404, "not_found"), "{login}");
        assert_eq!(visitor.patch(&path, 1, change.clone()).await.says(), (404, "not_found"), "{login}");
    }
    let boss = house.signed_in("boss").await;
    assert_eq!(boss.get("/api/v1/stores/nonsense").await.says(), (422, "id.malformed"));
}

#[tokio::test]
async fn departments_are_added_changed_and_removed() {
    let house = House::open().await;
    let manager = house.signed_in("manager").await;
    let form = json!({ "store_id": house.shanghai, "name": "客户关系部", "kind": "care", "head_id": house.id_of("seller").await });
    let added = manager.post("/api/v1/departments", form.clone()).await;
    assert_eq!(added.status, 201);
    assert_eq!(added.body["head"]["name"], "seller 先生");
    assert_eq!(manager.post("/api/v1/departments", form.clone()).await.says(), (409, "department.name_taken"));
    let mut elsewhere = form;
    elsewhere["store_id"] = json!(house.suzhou);
    assert_eq!(manager.post("/api/v1/departments", elsewhere).await.says(), (404, "not_found"));

    let path = format!("/api/v1/departments/{}", added.body["id"].as_str().unwrap());
    let changed = manager.patch(&path, 1, json!({ "head_id": null, "kind": "marketing" })).await;
    assert_eq!((&changed.body["kind"], &changed.body["version"]), (&json!("marketing"), &json!(2)));
    assert!(changed.body["head"].is_null());
    assert_eq!(manager.delete(&path).await.status, 204);
    let in_use = manager.delete(&format!("/api/v1/departments/{}", house.sales)).await;
    assert_eq!(in_use.says(), (409, "department.in_use"));
    let list = manager.get("/api/v1/departments").await;
    assert_eq!(list.body["items"].as_array().unwrap().len(), 2);
    assert_eq!(house.signed_in("boss").await.get("/api/v1/departments").await.each("name").len(), 4);
}
