//! Templates: written, published, filled, and sent in an edition that never changes.

use http::{Method, StatusCode};
use messaging::{
    Address, ChannelKind, Chosen, FromTemplate,
    templates::{Given, Values},
};
use platform::SystemActor;
use serde_json::{Value, json};

use crate::house::{Answer, GROUP, House, ZHAO, on_each_engine};

const READY: &str = "{{customer.greeting}}，您的{{vehicle.plate}}已完工，{{appointment.day}}前可取。{{store.name}}";

async fn added(house: &House, code: &str, text: &str) -> Answer {
    let wording = json!({ "zh": { "text": text } });
    let form = json!({ "code": code, "name": "完工", "channel": "sms", "purpose": "notice", "wording": wording });
    let answer = house.call("chen", Method::POST, "/message-templates", form).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer
}

async fn publish(house: &House, id: &str) -> Answer {
    house.call("chen", Method::POST, &format!("/message-templates/{id}/publications"), Value::Null).await
}

async fn send(house: &House, id: &str, values: Value) -> Answer {
    house.post("li", json!({ "customer_id": ZHAO, "template_id": id, "values": values })).await
}

#[tokio::test]
async fn a_published_template_is_filled_and_the_message_names_its_edition() {
    on_each_engine(async |house| {
        let template = added(&house, "vehicle.done", READY).await;
        assert_eq!(send(&house, template.id(), json!({})).await.code(), "template.not_published");
        let published = publish(&house, template.id()).await;
        assert_eq!((published.status, &published.body["published"]["number"]), (StatusCode::OK, &json!(1)));

        let sent = send(&house, template.id(), json!({ "appointment.day": "2026-03-05" })).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        assert_eq!(sent.body["text"], "赵女士，您的沪A12345已完工，2026年3月5日前可取。N1");
        assert_eq!((&sent.body["template"]["edition"], &sent.body["purpose"]), (&json!(1), &json!("notice")));

        let path = format!("/message-templates/{}/draft", template.id());
        let draft = json!({ "wording": { "zh": { "text": "{{customer.greeting}}，请来取车。" } } });
        let drafted = house.call("chen", Method::PUT, &path, draft).await;
        assert_eq!((&drafted.body["draft"]["number"], &drafted.body["published"]["number"]), (&json!(2), &json!(1)));
        publish(&house, template.id()).await;
        let again = send(&house, template.id(), json!({})).await;
        assert_eq!(
            (&again.body["text"], &again.body["template"]["edition"]),
            (&json!("赵女士，请来取车。"), &json!(2))
        );
        let first = house.get("li", &format!("/messages/{}", sent.id())).await;
        assert_eq!(first.body["template"]["edition"], 1);

        let names: Vec<String> = house.journal().await.into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["template.drafted", "template.published", "template.drafted", "template.published"]);
    })
    .await;
}

#[tokio::test]
async fn a_message_with_a_gap_nobody_can_fill_is_refused_with_its_name() {
    on_each_engine(async |house| {
        let template = added(&house, "vehicle.done", READY).await;
        publish(&house, template.id()).await;
        let refused = send(&house, template.id(), json!({ "appointment.day": " " })).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.body["errors"][0]["code"], "template.missing_values");
        assert!(refused.body["errors"][0]["message"].as_str().unwrap().contains("appointment.day"));
        assert!(house.texts("li", "/messages").await.is_empty());
        assert_eq!(house.run_jobs().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_template_with_an_unknown_variable_is_not_published() {
    on_each_engine(async |house| {
        let template = added(&house, "vehicle.done", "{{customer.shoe_size}}").await;
        let refused = publish(&house, template.id()).await;
        assert_eq!(refused.body["errors"][0]["field"], "wording.zh.text");
        assert_eq!(refused.body["errors"][0]["code"], "template.unknown_variable");
        let still = house.get("chen", &format!("/message-templates/{}", template.id())).await;
        assert_eq!((&still.body["published"], &still.body["draft"]["number"]), (&Value::Null, &json!(1)));
    })
    .await;
}

#[tokio::test]
async fn a_code_is_read_by_the_customer_and_by_nobody_of_the_house() {
    on_each_engine(async |house| {
        let door = house.platform.system(SystemActor::Command, GROUP);
        let given = [("code", "482913"), ("code.minutes", "10")];
        let values: Values = given.map(|(name, value)| (name.to_owned(), Given::from(value))).into();
        let to = Address { to: "+8613900005678".into(), masked: "139****5678".into() };
        let wanted = FromTemplate {
            customer: ZHAO,
            template: Chosen::Code("code.verify", ChannelKind::Sms),
            values,
            vehicle: None,
            language: None,
            to: Some(to),
        };
        let message = door.write(async |tx| messaging::write_from_template(tx, wanted).await).await.unwrap();
        assert!(message.text.contains("••••••") && !message.text.contains("482913"));
        house.run_jobs().await;
        let carried = house.carrier.carried.lock().unwrap().clone();
        assert_eq!(carried[0].1, "+8613900005678");
        assert!(carried[0].2.contains("482913"));
        let shown = house.get("chen", &format!("/messages/{}", message.id)).await;
        assert_eq!((&shown.body["to"], &shown.body["state"]), (&json!("139****5678"), &json!("sent")));
        assert!(!shown.body.to_string().contains("482913"));
        assert!(!format!("{:?}", house.journal().await).contains("482913"));
    })
    .await;
}

#[tokio::test]
async fn a_preview_says_how_long_a_text_is_and_what_it_lacks() {
    on_each_engine(async |house| {
        let wording = json!({ "zh": { "text": "{{customer.greeting}} {{insurance.due}} {{code}} {{nobody.knows}}" } });
        let form = json!({ "channel": "sms", "purpose": "notice", "wording": wording, "customer_id": ZHAO });
        let preview = house.call("li", Method::POST, "/message-template-previews", form).await;
        assert_eq!(preview.body["text"], "赵女士 {{insurance.due}} •••••• {{nobody.knows}}");
        assert_eq!(preview.body["missing"], json!(["code", "insurance.due", "nobody.knows"]));
        assert_eq!(preview.body["faults"][0]["code"], "template.unknown_variable");

        let wording = json!({ "en": { "text": "{{insurance.due}} ".to_owned() + &"a".repeat(70) } });
        let form = json!({ "channel": "sms", "purpose": "notice", "wording": wording });
        let preview = house.call("li", Method::POST, "/message-template-previews", form).await;
        assert!(preview.body["text"].as_str().unwrap().starts_with("30 Jun 2026 a"), "{}", preview.body);
        assert_eq!((&preview.body["parts"], &preview.body["characters"]), (&json!(2), &json!(82)));
    })
    .await;
}

#[tokio::test]
async fn what_the_house_sends_by_itself_is_reworded_and_not_retired() {
    on_each_engine(async |house| {
        let list = house.get("li", "/message-templates?channel=sms&purpose=code").await;
        let verify = &list.body["items"][0];
        assert_eq!((&verify["code"], &verify["is_shipped"]), (&json!("change.code"), &json!(true)));
        let path = format!("/message-templates/{}", verify["id"].as_str().unwrap());
        let refused = house.call("chen", Method::PATCH, &path, json!({ "is_retired": true })).await;
        assert_eq!(refused.code(), "template.shipped");
        let drafted = json!({ "wording": { "zh": { "text": "{{code}}" } } });
        let drafted = house.call("chen", Method::PUT, &format!("{path}/draft"), drafted).await;
        assert_eq!(drafted.body["can"], json!(["edit", "try", "publish", "drop_draft"]));
        let dropped = house.call("chen", Method::DELETE, &format!("{path}/draft"), Value::Null).await;
        assert_eq!((&dropped.body["draft"], dropped.status), (&Value::Null, StatusCode::OK));
        let again = house.call("chen", Method::DELETE, &format!("{path}/draft"), Value::Null).await;
        assert_eq!(again.code(), "template.no_draft");
    })
    .await;
}

#[tokio::test]
async fn two_templates_of_a_channel_do_not_share_a_code() {
    on_each_engine(async |house| {
        added(&house, "vehicle.done", READY).await;
        let form = json!({ "code": "vehicle.done", "name": "x", "channel": "sms", "purpose": "notice" });
        let taken = house.call("chen", Method::POST, "/message-templates", form.clone()).await;
        assert_eq!((taken.status, taken.code()), (StatusCode::CONFLICT, "template.code_taken"));
        let refused = house.call("wu", Method::POST, "/message-templates", form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_retired_template_is_not_sent() {
    on_each_engine(async |house| {
        let template = added(&house, "vehicle.done", "{{store.name}}").await;
        publish(&house, template.id()).await;
        let path = format!("/message-templates/{}", template.id());
        let retired = house.call("chen", Method::PATCH, &path, json!({ "is_retired": true, "name": "旧" })).await;
        assert_eq!((&retired.body["is_retired"], &retired.body["can"]), (&json!(true), &json!(["restore"])));
        let refused = send(&house, template.id(), json!({})).await;
        assert_eq!(refused.body["errors"][0]["code"], "template.unknown");
        let both = json!({ "customer_id": ZHAO, "template_id": template.id(), "text": "x" });
        assert_eq!(house.post("li", both).await.body["errors"][0]["code"], "text.beside_template");
    })
    .await;
}
