//! Recalls: what is done to many of their cars at once.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::recalls::{VINS, car, opened, state};

async fn settled(house: &House, by: &Caller, recall: &str, work: &Answer) -> Answer {
    house.settle().await;
    by.get(&format!("/recalls/{recall}/works/{}", work.id())).await.is(200)
}

fn tally(work: &Answer) -> (String, i64, i64, i64) {
    let number = |name: &str| work.body[name].as_i64().unwrap();
    (work.text("/state"), number("total"), number("done"), number("skipped"))
}

/// A customer with these cars, looked after by this advisor.
async fn owner(by: &Caller, house: &House, name: &str, vins: &[&str], advisor: Option<String>) -> String {
    let form = json!({ "kind": "person", "name": name, "store_id": house.store.id, "advisor_id": advisor });
    let id = by.post("/customers", form).await.is(201).id();
    for vin in vins {
        let form = json!({ "brand": "大众", "series": "朗逸", "vin": vin, "owner_id": id });
        by.post("/vehicles", form).await.is(201);
    }
    id
}

#[tokio::test]
async fn each_customer_gets_one_task_and_never_a_second_for_the_same_cars() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let zhou = house.hire("zhou", "周顾问", "service_advisor", Reach::Store).await;
    let care = house.hire("care", "客服", "care_agent", Reach::Store).await;
    let two = owner(&boss, &house, "王小明", &VINS[..2], Some(zhou.to_string())).await;
    let one = owner(&boss, &house, "李红", &VINS[2..], None).await;
    let nobodys = car(&boss, &house, "LSVAA4189E2000004").await;
    let id = opened(&boss, &house, &[VINS[0], VINS[1], VINS[2], "LSVAA4189E2000004"]).await;
    let path = format!("/recalls/{id}/tasks");
    let begun = boss.post(&path, json!({ "staff_id": care, "due_on": "2026-03-20" })).await.is(201);
    assert_eq!(boss.post(&path, json!({})).await.is(409).code(), "recall_work.under_way");
    let ended = settled(&house, &boss, &id, &begun).await;
    assert_eq!(tally(&ended), ("done".into(), 4, 2, 1), "{}", ended.body);
    let tasks = async |customer: &str| {
        let answer = boss.get(&format!("/tasks?customer={customer}")).await.is(200);
        answer.body["items"].as_array().unwrap().clone()
    };
    let of_two = tasks(&two).await;
    assert_eq!(of_two.len(), 1);
    assert_eq!(
        (&of_two[0]["assignee"]["name"], &of_two[0]["due_at"]),
        (&json!("周顾问"), &json!("2026-03-20T09:00:00Z"))
    );
    assert_eq!(
        (&of_two[0]["title"], &of_two[0]["priority"]),
        (&json!("召回通知并预约：制动软管老化（2 台车）"), &json!("high"))
    );
    assert_eq!(tasks(&one).await[0]["assignee"]["name"], "客服", "nobody looks after her, so customer care does");
    let again = boss.post(&path, json!({ "assign_to": "person", "staff_id": care })).await.is(201);
    assert_eq!(tally(&settled(&house, &boss, &id, &again).await), ("done".into(), 1, 0, 1));
    assert_eq!(state(&boss, &id, &nobodys).await.as_deref(), Some("open"));

    let cars = boss.get(&format!("/customers/{two}/profile")).await.is(200);
    let [first, second] = [0, 1].map(|at| cars.text(&format!("/vehicles/{at}/id")));
    boss.put(&format!("/recalls/{id}/cars/{first}/state"), json!({ "to": "booked" })).await.is(200);
    assert_eq!(tasks(&two).await.len(), 1, "the other car still wants a call");
    boss.put(&format!("/recalls/{id}/cars/{second}/state"), json!({ "to": "not_affected" })).await.is(200);
    assert!(tasks(&two).await.is_empty(), "nothing is left to call for");
    assert_eq!(boss.post(&path, json!({ "assign_to": "person" })).await.is(422).code(), "staff.missing");
    assert_eq!(boss.post(&path, json!({ "due_on": "2026-03-15" })).await.is(422).code(), "date.past");
}

#[tokio::test]
async fn many_cars_are_moved_as_far_as_the_caller_reaches() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let near = car(&boss, &house, VINS[0]).await;
    let done = car(&boss, &house, VINS[1]).await;
    let form = json!({ "brand": "大众", "series": "朗逸", "vin": VINS[2], "store_id": house.other_store.id });
    let far = boss.post("/vehicles", form).await.is(201).id();
    let id = opened(&boss, &house, &VINS).await;
    boss.put(&format!("/recalls/{id}/cars/{done}/state"), json!({ "to": "done" })).await.is(200);
    let here = house.machine_in("service_manager", &house.store).await;
    let path = format!("/recalls/{id}/moves");
    let begun = here.post(&path, json!({ "state": "open", "to": "notified", "note": "短信通知" })).await.is(201);
    assert_eq!((begun.text("/to"), begun.text("/by/name")), ("notified".into(), "service_manager".into()));
    assert_eq!(tally(&settled(&house, &boss, &id, &begun).await), ("done".into(), 1, 1, 0));
    let mut states = Vec::new();
    for car in [&near, &done, &far] {
        states.push(state(&boss, &id, car).await.unwrap());
    }
    assert_eq!(states, ["notified", "done", "open"]);
    let entry = boss.get(&format!("/vehicles/{near}/timeline")).await.is(200);
    assert_eq!(
        (entry.text("/items/0/name"), entry.text("/items/0/actor/name")),
        ("recall.car_moved".into(), "service_manager".into())
    );
    let named = here.post(&path, json!({ "ids": [near, far], "to": "notified" })).await.is(201);
    assert_eq!(tally(&settled(&house, &boss, &id, &named).await), ("done".into(), 1, 0, 1));
    assert_eq!(here.post(&path, json!({ "ids": [], "to": "done" })).await.is(422).code(), "ids.count");
    boss.put(&format!("/recalls/{id}/closure"), Value::Null).await.is(200);
    assert_eq!(here.post(&path, json!({ "to": "done" })).await.is(409).code(), "recall.closed");
    let works = boss.get(&format!("/recalls/{id}/works")).await.is(200);
    let deeds: Vec<&str> = works.body.as_array().unwrap().iter().map(|work| work["deed"].as_str().unwrap()).collect();
    assert_eq!(deeds, ["move_cars", "move_cars", "find_cars"]);
}
