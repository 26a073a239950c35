//! Groups whose people come in by their provider alone.

use serde_json::json;

use super::Scene;
use crate::{
    factors::enrol,
    house::{House, PASSWORD},
};

#[tokio::test]
async fn where_the_provider_alone_lets_in_a_password_opens_to_who_can_change_that() {
    let scene = Scene::open().await;
    let boss = scene.house.signed_in("boss").await;
    let on = boss.patch("/api/v1/sign-in/settings", 0, json!({ "providers_only": true })).await;
    assert_eq!((on.status, &on.body["providers_only"]), (200, &json!(true)));
    assert_eq!(scene.house.visitor().sign_in("seller", PASSWORD).await.says(), (401, "sign_in.provider_only"));
    assert_eq!(scene.house.visitor().sign_in("manager", PASSWORD).await.says(), (401, "sign_in.provider_only"));
    // Only who knows the password learns that it would not help.
    assert_eq!(scene.house.visitor().sign_in("seller", "a wrong guess").await.says(), (401, "sign_in.wrong"));
    let mut seller = scene.house.visitor();
    assert_eq!(scene.sign_in(&mut seller, |_| {}).await, "/customers");
    assert_eq!(scene.house.visitor().sign_in("admin", PASSWORD).await.status, 201, "for the day it is down");
    let neighbour = scene.house.visitor().sign_in("neighbour", PASSWORD).await;
    assert_eq!(neighbour.status, 201, "another group has its own rules");
}

#[tokio::test]
async fn nobody_leaves_a_group_without_a_way_in() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let only = json!({ "providers_only": true });
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, only.clone()).await.says(), (409, "identity.none_on"));

    let scene = Scene::open().await;
    let boss = scene.house.signed_in("boss").await;
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, only).await.status, 200);
    let off = boss.patch(&scene.path(), 1, json!({ "is_on": false })).await;
    assert_eq!(off.says(), (409, "identity.none_on"));
    assert_eq!(boss.delete(&scene.path()).await.says(), (409, "identity.none_on"));
    let relaxed = json!({ "providers_only": false });
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 1, relaxed).await.status, 200);
    assert_eq!(boss.delete(&scene.path()).await.status, 204);
    assert_eq!(scene.house.visitor().sign_in("seller", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn sessions_opened_by_a_password_end_when_passwords_are_shut_out() {
    let scene = Scene::open().await;
    let house = &scene.house;
    let boss = house.signed_in("boss").await;
    let (by_password, manager, admin) =
        (house.signed_in("seller").await, house.signed_in("manager").await, house.signed_in("admin").await);
    let neighbour = house.signed_in("neighbour").await;
    let mut by_provider = house.visitor();
    scene.sign_in(&mut by_provider, |_| {}).await;

    // Other settings end nothing.
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, json!({ "idle_hours": 24 })).await.status, 200);
    assert_eq!(by_password.get("/api/v1/session").await.status, 200);
    let known = house.journal().await.len();

    let only = json!({ "providers_only": true });
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 1, only.clone()).await.status, 200);
    for ended in [&by_password, &manager] {
        assert_eq!(ended.get("/api/v1/session").await.says(), (401, "session.revoked"));
    }
    for (who, stays) in [("boss", &boss), ("admin", &admin), ("neighbour", &neighbour), ("by provider", &by_provider)] {
        assert_eq!(stays.get("/api/v1/session").await.status, 200, "{who}");
    }
    let mut said: Vec<(String, String)> = house.journal().await.split_off(known);
    said.sort();
    let by_boss = |name: &str| (name.to_owned(), "boss 先生".to_owned());
    let closed = by_boss("session.closed");
    assert_eq!(said, [closed.clone(), closed, by_boss("sign_in.settings_changed")], "one line for each person");

    // Saying it again ends nothing more.
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 2, only).await.status, 200);
    assert_eq!(by_provider.get("/api/v1/session").await.status, 200);
}

#[tokio::test]
async fn a_sign_in_that_was_halfway_by_a_password_comes_no_further() {
    let scene = Scene::open().await;
    let house = &scene.house;
    let (app, _) = enrol(house, &house.signed_in("seller").await).await;
    let mut seller = house.visitor();
    assert_eq!(seller.sign_in("seller", PASSWORD).await.status, 202);
    let boss = house.signed_in("boss").await;
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, json!({ "providers_only": true })).await.status, 200);
    assert_eq!(seller.send_code(&app.code(house.now())).await.says(), (401, "sign_in.provider_only"));
}
