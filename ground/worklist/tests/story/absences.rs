//! Being away: work goes to the stand-in, and what is left comes back.

use chrono::TimeDelta;
use http::{Method, StatusCode};
use platform::jobs;
use serde_json::{Value, json};

use crate::house::{CHEN, House, LI, SUN, WANG, on_each_engine};

async fn task(house: &House, title: &str, hours: i64) -> Value {
    let due = house.in_hours(hours);
    house.add("li", json!({"title": title, "kind": "call", "due_at": due})).await
}

/// Li is away for the next two days; Wang stands in.
async fn leave(house: &House) -> Value {
    let form =
        json!({ "stand_in_id": WANG, "from": house.in_hours(1), "until": house.in_hours(49), "reason": "On leave" });
    let answer = house.post("li", "/absences", form).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.body
}

async fn pass(house: &House, hours: i64) {
    house.wait(TimeDelta::hours(hours));
    while jobs::run_due(&house.platform, &worklist::jobs()).await.unwrap() > 0 {}
}

#[tokio::test]
async fn open_tasks_go_to_the_stand_in_and_what_is_left_comes_back() {
    on_each_engine(async |house| {
        for (title, hours) in [("late", -30), ("soon", 5), ("tomorrow", 30), ("after", 60)] {
            task(&house, title, hours).await;
        }
        let absence = leave(&house).await;
        assert_eq!((&absence["is_running"], &absence["can"]), (&json!(false), &json!(["end"])));
        assert_eq!(house.titles("wang", "/tasks?mine=true").await, [""; 0]);

        pass(&house, 2).await;
        assert_eq!(house.titles("li", "/tasks?mine=true").await, ["after"]);
        assert_eq!(house.titles("wang", "/tasks?mine=true").await, ["late", "soon", "tomorrow"]);
        let list = house.get("wang", "/tasks?mine=true").await.body;
        assert_eq!(list["items"][0]["stands_in_for"]["name"], "Li");
        let id = list["items"][1]["id"].as_str().unwrap().to_owned();
        assert_eq!(house.put("wang", &format!("/tasks/{id}/completion"), json!({})).await.status, StatusCode::OK);

        pass(&house, 48).await;
        assert_eq!(house.titles("li", "/tasks?mine=true").await, ["late", "tomorrow", "after"]);
        assert_eq!(house.titles("wang", "/tasks?mine=true").await, [""; 0]);
        let back = house.get("li", "/tasks?mine=true").await.body;
        assert_eq!(back["items"][0]["stands_in_for"], Value::Null);
        let journal = house.journal().await;
        let count = |name: &str| journal.iter().filter(|entry| entry.name == name).count();
        assert_eq!((count("absence.begun"), count("absence.ended"), count("task.handed_over")), (1, 1, 5));
        assert!(journal.iter().any(|entry| entry.body["note"] == "On leave" && entry.body["to"]["name"] == "Wang"));
    })
    .await;
}

#[tokio::test]
async fn a_task_added_meanwhile_goes_to_the_stand_in_unless_it_can_wait() {
    on_each_engine(async |house| {
        leave(&house).await;
        pass(&house, 2).await;
        let given = json!({"title": "now", "kind": "call", "due_at": house.in_hours(3), "assignee_id": LI});
        assert_eq!(house.add("chen", given).await["assignee"]["name"], "Wang");
        let given = json!({"title": "later", "kind": "call", "due_at": house.in_hours(60), "assignee_id": LI});
        assert_eq!(house.add("chen", given).await["assignee"]["name"], "Li");
    })
    .await;
}

#[tokio::test]
async fn who_is_back_early_has_their_work_back() {
    on_each_engine(async |house| {
        task(&house, "soon", 5).await;
        let id = leave(&house).await["id"].as_str().unwrap().to_owned();
        pass(&house, 2).await;
        assert_eq!(house.titles("wang", "/tasks?mine=true").await, ["soon"]);
        let path = format!("/absences/{id}/end");
        assert_eq!(house.put("wang", &path, Value::Null).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.put("li", &path, Value::Null).await.status, StatusCode::OK);
        pass(&house, 0).await;
        assert_eq!(house.titles("li", "/tasks?mine=true").await, ["soon"]);
        let again = house.put("li", &path, Value::Null).await;
        assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "absence.over"));
        assert_eq!(house.get("li", "/absences").await.body["items"], json!([]));
        // One that was called off before it began takes nothing.
        let id = leave(&house).await["id"].as_str().unwrap().to_owned();
        assert_eq!(house.put("chen", &format!("/absences/{id}/end"), Value::Null).await.status, StatusCode::OK);
        pass(&house, 2).await;
        assert_eq!(house.titles("li", "/tasks?mine=true").await, ["soon"]);
    })
    .await;
}

#[tokio::test]
async fn an_absence_that_makes_no_sense_is_refused() {
    on_each_engine(async |house| {
        let post = async |who: &str, staff: Value, stand_in: Value, from: i64, until: i64| {
            let form = json!({ "staff_id": staff, "stand_in_id": stand_in, "from": house.in_hours(from), "until": house.in_hours(until) });
            let answer = house.post(who, "/absences", form).await;
            (answer.status.as_u16(), answer.body["errors"][0]["code"].as_str().unwrap_or(answer.code()).to_owned())
        };
        let refused = |status: u16, code: &str| (status, code.to_owned());
        assert_eq!(post("li", Value::Null, json!(LI), 1, 9).await, refused(422, "stand_in.oneself"));
        assert_eq!(post("li", Value::Null, json!(WANG), 9, 1).await, refused(422, "until.before_from"));
        assert_eq!(post("li", Value::Null, json!(WANG), -9, -1).await, refused(422, "until.in_past"));
        assert_eq!(post("li", Value::Null, json!(WANG), 0, 24 * 400).await, refused(422, "until.too_far"));
        assert_eq!(post("li", Value::Null, json!(uuid::Uuid::nil()), 1, 9).await, refused(422, "staff.unknown"));
        assert_eq!(post("li", json!(WANG), json!(LI), 1, 9).await.0, 403, "another's absence is not one's own");
        assert_eq!(post("sun", json!(LI), json!(SUN), 1, 9).await.0, 404, "another store's people");
        assert_eq!(post("chen", json!(LI), json!(WANG), 1, 9).await.0, 201);
        assert_eq!(post("li", Value::Null, json!(CHEN), 5, 20).await, refused(409, "absence.away_already"));
        assert_eq!(post("chen", json!(WANG), json!(LI), 5, 20).await, refused(409, "absence.stand_in_away"));
        assert_eq!(house.send("guest", Method::GET, "/absences", Value::Null).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
