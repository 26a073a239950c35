//! Who is known, who is not, and who is added.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{CLIENT, Scene};

#[tokio::test]
async fn somebody_known_by_a_verified_address_is_linked_and_signed_in() {
    let scene = Scene::open().await;
    let mut visitor = scene.house.visitor();
    assert_eq!(visitor.get("/api/v1/sign-in/providers").await.each("name"), ["企业微信"]);
    let asked = scene.leave(&mut visitor).await;
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("scope", "openid profile email"),
        ("redirect_uri", "http://localhost/api/v1/sign-in/callback"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(asked[name], value);
    }
    let claims = scene.claims(&asked);
    assert_eq!(scene.come_back(&mut visitor, &asked, &claims).await, "/customers");
    assert_eq!(visitor.get("/api/v1/session").await.body["staff"]["login"], "seller");
    // The proof key is the one announced, and the client showed its secret.
    let (form, credential) = scene.issuer.asked();
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])), asked["code_challenge"]);
    assert_eq!(form["redirect_uri"], asked["redirect_uri"]);
    assert!(credential.unwrap().starts_with("Basic "));
    // From now on the account is known by its subject, whatever its address.
    let mut again = scene.house.visitor();
    let moved = scene.sign_in(&mut again, |claims| claims["email"] = json!("new@elsewhere.example")).await;
    assert_eq!((moved.as_str(), again.get("/api/v1/session").await.status), ("/customers", 200));
    assert!(scene.house.journal().await.iter().filter(|(name, _)| name == "identity.linked").count() == 1);
}

#[tokio::test]
async fn claims_the_token_does_not_hold_are_asked_of_userinfo() {
    let scene = Scene::open().await;
    let without = |claims: &mut Value| {
        claims.as_object_mut().unwrap().remove("email");
    };
    scene.issuer.tell(json!({ "sub": "somebody else", "email": "li@chenglan.example", "email_verified": true }));
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), without).await, "/sign-in?problem=identity.token_invalid");
    scene.issuer.tell(json!({ "sub": "248289761001", "email": "li@chenglan.example", "email_verified": true }));
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), without).await, "/customers");
}

#[tokio::test]
async fn nobody_comes_in_by_an_address_that_is_unknown_unverified_or_shared() {
    let scene = Scene::open().await;
    for (claim, value, problem) in [
        ("email", json!("nobody@chenglan.example"), "identity.unknown"),
        ("email", json!("no address"), "identity.unknown"),
        ("email_verified", json!(false), "identity.not_verified"),
        ("email_verified", json!(null), "identity.not_verified"),
    ] {
        let mut visitor = scene.house.visitor();
        let sent = scene.sign_in(&mut visitor, |claims| claims[claim] = value).await;
        assert_eq!(sent, format!("/sign-in?problem={problem}"));
        assert_eq!(visitor.get("/api/v1/session").await.status, 401);
    }
    let boss = scene.house.signed_in("boss").await;
    let advisor = format!("/api/v1/staff/{}", scene.house.id_of("advisor").await);
    assert_eq!(boss.patch(&advisor, 1, json!({ "email": "li@chenglan.example" })).await.status, 200);
    let sent = scene.sign_in(&mut scene.house.visitor(), |_| {}).await;
    assert_eq!(sent, "/sign-in?problem=identity.ambiguous");
}

#[tokio::test]
async fn who_is_unknown_is_added_only_where_the_group_wants_it() {
    let scene = Scene::open().await;
    let boss = scene.house.signed_in("boss").await;
    let path = format!("/api/v1/identity-providers/{}", scene.provider);
    let role = scene.house.role_id("sales_consultant").await;
    let half = boss.patch(&path, 1, json!({ "joining_role_id": role })).await;
    assert_eq!(half.says(), (422, "identity.joins_nowhere"));
    let joins = json!({ "joining_role_id": role, "joining_store_id": scene.house.shanghai });
    assert_eq!(boss.patch(&path, 1, joins).await.status, 200);
    let mut visitor = scene.house.visitor();
    let newcomer = |claims: &mut Value| {
        claims["sub"] = json!("newcomer");
        claims["email"] = json!("han@chenglan.example");
        claims["name"] = json!("韩梅梅");
        claims["preferred_username"] = json!("Boss");
    };
    assert_eq!(scene.sign_in(&mut visitor, newcomer).await, "/customers");
    let session = visitor.get("/api/v1/session").await.body;
    assert_eq!((&session["staff"]["name"], &session["staff"]["login"]), (&json!("韩梅梅"), &json!("boss.2")));
    assert_eq!((&session["roles"], &session["proofs"]), (&json!(["销售顾问"]), &json!(["provider"])));
    // A verified address that is somebody's does not make a newcomer of them.
    let unverified = |claims: &mut Value| claims["email_verified"] = json!(false);
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), unverified).await, "/sign-in?problem=identity.not_verified");
}

#[tokio::test]
async fn who_left_or_is_locked_does_not_come_in_by_a_provider_either() {
    let scene = Scene::open().await;
    scene.sign_in(&mut scene.house.visitor(), |_| {}).await;
    let boss = scene.house.signed_in("boss").await;
    let seller = format!("/api/v1/staff/{}", scene.house.id_of("seller").await);
    assert_eq!(boss.put(&format!("{seller}/lock"), json!({})).await.status, 200);
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/sign-in?problem=staff.locked");
    assert_eq!(boss.delete(&format!("{seller}/lock")).await.status, 200);
    let version = boss.get(&seller).await.body["version"].as_i64().unwrap();
    assert_eq!(boss.patch(&seller, version, json!({ "is_active": false })).await.status, 200);
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/sign-in?problem=staff.inactive");
}
