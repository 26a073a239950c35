//! One deed to many tasks.

use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::{House, WANG, on_each_engine};

async fn three(house: &House) -> Vec<Value> {
    let mut ids = Vec::new();
    for title in ["One", "Two", "Three"] {
        let task = house.add("li", json!({"title": title, "kind": "call", "due_at": house.in_hours(4)})).await;
        ids.push(task["id"].clone());
    }
    ids
}

#[tokio::test]
async fn each_task_is_done_or_refused_on_its_own() {
    on_each_engine(async |house| {
        let ids = three(&house).await;
        house.put("li", &format!("/tasks/{}/completion", ids[0].as_str().unwrap()), json!({})).await;
        let stranger = json!(Uuid::from_u128(99));
        let asked =
            json!({"ids": [ids[0], ids[1], ids[2], ids[1], stranger], "deed": "complete", "outcome": "no_answer"});
        let answer = house.post("li", "/tasks/bulk", asked).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.body["done"], json!([ids[1], ids[2]]));
        let refused: Vec<_> =
            answer.body["refused"].as_array().unwrap().iter().map(|task| (&task["id"], &task["code"])).collect();
        assert_eq!(refused, [(&ids[0], &json!("task.closed")), (&stranger, &json!("not_found"))]);
        assert_eq!(house.titles("li", "/tasks?state=done").await.len(), 3);
        let completed = house.journal().await.iter().filter(|entry| entry.name == "task.completed").count();
        assert_eq!(completed, 3);
    })
    .await;
}

#[tokio::test]
async fn all_tasks_of_somebody_absent_are_handed_over_at_once() {
    on_each_engine(async |house| {
        let ids = three(&house).await;
        let asked = json!({"ids": ids, "deed": "assign", "staff_id": WANG, "note": "Sick leave."});
        let refused = house.post("li", "/tasks/bulk", asked.clone()).await;
        assert_eq!((refused.status, &refused.body["permission"]), (StatusCode::FORBIDDEN, &json!("assign_tasks")));
        let answer = house.post("chen", "/tasks/bulk", asked).await;
        assert_eq!(answer.body["done"].as_array().unwrap().len(), 3);
        assert_eq!(house.titles("wang", "/tasks?mine=true").await.len(), 3);
        assert!(house.titles("li", "/tasks").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_bulk_deed_without_its_particulars_is_refused_whole() {
    on_each_engine(async |house| {
        let ids = three(&house).await;
        for (body, code) in [
            (json!({"ids": [], "deed": "cancel"}), "ids.count"),
            (json!({"ids": ids, "deed": "snooze"}), "until.missing"),
            (json!({"ids": ids, "deed": "assign"}), "staff_id.missing"),
            (json!({"ids": ids, "deed": "complete", "outcome": "Well, yes"}), "outcome.malformed"),
        ] {
            let answer = house.post("chen", "/tasks/bulk", body).await;
            assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, code));
        }
        let stranger = json!({"ids": ids, "deed": "assign", "staff_id": Uuid::from_u128(99)});
        assert_eq!(house.post("chen", "/tasks/bulk", stranger).await.code(), "staff.unknown");
        assert_eq!(house.journal().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn many_tasks_are_put_off_and_cancelled_together() {
    on_each_engine(async |house| {
        let ids = three(&house).await;
        house.post("li", "/tasks/bulk", json!({"ids": ids, "deed": "snooze", "until": house.in_hours(2)})).await;
        assert_eq!(house.titles("li", "/tasks?state=snoozed").await.len(), 3);
        house.post("li", "/tasks/bulk", json!({"ids": ids, "deed": "cancel"})).await;
        assert_eq!(house.titles("li", "/tasks?state=cancelled").await.len(), 3);
    })
    .await;
}
