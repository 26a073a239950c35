//! Writing messages and reading them back.

use chrono::TimeDelta;
use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::{House, LI, NORTH, ZHAO, on_each_engine};

fn sms(text: &str) -> Value {
    json!({"customer_id": ZHAO, "channel": "sms", "text": text})
}

#[tokio::test]
async fn a_message_waits_with_a_masked_address() {
    on_each_engine(async |house| {
        let answer = house.post("li", sms(" 您的爱车该保养了 ")).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        let mut view = answer.body;
        let id = view["id"].take();
        assert_eq!(
            view,
            json!({
                "id": null, "customer": {"id": ZHAO, "name": "Zhao"}, "is_forgotten": false, "channel": "sms", "to": "138****1234", "subject": null,
                "text": "您的爱车该保养了", "state": "waiting", "via": "moody", "purpose": "notice", "template": null, "parts": 1, "obstacles": [],
                "store": {"id": NORTH, "code": "N1", "name": "N1"}, "send_after": null, "delivered_at": null, "receipt": null,
                "is_watched": false, "opened_at": null, "clicked_at": null,
                "cost_thousandths": null, "currency": null, "can": [], "created_at": "2026-03-02T01:00:00Z",
                "sent_at": null, "by": {"id": LI, "name": "Li"}, "error": null, "attempts": 0,
            })
        );
        let path = format!("/messages/{}", id.as_str().unwrap());
        assert_eq!(house.get("li", &path).await.body["state"], "waiting");
        assert!(house.journal().await.is_empty(), "nothing has happened yet");
    })
    .await;
}

#[tokio::test]
async fn a_customer_without_such_a_contact_is_refused() {
    on_each_engine(async |house| {
        let wecom = json!({"customer_id": ZHAO, "channel": "wecom", "text": "Hello"});
        let answer = house.post("li", wecom).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::CONFLICT, "message.no_address"));
        assert!(house.texts("chen", "/messages").await.is_empty());
        assert_eq!(house.run_jobs().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_customer_one_does_not_see_gets_no_message() {
    on_each_engine(async |house| {
        let to =
            |customer: Value| json!({"customer_id": customer, "channel": "sms", "purpose": "care", "text": "Hello"});
        for (who, message) in [("sun", to(json!(ZHAO))), ("li", to(json!(Uuid::from_u128(99))))] {
            let answer = house.post(who, message).await;
            assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, "customer.unknown"), "{who}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_that_do_not_fit_the_channel_are_refused_with_all_faults() {
    on_each_engine(async |house| {
        let email = json!({"customer_id": ZHAO, "channel": "email", "text": "  "});
        let answer = house.post("li", email).await;
        let codes: Vec<_> = answer.body["errors"].as_array().unwrap().iter().map(|fault| &fault["code"]).collect();
        assert_eq!(
            (answer.status, codes),
            (StatusCode::UNPROCESSABLE_ENTITY, vec![&json!("text.missing"), &json!("subject.missing")])
        );
        let pigeon = house.post("li", json!({"customer_id": ZHAO, "channel": "pigeon", "text": "Hello"})).await;
        assert_eq!(
            (pigeon.status, &pigeon.body["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("channel"))
        );
    })
    .await;
}

#[tokio::test]
async fn one_sees_what_one_wrote_and_a_manager_what_the_store_wrote() {
    on_each_engine(async |house| {
        let from_li = house.post("li", sms("From Li")).await;
        house.wait(TimeDelta::minutes(1));
        house.post("chen", sms("From Chen")).await;
        assert_eq!(house.texts("li", "/messages").await, ["From Li"]);
        assert_eq!(house.texts("chen", "/messages").await, ["From Chen", "From Li"]);
        assert!(house.texts("sun", "/messages").await.is_empty());
        let path = format!("/messages/{}", from_li.id());
        for (who, status) in [
            ("chen", StatusCode::OK),
            ("sun", StatusCode::NOT_FOUND),
            ("guest", StatusCode::FORBIDDEN),
            ("nobody", StatusCode::UNAUTHORIZED),
        ] {
            assert_eq!(house.get(who, &path).await.status, status, "{who}");
        }
        assert_eq!(house.post("guest", sms("Hello")).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn messages_are_filtered_and_paged_newest_first() {
    on_each_engine(async |house| {
        for number in 1..=5 {
            house.post("chen", sms(&format!("{number}"))).await;
            house.wait(TimeDelta::seconds(i64::from(number == 3)));
        }
        house.post("chen", json!({"customer_id": ZHAO, "channel": "email", "subject": "Hello", "text": "6"})).await;
        let all = house.texts("chen", "/messages").await;
        assert_eq!(all.len(), 6);
        assert_eq!(walk(&house, "/messages?limit=2").await, all);
        assert_eq!(house.texts("chen", "/messages?channel=email").await, ["6"]);
        assert_eq!(house.texts("chen", &format!("/messages?customer={ZHAO}")).await.len(), 6);
        assert!(house.texts("chen", &format!("/messages?customer={}", Uuid::from_u128(99))).await.is_empty());
        while house.run_jobs().await > 0 {}
        assert!(house.texts("chen", "/messages?state=waiting").await.is_empty());
        assert_eq!(house.texts("chen", "/messages?state=sent&channel=sms").await.len(), 5);
    })
    .await;
}

async fn walk(house: &House, path: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = house.get("chen", &format!("{path}{cursor}")).await.body;
        let items = page["items"].as_array().unwrap();
        all.extend(items.iter().map(|item| item["text"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

#[tokio::test]
async fn an_offer_does_not_get_past_the_gate_under_another_purpose() {
    on_each_engine(async |house| {
        let offer = |purpose: Option<&str>| {
            let mut form = sms("全场八折，明天截止，拒收请回复R");
            if let Some(purpose) = purpose {
                form["purpose"] = json!(purpose);
            }
            form
        };
        for (purpose, code) in [
            (Some("code"), "message.code_by_hand"),
            (Some("notice"), "message.notice_needs_template"),
            (None, "message.notice_needs_template"),
        ] {
            let refused = house.post("wu", offer(purpose)).await;
            assert_eq!(
                (refused.status, refused.body["errors"][0]["code"].as_str()),
                (StatusCode::UNPROCESSABLE_ENTITY, Some(code))
            );
        }
        assert_eq!(house.post("chen", offer(Some("code"))).await.body["errors"][0]["code"], "message.code_by_hand");
        for purpose in ["marketing", "care"] {
            let asked = house.post("wu", offer(Some(purpose))).await;
            assert_eq!((asked.status, asked.code()), (StatusCode::CONFLICT, "message.no_consent"), "{purpose}");
        }
        let codes = house.get("chen", "/message-templates?channel=sms&purpose=code").await;
        let template = codes.body["items"][0]["id"].clone();
        let by_hand = json!({ "customer_id": ZHAO, "template_id": template, "values": { "code": "全场八折" } });
        assert_eq!(house.post("chen", by_hand).await.body["errors"][0]["code"], "message.code_by_hand");
        assert!(house.texts("chen", "/messages").await.is_empty());
    })
    .await;
}
