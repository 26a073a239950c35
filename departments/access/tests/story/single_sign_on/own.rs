//! One's own accounts: linked, unlinked, a proof of who one is, and signing out there too.

use chrono::TimeDelta;
use serde_json::json;

use super::{Scene, asked_by};
use crate::answer::Visitor;

#[tokio::test]
async fn somebody_signed_in_links_their_account_and_unlinks_it_again() {
    let scene = Scene::with(json!({ "matching": "nothing" })).await;
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/sign-in?problem=identity.unknown");
    let mut seller = scene.house.signed_in("seller").await;
    assert_eq!(link(&scene, &mut seller, "248289761001").await, "/settings/account");
    let own = seller.get("/api/v1/session/identities").await;
    assert_eq!((&own.body[0]["provider"]["name"], &own.body[0]["can"]), (&json!("企业微信"), &json!(["unlink"])));
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/customers");
    // Nobody takes over an account that is linked already.
    let mut advisor = scene.house.signed_in("advisor").await;
    assert_eq!(link(&scene, &mut advisor, "248289761001").await, "/settings/account?problem=identity.taken");
    let path = format!("/api/v1/session/identities/{}", own.body[0]["id"].as_str().unwrap());
    assert_eq!(advisor.delete(&path).await.says(), (404, "not_found"));
    assert_eq!(seller.delete(&path).await.status, 204);
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/sign-in?problem=identity.unknown");
    assert!(
        scene.house.journal().await.iter().any(|(name, actor)| name == "identity.unlinked" && actor == "seller 先生")
    );
}

async fn link(scene: &Scene, who: &mut Visitor<'_>, subject: &str) -> String {
    let form = json!({ "provider_id": scene.provider, "errand": "link", "return_to": "/settings/account" });
    let left = who.post("/api/v1/session/visits", form).await;
    assert_eq!(left.status, 201, "{}", left.body);
    who.keep_cookies(&left);
    let asked = asked_by(&left);
    let mut claims = scene.claims(&asked);
    claims["sub"] = json!(subject);
    scene.come_back(who, &asked, &claims).await
}

#[tokio::test]
async fn coming_back_as_oneself_is_a_fresh_proof_and_as_another_is_none() {
    let scene = Scene::open().await;
    let mut seller = scene.house.visitor();
    scene.sign_in(&mut seller, |_| {}).await;
    scene.house.wait(TimeDelta::minutes(20));
    assert_eq!(seller.get("/api/v1/session/proof").await.says(), (409, "session.step_up"));
    let shown_long_ago = scene.house.now().timestamp() - 1_000;
    for (subject, shown, sent, status) in [
        ("somebody else", scene.house.now().timestamp(), "/keys?problem=identity.other_person", 409),
        ("248289761001", shown_long_ago, "/keys?problem=identity.token_invalid", 409),
        ("248289761001", scene.house.now().timestamp(), "/keys", 204),
    ] {
        let form = json!({ "provider_id": scene.provider, "errand": "prove", "return_to": "/keys" });
        let left = seller.post("/api/v1/session/visits", form).await;
        seller.keep_cookies(&left);
        let asked = asked_by(&left);
        assert_eq!((asked["prompt"].as_str(), asked["max_age"].as_str()), ("login", "0"));
        let mut claims = scene.claims(&asked);
        claims["sub"] = json!(subject);
        claims["auth_time"] = json!(shown);
        assert_eq!(scene.come_back(&mut seller, &asked, &claims).await, sent);
        assert_eq!(seller.get("/api/v1/session/proof").await.status, status);
    }
}

#[tokio::test]
async fn signing_out_names_the_page_that_ends_the_session_there_too() {
    let scene = Scene::open().await;
    let mut seller = scene.house.visitor();
    scene.sign_in(&mut seller, |_| {}).await;
    let out = seller.delete("/api/v1/session").await;
    assert_eq!(out.status, 200, "{}", out.body);
    let leave = out.body["leave_at"].as_str().unwrap();
    assert!(leave.starts_with(&format!("{}/end?", scene.issuer.address())), "{leave}");
    assert!(leave.contains("id_token_hint=") && leave.contains("post_logout_redirect_uri="), "{leave}");
    assert_eq!(seller.get("/api/v1/session").await.says(), (401, "session.revoked"));
    let other = scene.house.signed_in("seller").await;
    assert_eq!(other.delete("/api/v1/session").await.status, 204);
}
