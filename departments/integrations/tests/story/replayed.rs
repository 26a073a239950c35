//! Sending again, and trying out.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::House;

use crate::receiver::{Receiver, customer, tell, webhook};

#[tokio::test]
async fn one_all_that_failed_or_a_time_can_be_sent_again() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    let began = house.clock.now();
    let person = customer(&boss, &house, "王小明").await;
    tell(&house).await;
    let log = boss.get(&format!("/webhooks/{id}/deliveries")).await.is(200);
    let delivery = log.text("/items/0/id");
    let path = format!("/webhooks/{id}/replays");
    boss.post(&path, json!({ "which": "one", "delivery_id": delivery })).await.is(202);
    assert_eq!(tell(&house).await, 1);
    let calls = receiver.calls();
    assert_eq!(calls[0].header("webhook-id"), calls[1].header("webhook-id"), "the receiver knows it again");

    house.clock.advance(TimeDelta::minutes(1));
    let failed = json!({ "which": "failed", "since": began });
    assert_eq!(boss.post(&path, failed.clone()).await.is(202).text("/count"), "0");
    receiver.refuses(Some(&person));
    boss.post(&path, json!({ "which": "one", "delivery_id": delivery })).await.is(202);
    for _ in 0..11 {
        tell(&house).await;
        house.clock.advance(TimeDelta::hours(30));
        // An address that fails for days would be given up; here somebody resumes it.
        if boss.get(&format!("/webhooks/{id}")).await.is(200).text("/state") == "dead" {
            boss.delete(&format!("/webhooks/{id}/pause")).await.is(200);
        }
    }
    let given_up = boss.get(&format!("/webhooks/{id}/deliveries?state=failed")).await.is(200);
    assert_eq!(given_up.text("/items/0/attempts"), "11");
    receiver.refuses(None);
    assert_eq!(boss.post(&path, failed).await.is(202).text("/count"), "1");
    assert_eq!(tell(&house).await, 1);

    house.clock.advance(TimeDelta::minutes(1));
    let range = json!({ "which": "range", "from": began, "until": house.clock.now() });
    assert_eq!(boss.post(&path, range).await.is(202).text("/count"), "1");
    assert_eq!(tell(&house).await, 1);
    let backwards = json!({ "which": "range", "from": house.clock.now(), "until": began });
    assert_eq!(boss.post(&path, backwards).await.is(422).code(), "range.backwards");
}

#[tokio::test]
async fn a_trial_shows_at_once_how_it_is_answered_even_while_paused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, secret) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    boss.put(&format!("/webhooks/{id}/pause"), Value::Null).await.is(200);
    receiver.answers_with(200, &[], "hello");
    let trial = boss.post(&format!("/webhooks/{id}/trials"), Value::Null).await.is(201);
    assert_eq!((trial.text("/delivery/state"), trial.text("/tries/0/answer")), ("delivered".into(), "hello".into()));
    let call = &receiver.calls()[0];
    assert!(call.is_signed_with(&secret));
    assert_eq!((call.body["type"].as_str(), &call.body["data"]["webhook_id"]), (Some("webhook.test"), &json!(id)));
    receiver.answers(&[500]);
    let failed = boss.post(&format!("/webhooks/{id}/trials"), Value::Null).await.is(201);
    assert_eq!((failed.text("/delivery/state"), failed.text("/delivery/fault")), ("failed".into(), "refused".into()));
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(tell(&house).await, 0, "a trial is not repeated");
    assert_eq!(boss.get(&format!("/webhooks/{id}/deliveries?event=webhook.test")).await.is(200).names().len(), 2);
}

#[tokio::test]
async fn after_its_time_the_log_is_cleared_at_night() {
    let house = House::new().await;
    // Nights begin for groups that are there when the house opens.
    let _opened_again = house.another_node().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    customer(&boss, &house, "王小明").await;
    tell(&house).await;
    house.clock.advance(TimeDelta::days(29));
    house.settle().await;
    assert_eq!(boss.get(&format!("/webhooks/{id}/deliveries")).await.is(200).names().len(), 1);
    house.clock.advance(TimeDelta::days(2));
    house.settle().await;
    assert!(boss.get(&format!("/webhooks/{id}/deliveries")).await.is(200).names().is_empty());
}
