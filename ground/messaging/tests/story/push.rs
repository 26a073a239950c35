//! Web push: browsers that subscribe, are tried, written to and forgotten when they are gone.

use http::{Method, StatusCode};
use platform::SystemActor;
use serde_json::{Value, json};

use crate::{
    house::{GROUP, House, ZHAO, on_each_engine},
    provider::{Provider, Reaction},
};

fn form(address: &str, path: &str) -> Value {
    let keys = json!({
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    });
    json!({ "subscription": { "endpoint": format!("{address}/push/{path}"), "keys": keys }, "browser": "Chrome · Windows" })
}

async fn set_up(house: &House, services: Value) {
    let settings = json!({ "carrier": "web_push", "contact": "mailto:it@chenglan.example", "services": services });
    let answer =
        house.call("chen", Method::PUT, "/channel-setups/push", json!({ "settings": settings, "secret": "" })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

async fn subscribe(house: &House, who: &str, form: Value) -> crate::house::Answer {
    house.call(who, Method::POST, "/push-subscriptions", form).await
}

#[tokio::test]
async fn a_browser_subscribes_is_tried_and_forgotten_when_nobody_listens_there() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        let early = subscribe(&house, "li", form(&provider.address, "a")).await;
        assert_eq!((early.status, early.code()), (StatusCode::CONFLICT, "push.not_set_up"));
        assert_eq!(house.get("li", "/push-key").await.body, json!({ "public_key": null }));
        set_up(&house, json!([provider.address])).await;
        assert!(house.get("li", "/push-key").await.body["public_key"].is_string());

        let own = subscribe(&house, "li", form(&provider.address, "a")).await;
        assert_eq!((own.status, &own.body["browser"]), (StatusCode::CREATED, &json!("Chrome · Windows")));
        assert!(!own.body.to_string().contains("endpoint"), "an address is told to nobody");
        let path = format!("/push-subscriptions/{}", own.id());
        assert_eq!(house.get("chen", "/push-subscriptions").await.body, json!([]), "one's own only");
        let tests = format!("{path}/tests");
        assert_eq!(house.call("chen", Method::POST, &tests, Value::Null).await.status, StatusCode::NOT_FOUND);
        provider.will([Reaction::Say(201, ""), Reaction::Say(410, "gone")]);
        let tried = house.call("li", Method::POST, &tests, Value::Null).await;
        assert_eq!(tried.body, json!({ "is_sent": true, "cause": null }));
        assert_eq!(provider.heard().len(), 1);
        let gone = house.call("li", Method::POST, &tests, Value::Null).await;
        assert_eq!(gone.body["is_sent"], false);
        assert_eq!(house.get("li", "/push-subscriptions").await.body, json!([]));
    })
    .await;
}

#[tokio::test]
async fn only_addresses_of_push_services_are_taken() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        set_up(&house, json!([])).await;
        for endpoint in [provider.address.as_str(), "https://10.0.0.1", "https://fcm.googleapis.com.example.com"] {
            let refused = subscribe(&house, "li", form(endpoint, "a")).await;
            assert_eq!(refused.body["errors"][0]["code"], "push.service_unknown", "{endpoint}: {}", refused.body);
        }
        let mut damaged = form("https://fcm.googleapis.com", "a");
        damaged["subscription"]["keys"]["auth"] = json!("short");
        assert_eq!(subscribe(&house, "li", damaged).await.body["errors"][0]["code"], "push.keys_malformed");
        let known = subscribe(&house, "li", form("https://fcm.googleapis.com", "a")).await;
        assert_eq!(known.status, StatusCode::CREATED);
        let again = subscribe(&house, "chen", form("https://fcm.googleapis.com", "a")).await;
        assert_eq!(again.status, StatusCode::CREATED, "whoever signs in next in that browser has it");
        assert_eq!(house.get("li", "/push-subscriptions").await.body, json!([]));
        let path = format!("/push-subscriptions/{}", again.id());
        assert_eq!(house.call("li", Method::DELETE, &path, Value::Null).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.call("chen", Method::DELETE, &path, Value::Null).await.status, StatusCode::NO_CONTENT);
    })
    .await;
}

#[tokio::test]
async fn a_push_to_a_customer_goes_to_the_browser_they_subscribed_with_last() {
    on_each_engine(async |house| {
        set_up(&house, json!([])).await;
        let path = format!("/customers/{ZHAO}/push-subscriptions");
        for browser in ["first", "second"] {
            let answer = house.call("chen", Method::POST, &path, form("https://fcm.googleapis.com", browser)).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
            house.wait(chrono::TimeDelta::seconds(1));
        }
        assert_eq!(house.call("li", Method::POST, &path, form("https://fcm.googleapis.com", "x")).await.status, 403);
        let door = house.platform.system(SystemActor::Command, GROUP);
        let address = messaging::push::address_of(&door.read(), ZHAO).await.unwrap().unwrap();
        assert!(address.to.contains("/push/second"), "{}", address.to);
        assert_eq!(address.masked, "Chrome · Windows");
    })
    .await;
}
