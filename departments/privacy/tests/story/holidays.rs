//! Holidays: written down, read from a pasted notice, and the terms that move with them.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::House;

fn day(day: &str, is_off: bool) -> Value {
    json!({ "day": day, "is_off": is_off, "name": "春节" })
}

#[tokio::test]
async fn a_year_is_read_from_a_pasted_notice_written_down_and_taken_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let shipped = boss.get("/holidays?year=2026").await.is(200);
    assert_eq!((&shipped.body["is_own"], &shipped.body["version"]), (&json!(false), &json!(0)));
    assert!(shipped.body["days"].as_array().unwrap().len() > 30);
    let unknown = boss.get("/holidays?year=2027").await.is(200);
    assert_eq!((&unknown.body["days"], &unknown.body["source"]), (&json!([]), &Value::Null));

    let text = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n备注";
    let read = boss.post("/holidays/readings", json!({ "year": 2027, "text": text })).await.is(200);
    assert_eq!(read.body["days"].as_array().unwrap().len(), 3);
    assert_eq!(read.body["unread"], json!([{ "line": 2, "words": "备注" }]));
    let form = json!({ "days": read.body["days"], "source": "国办发明电" });
    let kept = boss.put("/holidays/2027", form.clone()).await.is(200);
    assert_eq!((&kept.body["is_own"], &kept.body["version"]), (&json!(true), &json!(1)));
    assert!(kept.body["years"].as_array().unwrap().contains(&json!(2027)));
    let stale = boss.call(http::Method::PUT, "/holidays/2027", Some(form), &[("if-match", "\"7\"")]).await;
    assert_eq!(stale.status, 412);
    let wrong = json!({ "days": [day("2027-02-08", false), day("2026-12-31", true)], "source": "x" });
    let refused = boss.put("/holidays/2027", wrong).await.is(422);
    assert_eq!(
        (refused.text("/errors/0/code"), refused.text("/errors/1/code")),
        ("holiday.weekday_worked".into(), "holiday.other_year".into())
    );
    boss.put("/holidays/1999", json!({ "days": [], "source": "x" })).await.is(422);
    boss.delete("/holidays/2027").await.is(204);
    boss.delete("/holidays/2027").await.is(404);
    assert_eq!(house.neighbour().await.get("/holidays?year=2027").await.is(200).body["is_own"], json!(false));
}

#[tokio::test]
async fn the_terms_of_open_requests_move_with_the_calendar() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "kind": "access", "channel": "desk", "asked_by": "person", "asker_name": "王小明",
                       "store_id": house.store.id });
    let request = boss.post("/person-requests", form).await.is(201);
    assert_eq!(request.text("/due_on"), "2026-04-07");
    let mut days = boss.get("/holidays?year=2026").await.is(200).body["days"].clone();
    days.as_array_mut().unwrap().push(day("2026-04-07", true));
    boss.put("/holidays/2026", json!({ "days": days, "source": "总部通知" })).await.is(200);
    house.settle().await;
    let moved = boss.get(&format!("/person-requests/{}", request.id())).await.is(200);
    assert_eq!((moved.text("/due_on"), moved.text("/working_days_left")), ("2026-04-08".into(), "15".into()));
    boss.delete("/holidays/2026").await.is(204);
    house.settle().await;
    assert_eq!(boss.get(&format!("/person-requests/{}", request.id())).await.is(200).text("/due_on"), "2026-04-07");
}

#[tokio::test]
async fn only_who_manages_the_stores_of_the_group_writes_its_calendar() {
    let house = House::new().await;
    let seller = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    seller.get("/holidays").await.is(200);
    let form = json!({ "days": [], "source": "x" });
    seller.put("/holidays/2027", form.clone()).await.is(403);
    let manager = house.person("zhao", "赵经理", "group_manager", Reach::Store).await;
    manager.put("/holidays/2027", form).await.is(403);
}
