//! Roles: made, changed at once for all who have them, and removed.

use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_group_begins_with_the_jobs_of_a_dealership() {
    let house = House::open().await;
    let mut seller = house.signed_in("seller").await;
    seller.language = Some("en");
    let roles = seller.get("/api/v1/roles").await;
    let codes = roles.each("code");
    assert_eq!(codes.first(), Some(&"group_manager"));
    assert_eq!(codes.len(), 12);
    assert_eq!(roles.body["items"][3]["name"], "Sales consultant");
    assert_eq!(roles.body["items"][3]["staff"], 1);
    assert_eq!(roles.body["items"][3]["can"], json!([]));
    let permissions = seller.get("/api/v1/permissions").await;
    assert_eq!(permissions.body[0]["description"], "See customers");
}

#[tokio::test]
async fn a_role_is_made_changed_and_removed() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let form =
        json!({ "name": "电销专员", "name_english": "Tele sales", "permissions": ["use_roadbook", "see_customers"] });
    let role = boss.post("/api/v1/roles", form.clone()).await;
    assert_eq!(role.status, 201);
    assert_eq!(role.body["code"], "tele_sales");
    assert_eq!(role.body["can"], json!(["edit", "remove"]));
    assert_eq!(boss.post("/api/v1/roles", form).await.says(), (409, "role.code_taken"));

    let path = format!("/api/v1/roles/{}", role.body["id"].as_str().unwrap());
    let changed = boss.patch(&path, 1, json!({ "permissions": ["use_roadbook", "see_tasks"] })).await;
    assert_eq!(changed.body["permissions"], json!(["see_tasks", "use_roadbook"]));
    let stale = boss.patch(&path, 1, json!({ "name": "别的" })).await;
    assert_eq!(stale.says(), (412, "stale"));
    assert_eq!(stale.body["current"]["version"], 2);
    let unknown = boss.patch(&path, 2, json!({ "permissions": ["fly"] })).await;
    assert_eq!(unknown.says(), (422, "permission.unknown"));

    assert_eq!(boss.delete(&path).await.status, 204);
    assert_eq!(boss.get(&path).await.says(), (404, "not_found"));
    let built_in = format!("/api/v1/roles/{}", house.role_id("technician").await);
    assert_eq!(boss.delete(&built_in).await.says(), (409, "role.built_in"));
}

#[tokio::test]
async fn a_role_somebody_has_is_not_removed() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let role = boss.post("/api/v1/roles", json!({ "name": "临时", "permissions": ["use_roadbook"] })).await;
    let id = role.body["id"].as_str().unwrap();
    let grants = json!({ "grants": [{ "role_id": id, "reach": "own" }] });
    let seller = format!("/api/v1/staff/{}", house.id_of("seller").await);
    assert_eq!(boss.patch(&seller, 1, grants).await.status, 200);
    assert_eq!(boss.delete(&format!("/api/v1/roles/{id}")).await.says(), (409, "role.in_use"));
}

#[tokio::test]
async fn a_changed_role_holds_at_once_for_who_is_signed_in() {
    let house = House::open().await;
    let (boss, seller) = (house.signed_in("boss").await, house.signed_in("seller").await);
    assert_eq!(seller.get("/api/v1/staff").await.says(), (403, "permission.missing"));
    let path = format!("/api/v1/roles/{}", house.role_id("sales_consultant").await);
    let mut permissions = boss.get(&path).await.body["permissions"].as_array().unwrap().clone();
    permissions.push(json!("manage_staff"));
    assert_eq!(boss.patch(&path, 1, json!({ "permissions": permissions })).await.status, 200);
    assert_eq!(seller.get("/api/v1/staff").await.each("login"), ["seller"]);
}

#[tokio::test]
async fn nobody_shapes_a_role_beyond_their_own_power() {
    let house = House::open().await;
    let admin = house.signed_in("admin").await;
    let more = json!({ "name": "偷看", "permissions": ["see_phone"] });
    assert_eq!(admin.post("/api/v1/roles", more).await.says(), (409, "role.beyond_own_power"));
    let own = format!("/api/v1/roles/{}", house.role_id("it_admin").await);
    let mut permissions = admin.get(&own).await.body["permissions"].as_array().unwrap().clone();
    permissions.push(json!("see_id_number"));
    assert_eq!(
        admin.patch(&own, 1, json!({ "permissions": permissions })).await.says(),
        (409, "role.beyond_own_power")
    );
    let mightier = format!("/api/v1/roles/{}", house.role_id("group_manager").await);
    assert_eq!(admin.patch(&mightier, 1, json!({ "permissions": [] })).await.says(), (409, "role.beyond_own_power"));
    assert_eq!(admin.get(&mightier).await.body["can"], json!([]));
    let manager = house.signed_in("manager").await;
    assert_eq!(manager.patch(&own, 1, json!({ "name": "x" })).await.says(), (403, "permission.missing"));
}

#[tokio::test]
async fn roles_of_another_group_do_not_exist() {
    let house = House::open().await;
    let neighbour = house.signed_in("neighbour").await;
    let path = format!("/api/v1/roles/{}", house.role_id("technician").await);
    assert_eq!(neighbour.get(&path).await.says(), (404, "not_found"));
    assert_eq!(neighbour.patch(&path, 1, json!({ "name": "x" })).await.says(), (404, "not_found"));
}
