//! Receivers that fail, are slow, point elsewhere, talk without end or are gone.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use testkit::{Answer, Caller, House};

use crate::receiver::{Receiver, customer, tell, webhook};

async fn first(boss: &Caller, id: &str) -> Answer {
    boss.get(&format!("/webhooks/{id}/deliveries")).await.is(200)
}

#[tokio::test]
async fn a_failure_is_tried_again_later_and_the_log_tells_of_each() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    receiver.answers_with(500, &[], "what went wrong\0 in words");
    receiver.answers(&[404]);
    customer(&boss, &house, "王小明").await;
    assert_eq!(tell(&house).await, 1);
    assert_eq!(tell(&house).await, 0, "not before its time");
    let webhook = boss.get(&format!("/webhooks/{id}")).await.is(200);
    assert!(!webhook.body["failing_since"].is_null());
    house.clock.advance(TimeDelta::seconds(7));
    assert_eq!(tell(&house).await, 1);
    house.clock.advance(TimeDelta::minutes(7));
    assert_eq!(tell(&house).await, 1);
    let log = first(&boss, &id).await;
    assert_eq!((log.text("/items/0/state"), log.text("/items/0/attempts")), ("delivered".into(), "3".into()));
    let detail = boss.get(&format!("/webhooks/{id}/deliveries/{}", log.text("/items/0/id"))).await.is(200);
    let statuses: Vec<&Value> = (0..3).map(|at| &detail.body["tries"][at]["status"]).collect();
    assert_eq!(statuses, [500, 404, 200]);
    assert_eq!(detail.text("/tries/0/answer"), "what went wrong in words");
    assert!(detail.text("/request").contains("customer.created"));
    assert!(boss.get(&format!("/webhooks/{id}")).await.is(200).body["failing_since"].is_null());
}

#[tokio::test]
async fn a_receiver_that_asks_for_time_gets_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    receiver.answers_with(429, &[("retry-after", "3600")], "");
    customer(&boss, &house, "王小明").await;
    tell(&house).await;
    let due: DateTime<Utc> = first(&boss, &id).await.text("/items/0/due_at").parse().unwrap();
    assert_eq!(due, house.clock.now() + TimeDelta::hours(1));
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_nobody_goes_there() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    receiver.answers_with(302, &[("location", &receiver.url)], "");
    customer(&boss, &house, "王小明").await;
    assert_eq!(tell(&house).await, 1);
    assert_eq!(receiver.calls().len(), 1);
    let log = first(&boss, &id).await;
    assert_eq!((log.text("/items/0/fault"), log.text("/items/0/status")), ("redirected".into(), "302".into()));
}

#[tokio::test]
async fn of_a_huge_answer_only_the_beginning_is_kept() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    receiver.answers_with(200, &[], &"很长".repeat(5_000_000));
    customer(&boss, &house, "王小明").await;
    assert_eq!(tell(&house).await, 1);
    let log = first(&boss, &id).await;
    assert_eq!(log.text("/items/0/state"), "delivered");
    let detail = boss.get(&format!("/webhooks/{id}/deliveries/{}", log.text("/items/0/id"))).await.is(200);
    assert_eq!(detail.text("/tries/0/answer").chars().count(), 1_000);
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_called_no_more_and_somebody_is_told() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    receiver.answers(&[410]);
    customer(&boss, &house, "王小明").await;
    tell(&house).await;
    customer(&boss, &house, "李静").await;
    assert_eq!(tell(&house).await, 0, "nobody calls it any more");
    let dead = boss.get(&format!("/webhooks/{id}")).await.is(200);
    assert_eq!((dead.text("/state"), dead.text("/death")), ("dead".into(), "gone".into()));
    let tasks = boss.get("/tasks").await.is(200);
    assert_eq!(tasks.text("/items/0/title"), "Webhook 已停用：DMS");
    boss.delete(&format!("/webhooks/{id}/pause")).await.is(200);
    assert_eq!(tell(&house).await, 1, "what happened meanwhile was kept");
}

#[tokio::test]
async fn who_fails_for_days_is_given_up_and_meanwhile_left_in_peace() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    receiver.answers(&[503; 2_000]);
    for number in 0..12 {
        customer(&boss, &house, &format!("客户{number}")).await;
    }
    tell(&house).await;
    let at_first = receiver.calls().len();
    assert!(at_first < 12, "after so many failures it rests: {at_first}");
    assert!(!boss.get(&format!("/webhooks/{id}")).await.is(200).body["rests_until"].is_null());
    for _ in 0..(24 * 5) {
        house.clock.advance(TimeDelta::hours(1));
        integrations::deliver_due(&house.platform).await.unwrap();
    }
    customer(&boss, &house, "最后一位").await;
    tell(&house).await;
    let dead = boss.get(&format!("/webhooks/{id}")).await.is(200);
    assert_eq!((dead.text("/state"), dead.text("/death")), ("dead".into(), "failing".into()));
    assert!(receiver.calls().len() < 300, "{} calls", receiver.calls().len());
}

#[tokio::test]
async fn a_house_that_may_not_call_its_own_network_does_not() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    let (id, _) = webhook(&boss, &receiver, "group_manager", &["customer.created"]).await;
    house.platform.provide(platform::outside::Targets::Public);
    customer(&boss, &house, "王小明").await;
    tell(&house).await;
    assert_eq!(first(&boss, &id).await.text("/items/0/fault"), "address_inside");
    let trial = boss.post(&format!("/webhooks/{id}/trials"), Value::Null).await.is(201);
    assert_eq!(
        (trial.text("/delivery/state"), trial.text("/delivery/fault")),
        ("failed".into(), "address_inside".into())
    );
    assert!(receiver.calls().is_empty());
}
