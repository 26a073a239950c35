//! Setting webhooks up: who may, what is refused, what is shown once.

use kernel::Language;
use serde_json::{Value, json};
use testkit::House;

use crate::receiver::{Receiver, customer, role_id, tell, webhook};

#[tokio::test]
async fn the_secret_is_shown_once_and_kept_by_no_cache() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let role = role_id(&boss, "integrator").await;
    let form = json!({ "name": " DMS ", "url": "https://dms.example.com/hooks", "events": ["task.*", "customer.*"], "role_id": role, "reach": "group" });
    let added = boss.post("/webhooks", form).await.is(201);
    assert!(added.text("/secret").starts_with("whsec_"));
    assert_eq!(added.headers["cache-control"], "no-store");
    let shown = boss.get(&format!("/webhooks/{}", added.text("/webhook/id"))).await.is(200);
    assert_eq!((shown.text("/name"), shown.text("/state")), ("DMS".into(), "on".into()));
    assert_eq!(shown.body["events"], json!(["customer.*", "task.*"]));
    assert!(!shown.body.to_string().contains("whsec_"));
    let all = boss.get("/webhooks").await.is(200);
    assert_eq!(all.names(), ["DMS"]);
}

#[tokio::test]
async fn addresses_inside_and_unknown_events_are_refused_at_their_fields() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let role = role_id(&boss, "integrator").await;
    for (url, code) in [
        ("http://dms.example.com/", "address.malformed"),
        ("https://127.0.0.1/", "address.inside"),
        ("https://[::ffff:169.254.169.254]/latest", "address.inside"),
        ("https://localhost:8443/", "address.inside"),
        ("https://user@dms.example.com/", "address.malformed"),
        ("not an address", "address.malformed"),
    ] {
        let form = json!({ "name": "x", "url": url, "events": ["*"], "role_id": role, "reach": "group" });
        let refused = boss.post("/webhooks", form).await.is(422);
        assert_eq!((refused.text("/errors/0/field"), refused.code()), ("url".into(), code), "{url}");
    }
    let form = json!({ "name": "x", "url": "https://x.cn", "events": ["car.sold"], "role_id": role, "reach": "group" });
    assert_eq!(boss.post("/webhooks", form).await.is(422).code(), "webhook.event_unknown");
}

#[tokio::test]
async fn nobody_lends_a_webhook_more_power_than_their_own() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    // IT sees no phone number in full, and so lets none out.
    let admin = house.machine("it_admin").await;
    let form =
        |role: &str| json!({ "name": "x", "url": "https://x.cn", "events": ["*"], "role_id": role, "reach": "group" });
    let strong = form(&role_id(&boss, "integrator").await);
    assert_eq!(admin.post("/webhooks", strong).await.is(409).code(), "role.beyond_own_power");
    admin.post("/webhooks", form(&role_id(&boss, "sales_consultant").await)).await.is(201);
    let manager = house.machine("store_manager").await;
    assert_eq!(manager.get("/webhooks").await.is(403).text("/permission"), "manage_webhooks");
}

#[tokio::test]
async fn a_change_is_made_from_the_version_seen_and_written_down_without_the_address() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created", "webhook.*"]).await;
    let role = role_id(&boss, "group_manager").await;
    let url = format!("{}?token=hush", receiver.url);
    let form = json!({ "name": "DMS", "url": url, "events": ["webhook.changed"], "role_id": role, "reach": "group" });
    let path = format!("/webhooks/{id}");
    let changed = boss.call(http::Method::PUT, &path, Some(form.clone()), &[("if-match", "\"1\"")]).await.is(200);
    assert_eq!(changed.text("/version"), "2");
    boss.call(http::Method::PUT, &path, Some(form.clone()), &[("if-match", "\"1\"")]).await.is(412);
    assert_eq!(boss.put(&path, form).await.is(200).text("/version"), "2", "the same changes nothing");
    tell(&house).await;
    let call = receiver.calls().into_iter().find(|call| call.body["type"] == "webhook.changed").unwrap();
    assert_eq!(call.body["data"]["body"]["fields"], json!(["url", "events"]));
    assert!(!call.raw.contains("hush"));
}

#[tokio::test]
async fn a_removed_webhook_is_told_nothing_more() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    customer(&boss, &house, "王小明").await;
    house.settle().await;
    boss.delete(&format!("/webhooks/{id}")).await.is(204);
    boss.get(&format!("/webhooks/{id}")).await.is(404);
    assert_eq!(tell(&house).await, 0);
    assert!(receiver.calls().is_empty());
}

#[tokio::test]
async fn pausing_twice_and_resuming_what_is_on_are_refused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    let path = format!("/webhooks/{id}/pause");
    assert_eq!(boss.delete(&path).await.is(409).code(), "webhook.not_stopped");
    assert_eq!(boss.put(&path, Value::Null).await.is(200).text("/state"), "paused");
    assert_eq!(boss.put(&path, Value::Null).await.is(409).code(), "webhook.already_paused");
}

#[tokio::test]
async fn a_webhook_whose_role_was_removed_says_so_and_is_told_nothing() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let role = json!({ "name": "临时", "permissions": ["use_roadbook", "see_customers"] });
    let role = boss.post("/roles", role).await.is(201).id();
    let form = json!({ "name": "x", "url": receiver.url, "events": ["*"], "role_id": role, "reach": "group" });
    let id = boss.post("/webhooks", form).await.is(201).text("/webhook/id");
    boss.delete(&format!("/roles/{role}")).await.is(204);
    assert!(boss.get(&format!("/webhooks/{id}")).await.is(200).body["role"].is_null());
    customer(&boss, &house, "王小明").await;
    assert_eq!(tell(&house).await, 0);
}

#[tokio::test]
async fn the_catalogue_speaks_both_languages() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let chinese = boss.get("/webhook-events").await.is(200);
    assert_eq!((chinese.text("/0/noun"), chinese.text("/0/title")), ("customer".into(), "客户".into()));
    let mut reader = boss.clone();
    reader.language = Language::En;
    let english = reader.get("/webhook-events").await.is(200);
    assert_eq!(english.text("/0/title"), "Customers");
    assert_eq!(chinese.text("/0/events/0/name"), "customer.created");
}
