//! The home page: the figures of all one's stores, or of one.

use kernel::Reach;
use serde_json::json;
use testkit::House;

#[tokio::test]
async fn the_home_page_of_one_store_counts_only_what_belongs_to_it() {
    let house = House::new().await;
    let boss = house.person("zhao", "赵总", "group_manager", Reach::Group).await;
    for (name, store) in [("王小明", &house.store), ("李红", &house.store), ("苏客", &house.other_store)] {
        let id = boss.post("/customers", json!({ "name": name, "store_id": store.id })).await.is(201).id();
        let task = json!({ "title": name, "kind": "call", "due_at": "2026-03-16T08:00:00Z", "customer_id": id });
        boss.post("/tasks", task).await.is(201);
    }
    for (query, total, names) in [
        (String::new(), 3, &["王小明", "李红", "苏客"][..]),
        (format!("?store={}", house.store.id), 2, &["王小明", "李红"]),
        (format!("?store={}", house.other_store.id), 1, &["苏客"]),
    ] {
        let home = boss.get(&format!("/home{query}")).await.is(200);
        let weeks: u64 =
            home.body["new_by_week"].as_array().unwrap().iter().filter_map(|one| one["count"].as_u64()).sum();
        let of_stages = home.body["stages"].as_array().unwrap().iter().filter_map(|one| one["count"].as_u64());
        let counts = [
            home.body["customers"]["total"]["count"].as_u64().unwrap(),
            home.body["customers"]["new_this_month"].as_u64().unwrap(),
            weeks,
            of_stages.sum(),
            home.body["tasks"]["open"].as_u64().unwrap(),
        ];
        assert_eq!(counts, [total; 5], "{query}");
        let mut due: Vec<&str> =
            home.body["due"].as_array().unwrap().iter().filter_map(|task| task["title"].as_str()).collect();
        let mut expected = names.to_vec();
        due.sort_unstable();
        expected.sort_unstable();
        assert_eq!(due, expected, "{query}");
        for entry in home.body["recent"].as_array().unwrap() {
            assert!(names.contains(&entry["customer"]["name"].as_str().unwrap()), "{query}: {entry}");
        }
    }
}

#[tokio::test]
async fn the_home_page_of_a_store_outside_the_reach_is_not_found() {
    let house = House::new().await;
    let manager = house.person("chen", "陈店总", "store_manager", Reach::Store).await;
    let li = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    for who in [&manager, &li] {
        who.get(&format!("/home?store={}", house.store.id)).await.is(200);
        who.get(&format!("/home?store={}", house.other_store.id)).await.is(404);
        who.get(&format!("/home?store={}", house.neighbours_store.id)).await.is(404);
    }
    let boss = house.machine("group_manager").await;
    boss.get(&format!("/home?store={}", house.neighbours_store.id)).await.is(404);
}

#[tokio::test]
async fn what_happened_last_comes_first_whenever_it_was_written_down() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let car = json!({ "brand": "大众", "series": "朗逸", "store_id": house.store.id.to_string() });
    let mut person = json!({ "name": "王小明", "store_id": house.store.id.to_string() });
    person["vehicle"] = car;
    boss.post("/customers", person).await.is(201);
    let list = "姓名,手机号,车型,成交日期\n李红,13900002222,大众 朗逸,2020-05-01\n";
    crate::imports::import(&boss, &house, "list.csv", list.as_bytes()).await;
    let home = boss.get("/home").await.is(200);
    let recent = home.body["recent"].as_array().unwrap();
    let times: Vec<&str> = recent.iter().map(|entry| entry["happened_at"].as_str().unwrap()).collect();
    assert!(times.len() > 2 && times.is_sorted_by(|one, other| one >= other), "{times:?}");
    assert_eq!(recent.last().unwrap()["customer"]["name"], "李红");
}
