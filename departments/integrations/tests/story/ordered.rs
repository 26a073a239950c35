//! One customer's events arrive in the order they happened; others don't wait for them.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::House;

use crate::receiver::{Receiver, customer, tell, webhook};

#[tokio::test]
async fn a_later_event_of_one_customer_waits_for_the_earlier_and_others_go_on() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    webhook(&boss, &receiver, "group_manager", &["customer.*"]).await;
    let slow = customer(&boss, &house, "王小明").await;
    receiver.refuses(Some(&slow));
    boss.patch(&format!("/customers/{slow}"), json!({ "stage": "owner" })).await.is(200);
    let quick = customer(&boss, &house, "李静").await;
    boss.patch(&format!("/customers/{quick}"), json!({ "stage": "owner" })).await.is(200);
    tell(&house).await;
    let about = |id: &str| -> Vec<String> {
        let calls = receiver.calls();
        let calls = calls.iter().filter(|call| call.body["data"]["customer_id"] == id);
        calls.map(|call| call.body["type"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(about(&slow), ["customer.created"], "the change waits for the creation");
    assert_eq!(about(&quick), ["customer.created", "customer.changed"]);

    receiver.refuses(None);
    house.clock.advance(TimeDelta::seconds(10));
    tell(&house).await;
    assert_eq!(about(&slow), ["customer.created", "customer.created", "customer.changed"]);
    let ids: Vec<String> = receiver
        .calls()
        .iter()
        .map(|call| call.header("webhook-id").to_owned())
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    assert_eq!(ids.len(), 4, "what is sent again carries the same id");
}

#[tokio::test]
async fn two_nodes_tell_each_event_once_and_in_order() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let receiver = Receiver::beside(&house).await;
    webhook(&boss, &receiver, "group_manager", &["customer.*"]).await;
    let mut people = Vec::new();
    for number in 0..6 {
        let id = customer(&boss, &house, &format!("客户{number}")).await;
        for stage in ["intent", "owner", "loyal"] {
            boss.patch(&format!("/customers/{id}"), json!({ "stage": stage })).await.is(200);
        }
        people.push(id);
    }
    house.settle().await;
    let other = house.another_node().await;
    other.provide(platform::outside::Targets::Private);
    let (one, two) = tokio::join!(integrations::deliver_due(&house.platform), integrations::deliver_due(&other));
    let mut count = one.unwrap() + two.unwrap();
    // What one node held while the other looked is taken in the next round.
    while count < 24 {
        let more = integrations::deliver_due(&house.platform).await.unwrap();
        assert!(more > 0, "{count} were told");
        count += more;
    }
    assert_eq!((count, receiver.calls().len()), (24, 24));
    for id in &people {
        let calls = receiver.calls();
        let told: Vec<&Value> = calls
            .iter()
            .filter(|call| call.body["data"]["customer_id"] == id.as_str())
            .map(|call| &call.body["data"]["body"]["fields"][0]["to"])
            .collect();
        assert_eq!(told, [&Value::Null, &json!("intent"), &json!("owner"), &json!("loyal")]);
    }
}
