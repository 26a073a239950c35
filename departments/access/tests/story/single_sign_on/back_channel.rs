//! Signed out there, signed out here: what a provider tells us behind the browser's back.

use serde_json::{Value, json};

use super::{CLIENT, Scene};
use crate::{answer::Visitor, issuer::forged};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const SUBJECT: &str = "248289761001";

/// A logout token as the specification wants it; `change` is laid over it.
fn token(scene: &Scene, number: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut claims = notice(scene, number);
    change(&mut claims);
    scene.issuer.signed(&scene.issuer.header(), &claims)
}

fn notice(scene: &Scene, number: &str) -> Value {
    let now = scene.house.now().timestamp();
    json!({
        "iss": scene.issuer.address(), "aud": CLIENT, "iat": now, "exp": now + 120, "jti": number, "sub": SUBJECT,
        "events": { EVENT: {} },
    })
}

async fn tell(scene: &Scene, token: &str) -> (u16, String) {
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token).finish();
    let answer = scene.house.visitor().post_form("/api/v1/sign-in/backchannel-logout", form).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    (answer.status, answer.code().to_owned())
}

async fn here(visitor: &Visitor<'_>) -> u16 {
    visitor.get("/api/v1/session").await.status
}

#[tokio::test]
async fn who_signs_out_there_is_signed_out_of_what_was_begun_there_and_of_nothing_else() {
    let scene = Scene::open().await;
    let (mut office, mut home) = (scene.house.visitor(), scene.house.visitor());
    for visitor in [&mut office, &mut home] {
        assert_eq!(scene.sign_in(visitor, |_| {}).await, "/customers");
    }
    let by_password = scene.house.signed_in("seller").await;
    let advisor = scene.house.signed_in("advisor").await;
    assert_eq!(tell(&scene, &token(&scene, "one", |_| {})).await, (200, String::new()));
    for (visitor, status) in [(&office, 401), (&home, 401), (&by_password, 200), (&advisor, 200)] {
        assert_eq!(here(visitor).await, status);
    }
    assert_eq!(office.get("/api/v1/session").await.says(), (401, "session.revoked"));
    let closed = scene.house.journal().await.into_iter().filter(|(name, _)| name == "session.closed").count();
    assert_eq!(closed, 1);
}

#[tokio::test]
async fn a_session_there_ends_its_own_session_here_alone() {
    let scene = Scene::open().await;
    let (mut office, mut home) = (scene.house.visitor(), scene.house.visitor());
    for (visitor, sid) in [(&mut office, "at the office"), (&mut home, "at home")] {
        assert_eq!(scene.sign_in(visitor, |claims| claims["sid"] = json!(sid)).await, "/customers");
    }
    let of = |number: &str, sid: &str| {
        token(&scene, number, |claims| {
            claims["sid"] = json!(sid);
            claims.as_object_mut().unwrap().remove("sub");
        })
    };
    assert_eq!(tell(&scene, &of("one", "elsewhere")).await.0, 200);
    assert_eq!((here(&office).await, here(&home).await), (200, 200));
    assert_eq!(tell(&scene, &of("two", "at home")).await.0, 200);
    assert_eq!((here(&office).await, here(&home).await), (200, 401));
}

#[tokio::test]
async fn a_logout_token_that_does_not_hold_ends_nothing() {
    let scene = Scene::open().await;
    let mut seller = scene.house.visitor();
    scene.sign_in(&mut seller, |_| {}).await;
    let now = scene.house.now().timestamp();
    let without = |name: &'static str| move |claims: &mut Value| drop(claims.as_object_mut().unwrap().remove(name));
    let bad = [
        ("another issuer", token(&scene, "1", |claims| claims["iss"] = json!("https://evil.example.com"))),
        ("another client", token(&scene, "2", |claims| claims["aud"] = json!("somebody else"))),
        ("old", token(&scene, "3", |claims| claims["iat"] = json!(now - 3_600))),
        ("from tomorrow", token(&scene, "4", |claims| claims["iat"] = json!(now + 86_400))),
        ("over", token(&scene, "5", |claims| claims["exp"] = json!(now - 300))),
        ("an ID token", token(&scene, "6", |claims| claims["nonce"] = json!("n"))),
        ("no event", token(&scene, "7", without("events"))),
        ("another event", token(&scene, "8", |claims| claims["events"] = json!({ "http://x.example/": {} }))),
        ("no number", token(&scene, "9", without("jti"))),
        ("about nobody", token(&scene, "10", without("sub"))),
        ("forged", forged(&scene.issuer.header(), &notice(&scene, "11"))),
        ("nonsense", "a.b.c".to_owned()),
        ("nothing", String::new()),
    ];
    for (what, token) in bad {
        assert_eq!(tell(&scene, &token).await, (400, "identity.token_invalid".to_owned()), "{what}");
    }
    let json = scene.house.visitor().post("/api/v1/sign-in/backchannel-logout", json!({ "logout_token": "x" })).await;
    assert_eq!(json.says(), (400, "identity.token_invalid"));
    assert_eq!(here(&seller).await, 200);
}

#[tokio::test]
async fn a_logout_token_counts_once() {
    let scene = Scene::open().await;
    let mut seller = scene.house.visitor();
    scene.sign_in(&mut seller, |_| {}).await;
    let told = token(&scene, "one", |_| {});
    assert_eq!(tell(&scene, &told).await.0, 200);
    scene.sign_in(&mut seller, |_| {}).await;
    assert_eq!(tell(&scene, &told).await, (400, "identity.token_invalid".to_owned()));
    assert_eq!(here(&seller).await, 200);
}

#[tokio::test]
async fn a_notice_that_can_not_be_checked_is_a_bad_request_and_ends_nothing() {
    let scene = Scene::open().await;
    let mut seller = scene.house.visitor();
    scene.sign_in(&mut seller, |_| {}).await;
    // What was read of the provider before is forgotten with a change of it.
    let forget = async |version: i64, name: &str| {
        let boss = scene.house.signed_in("boss").await;
        assert_eq!(boss.patch(&scene.path(), version, json!({ "name": name })).await.status, 200);
    };
    let told = token(&scene, "one", |_| {});
    let unread = (400, "identity.keys_unavailable".to_owned());

    scene.issuer.keep_keys_at(&format!("{}/nowhere", scene.issuer.address()));
    forget(1, "账号").await;
    assert_eq!(tell(&scene, &told).await, unread, "there are no keys");
    scene.issuer.pretend("https://somebody.else.example");
    forget(2, "统一账号").await;
    assert_eq!(tell(&scene, &told).await, unread, "its document names another");
    assert_eq!(here(&seller).await, 200);

    scene.issuer.pretend(&scene.issuer.address());
    scene.issuer.keep_keys_here();
    forget(3, "企业账号").await;
    assert_eq!(tell(&scene, &told).await, (200, String::new()), "the same notice counts once it can be checked");
    assert_eq!(here(&seller).await, 401);
}
