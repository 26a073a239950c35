//! Each carrier against a server that speaks its protocol: what it is told, and what follows from what it answers.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, StatusCode};
use messaging::{Address, ChannelKind, Chosen, FromTemplate, templates::Values};
use platform::SystemActor;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    house::{Answer, GROUP, House, ZHAO, on_each_engine},
    provider::{Heard, MailServer, Provider, Reaction},
};

async fn set(house: &House, channel: &str, settings: Value, secret: &str) -> Answer {
    let form = json!({ "settings": settings, "secret": secret });
    let answer = house.call("chen", Method::PUT, &format!("/channel-setups/{channel}"), form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer
}

async fn with_aliyun(house: &House, provider: &Provider) {
    let settings = json!({
        "carrier": "aliyun", "access_key_id": "LTAI1", "signature": "澄岚汽车", "endpoint": provider.address,
    });
    set(house, "sms", settings, "aliyun secret").await;
}

/// The id of a published template with a number at the provider.
async fn approved(house: &House, number: &str) -> String {
    let provider = json!({ "id": number });
    let wording = json!({ "zh": { "text": "{{customer.greeting}}，{{vehicle.plate}}已完工。", "provider": provider } });
    let form = json!({ "code": "ready", "name": "完工", "channel": "sms", "purpose": "notice", "wording": wording });
    let template = house.call("chen", Method::POST, "/message-templates", form).await;
    let path = format!("/message-templates/{}/publications", template.id());
    let published = house.call("chen", Method::POST, &path, Value::Null).await;
    assert_eq!(published.status, StatusCode::OK, "{}", published.body);
    template.id().to_owned()
}

async fn written(house: &House, template: &str) -> String {
    let message = house.post("li", json!({ "customer_id": ZHAO, "template_id": template })).await;
    assert_eq!(message.status, StatusCode::CREATED, "{}", message.body);
    format!("/messages/{}", message.id())
}

async fn state(house: &House, path: &str) -> String {
    house.get("chen", path).await.body["state"].as_str().unwrap().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// As the provider checks it: from what arrived, not from what was meant.
fn is_signed_for_aliyun(heard: &Heard, secret: &str) -> bool {
    let authorization = heard.header("authorization");
    let names = authorization.split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
    let block: String = names.split(';').map(|name| format!("{name}:{}\n", heard.header(name))).collect();
    let body = hex(&Sha256::digest(&heard.body));
    let canonical = format!("POST\n/\n{}\n{block}\n{names}\n{body}", heard.query());
    let to_sign = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical)));
    authorization.ends_with(&format!("Signature={}", hex(&hmac(secret.as_bytes(), &to_sign))))
}

#[tokio::test]
async fn an_sms_goes_to_aliyun_signed_and_its_arrival_is_asked_for() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        with_aliyun(&house, &provider).await;
        let template = approved(&house, "SMS_1").await;
        let path = written(&house, &template).await;
        provider.will([Reaction::Json(json!({ "Code": "OK", "Message": "OK", "BizId": "B-7", "RequestId": "r" }))]);
        house.run_jobs().await;
        let heard = provider.heard();
        assert!(is_signed_for_aliyun(&heard[0], "aliyun secret"), "{heard:?}");
        assert_eq!(heard[0].parameter("TemplateParam"), r#"{"customer_greeting":"赵女士","vehicle_plate":"沪A12345"}"#);
        assert_eq!(
            ["PhoneNumbers", "SignName", "TemplateCode"].map(|name| heard[0].parameter(name)),
            ["13800001234", "澄岚汽车", "SMS_1"]
        );
        let sent = house.get("chen", &path).await.body;
        assert_eq!((&sent["state"], &sent["receipt"], &sent["via"]), (&json!("sent"), &json!("B-7"), &json!("aliyun")));

        let id = heard[0].parameter("OutId");
        let detail = json!({ "OutId": id, "SendStatus": 3, "ReceiveDate": "2026-03-02 09:00:03" });
        provider.will([Reaction::Json(
            json!({ "Code": "OK", "Message": "OK", "SmsSendDetailDTOs": { "SmsSendDetailDTO": [detail] } }),
        )]);
        house.wait(TimeDelta::minutes(3));
        house.run_jobs().await;
        let arrived = house.get("chen", &path).await.body;
        assert_eq!(
            (&arrived["state"], &arrived["delivered_at"]),
            (&json!("delivered"), &json!("2026-03-02T01:00:03Z"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_busy_provider_is_tried_again_and_one_that_refuses_is_not() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        with_aliyun(&house, &provider).await;
        let template = approved(&house, "SMS_1").await;
        let path = written(&house, &template).await;
        let says = |code: &str| Reaction::Json(json!({ "Code": code, "Message": "x", "RequestId": "r" }));
        provider.will([
            says("Throttling.User"),
            Reaction::Say(503, "<html>busy</html>"),
            says("isv.MOBILE_NUMBER_ILLEGAL"),
        ]);
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "waiting");
        house.wait(TimeDelta::seconds(11));
        house.run_jobs().await;
        house.wait(TimeDelta::seconds(21));
        house.run_jobs().await;
        let failed = house.get("chen", &path).await.body;
        assert_eq!((&failed["state"], &failed["attempts"]), (&json!("failed"), &json!(3)));
        assert_eq!(failed["error"], "isv.MOBILE_NUMBER_ILLEGAL: x");
        assert_eq!(failed["can"], json!(["retry"]));

        let refused = house.call("li", Method::POST, &format!("{path}/retries"), Value::Null).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        house.call("chen", Method::POST, &format!("{path}/retries"), Value::Null).await;
        provider.will([Reaction::Json(json!({ "Code": "OK", "BizId": "B-2" }))]);
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "sent");
        let again = house.call("chen", Method::POST, &format!("{path}/retries"), Value::Null).await;
        assert_eq!(again.code(), "message.not_failed");
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_before_anything_is_sent_twice() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        with_aliyun(&house, &provider).await;
        let template = approved(&house, "SMS_1").await;
        let path = written(&house, &template).await;
        provider.will([Reaction::HangUp]);
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "unknown");
        let id = provider.heard()[0].parameter("OutId");
        let details =
            |list: Value| Reaction::Json(json!({ "Code": "OK", "SmsSendDetailDTOs": { "SmsSendDetailDTO": list } }));
        provider.will([details(json!([{ "OutId": id, "SendStatus": 1 }]))]);
        house.wait(TimeDelta::seconds(11));
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "sent");
        let actions: Vec<String> =
            provider.heard().iter().map(|heard| heard.header("x-acs-action").to_owned()).collect();
        assert_eq!(actions, ["SendSms", "QuerySendDetails"]);

        // And one that the provider never got is sent.
        let path = written(&house, &template).await;
        provider.will([Reaction::Say(200, "garbage"), details(json!([])), Reaction::Json(json!({ "Code": "OK" }))]);
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "unknown");
        house.wait(TimeDelta::seconds(11));
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "sent");
    })
    .await;
}

#[tokio::test]
async fn a_provider_of_approved_texts_gets_no_others() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        with_aliyun(&house, &provider).await;
        let free = house.post("li", json!({ "customer_id": ZHAO, "channel": "sms", "text": "您好" })).await;
        assert_eq!((free.status, free.code()), (StatusCode::CONFLICT, "message.not_approved"));
        assert!(provider.heard().is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_sms_goes_to_tencent_with_its_values_in_order() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        let settings = json!({
            "carrier": "tencent", "secret_id": "AKID1", "app_id": "1400000000", "signature": "澄岚汽车",
            "endpoint": provider.address,
        });
        set(&house, "sms", settings, "tencent secret").await;
        let template = approved(&house, "123456").await;
        let path = written(&house, &template).await;
        let status = json!({ "Code": "Ok", "SerialNo": "S-1", "Fee": 2, "Message": "send success" });
        provider.will([Reaction::Json(json!({ "Response": { "SendStatusSet": [status], "RequestId": "r" } }))]);
        house.run_jobs().await;
        let heard = provider.heard().remove(0);
        let body = heard.json();
        assert_eq!(body["PhoneNumberSet"], json!(["+8613800001234"]));
        assert_eq!(body["TemplateParamSet"], json!(["赵女士", "沪A12345"]));
        assert!(
            heard.header("authorization").starts_with("TC3-HMAC-SHA256 Credential=AKID1/2026-03-02/sms/tc3_request")
        );
        let sent = house.get("chen", &path).await.body;
        assert_eq!((&sent["state"], &sent["receipt"], &sent["parts"]), (&json!("sent"), &json!("S-1"), &json!(2)));

        let path = written(&house, &template).await;
        let error = json!({ "Code": "UnauthorizedOperation.SmsSdkAppIdVerifyFail", "Message": "no" });
        provider.will([Reaction::Json(json!({ "Response": { "Error": error, "RequestId": "r" } }))]);
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "failed");
    })
    .await;
}

async fn to_somebody(house: &House, code: &'static str, channel: ChannelKind, to: &str) -> String {
    let door = house.platform.system(SystemActor::Command, GROUP);
    let given = [("staff.name", "李雷"), ("link", "https://x.cn/1"), ("link.days", "7")];
    let values: Values = given.map(|(name, value)| (name.to_owned(), value.into())).into();
    let to = Some(Address { to: to.into(), masked: "***".into() });
    let wanted = FromTemplate {
        customer: ZHAO,
        template: Chosen::Code(code, channel),
        values,
        vehicle: None,
        language: None,
        to,
    };
    let message = door.write(async |tx| messaging::write_from_template(tx, wanted).await).await.unwrap();
    format!("/messages/{}", message.id)
}

async fn published(house: &House, code: &str, channel: &str, words: Value) -> String {
    let form =
        json!({ "code": code, "name": code, "channel": channel, "purpose": "notice", "wording": { "zh": words } });
    let template = house.call("chen", Method::POST, "/message-templates", form).await;
    let path = format!("/message-templates/{}/publications", template.id());
    assert_eq!(house.call("chen", Method::POST, &path, Value::Null).await.status, StatusCode::OK);
    template.id().to_owned()
}

#[tokio::test]
async fn wecom_gets_one_key_for_many_and_a_fresh_one_when_it_no_longer_holds() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        let settings = json!({ "carrier": "wecom", "corp_id": "ww1", "agent_id": 7, "endpoint": provider.address });
        set(&house, "wecom", settings, "wecom secret").await;
        published(&house, "hello", "wecom", json!({ "text": "您好" })).await;
        let key = |text: &str| Reaction::Json(json!({ "errcode": 0, "access_token": text, "expires_in": 7200 }));
        let sent = Reaction::Json(json!({ "errcode": 0, "errmsg": "ok", "fail_list": [], "msgid": "M-1" }));
        provider.will([key("K1"), sent.clone()]);
        let first = to_somebody(&house, "hello", ChannelKind::Wecom, "wmZHAO").await;
        house.run_jobs().await;
        assert_eq!(state(&house, &first).await, "sent");
        let expired = Reaction::Json(json!({ "errcode": 42001, "errmsg": "access_token expired" }));
        provider.will([expired, key("K2"), sent]);
        let second = to_somebody(&house, "hello", ChannelKind::Wecom, "wmZHAO").await;
        house.run_jobs().await;
        assert_eq!(state(&house, &second).await, "sent");
        let lines: Vec<String> = provider.heard().into_iter().map(|heard| heard.line).collect();
        let keys: Vec<&str> = lines.iter().filter_map(|line| line.split("access_token=").nth(1)).collect();
        assert_eq!(keys, ["K1 HTTP/1.1", "K1 HTTP/1.1", "K2 HTTP/1.1"]);
        assert_eq!(lines.iter().filter(|line| line.contains("gettoken")).count(), 2);

        provider.will([Reaction::Json(json!({ "errcode": 0, "fail_list": ["wmZHAO"], "msgid": "M-3" }))]);
        let third = to_somebody(&house, "hello", ChannelKind::Wecom, "wmZHAO").await;
        house.run_jobs().await;
        assert_eq!(state(&house, &third).await, "failed");

        // The first is confirmed by the member of staff and read.
        // Both questions about both messages come at once, in any order: one answer fits all.
        let sent = json!({ "external_userid": "wmZHAO", "userid": "li", "status": 1 });
        let both = json!({ "errcode": 0, "task_list": [{ "userid": "li", "status": 2 }], "send_list": [sent] });
        provider.will(std::iter::repeat_n(Reaction::Json(both), 4));
        house.wait(TimeDelta::minutes(3));
        house.run_jobs().await;
        assert_eq!(state(&house, &first).await, "delivered");
    })
    .await;
}

#[tokio::test]
async fn a_letter_goes_by_smtp_and_the_servers_answer_decides() {
    on_each_engine(async |house| {
        let server = MailServer::open().await;
        let settings = json!({
            "carrier": "smtp", "host": "127.0.0.1", "port": server.port, "security": "none",
            "from": "service@chenglan.example", "from_name": "澄岚汽车",
        });
        set(&house, "email", settings, "").await;
        let letter = json!({ "customer_id": ZHAO, "channel": "email", "subject": "完工", "text": "您的车\n.好了" });
        let path = format!("/messages/{}", house.post("li", letter.clone()).await.id());
        house.run_jobs().await;
        let sent = house.get("chen", &path).await.body;
        assert_eq!((&sent["state"], &sent["via"]), (&json!("sent"), &json!("smtp")), "{sent}");
        let taken = server.letters().remove(0);
        let id = path.rsplit('/').next().unwrap();
        assert!(taken.contains(&format!("Message-ID: <{id}@chenglan.example>")), "{taken}");
        assert!(taken.contains("To: zhao@example.com") && !taken.contains("List-Unsubscribe"), "{taken}");

        server.will("RCPT", "550 5.1.1 <zhao@example.com> unknown user");
        let path = format!("/messages/{}", house.post("li", letter.clone()).await.id());
        house.run_jobs().await;
        let failed = house.get("chen", &path).await.body;
        assert_eq!(failed["state"], "failed");
        assert!(!failed["error"].as_str().unwrap().contains("zhao@"), "{failed}");

        server.will("MAIL", "451 4.7.1 greylisted");
        let path = format!("/messages/{}", house.post("li", letter.clone()).await.id());
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "waiting");
        house.wait(TimeDelta::seconds(11));
        house.run_jobs().await;
        assert_eq!(state(&house, &path).await, "sent");

        server.will(".", "");
        let path = format!("/messages/{}", house.post("li", letter).await.id());
        house.run_jobs().await;
        house.wait(TimeDelta::hours(2));
        assert_eq!(house.run_jobs().await, 0, "nobody sends a letter twice that may have arrived");
        assert_eq!(state(&house, &path).await, "unknown");
        let checked = house.call("chen", Method::POST, "/channel-setups/email/checks", Value::Null).await;
        assert_eq!(checked.body, json!({ "is_reached": true, "cause": null }));
    })
    .await;
}

#[tokio::test]
async fn a_browser_is_written_to_sealed_and_signed() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        let settings = json!({
            "carrier": "web_push", "contact": "mailto:it@chenglan.example", "services": [provider.address],
        });
        let setup = set(&house, "push", settings, "").await;
        let public = setup.body["public_key"].as_str().unwrap().to_owned();
        published(&house, "hello", "push", json!({ "subject": "您好", "text": "车好了" })).await;
        let subscription = json!({
            "endpoint": format!("{}/push/abc", provider.address),
            "keys": {
                "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            },
        });
        provider.will([Reaction::Say(201, ""), Reaction::Say(410, "gone")]);
        let first = to_somebody(&house, "hello", ChannelKind::Push, &subscription.to_string()).await;
        house.run_jobs().await;
        assert_eq!(state(&house, &first).await, "sent");
        let heard = provider.heard().remove(0);
        assert_eq!((heard.header("content-encoding"), heard.header("ttl")), ("aes128gcm", "86400"));
        assert!(heard.header("authorization").ends_with(&format!("k={public}")));
        let token = heard.header("authorization").split("t=").nth(1).unwrap().split(',').next().unwrap().to_owned();
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!((&claims["aud"], &claims["sub"]), (&json!(provider.address), &json!("mailto:it@chenglan.example")));
        assert!(!String::from_utf8_lossy(&heard.body).contains("车好了"));

        let second = to_somebody(&house, "hello", ChannelKind::Push, &subscription.to_string()).await;
        house.run_jobs().await;
        assert_eq!(state(&house, &second).await, "failed");
    })
    .await;
}

#[tokio::test]
async fn a_secret_is_kept_and_never_shown() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        with_aliyun(&house, &provider).await;
        let settings = json!({
            "carrier": "aliyun", "access_key_id": "LTAI2", "signature": "澄岚汽车", "endpoint": provider.address,
        });
        let changed =
            house.call("chen", Method::PUT, "/channel-setups/sms", json!({ "settings": settings.clone() })).await;
        assert_eq!((&changed.body["has_secret"], &changed.body["version"]), (&json!(true), &json!(2)));
        let list = house.get("chen", "/channel-setups").await;
        assert!(!list.body.to_string().contains("aliyun secret"));
        assert_eq!(list.body.as_array().unwrap().len(), 4);
        assert_eq!(house.get("li", "/channel-setups").await.status, StatusCode::FORBIDDEN);

        let tencent = json!({ "carrier": "tencent", "secret_id": "a", "app_id": "1", "signature": "澄岚汽车" });
        let bare = house.call("chen", Method::PUT, "/channel-setups/sms", json!({ "settings": tencent })).await;
        assert_eq!(bare.body["errors"][0]["code"], "secret.missing", "the key of another carrier is no use");
        let unfit = house.call("chen", Method::PUT, "/channel-setups/email", json!({ "settings": settings })).await;
        assert_eq!(unfit.body["errors"][0]["code"], "carrier.unfit");

        provider.will([Reaction::Json(json!({ "Code": "InvalidAccessKeyId.NotFound", "Message": "no such key" }))]);
        let checked = house.call("chen", Method::POST, "/channel-setups/sms/checks", Value::Null).await;
        assert_eq!(checked.body["cause"], "InvalidAccessKeyId.NotFound: no such key");
    })
    .await;
}

#[tokio::test]
async fn a_template_is_tried_on_oneself() {
    on_each_engine(async |house| {
        let provider = Provider::open().await;
        with_aliyun(&house, &provider).await;
        let template = approved(&house, "SMS_1").await;
        provider.will([Reaction::Json(json!({ "Code": "OK", "BizId": "B-1" }))]);
        let path = format!("/message-templates/{template}/trials");
        let tried = house.call("chen", Method::POST, &path, json!({ "to": "139 0000 5678" })).await;
        assert_eq!(tried.body, json!({ "is_sent": true, "via": "aliyun", "cause": null }));
        assert_eq!(provider.heard()[0].parameter("PhoneNumbers"), "13900005678");
        let unfit = house.call("chen", Method::POST, &path, json!({ "to": "021-62345678" })).await;
        assert_eq!(unfit.body["errors"][0]["code"], "address.unfit");
        assert!(house.texts("chen", "/messages").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_carrier_of_the_configuration_file_has_the_channel_until_the_group_sets_its_own() {
    on_each_engine(async |house| {
        let server = MailServer::open().await;
        let smtp = |from: &str| {
            json!({ "carrier": "smtp", "host": "127.0.0.1", "port": server.port, "security": "none", "from": from })
        };
        let configure = |settings: Value| {
            let settings = serde_json::from_value(settings).unwrap();
            messaging::configure(&house.platform, settings, None)
        };
        assert!(configure(json!({ "carrier": "web_push", "contact": "mailto:it@chenglan.example" })).is_err());
        assert!(configure(smtp("nobody")).is_err(), "what can't work is told at the start");
        let carrier = configure(smtp("house@chenglan.example")).unwrap();
        house.platform.provide(messaging::ConfiguredCarriers(vec![carrier]));
        let list = house.get("chen", "/channel-setups").await.body;
        let of = |channel: &str| list.as_array().unwrap().iter().find(|one| one["channel"] == channel).unwrap().clone();
        assert_eq!((&of("email")["configured"], &of("sms")["configured"]), (&json!("smtp"), &Value::Null));
        let letter = json!({ "customer_id": ZHAO, "channel": "email", "subject": "完工", "text": "好了" });
        let path = format!("/messages/{}", house.post("li", letter.clone()).await.id());
        house.run_jobs().await;
        assert_eq!(house.get("chen", &path).await.body["via"], "smtp");
        assert!(server.letters().remove(0).contains("From: house@chenglan.example"));

        set(&house, "email", smtp("own@chenglan.example"), "").await;
        house.post("li", letter).await;
        house.run_jobs().await;
        assert!(server.letters().pop().unwrap().contains("From: own@chenglan.example"));
    })
    .await;
}
