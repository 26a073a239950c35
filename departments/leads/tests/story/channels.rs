//! Connectors: set up, proven, read in every format, and never taken twice.

use chrono::TimeDelta;
use http::Method;
use kernel::Reach;
use leads::channels::proof::signature;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

pub const JSON: &str = "application/json";

/// A connector that proves nothing but its address, and where it is sent to.
pub async fn open_connector(boss: &Caller, house: &House, format: &str) -> (Value, String) {
    let form = json!({ "name": "门户", "channel": "autohome", "format": format, "signature": "none", "store_id": house.store.id });
    let added = boss.post("/connectors", form).await.is(201);
    let address = added.text("/address").strip_prefix("/api/v1").unwrap().to_owned();
    (added.body, address)
}

pub async fn sent(house: &House, address: &str, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    house.stranger().send(Method::POST, address, kind, body.into()).await
}

#[tokio::test]
async fn an_enquiry_comes_in_makes_a_lead_and_is_not_taken_again() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (connector, address) = open_connector(&boss, &house, "json").await;
    let body =
        json!({ "id": "A-1", "name": "王小明", "phone": "138 0000 1234", "series": "帕萨特", "budget": "18-20万" })
            .to_string();
    let taken = sent(&house, &address, JSON, body.clone()).await.is(200);
    assert_eq!((taken.text("/outcome"), taken.body["code"].clone()), ("created".into(), json!(0)));
    let again = sent(&house, &address, JSON, body).await.is(200);
    assert_eq!((again.text("/outcome"), again.body["code"].clone()), ("duplicate".into(), json!(2)));
    let other = json!({ "id": "A-2", "phone": "13800001234", "comment": "还在吗" }).to_string();
    let merged = sent(&house, &address, JSON, other).await.is(200);
    assert_eq!((merged.text("/outcome"), merged.body["code"].clone()), ("merged".into(), json!(1)));
    let leads = boss.get("/leads").await.is(200);
    assert_eq!(leads.body["items"].as_array().unwrap().len(), 1);
    let lead = &leads.body["items"][0];
    assert_eq!(
        (&lead["channel"], &lead["enquiries"], &lead["budget_max"]),
        (&json!("autohome"), &json!(2), &json!(20_000_000))
    );
    let health = boss.get(&format!("/connectors/{}", connector["id"].as_str().unwrap())).await.is(200);
    assert_eq!((health.body["received_today"].clone(), health.body["quarantined"].clone()), (json!(2), json!(0)));
    assert_eq!(
        health.text("/last_received_at"),
        house.clock.now().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
    );
    let payloads = boss.get("/payloads?outcome=created").await.is(200);
    assert_eq!(payloads.body["items"][0]["repeats"], 1);
    let opened = boss.get(&format!("/payloads/{}", payloads.text("/items/0/id"))).await.is(200);
    assert_eq!(opened.text("/lead/name"), lead["number"].as_str().unwrap());
    assert!(opened.text("/content").contains("138 0000 1234"));
}

#[tokio::test]
async fn the_same_words_are_one_enquiry_within_a_day_and_another_later() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, address) = open_connector(&boss, &house, "form").await;
    let body = "phone=13800001234&comment=%E8%AF%95%E9%A9%BE";
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(sent(&house, &address, kind, body).await.is(200).text("/outcome"), "created");
    house.clock.advance(TimeDelta::hours(20));
    assert_eq!(sent(&house, &address, kind, body).await.is(200).text("/outcome"), "duplicate");
    house.clock.advance(TimeDelta::hours(5));
    assert_eq!(sent(&house, &address, kind, body).await.is(200).text("/outcome"), "merged");
    assert_eq!(boss.get("/leads").await.text("/items/0/customer/name"), "未留名 1234");
}

#[tokio::test]
async fn only_who_knows_the_secret_and_sends_in_time_is_let_in() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "官网中台", "channel": "website", "format": "json", "store_id": house.store.id });
    let added = boss.post("/connectors", form).await.is(201);
    let (id, secret) = (added.id(), added.text("/secret"));
    assert!(secret.len() >= 32);
    assert_eq!(boss.get(&format!("/connectors/{id}")).await.is(200).body.get("secret"), None, "shown once");
    let address = added.text("/address").strip_prefix("/api/v1").unwrap().to_owned();
    let body = json!({ "phone": "13800001234" });
    let now = house.clock.now();
    let try_at = async |secret: &str, at: chrono::DateTime<chrono::Utc>| {
        let given = signature(secret, Some(at), body.to_string().as_bytes());
        let headers = [("x-roadbook-timestamp", at.timestamp().to_string()), ("x-roadbook-signature", given)];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        house.stranger().call(Method::POST, &address, Some(body.clone()), &headers).await
    };
    assert_eq!(sent(&house, &address, JSON, body.to_string()).await.is(401).code(), "intake.signature_missing");
    assert_eq!(try_at("wrong secret", now).await.is(401).code(), "intake.signature_wrong");
    assert_eq!(try_at(&secret, now - TimeDelta::seconds(301)).await.is(401).code(), "intake.too_old");
    assert_eq!(try_at(&secret, now).await.is(200).text("/outcome"), "created");
    assert_eq!(try_at(&secret, now).await.is(200).text("/outcome"), "duplicate", "what is played again makes nothing");
    let health = boss.get(&format!("/connectors/{id}")).await.is(200);
    assert_eq!((health.body["refusals"].clone(), health.text("/last_refusal")), (json!(3), "intake.too_old".into()));
    let renewed = boss.post(&format!("/connectors/{id}/secrets"), json!({})).await.is(201).text("/secret");
    assert_eq!(try_at(&secret, now).await.is(401).code(), "intake.signature_wrong");
    assert_eq!(try_at(&renewed, now).await.is(200).text("/outcome"), "duplicate");
    boss.patch(&format!("/connectors/{id}"), json!({ "is_on": false })).await.is(200);
    assert_eq!(try_at(&renewed, now).await.is(409).code(), "intake.off");
    boss.delete(&format!("/connectors/{id}")).await.is(204);
    try_at(&renewed, now).await.is(404);
    boss.get(&format!("/connectors/{id}")).await.is(404);
}

#[tokio::test]
async fn an_address_that_got_about_is_changed_and_the_old_one_is_nobodys() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (connector, address) = open_connector(&boss, &house, "json").await;
    let renewed =
        boss.post(&format!("/connectors/{}/secrets", connector["id"].as_str().unwrap()), json!({})).await.is(201);
    assert_eq!(renewed.body["secret"], Value::Null, "the address is all there is");
    let body = json!({ "phone": "13800001234" }).to_string();
    sent(&house, &address, JSON, body.clone()).await.is(404);
    let address = renewed.text("/address").strip_prefix("/api/v1").unwrap().to_owned();
    sent(&house, &address, JSON, body).await.is(200);
    for wrong in ["/intake/x", "/intake/019.x", "/intake/01900000000070008000000000000000.abc"] {
        sent(&house, wrong, JSON, "{}").await.is(404);
    }
}

#[tokio::test]
async fn ocean_engine_is_answered_as_it_asks() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "飞鱼", "channel": "douyin", "format": "feiyu", "secret": "app_secret", "store_id": house.store.id });
    let added = boss.post("/connectors", form).await.is(201);
    let address = added.text("/address").strip_prefix("/api/v1").unwrap().to_owned();
    let asked = sent(&house, &address, JSON, r#"{"challenge": 17, "event": "verify_webhook"}"#).await.is(200);
    assert_eq!(
        (asked.body["challenge"].clone(), asked.body["BaseResp"]["StatusCode"].clone()),
        (json!(17), json!(200))
    );
    let inner = json!({ "clue_id": "683", "name": "王小明", "telephone": "13800001234", "gender": 1 }).to_string();
    let body = json!({ "message_id": "m1", "data": inner, "timestamp": 1 });
    let given = signature("app_secret", None, body.to_string().as_bytes());
    let call = async |given: &str| {
        house.stranger().call(Method::POST, &address, Some(body.clone()), &[("x-open-signature", given)]).await
    };
    assert_eq!(call("00").await.is(401).code(), "intake.signature_wrong");
    for _ in 0..2 {
        assert_eq!(call(&given).await.is(200).body["BaseResp"]["StatusCode"], 200);
    }
    let lead = boss.get("/leads").await.is(200);
    assert_eq!((lead.body["items"].as_array().unwrap().len(), lead.text("/items/0/channel")), (1, "douyin".into()));
}

#[tokio::test]
async fn every_prospect_of_an_adf_message_is_an_enquiry_and_gbk_is_read() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, address) = open_connector(&boss, &house, "adf").await;
    let prospect = |id: &str, name: &str, phone: &str| {
        format!(
            "<prospect><id>{id}</id><vehicle><make>大众</make><model>帕萨特</model></vehicle><customer><contact><name part='full'>{name}</name>\
            <phone type='cellphone'>{phone}</phone></contact></customer></prospect>"
        )
    };
    let text = format!(
        "<?xml version='1.0' encoding='GBK'?><?adf version='1.0'?><adf>{}{}{}</adf>",
        prospect("1", "王小明", "13800001234"),
        prospect("2", "李雷", "13900001234"),
        prospect("3", "无号", "")
    );
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    let taken = sent(&house, &address, "application/x-adf+xml", bytes.into_owned()).await.is(202);
    assert_eq!(taken.body["outcomes"], json!(["created", "created", "quarantined"]));
    assert_eq!(boss.get("/leads?q=%E6%9D%8E%E9%9B%B7").await.is(200).text("/items/0/customer/name"), "李雷");
    let kept = boss.get("/payloads?outcome=quarantined").await.is(200);
    let opened = boss.get(&format!("/payloads/{}", kept.text("/items/0/id"))).await.is(200);
    assert!(!opened.text("/content").contains("13800001234"), "each is kept for itself");
    assert_eq!(opened.text("/faults/0/code"), "lead.contact_missing");
}

#[tokio::test]
async fn a_form_of_a_website_is_taken_from_there_but_not_from_programs() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "官网试驾", "channel": "website", "format": "website", "store_id": house.store.id });
    let added = boss.post("/connectors", form).await.is(201);
    let address = added.text("/address").strip_prefix("/api/v1").unwrap().to_owned();
    let post = async |body: &str| {
        let stranger = house.stranger();
        stranger.send(Method::POST, &address, "application/x-www-form-urlencoded", body.as_bytes().to_vec()).await
    };
    assert_eq!(post("phone=13800001234&filled_seconds=12&website_url=").await.is(200).text("/outcome"), "created");
    assert_eq!(post("phone=13800001235&filled_seconds=12&website_url=x").await.is(200).text("/outcome"), "dismissed");
    assert_eq!(post("phone=13800001236&filled_seconds=1").await.is(202).text("/outcome"), "quarantined");
    assert_eq!(post("phone=13800001237").await.is(202).text("/outcome"), "quarantined");
    assert_eq!(boss.get("/leads").await.body["items"].as_array().unwrap().len(), 1);
    let foreign = [("origin", "https://dealer.example"), ("sec-fetch-site", "cross-site"), ("accept", "text/html,*/*")];
    let body = json!({ "phone": "13800001238", "filled_seconds": 30 });
    let thanked = house.stranger().call(Method::POST, &address, Some(body), &foreign).await.is(200);
    assert!(thanked.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    let faults = boss
        .post("/connectors", json!({ "name": "x", "channel": "website", "format": "website", "signature": "hmac" }))
        .await
        .is(422);
    assert_eq!(faults.code(), "connector.signature_impossible");
}

#[tokio::test]
async fn a_mapping_is_tried_on_a_sample_and_nothing_is_written() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let formats = boss.get("/connector-formats").await.is(200);
    for format in formats.body.as_array().unwrap() {
        let form = json!({ "format": format["format"], "mapping": format["mapping"], "sample": format["sample"], "store_id": house.store.id });
        let tried = boss.post("/connector-trials", form).await.is(200);
        assert_eq!(tried.body["fault"], Value::Null, "{format}");
        assert_eq!(tried.body["enquiries"][0]["faults"], json!([]), "{format}: {}", tried.body);
    }
    let mapping = json!({ "fields": [
        { "field": "phone", "from": "user.tel" }, { "field": "gender", "from": "user.sex", "values": { "F": "female" } },
        { "field": "horizon", "from": "user.when" },
    ] });
    let sample = json!({ "user": { "tel": "12", "sex": "f", "when": "soon" } }).to_string();
    let form = json!({ "format": "json", "mapping": mapping, "sample": sample, "store_id": house.store.id });
    let tried = boss.post("/connector-trials", form.clone()).await.is(200);
    let fields = tried.body["enquiries"][0]["fields"].as_array().unwrap().clone();
    assert_eq!((&fields[1]["said"], &fields[1]["taken"]), (&json!("female"), &json!("female")));
    assert_eq!((&fields[2]["said"], &fields[2]["note"]["code"]), (&json!("soon"), &json!("value.unknown")));
    assert_eq!(tried.text("/enquiries/0/faults/0/field"), "phone");
    let mut broken = form.clone();
    broken["sample"] = json!("{");
    assert_eq!(boss.post("/connector-trials", broken).await.is(200).text("/fault/code"), "payload.unreadable");
    let mut wrong = form;
    wrong["mapping"]["fields"][0]["from"] = json!("a[");
    let wrong = boss.post("/connector-trials", wrong).await.is(422);
    assert_eq!(wrong.text("/errors/0/field"), "mapping.fields[0].from");
    assert_eq!(boss.get("/customers/count").await.body["count"], 0);
}

#[tokio::test]
async fn connectors_are_the_managers_of_their_store() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (connector, _) = open_connector(&boss, &house, "json").await;
    let id = connector["id"].as_str().unwrap();
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    assert_eq!(seller.get("/connectors").await.is(403).text("/permission"), "manage_connectors");
    assert_eq!(seller.get("/payloads").await.is(403).text("/permission"), "mend_payloads");
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    assert_eq!(manager.get("/connectors").await.is(200).text("/0/id"), id);
    let changed = manager.patch_from(1, &format!("/connectors/{id}"), json!({ "name": "汽车之家" })).await.is(200);
    assert_eq!((changed.text("/name"), changed.body["version"].clone()), ("汽车之家".into(), json!(2)));
    manager.patch_from(1, &format!("/connectors/{id}"), json!({ "name": "x" })).await.is(412);
    house.settle().await;
    let neighbour = house.neighbour().await;
    neighbour.get(&format!("/connectors/{id}")).await.is(404);
    let words = manager.patch(&format!("/connectors/{id}"), json!({ "name": " " })).await.is(422);
    assert_eq!(words.code(), "text.missing");
}
