//! Undone imports: what they brought counts nowhere any more.

use serde_json::json;
use testkit::House;

use crate::{
    facts::facts_of,
    imports::{counts, import, set},
};

const HEAD: &str = "姓名,手机,车牌,品牌,车系,成交日期,成交价,进厂日期,维修类型,维修金额,城市,备注";

#[tokio::test]
async fn an_undone_import_leaves_the_facts_as_they_were() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let there = json!({ "name": "王小明", "phones": ["13800001111"], "store_id": house.store.id });
    let customer = boss.post("/customers", there).await.is(201).id();
    boss.post(&format!("/customers/{customer}/notes"), json!({ "kind": "call", "text": "约了周六" })).await.is(201);
    let first = format!("{HEAD}\n王小明,13800001111,,,,,,2024-05-02,首保,300,,\n");
    import(&boss, &house, "first.csv", first.as_bytes()).await;
    let customers = [customer];
    let before = facts_of(&boss, &customers).await;
    let known = &before[&customers[0]];
    assert_eq!((&known["visits"], &known["vehicles"]), (&json!(1), &json!(0)), "{known}");

    house.clock.advance(chrono::TimeDelta::days(1));
    let second = format!(
        "{HEAD}\n王小明,13800001111,沪A12345,大众,朗逸,2023-01-05,12.58万,2025-08-09,维修,980,上海,喜欢白色\n\
         王小明,13800001111,,,,,,2022-02-03,首保,120,,\n"
    );
    let done = import(&boss, &house, "second.csv", second.as_bytes()).await;
    assert_eq!(counts(&done), [2, 0, 2, 0, 0, 0]);
    let inflated = facts_of(&boss, &customers).await;
    let more = &inflated[&customers[0]];
    assert_eq!((&more["visits"], &more["purchases"], &more["vehicles"]), (&json!(3), &json!(1), &json!(1)), "{more}");
    assert_ne!((&more["last_visit_at"], &more["spend"]), (&known["last_visit_at"], &known["spend"]));

    set(&boss, &house, done["id"].as_str().unwrap(), "undo").await;
    assert_eq!(facts_of(&boss, &customers).await, before);
    customers::facts::rebuild(&house.platform).await.unwrap();
    assert_eq!(facts_of(&boss, &customers).await, before);
}

#[tokio::test]
async fn the_timeline_says_what_an_undone_import_took_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let there = json!({ "name": "王小明", "phones": ["13800001111"], "store_id": house.store.id });
    let customer = boss.post("/customers", there).await.is(201).id();
    let list = format!("{HEAD}\n王小明,13800001111,,,,,,2024-05-02,首保,300,,\n");
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    set(&boss, &house, done["id"].as_str().unwrap(), "undo").await;
    let timeline = boss.get(&format!("/customers/{customer}/timeline")).await.is(200);
    let entries = timeline.body["items"].as_array().unwrap();
    let removed = entries.iter().find(|entry| entry["name"] == "history.removed").unwrap();
    let body = &removed["body"];
    assert_eq!(
        (&body["kind"], &body["on"], &body["amount"]),
        (&json!("maintenance"), &json!("2024-05-02"), &json!({ "amount": 30_000, "currency": "CNY" }))
    );
}
