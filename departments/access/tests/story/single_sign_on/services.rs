//! The services of a group: who sets them, what they say about themselves, and that those of two groups don't mix.

use chrono::TimeDelta;
use platform::outside::Targets;
use serde_json::json;

use super::{CLIENT, Scene, asked_by, let_inside};
use crate::{house::PASSWORD, issuer::Issuer};

#[tokio::test]
async fn an_issuer_that_names_another_or_does_not_answer_is_told_so() {
    let scene = Scene::open().await;
    scene.issuer.pretend("https://evil.example.com");
    let boss = scene.house.signed_in("boss").await;
    let checks = format!("{}/checks", scene.path());
    assert_eq!(boss.post(&checks, json!({})).await.says(), (409, "identity.malformed"));
    scene.issuer.pretend(&scene.issuer.address());
    let checked = boss.post(&checks, json!({})).await;
    assert_eq!((checked.status, &checked.body["keys"], &checked.body["ends_sessions"]), (200, &json!(1), &json!(true)));
    scene.house.platform.provide(Targets::Private);
    let path = scene.path();
    let moved = boss.patch(&path, 1, json!({ "issuer": "http://127.0.0.1:9" })).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    assert_eq!(boss.post(&checks, json!({})).await.says(), (409, "identity.unreachable"));
    let form = json!({ "provider_id": scene.provider });
    assert_eq!(
        scene.house.visitor().post("/api/v1/sign-in/visits", form.clone()).await.says(),
        (409, "identity.unreachable")
    );
    assert_eq!(boss.patch(&path, 2, json!({ "is_on": false })).await.status, 200);
    assert_eq!(scene.house.visitor().post("/api/v1/sign-in/visits", form).await.says(), (409, "identity.off"));
    assert_eq!(scene.house.visitor().get("/api/v1/sign-in/providers").await.body, json!([]));
}

#[tokio::test]
async fn providers_are_the_groups_and_set_by_who_reaches_over_it() {
    let scene = Scene::open().await;
    let path = scene.path();
    let (boss, manager, neighbour) = (
        scene.house.signed_in("boss").await,
        scene.house.signed_in("manager").await,
        scene.house.signed_in("neighbour").await,
    );
    assert_eq!(manager.get("/api/v1/identity-providers").await.says(), (403, "permission.missing"));
    assert_eq!(neighbour.get("/api/v1/identity-providers").await.body, json!([]));
    assert_eq!(neighbour.patch(&path, 1, json!({ "is_on": false })).await.says(), (404, "not_found"));
    assert_eq!(neighbour.delete(&path).await.says(), (404, "not_found"));
    let insecure = json!({ "issuer": "http://login.example.com" });
    assert_eq!(boss.patch(&path, 1, insecure).await.says(), (422, "address.malformed"));
    let with_query = json!({ "issuer": "https://login.example.com/?tenant=1" });
    assert_eq!(boss.patch(&path, 1, with_query).await.says(), (422, "identity.bad_issuer"));
    assert_eq!(boss.delete(&path).await.status, 204);
    assert_eq!(scene.house.visitor().get("/api/v1/sign-in/providers").await.body, json!([]));
    assert_eq!(scene.house.visitor().sign_in("seller", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn services_are_set_with_a_fresh_proof_and_told_in_the_journal() {
    let scene = Scene::open().await;
    let boss = scene.house.signed_in("boss").await;
    let path = scene.path();
    scene.house.wait(TimeDelta::minutes(20));
    let form = json!({ "name": "另一个", "issuer": scene.issuer.address(), "client_id": CLIENT, "matching": "email" });
    let step_up = (409, "session.step_up");
    assert_eq!(boss.post("/api/v1/identity-providers", form.clone()).await.says(), step_up);
    assert_eq!(boss.patch(&path, 1, json!({ "is_on": false })).await.says(), step_up);
    assert_eq!(boss.delete(&path).await.says(), step_up);
    assert_eq!(boss.put("/api/v1/session/proof", json!({ "password": PASSWORD })).await.status, 204);
    let taken = json!({ "name": "企业微信" });
    let other = boss.post("/api/v1/identity-providers", form).await;
    assert_eq!(other.status, 201, "{}", other.body);
    let other = format!("/api/v1/identity-providers/{}", other.body["id"].as_str().unwrap());
    assert_eq!(boss.patch(&other, 1, taken).await.says(), (409, "identity.name_taken"));
    assert_eq!(boss.patch(&other, 1, json!({ "name": "钉钉" })).await.status, 200);
    assert_eq!(boss.patch(&other, 1, json!({ "name": "飞书" })).await.status, 412);
    assert_eq!(boss.delete(&other).await.status, 204);
    let told = scene.house.journal().await;
    let told: Vec<&str> =
        told.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("identity_provider.")).collect();
    let deeds = ["added", "added", "changed", "removed"].map(|deed| format!("identity_provider.{deed}"));
    assert_eq!(told, deeds);
}

#[tokio::test]
async fn the_secret_of_a_client_is_sealed_and_never_answered() {
    let scene = Scene::open().await;
    let boss = scene.house.signed_in("boss").await;
    let listed = boss.get("/api/v1/identity-providers").await;
    assert_eq!(listed.body[0]["has_secret"], json!(true));
    assert!(!listed.body.to_string().contains("a secret"), "{}", listed.body);
    let sealed = "select client_secret as bytes from identity_providers";
    let rows: Vec<Sealed> = scene.house.seed().read().fetch_text(sealed, vec![]).await.unwrap();
    assert!(!rows[0].bytes.windows(8).any(|part| part == b"a secret"));
    // Absent it stays, null takes it away.
    let path = scene.path();
    let renamed = boss.patch(&path, 1, json!({ "name": "账号中心" })).await;
    assert_eq!(renamed.body["has_secret"], json!(true));
    let public = boss.patch(&path, 2, json!({ "client_secret": null })).await;
    assert_eq!(public.body["has_secret"], json!(false));
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/customers");
    let (form, credential) = scene.issuer.asked();
    assert_eq!((form["client_id"].as_str(), credential), (CLIENT, None));
}

platform::record! {
    struct Sealed { bytes: Vec<u8> }
}

#[tokio::test]
async fn a_service_inside_the_own_network_is_asked_only_where_the_house_allows_its_host() {
    let scene = Scene::open().await;
    let boss = scene.house.signed_in("boss").await;
    let form = json!({ "name": "内网", "issuer": scene.issuer.address(), "client_id": CLIENT, "matching": "email" });
    scene.house.platform.provide(Targets::Public);
    let refused = boss.post("/api/v1/identity-providers", form.clone()).await;
    assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!("issuer")));
    let mut secure = form.clone();
    secure["issuer"] = json!("https://127.0.0.1:9");
    assert_eq!(boss.post("/api/v1/identity-providers", secure).await.says(), (422, "address.inside"));
    // One that was set when more was allowed is not asked either.
    let checks = format!("{}/checks", scene.path());
    assert_eq!(boss.post(&checks, json!({})).await.says(), (409, "identity.malformed"));
    let_inside(&scene.house, &[&scene.issuer]);
    assert_eq!(boss.post(&checks, json!({})).await.status, 200);
    // Nor does what a service says about itself lead farther inside than that.
    scene.issuer.keep_keys_at("http://127.0.0.1:9/keys");
    assert_eq!(boss.post(&checks, json!({})).await.says(), (409, "identity.malformed"));
}

#[tokio::test]
async fn services_of_two_groups_do_not_mix() {
    let scene = Scene::open().await;
    let theirs = Issuer::open().await;
    let_inside(&scene.house, &[&scene.issuer, &theirs]);
    let neighbour = scene.house.signed_in("neighbour").await;
    let form = json!({
        "name": "隔壁账号", "issuer": theirs.address(), "client_id": CLIENT, "matching": "email", "is_on": true,
    });
    let added = neighbour.post("/api/v1/identity-providers", form).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let next_door = added.body["id"].as_str().unwrap();

    // The service next door vouches for the same address, and for the same subject: nobody of ours is meant by it.
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/customers");
    let mut visitor = scene.house.visitor();
    let left = visitor.post("/api/v1/sign-in/visits", json!({ "provider_id": next_door })).await;
    assert_eq!(left.status, 201, "{}", left.body);
    visitor.keep_cookies(&left);
    let asked = asked_by(&left);
    let mut claims = scene.claims(&asked);
    claims["iss"] = json!(theirs.address());
    theirs.grant(&claims);
    assert_eq!(super::come_back(&mut visitor, &asked).await, "/sign-in?problem=identity.unknown");

    // Nor do its tokens open the door of ours, however well they are signed.
    let mut visitor = scene.house.visitor();
    let asked = scene.leave(&mut visitor).await;
    let mut claims = scene.claims(&asked);
    claims["iss"] = json!(theirs.address());
    scene.issuer.hand_out(theirs.signed(&theirs.header(), &claims));
    assert_eq!(super::come_back(&mut visitor, &asked).await, "/sign-in?problem=identity.token_invalid");

    let seller = scene.house.signed_in("seller").await;
    let errand = json!({ "provider_id": next_door, "errand": "link" });
    assert_eq!(seller.post("/api/v1/session/visits", errand).await.says(), (404, "not_found"));
    assert_eq!(seller.get("/api/v1/session/identities").await.body.as_array().unwrap().len(), 1);
}
