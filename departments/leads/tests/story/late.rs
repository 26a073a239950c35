//! What happens when nobody answers in time.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::json;
use testkit::House;

use crate::follow_up::seller_with_lead;

#[tokio::test]
async fn whoever_leads_the_store_is_told_when_nobody_answered_in_time_until_somebody_does() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    house.clock.advance(TimeDelta::minutes(29));
    house.settle().await;
    assert_eq!(manager.get("/tasks?assignee=none").await.is(200).body["items"], json!([]));
    house.clock.advance(TimeDelta::minutes(2));
    house.settle().await;
    let warned = manager.get("/tasks?assignee=none").await.is(200);
    assert_eq!(warned.text("/items/0/title"), "超时未首联 LE-SH01-26-000001");
    assert_eq!((warned.text("/items/0/sla"), warned.text("/items/0/priority")), ("red".into(), "high".into()));
    let form = json!({ "way": "call", "outcome": "no_answer" });
    seller.post(&format!("{lead}/follow-ups"), form).await.is(200);
    house.settle().await;
    assert_eq!(manager.get("/tasks?assignee=none").await.is(200).body["items"], json!([]));
}

#[tokio::test]
async fn nobody_is_warned_of_what_was_answered_in_time() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    house.clock.advance(TimeDelta::minutes(5));
    seller.post(&format!("{lead}/follow-ups"), json!({ "way": "call", "outcome": "reached" })).await.is(200);
    house.clock.advance(TimeDelta::hours(2));
    house.settle().await;
    assert_eq!(manager.get("/tasks?assignee=none").await.is(200).body["items"], json!([]));
    let summary = manager.get("/leads/summary").await.is(200);
    assert_eq!((&summary.body["answered"]["count"], &summary.body["in_time"]["count"]), (&json!(1), &json!(1)));
}
