//! What is not believed: tokens that are not meant for us, not meant now, or not signed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{CLIENT, Scene, come_back};
use crate::issuer::{forged, unsigned};

#[tokio::test]
async fn tokens_that_do_not_hold_open_nothing() {
    let scene = Scene::open().await;
    let now = scene.house.now().timestamp();
    type Change = Box<dyn Fn(&mut Value)>;
    let hostile: Vec<(&str, Change)> = vec![
        ("nonce", Box::new(|claims| claims["nonce"] = json!("another"))),
        ("no nonce", Box::new(|claims| claims["nonce"] = json!(null))),
        ("audience", Box::new(|claims| claims["aud"] = json!("another"))),
        ("two audiences", Box::new(|claims| claims["aud"] = json!([CLIENT, "another"]))),
        ("given to another", Box::new(|claims| claims["azp"] = json!("another"))),
        ("issuer", Box::new(|claims| claims["iss"] = json!("https://evil.example.com"))),
        ("expired", Box::new(move |claims| claims["exp"] = json!(now - 200))),
        ("old", Box::new(move |claims| claims["iat"] = json!(now - 3_600))),
        ("of tomorrow", Box::new(move |claims| claims["iat"] = json!(now + 86_400))),
        ("no subject", Box::new(|claims| claims["sub"] = json!(""))),
        ("no end", Box::new(|claims| claims["exp"] = json!("never"))),
    ];
    for (what, change) in hostile {
        let mut visitor = scene.house.visitor();
        let sent = scene.sign_in(&mut visitor, change).await;
        assert_eq!(sent, "/sign-in?problem=identity.token_invalid", "{what}");
        assert_eq!(visitor.get("/api/v1/session").await.status, 401, "{what}");
    }
}

#[tokio::test]
async fn signatures_that_are_none_open_nothing() {
    let scene = Scene::open().await;
    let header = |algorithm: &str| json!({ "alg": algorithm, "kid": "first" });
    let with_public_key = |message: String| {
        let mut mac = Hmac::<Sha256>::new_from_slice(scene.issuer.public_text().as_bytes()).unwrap();
        mac.update(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    };
    type Make<'a> = Box<dyn Fn(&Value) -> String + 'a>;
    let hostile: Vec<(&str, Make)> = vec![
        ("none", Box::new(|claims| format!("{}.", unsigned(&header("none"), claims)))),
        ("None", Box::new(|claims| format!("{}.", unsigned(&header("None"), claims)))),
        ("no signature", Box::new(|claims| format!("{}.", unsigned(&header("RS256"), claims)))),
        ("two parts", Box::new(|claims| unsigned(&header("RS256"), claims))),
        ("the public key as a secret", Box::new(|claims| with_public_key(unsigned(&header("HS256"), claims)))),
        ("another key", Box::new(|claims| forged(&header("ES256"), claims))),
        ("another key, our name", Box::new(|claims| forged(&header("RS256"), claims))),
        (
            "another claim",
            Box::new(|claims| {
                let signed = scene.issuer.signed(&header("RS256"), claims);
                let (_, signature) = signed.rsplit_once('.').unwrap();
                let mut other = claims.clone();
                other["email"] = json!("boss@chenglan.example");
                format!("{}.{signature}", unsigned(&header("RS256"), &other))
            }),
        ),
        (
            "critical words nobody knows",
            Box::new(|claims| {
                scene.issuer.signed(&json!({ "alg": "RS256", "kid": "first", "crit": ["x"], "x": 1 }), claims)
            }),
        ),
        ("no token", Box::new(|_| "abc".to_owned())),
    ];
    for (what, make) in hostile {
        let mut visitor = scene.house.visitor();
        let asked = scene.leave(&mut visitor).await;
        scene.issuer.hand_out(make(&scene.claims(&asked)));
        assert_eq!(come_back(&mut visitor, &asked).await, "/sign-in?problem=identity.token_invalid", "{what}");
    }
    let mut visitor = scene.house.visitor();
    assert_eq!(scene.sign_in(&mut visitor, |_| {}).await, "/customers");
}

#[tokio::test]
async fn a_key_that_was_changed_is_read_anew() {
    let scene = Scene::open().await;
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/customers");
    scene.issuer.rotate();
    scene.house.wait(TimeDelta::seconds(11));
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/customers");
}

#[tokio::test]
async fn made_up_names_of_keys_do_not_make_us_ask_again_and_again() {
    let scene = Scene::open().await;
    assert_eq!(scene.sign_in(&mut scene.house.visitor(), |_| {}).await, "/customers");
    assert_eq!(scene.issuer.keys_read(), 1);
    scene.house.wait(TimeDelta::seconds(11));
    for number in 0..20 {
        let mut visitor = scene.house.visitor();
        let asked = scene.leave(&mut visitor).await;
        let header = json!({ "alg": "RS256", "kid": format!("made up {number}") });
        scene.issuer.hand_out(scene.issuer.signed(&header, &scene.claims(&asked)));
        assert_eq!(come_back(&mut visitor, &asked).await, "/sign-in?problem=identity.token_invalid");
    }
    assert_eq!(scene.issuer.keys_read(), 2);
}
