//! Fresh proofs, the group's rules for signing in, and sessions that end.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::json;

use crate::{
    factors::enrol,
    house::{House, PASSWORD},
};

async fn new_key(house: &House) -> serde_json::Value {
    json!({ "name": "对接", "role_id": house.role_id("integrator").await, "reach": Reach::Group })
}

#[tokio::test]
async fn a_session_left_alone_makes_no_keys_until_its_holder_proves_who_they_are() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let form = new_key(&house).await;
    assert_eq!(boss.post("/api/v1/keys", form.clone()).await.status, 201);
    house.wait(TimeDelta::minutes(15));
    assert_eq!(boss.get("/api/v1/session/proof").await.status, 204);
    house.wait(TimeDelta::seconds(1));
    assert_eq!(boss.get("/api/v1/session/proof").await.says(), (409, "session.step_up"));
    assert_eq!(boss.post("/api/v1/keys", form.clone()).await.says(), (409, "session.step_up"));
    for (proof, code) in [
        (json!({ "password": "a wrong guess" }), "password.wrong"),
        (json!({ "code": "123456" }), "factor.code_wrong"),
        (json!({}), "proof.one_needed"),
        (json!({ "password": PASSWORD, "code": "123456" }), "proof.one_needed"),
    ] {
        assert_eq!(boss.put("/api/v1/session/proof", proof).await.says(), (422, code));
    }
    assert_eq!(boss.put("/api/v1/session/proof", json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(boss.post("/api/v1/keys", form).await.status, 201);
    let names: Vec<String> = house.journal().await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["session.opened", "key.created", "session.proven", "key.created"]);
}

#[tokio::test]
async fn a_session_left_alone_gives_nobody_more_power() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let path = format!("/api/v1/staff/{}", house.id_of("seller").await);
    let role = boss.post("/api/v1/roles", json!({ "name": "接待", "permissions": ["use_roadbook"] })).await;
    assert_eq!(role.status, 201, "{}", role.body);
    let role_path = format!("/api/v1/roles/{}", role.body["id"].as_str().unwrap());
    house.wait(TimeDelta::minutes(16));

    let asked = (409, "session.step_up");
    let manager = house.role_id("group_manager").await;
    let hers = json!({ "login": "mine", "name": "新人", "store_id": house.shanghai, "password": "a better password" });
    assert_eq!(boss.post("/api/v1/staff", hers).await.says(), asked);
    for change in [
        json!({ "grants": [{ "role_id": manager, "reach": "group" }] }),
        json!({ "login": "mine" }),
        json!({ "email": "mine@example.com" }),
        json!({ "phone": "13900000009" }),
        json!({ "department_id": null }),
        json!({ "is_active": false }),
    ] {
        assert_eq!(boss.patch(&path, 1, change.clone()).await.says(), asked, "{change}");
    }
    assert_eq!(boss.delete(&format!("{path}/lock")).await.says(), asked);
    let form = json!({ "name": "另一个", "permissions": ["use_roadbook"] });
    assert_eq!(boss.post("/api/v1/roles", form).await.says(), asked);
    assert_eq!(boss.patch(&role_path, 1, json!({ "name": "前台" })).await.says(), asked);
    assert_eq!(boss.delete(&role_path).await.says(), asked);

    // What a form says again, a name, and locking somebody out give nobody anything.
    let same = json!({ "name": "林小月", "login": "seller", "phone": "138 0000 1001", "is_active": true });
    assert_eq!(boss.patch(&path, 1, same).await.body["name"], "林小月");
    assert_eq!(boss.put(&format!("{path}/lock"), json!({})).await.status, 200);

    assert_eq!(boss.put("/api/v1/session/proof", json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(boss.delete(&format!("{path}/lock")).await.status, 200);
    assert_eq!(boss.delete(&role_path).await.status, 204);
}

#[tokio::test]
async fn a_proof_counts_at_once_on_every_node_and_for_one_session_alone() {
    let house = House::open().await;
    let (boss, elsewhere) = (house.signed_in("boss").await, house.signed_in("boss").await);
    house.wait(TimeDelta::minutes(16));
    let node = house.another_node().await;
    let there = node.visitor().with_cookie_of(&boss);
    assert_eq!(there.get("/api/v1/session/proof").await.says(), (409, "session.step_up"));
    assert_eq!(boss.put("/api/v1/session/proof", json!({ "password": PASSWORD })).await.status, 204);
    assert_eq!(there.get("/api/v1/session/proof").await.status, 204);
    assert_eq!(elsewhere.get("/api/v1/session/proof").await.says(), (409, "session.step_up"));
}

#[tokio::test]
async fn a_code_of_the_app_is_a_proof_too() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let (app, _) = enrol(&house, &boss).await;
    house.wait(TimeDelta::minutes(20));
    let code = app.code(house.now());
    assert_eq!(boss.put("/api/v1/session/proof", json!({ "code": code })).await.status, 204);
    assert_eq!(boss.get("/api/v1/session/proof").await.status, 204);
}

#[tokio::test]
async fn guessing_at_a_device_left_alone_locks_it_for_proofs() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    for _ in 0..5 {
        assert_eq!(boss.put("/api/v1/session/proof", json!({ "password": "a wrong guess" })).await.status, 422);
    }
    let locked = boss.put("/api/v1/session/proof", json!({ "password": PASSWORD })).await;
    assert_eq!(locked.says(), (429, "sign_in.locked"));
    assert_eq!(house.visitor().from("198.51.100.7").sign_in("boss", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn keys_are_asked_for_no_proof_and_have_none_to_give() {
    let house = House::open().await;
    let machine = house.machine("group_manager", None).await;
    house.wait(TimeDelta::days(300));
    assert_eq!(machine.post("/api/v1/keys", new_key(&house).await).await.status, 201);
    assert_eq!(machine.put("/api/v1/session/proof", json!({ "password": PASSWORD })).await.says(), (404, "not_found"));
}

#[tokio::test]
async fn the_rules_are_set_for_the_group_by_who_reaches_over_it_and_proved_it_lately() {
    let house = House::open().await;
    let (boss, manager) = (house.signed_in("boss").await, house.signed_in("manager").await);
    let path = "/api/v1/sign-in/settings";
    let before = manager.get(path).await;
    assert_eq!((&before.body["step_up_minutes"], &before.body["can"]), (&json!(15), &json!([])));
    assert_eq!(manager.patch(path, 0, json!({ "everyone": true })).await.says(), (403, "permission.missing"));
    let wrong = boss.patch(path, 0, json!({ "grace_days": 91, "session_days": 0 })).await;
    assert_eq!((wrong.says(), wrong.body["errors"].as_array().unwrap().len()), ((422, "invalid"), 2));
    let stranger = json!({ "roles": [house.shanghai] });
    assert_eq!(boss.patch(path, 0, stranger).await.says(), (422, "role.unknown"));
    let changed = boss.patch(path, 0, json!({ "step_up_minutes": 1 })).await;
    assert_eq!((changed.status, &changed.body["version"]), (200, &json!(1)));
    assert_eq!(boss.patch(path, 0, json!({ "step_up_minutes": 2 })).await.says(), (412, "stale"));
    house.wait(TimeDelta::minutes(2));
    assert_eq!(boss.patch(path, 1, json!({ "step_up_minutes": 2 })).await.says(), (409, "session.step_up"));
    assert!(house.journal().await.contains(&("sign_in.settings_changed".to_owned(), "boss 先生".to_owned())));
}

#[tokio::test]
async fn sessions_end_as_the_group_wants_it() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let rules = json!({ "idle_hours": 2, "session_days": 1 });
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, rules).await.status, 200);
    let (idle, busy) = (house.signed_in("seller").await, house.signed_in("advisor").await);
    for _ in 0..23 {
        house.wait(TimeDelta::hours(1));
        assert_eq!(busy.get("/api/v1/session").await.status, 200);
        house.settle_uses().await;
    }
    assert_eq!(idle.get("/api/v1/session").await.says(), (401, "session.expired"));
    house.wait(TimeDelta::hours(1));
    assert_eq!(busy.get("/api/v1/session").await.says(), (401, "session.expired"));
}

#[tokio::test]
async fn one_signs_out_everywhere_else_and_a_manager_everywhere() {
    let house = House::open().await;
    let (desk, phone, tablet) =
        (house.signed_in("seller").await, house.signed_in("seller").await, house.signed_in("seller").await);
    assert_eq!(desk.delete("/api/v1/sessions").await.status, 204);
    assert_eq!(desk.get("/api/v1/session").await.status, 200);
    for other in [&phone, &tablet] {
        assert_eq!(other.get("/api/v1/session").await.says(), (401, "session.revoked"));
    }
    let (boss, leader) = (house.signed_in("boss").await, house.signed_in("leader").await);
    let path = format!("/api/v1/staff/{}/sessions", house.id_of("seller").await);
    assert_eq!(leader.delete(&path).await.says(), (403, "permission.missing"));
    assert_eq!(boss.delete(&path).await.status, 204);
    assert_eq!(desk.get("/api/v1/session").await.says(), (401, "session.revoked"));
    assert_eq!(house.visitor().sign_in("seller", PASSWORD).await.status, 201);
}
