//! Signing in by OpenID Connect, against an issuer that signs with real keys: the scene all of these stories begin with.

mod arriving;
mod back_channel;
mod factors;
mod own;
mod providers_only;
mod services;
mod tokens;
mod visits;

use std::collections::HashMap;

use platform::outside::{Hosts, Targets};
use serde_json::{Value, json};

use crate::{
    answer::{Answer, Visitor},
    house::House,
    issuer::Issuer,
};

pub const CLIENT: &str = "roadbook";

/// A house with a provider that knows people by verified e-mail, and somebody who has one.
struct Scene {
    house: House,
    issuer: Issuer,
    provider: String,
}

impl Scene {
    async fn open() -> Self {
        Self::with(json!({})).await
    }

    /// `more` is laid over the usual form of the provider.
    async fn with(more: Value) -> Self {
        let (house, issuer) = (House::open().await, Issuer::open().await);
        let_inside(&house, &[&issuer]);
        let boss = house.signed_in("boss").await;
        let seller = format!("/api/v1/staff/{}", house.id_of("seller").await);
        let mail = json!({ "email": "Li@chenglan.example" });
        assert_eq!(boss.patch(&seller, 1, mail).await.status, 200);
        let mut form = json!({
            "name": "企业微信", "issuer": issuer.address(), "client_id": CLIENT, "client_secret": "a secret", "matching": "email", "is_on": true,
        });
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let added = boss.post("/api/v1/identity-providers", form).await;
        assert_eq!(added.status, 201, "{}", added.body);
        assert!(!added.body.to_string().contains("a secret"));
        let provider = added.body["id"].as_str().unwrap().to_owned();
        Self { house, issuer, provider }
    }

    fn path(&self) -> String {
        format!("/api/v1/identity-providers/{}", self.provider)
    }

    /// Leaves for the provider; answers what it is asked.
    async fn leave(&self, visitor: &mut Visitor<'_>) -> HashMap<String, String> {
        let form = json!({ "provider_id": self.provider, "return_to": "/customers" });
        let left = visitor.post("/api/v1/sign-in/visits", form).await;
        assert_eq!(left.status, 201, "{}", left.body);
        visitor.keep_cookies(&left);
        asked_by(&left)
    }

    /// The claims of the seller's account, as asked for.
    fn claims(&self, asked: &HashMap<String, String>) -> Value {
        let now = self.house.now().timestamp();
        json!({
            "iss": self.issuer.address(), "aud": CLIENT, "sub": "248289761001", "nonce": asked["nonce"], "iat": now, "exp": now + 300,
            "email": "li@chenglan.example", "email_verified": true, "name": "李雷", "preferred_username": "lilei",
        })
    }

    /// Comes back with a code that is good for these claims.
    async fn come_back(&self, visitor: &mut Visitor<'_>, asked: &HashMap<String, String>, claims: &Value) -> String {
        self.issuer.grant(claims);
        come_back(visitor, asked).await
    }

    /// The whole way; answers where one is sent.
    async fn sign_in(&self, visitor: &mut Visitor<'_>, change: impl FnOnce(&mut Value)) -> String {
        let asked = self.leave(visitor).await;
        let mut claims = self.claims(&asked);
        change(&mut claims);
        self.come_back(visitor, &asked, &claims).await
    }
}

/// Lets these issuers be called, although they are on this machine, as the settings of a house may.
fn let_inside(house: &House, issuers: &[&Issuer]) {
    let hosts: Vec<String> = issuers.iter().map(|one| one.address().replace("http://", "")).collect();
    house.platform.provide(Targets::Also(Hosts::parse(&hosts, "hosts").unwrap()));
}

fn asked_by(left: &Answer) -> HashMap<String, String> {
    let address = left.body["address"].as_str().unwrap();
    form_urlencoded::parse(address.split('?').nth(1).unwrap().as_bytes()).into_owned().collect()
}

async fn come_back(visitor: &mut Visitor<'_>, asked: &HashMap<String, String>) -> String {
    let answer = visitor.get(&format!("/api/v1/sign-in/callback?state={}&code=good", asked["state"])).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    visitor.keep_cookies(&answer);
    answer.headers["location"].to_str().unwrap().to_owned()
}
