//! Watching whether a message is read: off by itself, only with the customer's yes, and counted once.

use http::StatusCode;
use messaging::{
    PublicAddress,
    consents::{self, Answer, ConsentChannel, NewAnswer, Proof},
};
use platform::SystemActor;
use serde_json::{Value, json};

use crate::house::{GROUP, House, NORTH, ZHAO, on_each_engine};

async fn answer(house: &House, answer: Answer) {
    let door = house.platform.system(SystemActor::Command, GROUP);
    let new = NewAnswer {
        purpose: consents::READING.into(),
        channel: ConsentChannel::All,
        answer,
        answered_at: None,
        until: None,
        policy: None,
        how: Proof::Paper,
        proof: None,
    };
    door.write(async |tx| consents::record(tx, NORTH, ZHAO, new).await).await.unwrap();
}

fn letter(watch: bool) -> Value {
    json!({
        "customer_id": ZHAO, "channel": "email", "subject": "完工", "watch": watch,
        "text": "您的车好了：https://chenglan.example/a?b=1 。地图 https://maps.example/x",
    })
}

/// The letter as the carrier is handed it: its text and the address of its picture.
async fn handed_over(house: &House, id: &str) -> (String, Option<String>) {
    let door = house.platform.system(SystemActor::Command, GROUP);
    let message = messaging::handed_over(&door.read(), id.parse().unwrap()).await.unwrap().unwrap();
    (message.text, message.watched)
}

fn path_of(address: &str) -> &str {
    address.strip_prefix("https://crm.example.com/api/v1").unwrap()
}

#[tokio::test]
async fn a_letter_is_watched_only_with_the_customers_yes() {
    on_each_engine(async |house| {
        house.platform.provide(PublicAddress("https://crm.example.com".into()));
        let written = house.post("li", letter(true)).await;
        assert_eq!((written.status, &written.body["is_watched"]), (StatusCode::CREATED, &json!(false)));
        answer(&house, Answer::Given).await;
        assert_eq!(house.post("li", letter(false)).await.body["is_watched"], json!(false), "off by itself");
        let sms = json!({ "customer_id": ZHAO, "channel": "sms", "text": "好了", "watch": true });
        assert_eq!(house.post("li", sms).await.body["errors"][0]["code"], "message.not_watchable");
        let watched = house.post("li", letter(true)).await;
        assert_eq!(watched.body["is_watched"], json!(true));
        assert!(
            watched.body["text"].as_str().unwrap().contains("https://chenglan.example/a?b=1"),
            "staff read the link"
        );
        let (text, picture) = handed_over(&house, watched.id()).await;
        assert!(!text.contains("chenglan.example") && !text.contains("maps.example"), "{text}");
        assert!(text.starts_with("您的车好了：https://crm.example.com/api/v1/message-links/"), "{text}");
        assert!(picture.unwrap().starts_with("https://crm.example.com/api/v1/message-pictures/"));
    })
    .await;
}

#[tokio::test]
async fn opening_and_following_are_counted_once_and_not_after_the_yes_was_taken_back() {
    on_each_engine(async |house| {
        house.platform.provide(PublicAddress("https://crm.example.com".into()));
        answer(&house, Answer::Given).await;
        let first = house.post("li", letter(true)).await.id().to_owned();
        let second = house.post("li", letter(true)).await.id().to_owned();
        house.run_jobs().await;
        let (text, picture) = handed_over(&house, &first).await;
        let picture = picture.unwrap();
        let links: Vec<&str> =
            text.split_whitespace().filter_map(|word| word.split_once("https://")).map(|at| at.1).collect();
        let link = |place: usize| links[place].strip_prefix("crm.example.com/api/v1").unwrap().to_owned();
        assert_eq!(house.get("", path_of(&picture)).await.status, StatusCode::OK);
        let seen = house.get("chen", &format!("/messages/{first}")).await.body;
        assert!(seen["opened_at"].is_string() && seen["clicked_at"].is_null(), "{seen}");
        house.wait(chrono::TimeDelta::hours(1));
        for _ in 0..2 {
            assert_eq!(house.get("", path_of(&picture)).await.status, StatusCode::OK);
            assert_eq!(house.get("", &link(1)).await.status, StatusCode::SEE_OTHER);
        }
        let later = house.get("chen", &format!("/messages/{first}")).await.body;
        assert_eq!(later["opened_at"], seen["opened_at"], "the first time counts");
        let told: Vec<String> = house.journal().await.into_iter().map(|entry| entry.name).collect();
        let count = |name: &str| told.iter().filter(|told| *told == name).count();
        assert_eq!((count("message.opened"), count("message.link_followed")), (1, 1));

        answer(&house, Answer::Refused).await;
        let (text, _) = handed_over(&house, &second).await;
        let last = text.split_whitespace().last().unwrap().strip_prefix("https://crm.example.com/api/v1").unwrap();
        assert_eq!(house.get("", last).await.status, StatusCode::SEE_OTHER, "the link still leads where it says");
        let unseen = house.get("chen", &format!("/messages/{second}")).await.body;
        assert_eq!((&unseen["opened_at"], &unseen["clicked_at"]), (&Value::Null, &Value::Null));
        assert_eq!(house.get("", &format!("{}0", path_of(&picture))).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.get("", &link(1).replace("-1", "-7")).await.status, StatusCode::NOT_FOUND);
        let costs = house.get("chen", "/message-costs?from=2026-03-01&until=2026-03-31").await.body;
        assert_eq!(
            (&costs[0]["watched"], &costs[0]["opened"], &costs[0]["clicked"]),
            (&json!(2), &json!(1), &json!(1))
        );
    })
    .await;
}
