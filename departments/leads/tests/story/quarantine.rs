//! The quarantine: what can't be taken is kept with the reason, mended and taken, or dismissed; and goes with whom it is about.

use http::Method;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::House;

use crate::channels::{JSON, open_connector, sent};

#[tokio::test]
async fn whatever_comes_is_taken_or_kept_with_the_reason() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, json_address) = open_connector(&boss, &house, "json").await;
    let (_, xml_address) = open_connector(&boss, &house, "xml").await;
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let long = json!({ "phone": "13800001234", "id": "x".repeat(101) }).to_string();
    let of_json: [(&[u8], &str); 13] = [
        (b"", "payload.empty"),
        (b"{\"phone\": \"138", "payload.unreadable"),
        (b"phone=13800001234", "payload.unreadable"),
        (b"\xff\xfe\x00\xff", "payload.encoding"),
        (b"{}", "lead.contact_missing"),
        (b"[]", "lead.contact_missing"),
        (b"null", "lead.contact_missing"),
        (b"\"\"", "lead.contact_missing"),
        (br#"{"phone": "12"}"#, "phone.too_short"),
        (br#"{"phone": {"a": 1}}"#, "phone."),
        (br#"{"phone": "13800001234", "enquired_at": "1999-01-01"}"#, "enquired_at.out_of_range"),
        (deep.as_bytes(), "payload.unreadable"),
        (long.as_bytes(), "text.too_long"),
    ];
    let laughs = r#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><lead><phone>&b;</phone></lead>"#;
    let file = r#"<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><lead><name>&x;</name></lead>"#;
    let of_xml: [(&[u8], &str); 4] = [
        (laughs.as_bytes(), "payload.document_type"),
        (file.as_bytes(), "payload.document_type"),
        (b"<lead><phone>13800001234</phone>", "payload.unreadable"),
        (b"no xml", "payload.unreadable"),
    ];
    let mut count = 0;
    for (address, bodies) in [(&json_address, of_json.as_slice()), (&xml_address, of_xml.as_slice())] {
        for (body, code) in bodies {
            let shown = String::from_utf8_lossy(body).chars().take(40).collect::<String>();
            let taken = sent(&house, address, "application/octet-stream", body.to_vec()).await.is(202);
            assert_eq!(taken.text("/outcome"), "quarantined", "{shown}");
            let last = boss.get("/payloads?outcome=quarantined&limit=1").await.is(200);
            assert!(last.text("/items/0/faults/0/code").starts_with(code), "{shown}: {}", last.body);
            count += 1;
        }
    }
    let kept = boss.get("/payloads?outcome=quarantined&limit=200").await.is(200);
    assert_eq!(kept.body["items"].as_array().unwrap().len(), count);
    let huge = sent(&house, &json_address, JSON, vec![b' '; 10 * 1024 * 1024]).await.is(413);
    assert_eq!(huge.code(), "body.too_large");
    let emoji = json!({ "phone": "13800001239", "name": "👩🏽‍🚗 Ann\u{0}", "comment": "😀".repeat(3_000) }).to_string();
    assert_eq!(sent(&house, &json_address, JSON, emoji).await.is(200).text("/outcome"), "created");
    let relay = json!({ "phone": "13800001239", "extension": "12" });
    for id in ["r1", "r2"] {
        let mut body = relay.clone();
        body["id"] = json!(id);
        let taken = sent(&house, &json_address, JSON, body.to_string()).await.is(200);
        assert_eq!(taken.text("/outcome"), "created", "a relay number tells nobody from another");
    }
}

#[tokio::test]
async fn what_is_mended_becomes_a_lead() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, address) = open_connector(&boss, &house, "json").await;
    sent(&house, &address, JSON, r#"{"id": "7", "name": "王小明", "phone": "1380000123"}"#).await.is(202);
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    let list = manager.get("/payloads?outcome=quarantined").await.is(200);
    let payload = format!("/payloads/{}", list.text("/items/0/id"));
    assert_eq!(list.body["items"][0]["can"], json!(["mend", "dismiss"]));
    let still = manager.post(&format!("{payload}/replays"), json!({})).await.is(422);
    assert!(still.code().starts_with("phone."), "{}", still.body);
    let broken = manager.post(&format!("{payload}/replays"), json!({ "content": "{" })).await.is(422);
    assert_eq!((broken.code(), broken.text("/errors/0/field")), ("payload.unreadable", "content".into()));
    let content = r#"{"id": "7", "name": "王小明", "phone": "13800001234"}"#;
    let mended = manager.post(&format!("{payload}/replays"), json!({ "content": content })).await.is(200);
    assert_eq!((mended.text("/outcome"), mended.text("/settled_by/name")), ("created".into(), "赵敏".into()));
    assert_eq!(mended.text("/lead/name"), "LE-SH01-26-000001");
    let again = manager.post(&format!("{payload}/replays"), json!({})).await.is(409);
    assert_eq!(again.code(), "payload.not_in_quarantine");
    assert_eq!(sent(&house, &address, JSON, content).await.is(200).text("/outcome"), "duplicate");
    house.settle().await;
    let lead = mended.text("/lead/id");
    let customer = boss.get(&format!("/leads/{lead}")).await.is(200).text("/customer/id");
    let timeline = boss.get(&format!("/customers/{customer}/timeline")).await.is(200);
    assert!(timeline.body.to_string().contains("payload.mended"), "{}", timeline.body);
}

#[tokio::test]
async fn what_the_channel_sends_again_in_order_leaves_quarantine() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (connector, address) = open_connector(&boss, &house, "json").await;
    let body = r#"{"id": "7", "tel": "13800001234"}"#;
    sent(&house, &address, JSON, body).await.is(202);
    let path = format!("/connectors/{}", connector["id"].as_str().unwrap());
    let mapping =
        json!({ "fields": [{ "field": "phone", "from": "phone | tel" }, { "field": "external_id", "from": "id" }] });
    boss.patch(&path, json!({ "mapping": mapping })).await.is(200);
    assert_eq!(sent(&house, &address, JSON, body).await.is(200).text("/outcome"), "created");
    assert_eq!(boss.get("/payloads?outcome=quarantined").await.body["items"], json!([]));
}

#[tokio::test]
async fn what_is_dismissed_says_why_and_no_more_who_it_was() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, address) = open_connector(&boss, &house, "json").await;
    sent(&house, &address, JSON, r#"{"name": "测试", "phone": "1"}"#).await.is(202);
    let payload = format!("/payloads/{}", boss.get("/payloads").await.text("/items/0/id"));
    let unsaid = boss.put(&format!("{payload}/dismissal"), json!({ "reason": " " })).await.is(422);
    assert_eq!(unsaid.code(), "text.missing");
    let done = boss.put(&format!("{payload}/dismissal"), json!({ "reason": "平台测试数据" })).await.is(200);
    assert_eq!((done.text("/outcome"), done.body["content"].clone()), ("dismissed".into(), Value::Null));
    assert_eq!(done.text("/remark"), "平台测试数据");
    boss.put(&format!("{payload}/dismissal"), json!({ "reason": "x" })).await.is(409);
}

#[tokio::test]
async fn whoever_may_not_see_phones_sees_only_why_it_lies_there() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, address) = open_connector(&boss, &house, "json").await;
    sent(&house, &address, JSON, r#"{"name": "王小明", "phone": "138"}"#).await.is(202);
    let payload = format!("/payloads/{}", boss.get("/payloads").await.text("/items/0/id"));
    let keeper = house.machine("it_admin").await;
    let seen = keeper.get(&payload).await.is(200);
    assert_eq!((seen.body["content"].clone(), seen.body["is_hidden"].clone()), (Value::Null, json!(true)));
    assert_eq!(seen.body["fields"], json!([]));
    assert!(!seen.body.to_string().contains("王小明"));
}

#[tokio::test]
async fn two_who_send_the_same_at_once_make_one_lead() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let (_, address) = open_connector(&boss, &house, "json").await;
    let send = async || {
        let body = br#"{"id": "9", "phone": "13800001234"}"#.to_vec();
        house.stranger().send(Method::POST, &address, JSON, body).await
    };
    let all = tokio::join!(send(), send(), send(), send());
    let outcomes = [all.0, all.1, all.2, all.3].map(|answer| answer.is(200).text("/outcome"));
    let of = |word: &str| outcomes.iter().filter(|one| *one == word).count();
    assert_eq!((of("created"), of("duplicate")), (1, 3), "{outcomes:?}");
    assert_eq!(boss.get("/leads").await.body["items"].as_array().unwrap().len(), 1);
}
