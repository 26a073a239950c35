//! Reading the work list.

use chrono::TimeDelta;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{CAR, House, LI, WANG, ZHAO, on_each_engine};

/// Late and Soon are Li's, Later is Wang's, Free is nobody's yet.
async fn four_tasks(house: &House) {
    let task = |title: &str, kind: &str, hours| json!({"title": title, "kind": kind, "due_at": house.in_hours(hours)});
    let with = |mut task: Value, key: &str, value: Value| {
        task[key] = value;
        task
    };
    house.add("li", with(task("Late", "call", -2), "customer_id", json!(ZHAO))).await;
    house.add("li", with(task("Soon", "visit", 1), "vehicle_id", json!(CAR))).await;
    house.add("chen", with(task("Later", "follow_up", 30), "assignee_id", json!(WANG))).await;
    let free = worklist::Draft {
        store: crate::house::NORTH,
        department: "customers",
        title: "Free".into(),
        kind: worklist::TaskKind::Verify,
        due_at: house.now() + TimeDelta::days(10),
        priority: worklist::Priority::Low,
        customer: None,
        vehicle: None,
        assignee: None,
        note: None,
    };
    let door = house.listener();
    door.write(async |tx| {
        tx.enter(crate::house::GROUP);
        worklist::add(tx, free).await
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn consultants_see_their_own_and_managers_the_store() {
    on_each_engine(async |house| {
        four_tasks(&house).await;
        assert_eq!(house.titles("li", "/tasks").await, ["Late", "Soon"]);
        assert_eq!(house.titles("wang", "/tasks").await, ["Later"]);
        assert_eq!(house.titles("chen", "/tasks").await, ["Late", "Soon", "Later", "Free"]);
        assert!(house.titles("chen", "/tasks?mine=true").await.is_empty());
        assert_eq!(house.titles("chen", "/tasks?team=true").await.len(), 4);
        assert!(house.titles("sun", "/tasks").await.is_empty());
        assert_eq!(house.get("guest", "/tasks").await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.get("nobody", "/tasks").await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn every_filter_narrows_the_list() {
    on_each_engine(async |house| {
        four_tasks(&house).await;
        let expected: [(&str, &[&str]); 12] = [
            ("kind=visit", &["Soon"]),
            ("kind=call,follow_up", &["Late", "Later"]),
            ("overdue=true", &["Late"]),
            ("assignee=none", &["Free"]),
            (&format!("assignee={WANG}"), &["Later"]),
            (&format!("customer={ZHAO}"), &["Late"]),
            (&format!("vehicle={CAR}"), &["Soon"]),
            ("department=customers", &["Free"]),
            // Days of the store: 30 hours after Monday 09:00 is Tuesday 15:00.
            ("from=2026-03-03&to=2026-03-03", &["Later"]),
            ("to=2026-03-02", &["Late", "Soon"]),
            ("from=2026-03-02T01:00:00Z&to=2026-03-02T02:00:01Z", &["Soon"]),
            ("state=done", &[]),
        ];
        for (query, titles) in expected {
            assert_eq!(house.titles("chen", &format!("/tasks?{query}")).await, titles, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_refused_by_name() {
    on_each_engine(async |house| {
        for (query, field) in [
            ("kind=sing", "kind"),
            ("assignee=me", "assignee"),
            ("from=yesterday", "from"),
            ("state=lost", "state"),
            ("limit=0", "limit"),
            ("cursor=x", "cursor"),
        ] {
            let answer = house.get("chen", &format!("/tasks?{query}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert_eq!(answer.body["errors"][0]["field"], field, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    on_each_engine(async |house| {
        // Three share a due time, so that the id decides.
        for (number, hours) in [5, 1, 3, 3, 3, 2, 4].into_iter().enumerate() {
            house
                .add(
                    "li",
                    json!({"title": format!("{hours}.{number}"), "kind": "call", "due_at": house.in_hours(hours)}),
                )
                .await;
        }
        let whole = house.titles("li", "/tasks").await;
        assert_eq!((whole.len(), whole.is_sorted_by_key(|title| title.as_bytes()[0])), (7, true), "{whole:?}");
        for (path, whole) in
            [("/tasks?limit=2", whole), ("/tasks?state=all&limit=3", house.titles("li", "/tasks?state=all").await)]
        {
            assert_eq!(walk(&house, path).await, whole);
        }
        for id in ids(&house).await {
            house.put("li", &format!("/tasks/{id}/completion"), json!({})).await;
        }
        let done = house.titles("li", "/tasks?state=done").await;
        assert_eq!((done.len(), done.first().map(String::as_str)), (7, Some("5.0")), "the latest first");
        assert_eq!(walk(&house, "/tasks?state=done&limit=2").await, done);
    })
    .await;
}

async fn walk(house: &House, path: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = house.get("li", &format!("{path}{cursor}")).await.body;
        let items = page["items"].as_array().unwrap();
        all.extend(items.iter().map(|item| item["title"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

async fn ids(house: &House) -> Vec<String> {
    let list = house.get("li", "/tasks").await.body;
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_summary_counts_what_the_list_shows() {
    on_each_engine(async |house| {
        four_tasks(&house).await;
        let extra = house.add("li", json!({"title": "Done", "kind": "call", "due_at": house.in_hours(3)})).await;
        let path = format!("/tasks/{}/completion", extra["id"].as_str().unwrap());
        house.send("li", Method::PUT, &path, json!({})).await;

        let store = house.get("chen", "/tasks/summary").await.body;
        assert_eq!(
            store,
            json!({"open": 4, "overdue": 1, "today": 2, "week": 3, "done_today": 1, "by_assignee": [
                {"assignee": {"id": LI, "name": "Li"}, "open": 2, "overdue": 1},
                {"assignee": {"id": WANG, "name": "Wang"}, "open": 1, "overdue": 0},
            ]})
        );
        let wangs = house.get("chen", &format!("/tasks/summary?assignee={WANG}")).await.body;
        assert_eq!((&wangs["open"], &wangs["done_today"]), (&json!(1), &json!(0)));
        let nothing = house.get("sun", "/tasks/summary").await.body;
        assert_eq!(
            nothing,
            json!({"open": 0, "overdue": 0, "today": 0, "week": 0, "done_today": 0, "by_assignee": []})
        );

        house.wait(TimeDelta::days(1));
        assert_eq!(house.get("chen", "/tasks/summary").await.body["done_today"], 0);
    })
    .await;
}
