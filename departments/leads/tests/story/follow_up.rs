//! Following up: the timeline, the state, the next step.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

/// A consultant with a lead of their own.
pub async fn seller_with_lead(house: &House) -> (Caller, String) {
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let form = json!({
        "name": "王小明", "phone": "13800001234", "channel": "walk_in", "brand": "大众", "series": "帕萨特", "horizon": "quarter",
        "consultant_id": seller.staff,
    });
    let lead = seller.post("/leads", form).await.is(201).id();
    house.settle().await;
    (seller, format!("/leads/{lead}"))
}

#[tokio::test]
async fn a_talk_is_on_the_customers_timeline_and_the_next_step_comes_by_the_rhythm() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let form = json!({ "way": "call", "outcome": "interested", "text": "想看混动" });
    let followed = seller.post(&format!("{lead}/follow-ups"), form).await.is(200);
    assert_eq!((followed.text("/state"), followed.text("/grade")), ("recorded".into(), "b".into()));
    assert_eq!(followed.body["responded_at"], json!(house.clock.now()));
    assert_eq!(followed.text("/due_at"), "2026-03-19T02:00:00Z", "every third day, at ten in the store");
    assert_eq!(
        (followed.text("/touches/0/kind"), followed.text("/touches/0/text")),
        ("call".into(), "想看混动".into())
    );
    let tasks = seller.get("/tasks").await.is(200);
    assert_eq!(tasks.body["items"].as_array().unwrap().len(), 1, "the first answer is done");
    assert_eq!(
        (tasks.text("/items/0/title"), tasks.text("/items/0/due_at")),
        ("跟进 大众 帕萨特".into(), followed.text("/due_at"))
    );
    house.settle().await;
    let customer = followed.text("/customer/id");
    let profile = seller.get(&format!("/customers/{customer}/profile")).await.is(200);
    assert_eq!(profile.body["facts"]["contacts"], 1);
    let timeline = seller.get(&format!("/customers/{customer}/timeline")).await.is(200);
    let told: Vec<&Value> = timeline.body["items"].as_array().unwrap().iter().collect();
    let followed = told.iter().find(|one| one["name"] == "lead.followed_up").unwrap();
    assert_eq!((&followed["body"]["outcome"], &followed["body"]["state"]), (&json!("interested"), &json!("recorded")));
    assert!(told.iter().any(|one| one["note"]["text"] == "想看混动"));
}

#[tokio::test]
async fn whom_nobody_reached_is_tried_again_tomorrow() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let form = json!({ "way": "call", "outcome": "no_answer" });
    let tried = seller.post(&format!("{lead}/follow-ups"), form).await.is(200);
    assert_eq!((tried.text("/state"), tried.text("/grade")), ("unanswered".into(), "n".into()));
    assert_eq!(tried.text("/due_at"), "2026-03-17T02:00:00Z");
}

#[tokio::test]
async fn the_next_time_may_be_chosen_and_lies_ahead() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let at = |next| json!({ "way": "message", "outcome": "booked", "next_at": next });
    let late = seller.post(&format!("{lead}/follow-ups"), at(house.clock.now())).await.is(409);
    assert_eq!(late.code(), "lead.next_in_past");
    let next = house.clock.now() + TimeDelta::hours(5);
    let invited = seller.post(&format!("{lead}/follow-ups"), at(next)).await.is(200);
    assert_eq!((invited.text("/state"), invited.body["due_at"].clone()), ("invited".into(), json!(next)));
}

#[tokio::test]
async fn whoever_saw_an_older_lead_is_told_how_it_is_now() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let changed = seller.patch_from(1, &lead, json!({ "model": "380TSI", "budget_max": 22_000_000 })).await.is(200);
    assert_eq!((changed.text("/model"), changed.body["version"].clone()), ("380TSI".into(), json!(2)));
    let stale = seller.patch_from(1, &lead, json!({ "model": "330TSI" })).await.is(412);
    assert_eq!(stale.body["current"]["model"], "380TSI");
    let customer = changed.text("/customer/id");
    let timeline = seller.get(&format!("/customers/{customer}/timeline")).await.is(200);
    let change =
        timeline.body["items"].as_array().unwrap().iter().find(|one| one["name"] == "lead.changed").unwrap().clone();
    assert_eq!(change["body"]["fields"][0], json!({ "field": "model", "from": null, "to": "380TSI" }));
}

#[tokio::test]
async fn a_grade_set_by_hand_stays_until_it_is_left_to_the_rule() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let set = seller.patch(&lead, json!({ "grade": "h" })).await.is(200);
    assert_eq!((set.text("/grade"), set.body["is_grade_set"].clone()), ("h".into(), json!(true)));
    let form = json!({ "way": "call", "outcome": "reached" });
    assert_eq!(seller.post(&format!("{lead}/follow-ups"), form).await.is(200).text("/grade"), "h");
    assert_eq!(seller.patch(&lead, json!({ "grade": null })).await.is(200).text("/grade"), "b");
}

#[tokio::test]
async fn a_sale_ends_the_work_on_a_lead() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    for (milestone, state) in
        [("test_drive", "following"), ("order", "ordered"), ("sale", "won"), ("delivery", "finished")]
    {
        let advanced = seller.put(&format!("{lead}/milestone"), json!({ "milestone": milestone })).await.is(200);
        assert_eq!(advanced.text("/state"), state);
    }
    assert_eq!(seller.get("/tasks").await.is(200).body["items"], json!([]));
    let form = json!({ "way": "call", "outcome": "reached" });
    assert_eq!(seller.post(&format!("{lead}/follow-ups"), form).await.is(409).code(), "lead.closed");
}

#[tokio::test]
async fn a_step_that_a_colleague_holds_is_done_with_the_lead_all_the_same() {
    let house = House::new().await;
    let (seller, lead) = seller_with_lead(&house).await;
    let colleague = house.person("sun", "孙静", "sales_consultant", Reach::Own).await;
    let manager = house.person("zhao", "赵敏", "sales_manager", Reach::Store).await;
    let task = seller.get("/tasks").await.is(200).text("/items/0/id");
    manager.put(&format!("/tasks/{task}/assignee"), json!({ "staff_id": colleague.staff })).await.is(200);
    assert_eq!(colleague.get("/tasks").await.is(200).body["items"].as_array().unwrap().len(), 1);
    seller.post(&format!("{lead}/follow-ups"), json!({ "way": "call", "outcome": "reached" })).await.is(200);
    assert_eq!(colleague.get("/tasks").await.is(200).body["items"], json!([]));
}
