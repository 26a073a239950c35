//! Those who take leads: their hours, leave, how many they can have, and a break for today.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::House;

use crate::assignment::{enquiry, hired, manager, rule};

#[tokio::test]
async fn who_is_away_paused_or_full_is_passed_over() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let staff = hired(&house, 3).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let me = seller.staff.unwrap();
    let team = rule("轮流", &[(me, 1), (staff[0], 1), (staff[1], 1), (staff[2], 1)]);
    manager.post("/assignment-rules", team).await.is(201);
    let paused = seller.put("/lead-takers/me", json!({ "takes_leads": false })).await.is(200);
    assert_eq!((paused.text("/passed_over"), paused.text("/paused_on")), ("paused".into(), "2026-03-16".into()));
    let now = house.clock.now();
    let away = json!({ "staff_id": staff[0], "stand_in_id": staff[1], "from": now, "until": now + TimeDelta::days(3) });
    manager.post("/absences", away).await.is(201);
    manager.put(&format!("/lead-takers/{}", staff[1]), json!({ "hours": null, "capacity": 0 })).await.is(200);
    for number in 0..3 {
        let taken = manager.post("/leads", enquiry(number, "website")).await.is(201);
        assert_eq!(taken.text("/consultant/name"), "顾问2");
    }
    let takers = manager.get("/lead-takers").await.is(200);
    let why: Vec<(&str, &Value)> = takers.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["staff"]["name"].as_str().unwrap(), &one["passed_over"]))
        .collect();
    let (away, full, paused) = (json!("away"), json!("full"), json!("paused"));
    let null = Value::Null;
    assert_eq!(why, [("李雷", &paused), ("顾问0", &away), ("顾问1", &full), ("顾问2", &null), ("赵敏", &null)]);
    seller.put("/lead-takers/me", json!({ "takes_leads": true })).await.is(200);
    assert_eq!(manager.post("/leads", enquiry(8, "website")).await.is(201).text("/consultant/name"), "李雷");
    let machine = house.machine_in("sales_manager", &house.store).await;
    let refused = machine.put("/lead-takers/me", json!({ "takes_leads": true })).await.is(409);
    assert_eq!(refused.code(), "lead.person_needed");
}

#[tokio::test]
async fn what_comes_when_nobody_is_at_work_is_given_when_somebody_is() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let me = seller.staff.unwrap();
    manager.post("/assignment-rules", rule("轮流", &[(me, 1)])).await.is(201);
    let hours = json!({ "hours": [{ "weekday": 1, "from_minute": 780, "until_minute": 1080 }], "capacity": null });
    let path = format!("/lead-takers/{me}");
    let set = manager.put(&path, hours.clone()).await.is(200);
    assert_eq!((set.text("/passed_over"), set.body["version"].clone()), ("off_shift".into(), json!(1)));
    let stale = manager.call(http_put(), &path, Some(hours), &[("if-match", "\"0\"")]).await;
    assert_eq!(stale.status, 412);
    let taken = manager.post("/leads", enquiry(1, "website")).await.is(201);
    assert_eq!(taken.body["consultant"], Value::Null);
    house.settle().await;
    let lead = format!("/leads/{}", taken.id());
    assert_eq!(manager.get(&lead).await.is(200).body["consultant"], Value::Null, "it is ten in the morning");
    house.clock.advance(TimeDelta::hours(3));
    house.settle().await;
    let placed = manager.get(&lead).await.is(200);
    assert_eq!((placed.text("/consultant/name"), placed.text("/rule_title")), ("李雷".into(), "轮流".into()));
    assert_eq!(seller.get("/tasks").await.is(200).text("/items/0/title"), "首次联系 大众 帕萨特");
    let timeline = manager.get(&format!("/customers/{}/timeline", placed.text("/customer/id"))).await.is(200);
    assert!(timeline.body["items"].as_array().unwrap().iter().any(|one| one["name"] == "lead.placed"));
    let bad = json!({ "hours": [], "capacity": -1 });
    let refused = manager.put(&path, bad).await.is(422);
    assert_eq!(refused.body["errors"].as_array().unwrap().len(), 2);
}

fn http_put() -> axum::http::Method {
    axum::http::Method::PUT
}
