//! Groups whose people come in by their provider alone.

use serde_json::json;

use super::Scene;
use crate::house::{House, PASSWORD};

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
