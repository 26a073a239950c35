//! Giving leads up: only by application, reason and decision; and taking them up again.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::House;

use crate::follow_up::seller_with_lead;

#[tokio::test]
async fn a_lead_is_lost_when_a_manager_says_so_and_not_before() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    let form = json!({ "reason": "other_brand", "competitor": "丰田凯美瑞", "remark": "保值率" });
    let asked = seller.put(&format!("{lead}/loss"), form.clone()).await.is(200);
    assert_eq!((asked.text("/state"), asked.text("/loss/asked_by/name")), ("loss_asked".into(), "李雷".into()));
    assert_eq!(asked.body["can"], json!(["edit"]));
    assert_eq!(seller.put(&format!("{lead}/loss"), form).await.is(409).code(), "lead.loss_asked");
    assert_eq!(seller.get("/tasks").await.is(200).body["items"], json!([]));
    let decision = format!("{lead}/loss/decision");
    let approve = json!({ "decision": "approved" });
    assert_eq!(seller.put(&decision, approve.clone()).await.is(403).text("/permission"), "decide_losses");
    assert_eq!(manager.get("/leads/summary").await.is(200).body["losses"]["count"], 1);
    let lost = manager.put(&decision, approve.clone()).await.is(200);
    assert_eq!((lost.text("/state"), lost.text("/loss/decided_by/name")), ("lost".into(), "赵敏".into()));
    assert_eq!(lost.body["lost_at"], json!(house.clock.now()));
    assert_eq!(manager.put(&decision, approve).await.is(409).code(), "lead.no_loss_asked");
}

#[tokio::test]
async fn a_loss_that_is_refused_lets_the_lead_go_on_with_a_task() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    seller.put(&format!("{lead}/loss"), json!({ "reason": "no_intent" })).await.is(200);
    let refusal = json!({ "decision": "refused", "remark": "再联系一次" });
    let refused = manager.put(&format!("{lead}/loss/decision"), refusal).await.is(200);
    assert_eq!(
        (refused.text("/state"), refused.text("/loss/decision_remark")),
        ("unanswered".into(), "再联系一次".into())
    );
    assert_eq!(seller.get("/tasks").await.is(200).body["items"].as_array().unwrap().len(), 1);
    let again = seller.put(&format!("{lead}/loss"), json!({ "reason": "bad_number" })).await.is(200);
    assert_eq!(
        (again.text("/loss/reason"), again.body["loss"]["decision"].clone()),
        ("bad_number".into(), Value::Null)
    );
}

#[tokio::test]
async fn another_reason_is_said_in_words() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let answer = seller.put(&format!("{lead}/loss"), json!({ "reason": "other" })).await.is(422);
    assert_eq!(answer.text("/errors/0/code"), "loss.remark_missing");
}

#[tokio::test]
async fn a_lost_lead_is_revived_and_goes_on_where_it_had_come() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    seller.post(&format!("{lead}/follow-ups"), json!({ "way": "call", "outcome": "reached" })).await.is(200);
    seller.put(&format!("{lead}/loss"), json!({ "reason": "postponed" })).await.is(200);
    assert_eq!(manager.put(&format!("{lead}/revival"), json!({})).await.is(409).code(), "lead.not_lost");
    manager.put(&format!("{lead}/loss/decision"), json!({ "decision": "approved" })).await.is(200);
    let revived = manager.put(&format!("{lead}/revival"), json!({ "consultant_id": seller.staff })).await.is(200);
    assert_eq!((revived.text("/state"), revived.text("/consultant/name")), ("recorded".into(), "李雷".into()));
    assert_eq!(seller.get("/tasks").await.is(200).body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_asks_after_their_lead_was_lost_has_a_new_wish() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    seller.put(&format!("{lead}/loss"), json!({ "reason": "postponed" })).await.is(200);
    manager.put(&format!("{lead}/loss/decision"), json!({ "decision": "approved" })).await.is(200);
    manager.post("/leads", json!({ "phone": "13800001234", "channel": "phone" })).await.is(201);
}

#[tokio::test]
async fn nobody_gives_up_a_customer_who_asks_again() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let host = house.person("han", "韩梅梅", "care_agent", Reach::Store).await;
    seller.post(&format!("{lead}/follow-ups"), json!({ "way": "call", "outcome": "reached" })).await.is(200);
    seller.put(&format!("{lead}/loss"), json!({ "reason": "postponed" })).await.is(200);
    let merged = host.post("/leads", json!({ "phone": "13800001234", "channel": "phone" })).await.is(200);
    assert_eq!((merged.text("/outcome"), merged.text("/lead/state")), ("merged".into(), "recorded".into()));
    assert_eq!(merged.text("/lead/loss/decision"), "refused");
    assert_eq!(merged.text("/lead/loss/decision_remark"), "客户再次咨询");
    let tasks = seller.get("/tasks").await.is(200);
    assert_eq!(tasks.body["items"].as_array().unwrap().len(), 1);
    let soon = house.clock.now() + chrono::TimeDelta::minutes(30);
    assert_eq!(tasks.body["items"][0]["due_at"], json!(soon));
}
