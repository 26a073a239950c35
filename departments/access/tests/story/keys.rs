//! Machines and their keys: role, reach, end, and the secret that is shown once.

use chrono::TimeDelta;
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_key_acts_with_its_role_and_reach() {
    let house = House::open().await;
    let machine = house.machine("it_admin", Some(house.shanghai)).await;
    let stores = machine.get("/api/v1/stores").await;
    assert_eq!(stores.each("code"), ["SH01"]);
    assert_eq!(machine.get(&format!("/api/v1/stores/{}", house.suzhou)).await.says(), (404, "not_found"));

    let reader = house.machine("integrator", None).await;
    assert_eq!(reader.get("/api/v1/stores").await.each("code"), ["SH01", "SZ01"]);
    let refused = reader.get("/api/v1/keys").await;
    assert_eq!(refused.says(), (403, "permission.missing"));
    assert_eq!(refused.body["permission"], "manage_keys");
}

#[tokio::test]
async fn a_key_needs_no_guard_header_and_has_no_session() {
    let house = House::open().await;
    let mut machine = house.machine("it_admin", None).await;
    machine.carries_guard = false;
    let path = format!("/api/v1/stores/{}", house.shanghai);
    assert_eq!(machine.patch(&path, 1, json!({ "city": "上海" })).await.status, 200);
    assert_eq!(machine.get("/api/v1/session").await.says(), (404, "not_found"));
    assert_eq!(house.journal().await, [("store.changed".to_owned(), "it_admin key".to_owned())]);
}

#[tokio::test]
async fn a_key_is_shown_once_and_revoked_at_once() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let form = json!({ "name": "数据仓库", "role_id": house.role_id("integrator").await, "reach": "group" });
    let created = boss.post("/api/v1/keys", form).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.headers["cache-control"], "no-store");
    let secret = created.body["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("rb_") && secret.starts_with(created.body["key"]["prefix"].as_str().unwrap()));
    assert_eq!(created.body["key"]["by"]["name"], "boss 先生");
    let list = boss.get("/api/v1/keys").await;
    assert_eq!(list.each("name"), ["数据仓库"]);
    assert!(!list.body.to_string().contains(&secret));

    let machine = house.visitor().with_key(secret);
    assert_eq!(machine.get("/api/v1/stores").await.status, 200);
    let id = created.body["key"]["id"].as_str().unwrap();
    assert_eq!(boss.delete(&format!("/api/v1/keys/{id}")).await.status, 204);
    assert_eq!(machine.get("/api/v1/stores").await.says(), (401, "key.unknown"));
    let names: Vec<String> = house.journal().await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["session.opened", "key.created", "key.revoked"]);
}

#[tokio::test]
async fn a_key_that_ran_out_and_one_that_never_was_are_told_apart() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let ends = house.now() + TimeDelta::hours(1);
    let role = house.role_id("integrator").await;
    let form = json!({ "name": "一小时", "role_id": role, "reach": "group", "expires_at": ends });
    let secret = boss.post("/api/v1/keys", form).await.body["secret"].as_str().unwrap().to_owned();
    let machine = house.visitor().with_key(secret);
    assert_eq!(machine.get("/api/v1/stores").await.status, 200);
    house.wait(TimeDelta::hours(1));
    assert_eq!(machine.get("/api/v1/stores").await.says(), (401, "key.expired"));
    let forged = house.visitor().with_key("rb_forged".to_owned());
    assert_eq!(forged.get("/api/v1/stores").await.says(), (401, "key.unknown"));
}

#[tokio::test]
async fn a_key_can_do_no_more_than_its_maker() {
    let house = House::open().await;
    let admin = house.signed_in("admin").await;
    let form = |role: String, reach: &str| json!({ "name": "x", "role_id": role, "reach": reach });
    let beyond = admin.post("/api/v1/keys", form(house.role_id("group_manager").await, "group")).await;
    assert_eq!(beyond.says(), (409, "role.beyond_own_power"));
    let personal = admin.post("/api/v1/keys", form(house.role_id("data_clerk").await, "own")).await;
    assert_eq!(personal.says(), (422, "key.reach_of_a_person"));
    let nowhere = admin.post("/api/v1/keys", form(house.role_id("data_clerk").await, "store")).await;
    assert_eq!(nowhere.says(), (422, "required"));
    let mut elsewhere = form(house.role_id("data_clerk").await, "store");
    elsewhere["store_id"] = json!(house.next_door);
    assert_eq!(admin.post("/api/v1/keys", elsewhere).await.says(), (404, "not_found"));
    assert_eq!(admin.post("/api/v1/keys", form(house.role_id("data_clerk").await, "group")).await.status, 201);
}

platform::record! {
    struct Kept { fingerprint: String, answer: Option<String> }
}

async fn kept(house: &House, key: &str) -> Vec<Kept> {
    let text = "select fingerprint, answer from idempotency_keys where key = $1";
    house.seed().read().fetch_text(text, vec![key.into()]).await.unwrap()
}

#[tokio::test]
async fn a_key_asked_for_twice_is_made_once_and_its_secret_is_kept_nowhere() {
    let house = House::open().await;
    let mut boss = house.signed_in("boss").await;
    boss.idempotency_key = Some("make-a-key");
    let form = json!({ "name": "数据仓库", "role_id": house.role_id("integrator").await, "reach": "group" });
    assert_eq!(boss.post("/api/v1/keys", form.clone()).await.status, 201);
    assert_eq!(boss.post("/api/v1/keys", form).await.says(), (409, "idempotency.unfinished"));
    assert_eq!(boss.get("/api/v1/keys").await.each("name").len(), 1);
    assert!(kept(&house, "make-a-key").await[0].answer.is_none());
}

#[tokio::test]
async fn a_repeatable_change_of_a_password_leaves_no_plain_digest_of_it() {
    let house = House::open().await;
    let mut boss = house.signed_in("boss").await;
    boss.idempotency_key = Some("new-password");
    let path = format!("/api/v1/staff/{}/password", house.id_of("seller").await);
    let form = json!({ "new": "a better password" });
    assert_eq!(boss.put(&path, form.clone()).await.status, 204);
    assert_eq!(boss.put(&path, form.clone()).await.status, 204);
    let plain = platform::crypto::digest(&format!("PUT {path} {form}"));
    assert_ne!(kept(&house, "new-password").await[0].fingerprint, plain);
}
