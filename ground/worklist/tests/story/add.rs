//! Adding tasks.

use http::StatusCode;
use serde_json::json;
use uuid::Uuid;

use crate::house::{CAR, CHEN, LI, NORTH, SOUTH, WANG, ZHAO, on_each_engine};

#[tokio::test]
async fn a_task_without_an_assignee_is_for_who_asks_and_falls_where_the_customer_belongs() {
    on_each_engine(async |house| {
        let due = house.in_hours(5);
        let task = house
            .add(
                "li",
                json!({"title": " Call Zhao ", "kind": "call", "due_at": due, "customer_id": ZHAO, "vehicle_id": CAR}),
            )
            .await;
        assert_eq!(task["title"], "Call Zhao");
        assert_eq!(task["assignee"], json!({"id": LI, "name": "Li"}));
        assert_eq!(task["created_by"], json!({"id": LI, "name": "Li"}));
        assert_eq!(task["customer"], json!({"id": ZHAO, "name": "Zhao"}));
        assert_eq!(task["vehicle"], json!({"id": CAR, "name": "沪A·12345"}));
        assert_eq!(task["store"], json!({"id": NORTH, "code": "N1", "name": "N1"}));
        assert_eq!(
            (&task["state"], &task["priority"], &task["sla"]),
            (&json!("open"), &json!("normal"), &json!("green"))
        );
        assert_eq!((&task["department"], &task["version"]), (&json!("worklist"), &json!(1)));
        assert_eq!(task["can"], json!(["edit", "complete", "cancel", "snooze"]));

        let journal = house.journal().await;
        assert_eq!(journal.len(), 1);
        assert_eq!(journal[0].name, "task.created");
        assert_eq!((journal[0].customer_id, journal[0].vehicle_id), (Some(ZHAO), Some(CAR)));
        assert_eq!(journal[0].body["assignee"], json!({"id": LI, "name": "Li"}));
    })
    .await;
}

#[tokio::test]
async fn a_bad_request_names_every_field_that_is_wrong() {
    on_each_engine(async |house| {
        let bad = json!({"title": "  ", "kind": "call", "due_at": "1876-03-10T00:00:00Z", "note": "n".repeat(4_001)});
        let answer = house.post("li", "/tasks", bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let codes: Vec<_> = answer.body["errors"].as_array().unwrap().iter().map(|fault| &fault["code"]).collect();
        assert_eq!(codes, ["title.missing", "note.too_long", "due_at.out_of_range"]);

        let unknown = json!({"title": "Call", "kind": "sing", "due_at": house.in_hours(1)});
        let answer = house.post("li", "/tasks", unknown).await;
        assert_eq!(
            (answer.status, &answer.body["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("kind"))
        );
        assert!(house.journal().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_customer_one_does_not_see_is_unknown() {
    on_each_engine(async |house| {
        for (who, customer) in [("sun", ZHAO.0), ("li", Uuid::from_u128(99))] {
            let task = json!({"title": "Call", "kind": "call", "due_at": house.in_hours(1), "customer_id": customer});
            let answer = house.post(who, "/tasks", task).await;
            assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, "customer.unknown"));
        }
    })
    .await;
}

#[tokio::test]
async fn giving_a_task_to_somebody_else_needs_the_right_to_assign() {
    on_each_engine(async |house| {
        let task = json!({"title": "Call", "kind": "call", "due_at": house.in_hours(1), "assignee_id": WANG});
        let refused = house.post("li", "/tasks", task.clone()).await;
        assert_eq!((refused.status, &refused.body["permission"]), (StatusCode::FORBIDDEN, &json!("assign_tasks")));
        let added = house.add("chen", task).await;
        assert_eq!((&added["assignee"]["id"], &added["created_by"]["id"]), (&json!(WANG), &json!(CHEN)));
    })
    .await;
}

#[tokio::test]
async fn a_task_for_a_store_out_of_reach_is_not_added() {
    on_each_engine(async |house| {
        for who in ["chen", "li"] {
            let task = json!({"title": "Call", "kind": "call", "due_at": house.in_hours(1), "store_id": SOUTH});
            assert_eq!(house.post(who, "/tasks", task).await.status, StatusCode::NOT_FOUND, "{who}");
        }
        let nowhere =
            json!({"title": "Call", "kind": "call", "due_at": house.in_hours(1), "store_id": Uuid::from_u128(99)});
        assert_eq!(house.post("chen", "/tasks", nowhere).await.code(), "store.unknown");
    })
    .await;
}
