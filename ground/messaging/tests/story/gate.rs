//! The gate: who is not written to, when one waits, and why.

use chrono::TimeDelta;
use http::{Method, StatusCode};
use messaging::{
    PublicAddress,
    consents::{self, Answer, ConsentChannel, NewAnswer, Proof},
};
use platform::SystemActor;
use serde_json::{Value, json};

use crate::house::{GROUP, House, NORTH, PHONE, ZHAO, on_each_engine};

fn offer(channel: &str) -> Value {
    let words = json!({ "customer_id": ZHAO, "channel": channel, "purpose": "marketing", "text": "特惠 拒收请回复R" });
    let mut words = words;
    if channel == "email" {
        words["subject"] = json!("特惠");
        words["text"] = json!("特惠\n{{unsubscribe.link}}");
    }
    words
}

async fn allow_marketing(house: &House) {
    let door = house.platform.system(SystemActor::Command, GROUP);
    let answer = NewAnswer {
        purpose: consents::MARKETING.into(),
        channel: ConsentChannel::All,
        answer: Answer::Given,
        answered_at: None,
        until: None,
        policy: None,
        how: Proof::Paper,
        proof: Some("P-1".into()),
    };
    door.write(async |tx| consents::record(tx, NORTH, ZHAO, answer).await).await.unwrap();
}

async fn standing(house: &House, channel: ConsentChannel) -> &'static str {
    let door = house.platform.system(SystemActor::Command, GROUP);
    let db = door.read();
    consents::standing(&db, ZHAO, consents::MARKETING, channel).await.unwrap().verdict.code()
}

#[tokio::test]
async fn marketing_goes_only_to_those_who_allow_it_and_notices_to_all() {
    on_each_engine(async |house| {
        let refused = house.post("li", offer("sms")).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "message.no_consent"));
        assert!(house.texts("li", "/messages").await.is_empty(), "nothing is kept of it");
        let asked = json!({ "customer_id": ZHAO, "channel": "sms", "purpose": "marketing" });
        let verdict = house.call("li", Method::POST, "/message-verdicts", asked.clone()).await;
        assert_eq!(verdict.body["verdict"], "refuse");
        assert_eq!(verdict.body["obstacles"], json!([{ "reason": "no_consent", "verdict": "missing" }]));

        allow_marketing(&house).await;
        let verdict = house.call("li", Method::POST, "/message-verdicts", asked).await;
        assert_eq!((&verdict.body["verdict"], &verdict.body["to"]), (&json!("send"), &json!("138****1234")));
        assert_eq!(house.post("li", offer("sms")).await.status, StatusCode::CREATED);
        let none = json!({ "customer_id": ZHAO, "channel": "wecom" });
        let none = house.call("li", Method::POST, "/message-verdicts", none).await;
        assert_eq!(none.body["obstacles"], json!([{ "reason": "no_address" }]));
    })
    .await;
}

#[tokio::test]
async fn an_offer_written_at_night_waits_until_the_morning() {
    on_each_engine(async |house| {
        allow_marketing(&house).await;
        house.wait(TimeDelta::hours(13));
        let held = house.post("li", offer("sms")).await;
        assert_eq!((&held.body["state"], &held.body["send_after"]), (&json!("held"), &json!("2026-03-03T00:00:00Z")));
        assert_eq!(held.body["obstacles"][0]["reason"], "quiet");
        assert_eq!(house.run_jobs().await, 0);
        house.wait(TimeDelta::hours(10));
        assert_eq!(house.run_jobs().await, 1);
        let sent = house.get("li", &format!("/messages/{}", held.id())).await.body;
        assert_eq!((&sent["state"], &sent["obstacles"]), (&json!("sent"), &json!([])));
    })
    .await;
}

#[tokio::test]
async fn consent_taken_back_overnight_stops_a_held_offer() {
    on_each_engine(async |house| {
        allow_marketing(&house).await;
        house.wait(TimeDelta::hours(13));
        let held = house.post("li", offer("sms")).await;
        let door = house.platform.system(SystemActor::Command, GROUP);
        let no = NewAnswer {
            purpose: consents::MARKETING.into(),
            channel: ConsentChannel::All,
            answer: Answer::Withdrawn,
            answered_at: None,
            until: None,
            policy: None,
            how: Proof::Spoken,
            proof: None,
        };
        door.write(async |tx| consents::record(tx, NORTH, ZHAO, no).await).await.unwrap();
        house.wait(TimeDelta::hours(10));
        house.run_jobs().await;
        let refused = house.get("li", &format!("/messages/{}", held.id())).await.body;
        assert_eq!(refused["state"], "refused");
        assert_eq!(refused["obstacles"], json!([{ "reason": "no_consent", "verdict": "withdrawn" }]));
        assert!(house.carrier.carried.lock().unwrap().is_empty());
        assert_eq!(house.journal().await.last().unwrap().name, "message.refused");
    })
    .await;
}

#[tokio::test]
async fn a_customer_is_not_sent_more_than_the_cap_which_a_group_may_change() {
    on_each_engine(async |house| {
        allow_marketing(&house).await;
        house.platform.provide(PublicAddress("https://crm.example.com".into()));
        assert_eq!(house.post("li", offer("sms")).await.status, StatusCode::CREATED);
        assert_eq!(house.post("li", offer("email")).await.status, StatusCode::CREATED);
        assert_eq!(house.post("li", offer("sms")).await.code(), "message.too_often");
        let limits = json!({ "from_minute": 540, "until_minute": 1080, "caps": [{ "messages_max": 3, "days": 7 }] });
        let set = house.call("chen", Method::PUT, "/sending-rules/marketing", limits).await;
        assert_eq!((set.status, &set.body["needs_consent"]), (StatusCode::OK, &json!("marketing")));
        assert_eq!(house.post("li", offer("sms")).await.status, StatusCode::CREATED);
        assert_eq!(house.post("li", offer("sms")).await.code(), "message.too_often");
        let wrong = json!({ "from_minute": 540, "until_minute": null, "caps": [] });
        let wrong = house.call("chen", Method::PUT, "/sending-rules/marketing", wrong).await;
        assert_eq!(wrong.body["errors"][0]["code"], "hours.malformed");
        let rules = house.get("chen", "/sending-rules").await;
        assert_eq!(rules.body.as_array().unwrap().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn whoever_replies_with_an_opt_out_word_is_not_sent_offers_again() {
    on_each_engine(async |house| {
        allow_marketing(&house).await;
        let sent = house.post("li", offer("sms")).await;
        house.run_jobs().await;
        let settings = json!({ "carrier": "aliyun", "access_key_id": "a", "signature": "澄岚汽车" });
        let form = json!({ "settings": settings, "secret": "s" });
        let setup = house.call("chen", Method::PUT, "/channel-setups/sms", form).await;
        let callback = setup.body["callback"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        let phone = PHONE.trim_start_matches('+');
        let push = json!([{ "phone_number": phone, "content": " td " }, { "phone_number": phone, "content": "谢谢" }]);
        let taken = house.call("", Method::POST, &callback, push.clone()).await;
        assert_eq!((taken.status, &taken.body["code"]), (StatusCode::OK, &json!(0)));
        assert_eq!(standing(&house, ConsentChannel::Sms).await, "withdrawn");
        assert_eq!(standing(&house, ConsentChannel::Email).await, "given");
        let asked = json!({ "customer_id": ZHAO, "channel": "sms", "purpose": "marketing" });
        let verdict = house.call("li", Method::POST, "/message-verdicts", asked).await;
        let reasons: Vec<&str> =
            verdict.body["obstacles"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
        assert_eq!(reasons, ["not_approved", "no_consent", "opted_out"]);
        let names: Vec<String> = house.journal().await.into_iter().map(|entry| entry.name).collect();
        assert_eq!(names.iter().filter(|name| *name == "message.opted_out").count(), 1);
        assert_eq!(names.last().unwrap(), "message.replied");
        assert!(!format!("{:?}", house.journal().await).contains(phone));

        // Reported twice, as providers do.
        assert_eq!(house.call("", Method::POST, &callback, push).await.status, StatusCode::OK);
        let report =
            json!([{ "out_id": sent.id(), "success": true, "report_time": "2026-03-02 09:00:00", "sms_size": "1" }]);
        for _ in 0..2 {
            assert_eq!(house.call("", Method::POST, &callback, report.clone()).await.status, StatusCode::OK);
        }
        let arrived = house.get("li", &format!("/messages/{}", sent.id())).await;
        assert_eq!(arrived.body["state"], "delivered");
    })
    .await;
}

#[tokio::test]
async fn a_report_without_the_houses_own_token_is_nobodys() {
    on_each_engine(async |house| {
        let settings = json!({ "carrier": "tencent", "secret_id": "a", "app_id": "1", "signature": "澄岚汽车" });
        let form = json!({ "settings": settings, "secret": "s" });
        let setup = house.call("chen", Method::PUT, "/channel-setups/sms", form).await;
        let callback = setup.body["callback"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        let other = if callback.ends_with('x') { 'y' } else { 'x' };
        let forged = format!("{}{other}", &callback[..callback.len() - 1]);
        for path in [forged.as_str(), "/message-receipts/x", "/message-receipts/01900000000070008000000000000000.abc"] {
            assert_eq!(house.call("", Method::POST, path, json!([])).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let garbage = house.call("", Method::POST, &callback, json!("<xml/>")).await;
        assert_eq!(garbage.body["errors"][0]["code"], "receipts.malformed");
    })
    .await;
}

#[tokio::test]
async fn one_click_in_a_letter_is_enough_and_looking_at_the_link_is_not() {
    on_each_engine(async |house| {
        house.platform.provide(PublicAddress("https://crm.example.com/".into()));
        allow_marketing(&house).await;
        let words = json!({ "zh": { "subject": "特惠", "text": "{{customer.name}} {{unsubscribe.link}}" } });
        let form =
            json!({ "code": "offer.mail", "name": "特惠", "channel": "email", "purpose": "marketing", "wording": words });
        let template = house.call("chen", Method::POST, "/message-templates", form).await;
        let path = format!("/message-templates/{}/publications", template.id());
        house.call("chen", Method::POST, &path, Value::Null).await;
        let sent = house.post("li", json!({ "customer_id": ZHAO, "template_id": template.id() })).await;
        let text = sent.body["text"].as_str().unwrap();
        let link = text.strip_prefix("Zhao https://crm.example.com/api/v1").unwrap().to_owned();
        assert_eq!(house.call("", Method::GET, &link, Value::Null).await.status, StatusCode::OK);
        assert_eq!(standing(&house, ConsentChannel::Email).await, "given", "programs look at links by themselves");
        for _ in 0..2 {
            assert_eq!(house.call("", Method::POST, &link, Value::Null).await.status, StatusCode::OK);
        }
        assert_eq!(standing(&house, ConsentChannel::Email).await, "withdrawn");
        let last = if link.ends_with('0') { '1' } else { '0' };
        let other = format!("{}{last}", &link[..link.len() - 1]);
        assert_eq!(house.call("", Method::POST, &other, Value::Null).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn marketing_in_words_of_ones_own_says_how_to_refuse_it_too() {
    on_each_engine(async |house| {
        allow_marketing(&house).await;
        let bare = json!({ "customer_id": ZHAO, "channel": "sms", "purpose": "marketing", "text": "全场八折" });
        let refused = house.post("li", bare).await;
        let fault = &refused.body["errors"][0];
        assert_eq!(
            (refused.status, &fault["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("template.opt_out_missing"))
        );
        assert!(fault["message"].as_str().unwrap().contains("拒收请回复R"), "{fault}");
        let mut letter = offer("email");
        letter["text"] = json!("全场八折");
        let refused = house.post("li", letter).await;
        let fault = &refused.body["errors"][0];
        assert_eq!((&fault["field"], &fault["code"]), (&json!("text"), &json!("template.opt_out_missing")));
        assert!(fault["message"].as_str().unwrap().contains("{{unsubscribe.link}}"), "{fault}");

        // Nobody said yet under which address this server is reached.
        let asked = json!({ "customer_id": ZHAO, "channel": "email", "purpose": "marketing" });
        let verdict = house.call("li", Method::POST, "/message-verdicts", asked.clone()).await;
        assert_eq!(verdict.body["verdict"], "refuse");
        assert_eq!(verdict.body["obstacles"], json!([{ "reason": "no_public_address" }]));
        let refused = house.post("li", offer("email")).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "message.no_public_address"));
        assert!(house.texts("chen", "/messages").await.is_empty(), "nothing left");

        house.platform.provide(PublicAddress("https://crm.example.com".into()));
        let verdict = house.call("li", Method::POST, "/message-verdicts", asked).await;
        assert_eq!(verdict.body["verdict"], "send", "{}", verdict.body);
        let sent = house.post("li", offer("email")).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        let link = sent.body["text"].as_str().unwrap().strip_prefix("特惠\nhttps://crm.example.com/api/v1").unwrap();
        assert_eq!(house.call("", Method::POST, link, Value::Null).await.status, StatusCode::OK);
        assert_eq!(standing(&house, ConsentChannel::Email).await, "withdrawn");
    })
    .await;
}

#[tokio::test]
async fn what_messages_cost_is_told_by_store_and_purpose() {
    on_each_engine(async |house| {
        let price = |day: &str, cost: i64| json!({ "channel": "sms", "from_day": day, "thousandths": cost });
        for price in [price("2026-01-01", 40), price("2026-03-01", 45), price("2026-04-01", 99)] {
            let added = house.call("chen", Method::POST, "/message-prices", price).await;
            assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        }
        let taken = house.call("chen", Method::POST, "/message-prices", price("2026-03-01", 1)).await;
        assert_eq!(taken.code(), "price.day_taken");
        let long = json!({ "customer_id": ZHAO, "channel": "sms", "text": "字".repeat(71) });
        let sent = house.post("li", long).await;
        house.post("li", json!({ "customer_id": ZHAO, "channel": "email", "subject": "x", "text": "y" })).await;
        house.run_jobs().await;
        let sent = house.get("li", &format!("/messages/{}", sent.id())).await.body;
        assert_eq!((&sent["cost_thousandths"], &sent["currency"]), (&json!(90), &json!("CNY")));
        let sums = house.get("chen", "/message-costs?from=2026-03-01&until=2026-03-31").await.body;
        let sums = sums.as_array().unwrap();
        let of = |sum: &Value| {
            (sum["channel"].clone(), sum["messages"].clone(), sum["parts"].clone(), sum["thousandths"].clone())
        };
        assert_eq!(of(&sums[0]), (json!("email"), json!(1), json!(1), Value::Null));
        assert_eq!(of(&sums[1]), (json!("sms"), json!(1), json!(2), json!(90)));
        assert_eq!(house.get("sun", "/message-costs?from=2026-03-01&until=2026-03-31").await.body, json!([]));
        let wrong = house.get("chen", "/message-costs?from=2026-03-02&until=2026-03-01").await;
        assert_eq!(wrong.body["errors"][0]["code"], "period.malformed");
    })
    .await;
}
