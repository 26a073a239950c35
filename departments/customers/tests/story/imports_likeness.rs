//! Imports and those who are known already: rows that might be somebody are told of before, and asked about afterwards.

use serde_json::{Value, json};
use testkit::House;

use crate::imports::{counts, set, upload};

#[tokio::test]
async fn a_row_that_might_be_somebody_is_told_of_before_and_asked_about_after_it_came_in() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({
        "name": "陈静怡", "phones": ["13800001111"], "birthday": "1985-03-07", "store_id": house.store.id,
        "address": "上海市浦东新区张江路 100 号", "gender": "female",
    });
    let known = boss.post("/customers", form).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    // The first is spelled otherwise and has the phone, the second shares name and address and no number, the third is a
    // stranger, the fourth is known by name and phone.
    let file = "客户姓名,手机号,生日,性别,地址\n\
        陈婧怡,13800001111,1985-03-07,女,上海市浦东新区张江路100号\n\
        陈静怡,,,女,上海市浦东新区张江路100号\n\
        赵铁柱,13900009999,,男,\n\
        陈静怡,13800001111,,,\n";
    let id = upload(&boss, &house, "likeness.csv", file.as_bytes()).await.is(201).id();
    let rows = boss.get(&format!("/imports/{id}/rows")).await.is(200).body;
    let likeness = |row: usize| &rows["items"][row]["likeness"];
    assert_eq!((&likeness(0)["band"], &likeness(0)["id"]), (&json!("same"), &json!(known)));
    assert_eq!(likeness(1)["id"], json!(known));
    assert!(!likeness(1)["reasons"].as_array().unwrap().is_empty());
    assert_eq!((likeness(2), likeness(3)), (&Value::Null, &Value::Null));
    let checked = set(&boss, &house, &id, "check").await;
    assert_eq!(checked["totals"]["alike"], 2);
    let done = set(&boss, &house, &id, "run").await;
    assert_eq!((counts(&done)[1], &done["totals"]["alike"]), (3, &json!(2)));
    let pairs = boss.get("/duplicate-pairs").await.is(200).body;
    let pairs = pairs["items"].as_array().unwrap();
    assert_eq!(pairs.len(), 2);
    assert!(pairs.iter().all(|pair| pair["origin"] == "import" && pair["left"]["id"] == json!(known)), "{pairs:?}");
    boss.put(&format!("/imports/{id}/undo"), Value::Null).await.is(200);
    house.settle().await;
    assert_eq!(boss.get("/duplicate-pairs").await.is(200).body["items"], json!([]));
}

#[tokio::test]
async fn in_an_empty_base_nobody_is_asked_about() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let file = "客户姓名,手机号,生日\n陈静怡,13800001111,1985-03-07\n陈婧怡,13800001111,1985-03-07\n";
    let id = upload(&boss, &house, "first.csv", file.as_bytes()).await.is(201).id();
    set(&boss, &house, &id, "check").await;
    let done = set(&boss, &house, &id, "run").await;
    assert_eq!(done["totals"]["alike"], 0);
    assert_eq!(boss.get("/duplicate-pairs").await.is(200).body["items"], json!([]));
}

#[tokio::test]
async fn rows_are_measured_against_others_and_not_against_the_file_itself_whatever_day_it_names() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let stranger = json!({ "name": "赵铁柱", "phones": ["13900009999"], "store_id": house.store.id });
    boss.post("/customers", stranger).await.is(201);
    // Created years ago, as the older system says, and twice in the file.
    let file = "客户姓名,手机号,生日,建档日期\n陈静怡,13800001111,1985-03-07,2019-01-01\n陈婧怡,13800001111,1985-03-07,2020-01-01\n\
        王小明,13800002222,1990-05-06,2019-01-01\n";
    let id = upload(&boss, &house, "old.csv", file.as_bytes()).await.is(201).id();
    // Somebody who comes between the upload and the run is there before.
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let known =
        json!({ "name": "王晓明", "phones": ["13800002222"], "birthday": "1990-05-06", "store_id": house.store.id });
    let known = boss.post("/customers", known).await.is(201).id();
    let done = set(&boss, &house, &id, "run").await;
    assert_eq!((counts(&done)[1], &done["totals"]["alike"]), (3, &json!(1)), "{done}");
    let pairs = boss.get("/duplicate-pairs").await.is(200).body;
    let pairs = pairs["items"].as_array().unwrap();
    assert_eq!(pairs.len(), 1);
    assert!(["left", "right"].iter().any(|side| pairs[0][*side]["id"] == json!(known)), "{pairs:?}");
}
