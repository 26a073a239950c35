//! Whose second factor is asked for.

use serde_json::json;

use super::Scene;
use crate::factors::enrol;

#[tokio::test]
async fn our_second_factor_is_asked_for_where_the_group_says_nothing_else() {
    let scene = Scene::open().await;
    let (app, _) = enrol(&scene.house, &scene.house.signed_in("seller").await).await;
    let mut visitor = scene.house.visitor();
    assert_eq!(scene.sign_in(&mut visitor, |_| {}).await, "/sign-in?step=code&to=%2Fcustomers");
    assert_eq!(visitor.get("/api/v1/session").await.status, 401);
    assert_eq!(visitor.send_code(&app.code(scene.house.now())).await.status, 201);
}

#[tokio::test]
async fn a_provider_trusted_with_the_second_factor_is_not_asked_twice() {
    let scene = Scene::with(json!({ "factor": "theirs" })).await;
    enrol(&scene.house, &scene.house.signed_in("seller").await).await;
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/customers");
}

#[tokio::test]
async fn our_second_factor_is_spared_when_the_token_says_that_several_were_shown_there() {
    let scene = Scene::with(json!({ "factor": "shown", "factor_levels": " gold  platinum " })).await;
    enrol(&scene.house, &scene.house.signed_in("seller").await).await;
    let ours = "/sign-in?step=code&to=%2Fcustomers";
    for (claim, value, sent) in [
        ("name", json!("李雷"), ours),
        ("amr", json!(["pwd"]), ours),
        ("amr", json!("mfa"), ours),
        ("amr", json!(["pwd", "mfa"]), "/customers"),
        ("acr", json!("silver"), ours),
        ("acr", json!(""), ours),
        ("acr", json!("platinum"), "/customers"),
    ] {
        let mut visitor = scene.house.visitor();
        let asked = scene.leave(&mut visitor).await;
        assert_eq!(asked["acr_values"], "gold platinum");
        let mut claims = scene.claims(&asked);
        claims[claim] = value.clone();
        assert_eq!(scene.come_back(&mut visitor, &asked, &claims).await, sent, "{claim} {value}");
    }
}

#[tokio::test]
async fn who_must_set_up_a_second_factor_and_was_vouched_for_with_one_comes_in() {
    let scene = Scene::with(json!({ "factor": "shown" })).await;
    let boss = scene.house.signed_in("boss").await;
    let rules = json!({ "everyone": true, "grace_days": 0 });
    assert_eq!(boss.patch("/api/v1/sign-in/settings", 0, rules).await.status, 200);
    let sent = scene.sign_in(&mut scene.house.visitor(), |_| {}).await;
    assert_eq!(sent, "/sign-in?step=enrolment&to=%2Fcustomers");
    let mut visitor = scene.house.visitor();
    assert_eq!(scene.sign_in(&mut visitor, |claims| claims["amr"] = json!(["mfa"])).await, "/customers");
    assert_eq!(visitor.get("/api/v1/session").await.status, 200);
}
