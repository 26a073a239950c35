//! Who saw and changed what, searched.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::House;

use crate::{customer, lines, sealed};

#[tokio::test]
async fn a_profile_that_was_opened_is_one_line_however_often_within_minutes() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, "王小明").await;
    let seller = house.person("li", "李雷", "store_manager", Reach::Store).await;
    for path in ["", "/timeline", "", "/timeline"] {
        seller.get(&format!("/customers/{id}{path}")).await.is(200);
    }
    seller.get("/customers/01900000-0000-7000-8000-000000000000").await.is(404);
    sealed(&house).await;
    let query = format!("kind=saw&customer_id={id}");
    assert_eq!(lines(&boss, &query).await, ["李雷 customer.seen"]);
    house.clock.advance(TimeDelta::minutes(11));
    seller.get(&format!("/customers/{id}")).await.is(200);
    sealed(&house).await;
    assert_eq!(lines(&boss, &query).await.len(), 2);
    let page = boss.get(&format!("/audit-lines?{query}")).await.is(200);
    assert_eq!(
        (page.text("/items/0/customer/name"), page.text("/items/0/store/code")),
        ("王小明".into(), "SH01".into())
    );
}

#[tokio::test]
async fn a_search_tells_by_what_was_searched_and_never_for_what() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    customer(&boss, &house, "王小明").await;
    boss.get("/customers?filter=stage:is:lead&limit=5").await.is(200);
    boss.get("/search?q=%E7%8E%8B%E5%B0%8F%E6%98%8E").await.is(200);
    sealed(&house).await;
    let page = boss.get("/audit-lines?kind=saw").await.is(200);
    assert_eq!((page.text("/items/0/name"), page.text("/items/0/detail")), ("all.searched".into(), "q".into()));
    assert_eq!(
        (page.text("/items/1/name"), page.text("/items/1/detail")),
        ("customers.searched".into(), "stage".into())
    );
    assert!(!page.body.to_string().contains("王小明"));
}

#[tokio::test]
async fn looking_into_the_audit_is_seen_too() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.get("/audit-lines?kind=saw").await.is(200);
    sealed(&house).await;
    assert_eq!(lines(&boss, "name=audit.searched").await, ["group_manager audit.searched"]);
}

#[tokio::test]
async fn a_change_is_told_with_before_and_after_and_found_by_who_what_where_and_when() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, "王小明").await;
    house.clock.advance(TimeDelta::hours(2));
    let seller = house.person("li", "李雷", "store_manager", Reach::Store).await;
    seller.patch(&format!("/customers/{id}"), json!({ "stage": "owner" })).await.is(200);
    sealed(&house).await;
    let page = boss.get("/audit-lines?name=customer.changed").await.is(200);
    assert_eq!(page.body["items"][0]["changes"], json!([{ "field": "stage", "from": "lead", "to": "owner" }]));
    assert_eq!((page.text("/items/0/actor/name"), page.names().len()), ("李雷".into(), 1));
    let changed = "李雷 customer.changed".to_owned();
    let by_who = format!("actor_id={}&kind=changed", seller.staff.unwrap());
    assert!(lines(&boss, &by_who).await.contains(&changed));
    assert!(lines(&boss, &format!("store_id={}", house.store.id)).await.contains(&changed));
    assert!(!lines(&boss, &format!("store_id={}", house.other_store.id)).await.contains(&changed));
    let between = (house.clock.now() - TimeDelta::hours(1)).to_rfc3339().replace("+00:00", "Z");
    assert!(!lines(&boss, &format!("customer_id={id}&until={between}")).await.contains(&changed));
    assert!(lines(&boss, &format!("customer_id={id}&from={between}")).await.contains(&changed));
    assert!(lines(&boss, &format!("from={between}")).await.contains(&changed));
    let signed_in = lines(&boss, "kind=signed_in").await;
    assert_eq!(signed_in, ["李雷 session.opened"]);
    assert_eq!(lines(&boss, "kind=exported&name=customer.changed").await, [""; 0]);
}

#[tokio::test]
async fn pages_go_through_entries_and_looks_once_each_newest_first() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for name in ["王小明", "李静", "赵六"] {
        let id = customer(&boss, &house, name).await;
        house.clock.advance(TimeDelta::seconds(1));
        boss.get(&format!("/customers/{id}")).await.is(200);
        house.clock.advance(TimeDelta::seconds(1));
    }
    sealed(&house).await;
    let whole = boss.get("/audit-lines?limit=200").await.is(200);
    let all: Vec<Value> = whole.body["items"].as_array().unwrap().clone();
    let times: Vec<&str> = all.iter().map(|line| line["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted_by(|one, next| one >= next), "{times:?}");
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = boss.get(&format!("/audit-lines?limit=2{cursor}")).await.is(200);
        paged.extend(page.body["items"].as_array().unwrap().iter().map(|line| line["id"].clone()));
        if page.body["next"].is_null() {
            break;
        }
        cursor = format!("&cursor={}", page.text("/next"));
    }
    let ids: Vec<Value> = all.iter().map(|line| line["id"].clone()).collect();
    assert_eq!(paged, ids);
    boss.get("/audit-lines?cursor=broken").await.is(422);
    boss.get("/audit-lines?limit=0").await.is(422);
}

#[tokio::test]
async fn a_store_manager_sees_the_own_store_alone() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let ours = customer(&boss, &house, "王小明").await;
    let far = boss.post("/customers", json!({ "name": "李静", "store_id": house.other_store.id })).await.is(201).id();
    for id in [&ours, &far] {
        boss.get(&format!("/customers/{id}")).await.is(200);
    }
    sealed(&house).await;
    let manager = house.person("wang", "王店", "store_manager", Reach::Store).await;
    let seen = lines(&manager, &format!("customer_id={ours}")).await;
    assert_eq!(seen, ["group_manager customer.seen", "group_manager customer.created"]);
    assert_eq!(lines(&manager, &format!("customer_id={far}")).await, [""; 0]);
    assert_eq!(lines(&manager, &format!("store_id={}", house.other_store.id)).await, [""; 0]);
    assert_eq!(lines(&manager, "name=customer.created").await.len(), 1);
    let next_door = house.neighbour().await.get("/audit-lines").await.is(200);
    assert!(!next_door.body.to_string().contains("王小明"));
}

#[tokio::test]
async fn whoever_may_not_see_numbers_sees_none_here_either() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, "王小明").await;
    boss.patch(&format!("/customers/{id}"), json!({ "name": "王小明13800001234" })).await.is(200);
    sealed(&house).await;
    let admin = house.machine("it_admin").await;
    let page = admin.get("/audit-lines?name=customer.changed").await.is(200);
    assert_eq!(page.text("/items/0/changes/0/to"), "王小明138****1234");
    let whole = boss.get("/audit-lines?name=customer.changed").await.is(200);
    assert_eq!(whole.text("/items/0/changes/0/to"), "王小明13800001234");
}

#[tokio::test]
async fn a_file_of_it_is_harmless_in_a_spreadsheet_and_written_down() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    customer(&boss, &house, "=王小明").await;
    let file = boss.post("/audit-files?name=customer.created", Value::Null).await.is(200);
    let kinds: Vec<_> = file.headers.get_all("content-type").iter().collect();
    assert_eq!(kinds, ["text/csv; charset=utf-8"]);
    let text = String::from_utf8(file.bytes).unwrap();
    assert!(text.contains("customer.created") && text.lines().count() == 2, "{text}");
    assert!(!text.contains(",=") && !text.contains("\"="), "no spreadsheet runs it: {text}");
    sealed(&house).await;
    assert_eq!(lines(&boss, "kind=exported").await, ["group_manager audit.exported"]);
}
