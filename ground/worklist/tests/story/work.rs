//! Working on one task: done, put off, handed over, changed.

use chrono::TimeDelta;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{House, LI, WANG, ZHAO, on_each_engine};

async fn call(house: &House) -> String {
    let due = house.in_hours(5);
    let task = house.add("li", json!({"title": "Call", "kind": "call", "due_at": due, "customer_id": ZHAO})).await;
    task["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_task_is_done_once_and_can_be_reopened() {
    on_each_engine(async |house| {
        let id = call(&house).await;
        let path = format!("/tasks/{id}/completion");
        let done = house.put("li", &path, json!({"outcome": "reached", "note": "Comes on Friday."})).await;
        assert_eq!((done.status, done.id()), (StatusCode::OK, id.as_str()));
        assert_eq!((&done.body["state"], &done.body["outcome"]), (&json!("done"), &json!("reached")));
        assert_eq!((&done.body["note"], &done.body["done_at"]), (&json!("Comes on Friday."), &json!(house.now())));
        assert_eq!((&done.body["version"], &done.body["can"]), (&json!(2), &json!(["reopen"])));

        let again = house.put("li", &path, json!({})).await;
        assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "task.closed"));

        let reopened = house.send("li", Method::DELETE, &path, Value::Null).await;
        assert_eq!((&reopened.body["state"], &reopened.body["done_at"]), (&json!("open"), &Value::Null));

        let journal = house.journal().await;
        let names: Vec<_> = journal.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["task.created", "task.completed", "task.reopened"]);
        assert_eq!(journal[1].body["note"], "Comes on Friday.");
        assert!(journal.iter().all(|entry| entry.customer_id == Some(ZHAO)));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_finish_a_task_at_once_one_is_told_that_it_is_done() {
    on_each_engine(async |house| {
        let path = format!("/tasks/{}/completion", call(&house).await);
        let (one, two) = tokio::join!(house.put("li", &path, json!({})), house.put("chen", &path, json!({})));
        let (first, second) = if one.status == StatusCode::OK { (one, two) } else { (two, one) };
        assert_eq!(first.status, StatusCode::OK);
        assert!([StatusCode::CONFLICT, StatusCode::PRECONDITION_FAILED].contains(&second.status), "{}", second.body);
        let completed = house.journal().await.iter().filter(|entry| entry.name == "task.completed").count();
        assert_eq!(completed, 1);
    })
    .await;
}

#[tokio::test]
async fn a_change_from_an_old_version_is_answered_with_the_task_as_it_is() {
    on_each_engine(async |house| {
        let path = format!("/tasks/{}", call(&house).await);
        let first = house.send_from_version("li", Method::PATCH, &path, Some(1), json!({"title": "Write"})).await;
        assert_eq!((first.status, &first.body["version"]), (StatusCode::OK, &json!(2)));
        let stale = house.send_from_version("li", Method::PATCH, &path, Some(1), json!({"title": "Visit"})).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!((&stale.body["current"]["title"], &stale.body["current"]["version"]), (&json!("Write"), &json!(2)));
    })
    .await;
}

#[tokio::test]
async fn an_edit_keeps_what_is_absent_clears_what_is_null_and_reports_the_difference() {
    on_each_engine(async |house| {
        let path = format!("/tasks/{}", call(&house).await);
        let change = json!({"priority": "high", "note": "Before noon.", "due_at": house.in_hours(2)});
        let changed = house.send("li", Method::PATCH, &path, change).await;
        assert_eq!((&changed.body["title"], &changed.body["priority"]), (&json!("Call"), &json!("high")));
        assert_eq!(changed.body["sla"], "amber");

        let cleared = house.send("li", Method::PATCH, &path, json!({"note": null, "customer_id": null})).await;
        assert_eq!((&cleared.body["note"], &cleared.body["customer"]), (&Value::Null, &Value::Null));

        let same = house.send("li", Method::PATCH, &path, json!({"priority": "high"})).await;
        assert_eq!(same.body["version"], 3, "nothing changed");

        let journal = house.journal().await;
        assert_eq!(journal.len(), 3);
        let fields = |entry: &journal::Entry| {
            entry.body["fields"].as_array().unwrap().iter().map(|change| change["field"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(fields(&journal[1]), ["due_at", "priority", "note"]);
        assert_eq!(fields(&journal[2]), ["note", "customer"]);
    })
    .await;
}

#[tokio::test]
async fn a_task_put_off_leaves_the_list_and_comes_back_by_itself() {
    on_each_engine(async |house| {
        let path = format!("/tasks/{}/snooze", call(&house).await);
        let past = house.put("li", &path, json!({"until": house.in_hours(0)})).await;
        assert_eq!((past.status, past.code()), (StatusCode::CONFLICT, "task.snooze_in_past"));

        let snoozed = house.put("li", &path, json!({"until": house.in_hours(3)})).await;
        assert_eq!(snoozed.body["snoozed_until"], house.in_hours(3));
        assert_eq!(snoozed.body["can"], json!(["edit", "complete", "cancel", "snooze", "wake"]));
        assert!(house.titles("li", "/tasks").await.is_empty());
        assert_eq!(house.titles("li", "/tasks?state=snoozed").await, ["Call"]);
        assert_eq!(house.get("li", "/tasks/summary").await.body["open"], 0);

        house.wait(TimeDelta::hours(3));
        assert_eq!(house.titles("li", "/tasks").await, ["Call"]);
        assert!(house.titles("li", "/tasks?state=snoozed").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_task_put_off_can_be_woken() {
    on_each_engine(async |house| {
        let path = format!("/tasks/{}/snooze", call(&house).await);
        let awake = house.send("li", Method::DELETE, &path, Value::Null).await;
        assert_eq!((awake.status, awake.code()), (StatusCode::CONFLICT, "task.not_snoozed"));
        house.put("li", &path, json!({"until": house.in_hours(3)})).await;
        let woken = house.send("li", Method::DELETE, &path, Value::Null).await;
        assert_eq!((woken.status, &woken.body["snoozed_until"]), (StatusCode::OK, &Value::Null));
        assert_eq!(house.titles("li", "/tasks").await, ["Call"]);
    })
    .await;
}

#[tokio::test]
async fn a_task_handed_over_is_the_next_persons() {
    on_each_engine(async |house| {
        let id = call(&house).await;
        let path = format!("/tasks/{id}/assignee");
        let hand_over = json!({"staff_id": WANG, "note": "Li is on leave."});
        assert_eq!(house.put("li", &path, hand_over.clone()).await.status, StatusCode::FORBIDDEN);

        let handed = house.put("chen", &path, hand_over.clone()).await;
        assert_eq!((handed.status, &handed.body["assignee"]), (StatusCode::OK, &json!({"id": WANG, "name": "Wang"})));
        assert_eq!(house.get("li", &format!("/tasks/{id}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.titles("wang", "/tasks?mine=true").await, ["Call"]);

        let again = house.put("chen", &path, hand_over).await;
        assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "task.same_assignee"));
        let stranger = house.put("chen", &path, json!({"staff_id": uuid::Uuid::from_u128(99)})).await;
        assert_eq!((stranger.status, stranger.code()), (StatusCode::UNPROCESSABLE_ENTITY, "staff.unknown"));

        let journal = house.journal().await;
        assert_eq!(journal[1].name, "task.handed_over");
        assert_eq!(journal[1].body["from"], json!({"id": LI, "name": "Li"}));
        assert_eq!(journal[1].body["to"], json!({"id": WANG, "name": "Wang"}));
        assert_eq!(journal[1].body["note"], "Li is on leave.");
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_task_is_off_every_open_list() {
    on_each_engine(async |house| {
        let id = call(&house).await;
        let cancelled = house.put("li", &format!("/tasks/{id}/cancellation"), Value::Null).await;
        assert_eq!((cancelled.status, &cancelled.body["state"]), (StatusCode::OK, &json!("cancelled")));
        assert!(house.titles("li", "/tasks").await.is_empty());
        assert!(house.titles("li", "/tasks?state=done").await.is_empty());
        assert_eq!(house.titles("li", "/tasks?state=cancelled").await, ["Call"]);
        assert_eq!(house.titles("li", "/tasks?state=all").await, ["Call"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_touches_a_task_out_of_reach() {
    on_each_engine(async |house| {
        let id = call(&house).await;
        let deeds = [
            (Method::GET, format!("/tasks/{id}"), Value::Null),
            (Method::PATCH, format!("/tasks/{id}"), json!({"title": "Mine"})),
            (Method::PUT, format!("/tasks/{id}/completion"), json!({})),
            (Method::DELETE, format!("/tasks/{id}/completion"), Value::Null),
            (Method::PUT, format!("/tasks/{id}/cancellation"), Value::Null),
            (Method::PUT, format!("/tasks/{id}/snooze"), json!({"until": house.in_hours(1)})),
            (Method::DELETE, format!("/tasks/{id}/snooze"), Value::Null),
            (Method::PUT, format!("/tasks/{id}/assignee"), json!({"staff_id": WANG})),
        ];
        for (method, path, body) in deeds {
            for (who, status) in
                [("nobody", StatusCode::UNAUTHORIZED), ("guest", StatusCode::FORBIDDEN), ("sun", StatusCode::NOT_FOUND)]
            {
                let answer = house.send(who, method.clone(), &path, body.clone()).await;
                assert_eq!(answer.status, status, "{who}: {method} {path}");
            }
        }
        assert_eq!(house.journal().await.len(), 1);
    })
    .await;
}
