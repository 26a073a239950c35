//! Protection: a lead nobody answers is taken back, for the next or for the pool.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::assignment::{enquiry, hired, manager, rule};

fn limits(protection: Option<i32>, goes_to_next: bool) -> Value {
    json!({
        "answer_minutes": 30, "hours": null, "warn_before_minutes": 10, "team_lead_id": null, "manager_id": null,
        "manager_after_minutes": 30, "protection_minutes": protection, "goes_to_next": goes_to_next,
    })
}

async fn with_limits(protection: Option<i32>, goes_to_next: bool) -> (House, Caller, Caller) {
    let house = House::new().await;
    let manager = manager(&house).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let path = format!("/lead-limits/{}", house.store.id);
    manager.put(&path, limits(protection, goes_to_next)).await.is(200);
    (house, manager, seller)
}

#[tokio::test]
async fn a_lead_nobody_answered_while_it_was_protected_lies_in_the_pool_again() {
    let (house, manager, seller) = with_limits(Some(60), false).await;
    let mut form = enquiry(1, "website");
    form["consultant_id"] = json!(seller.staff);
    let lead = format!("/leads/{}", manager.post("/leads", form).await.is(201).id());
    house.settle().await;
    house.clock.advance(TimeDelta::minutes(59));
    house.settle().await;
    assert_eq!(manager.get(&lead).await.is(200).text("/consultant/name"), "李雷");
    house.clock.advance(TimeDelta::minutes(1));
    house.settle().await;
    let held = manager.get(&lead).await.is(200);
    assert_eq!((held.text("/state"), held.body["consultant"].clone()), ("unassigned".into(), Value::Null));
    assert_eq!(held.body["held_back"], 1);
    let tasks = seller.get("/tasks").await.is(200);
    let titles: Vec<&str> =
        tasks.body["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["超时未首联，线索已收回 LE-SH01-26-000001"]);
    let timeline = manager.get(&format!("/customers/{}/timeline", held.text("/customer/id"))).await.is(200);
    let told = timeline.body["items"].as_array().unwrap().iter().find(|one| one["name"] == "lead.held_back").unwrap();
    assert_eq!((&told["body"]["from"]["name"], &told["body"]["to"]), (&json!("李雷"), &Value::Null));
}

#[tokio::test]
async fn it_goes_to_the_next_of_its_rule_where_the_store_wants_that() {
    let (house, manager, seller) = with_limits(Some(30), true).await;
    let staff = hired(&house, 1).await;
    manager.post("/assignment-rules", rule("轮流", &[(seller.staff.unwrap(), 1), (staff[0], 1)])).await.is(201);
    let taken = manager.post("/leads", enquiry(1, "website")).await.is(201);
    assert_eq!(taken.text("/consultant/name"), "李雷");
    let lead = format!("/leads/{}", taken.id());
    house.clock.advance(TimeDelta::minutes(30));
    house.settle().await;
    let held = manager.get(&lead).await.is(200);
    assert_eq!((held.text("/consultant/name"), held.text("/rule_title")), ("顾问0".into(), "轮流".into()));
    assert_eq!(held.text("/due_at"), json!(house.clock.now() + TimeDelta::minutes(30)).as_str().unwrap());
    for _ in 0..2 {
        house.clock.advance(TimeDelta::minutes(30));
        house.settle().await;
    }
    let pooled = manager.get(&lead).await.is(200);
    assert_eq!((pooled.body["consultant"].clone(), pooled.body["held_back"].clone()), (Value::Null, json!(3)));
}

#[tokio::test]
async fn what_was_answered_stays_and_by_default_nothing_is_held_back() {
    let (house, manager, seller) = with_limits(Some(60), false).await;
    let mut form = enquiry(1, "website");
    form["consultant_id"] = json!(seller.staff);
    let answered = format!("/leads/{}", manager.post("/leads", form.clone()).await.is(201).id());
    let call = json!({ "way": "call", "outcome": "no_answer" });
    seller.post(&format!("{answered}/follow-ups"), call).await.is(200);
    let path = format!("/lead-limits/{}", house.store.id);
    form["phone"] = json!("13800000002");
    form["name"] = json!("客户2");
    let waiting = format!("/leads/{}", manager.post("/leads", form).await.is(201).id());
    let off = manager.put(&path, limits(None, false)).await.is(200);
    assert_eq!((off.body["protection_minutes"].clone(), off.text("/changed_by/name")), (Value::Null, "赵敏".into()));
    house.clock.advance(TimeDelta::hours(5));
    house.settle().await;
    for lead in [answered, waiting] {
        assert_eq!(manager.get(&lead).await.is(200).text("/consultant/name"), "李雷");
    }
    let bad = json!({ "answer_minutes": 30, "warn_before_minutes": 30, "protection_minutes": 10 });
    let refused = manager.put(&path, bad).await.is(422);
    assert_eq!(refused.text("/errors/0/field"), "warn_before_minutes");
    assert_eq!(refused.text("/errors/1/field"), "protection_minutes");
    assert_eq!(seller.put(&path, limits(None, false)).await.is(403).text("/permission"), "assign_leads");
    seller.get(&format!("/lead-limits/{}", house.other_store.id)).await.is(404);
}
