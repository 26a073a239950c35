//! The clock of the first answer: both clocks, who is told in turn, and the board.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::assignment::{enquiry, manager};

/// Nine to six, every day.
async fn opening_hours(house: &House, manager: &Caller, manager_after: Option<i32>) {
    let hours: Vec<Value> =
        (1..=7).map(|weekday| json!({ "weekday": weekday, "from_minute": 540, "until_minute": 1080 })).collect();
    let form = json!({
        "answer_minutes": 30, "hours": hours, "warn_before_minutes": 10, "manager_after_minutes": manager_after,
    });
    manager.put(&format!("/lead-limits/{}", house.store.id), form).await.is(200);
}

fn own(caller: &Caller) -> String {
    format!("/tasks?assignee={}", caller.staff.unwrap())
}

fn titles(tasks: &Value) -> Vec<String> {
    let items = tasks["items"].as_array().unwrap();
    items.iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn who_asks_at_night_is_due_half_an_hour_after_the_store_opens() {
    let house = House::new().await;
    let manager = manager(&house).await;
    opening_hours(&house, &manager, None).await;
    house.clock.advance(TimeDelta::hours(13));
    let taken = manager.post("/leads", enquiry(1, "website")).await.is(201);
    let lead = &taken.body["lead"];
    assert_eq!(lead["enquired_at"], "2026-03-16T15:00:00Z", "eleven at night in Shanghai");
    assert_eq!(lead["respond_by"], "2026-03-17T01:30:00Z", "half past nine in the morning");
    assert_eq!(lead["answer"]["wall_by"], "2026-03-16T15:30:00Z");
    house.clock.advance(TimeDelta::hours(10) + TimeDelta::minutes(10));
    let lead = manager.get(&format!("/leads/{}", taken.id())).await.is(200);
    let clock = &lead.body["answer"];
    assert_eq!((&clock["wall_minutes"], &clock["work_minutes"]), (&json!(610), &json!(10)));
}

#[tokio::test]
async fn first_the_consultant_is_told_then_the_team_then_the_manager_and_each_once() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let boss = house.person("qian", "钱总", "store_manager", Reach::Store).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    opening_hours(&house, &manager, Some(60)).await;
    let mut form = enquiry(1, "website");
    form["consultant_id"] = json!(seller.staff);
    let lead = format!("/leads/{}", manager.post("/leads", form).await.is(201).id());
    house.clock.advance(TimeDelta::minutes(20));
    house.settle().await;
    let theirs = titles(&seller.get(&own(&seller)).await.is(200).body);
    assert!(theirs.iter().any(|one| one.starts_with("即将超时")), "{theirs:?}");
    assert_eq!(titles(&manager.get("/tasks?assignee=none").await.is(200).body), Vec::<String>::new());
    house.clock.advance(TimeDelta::minutes(10));
    house.settle().await;
    let late = "超时未首联 LE-SH01-26-000001";
    assert_eq!(titles(&manager.get("/tasks?assignee=none").await.is(200).body), [late]);
    assert_eq!(titles(&boss.get(&own(&boss)).await.is(200).body), Vec::<String>::new());
    house.clock.advance(TimeDelta::minutes(60));
    house.settle().await;
    house.settle().await;
    let up = "仍未首联，请介入 LE-SH01-26-000001";
    assert_eq!(titles(&boss.get(&own(&boss)).await.is(200).body), [up]);
    seller.post(&format!("{lead}/follow-ups"), json!({ "way": "call", "outcome": "reached" })).await.is(200);
    house.settle().await;
    for caller in [&manager, &boss] {
        for whose in ["/tasks?assignee=none".to_owned(), own(caller)] {
            let left = caller.get(&whose).await.is(200);
            assert_eq!(titles(&left.body), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn the_board_counts_by_both_clocks_and_a_consultant_sees_themself() {
    let house = House::new().await;
    let manager = manager(&house).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    opening_hours(&house, &manager, None).await;
    let of_seller = async |number: usize| {
        let mut form = enquiry(number, "website");
        form["consultant_id"] = json!(seller.staff);
        format!("/leads/{}", manager.post("/leads", form).await.is(201).id())
    };
    let answer = async |lead: &str| {
        let form = json!({ "way": "call", "outcome": "reached" });
        seller.post(&format!("{lead}/follow-ups"), form).await.is(200);
    };
    let quick = of_seller(1).await;
    house.clock.advance(TimeDelta::minutes(10));
    answer(&quick).await;
    let slow = of_seller(2).await;
    house.clock.advance(TimeDelta::minutes(50));
    answer(&slow).await;
    house.clock.advance(TimeDelta::hours(12));
    let night = of_seller(3).await;
    house.clock.advance(TimeDelta::hours(10) + TimeDelta::minutes(5));
    answer(&night).await;
    let waiting = of_seller(4).await;
    manager.post("/leads", enquiry(5, "website")).await.is(201);
    house.clock.advance(TimeDelta::minutes(31));
    let board = manager.get("/lead-answers").await.is(200);
    let seen = board.body["consultants"].as_array().unwrap().clone();
    let theirs = seen.iter().find(|one| one["consultant"]["name"] == "李雷").unwrap();
    let figure = |name: &str| theirs[name].as_i64().unwrap();
    let figures = ["received", "open", "waiting", "late", "due", "in_time", "wall_due", "wall_in_time"].map(figure);
    assert_eq!(figures, [4, 4, 1, 1, 4, 2, 4, 1]);
    assert_eq!((figure("median_minutes"), figure("median_wall_minutes")), (10, 50));
    assert!(seen.iter().any(|one| one["consultant"].is_null() && one["received"] == 1));
    assert_eq!((&board.body["total"]["received"], &board.body["goal_basis_points"]), (&json!(5), &json!(9_500)));
    let own = seller.get("/lead-answers").await.is(200);
    assert_eq!(
        own.body["consultants"].as_array().unwrap().iter().filter(|one| !one["consultant"].is_null()).count(),
        1
    );
    let none = manager.get("/lead-answers?from=2026-01-01&until=2026-01-31").await.is(200);
    assert_eq!(none.body["total"]["received"], 0);
    let long = manager.get("/lead-answers?from=2025-01-01&until=2026-01-31").await.is(422);
    assert_eq!(long.text("/errors/0/code"), "period.out_of_range");
    let _stays = waiting;
}
