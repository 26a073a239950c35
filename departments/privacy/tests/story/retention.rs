//! How long things are kept, and what happens at night when their time is over.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::House;

fn rule<'a>(rules: &'a Value, code: &str) -> &'a Value {
    rules.as_array().unwrap().iter().find(|rule| rule["code"] == code).unwrap()
}

#[tokio::test]
async fn a_group_keeps_things_longer_but_never_shorter_than_the_law_wants() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let rules = boss.get("/retention-rules").await.is(200);
    let repairs = rule(&rules.body, "kept_repairs");
    assert_eq!((repairs["amount"].as_u64(), repairs["unit"].as_str()), (Some(6), Some("years")));
    assert_eq!(rule(&rules.body, "leads_never_contacted")["is_active"], false);
    let short = boss.put("/retention-rules/kept_repairs", json!({ "amount": 2, "is_active": true })).await.is(422);
    assert_eq!(short.text("/errors/0/code"), "retention.amount_out_of_range");
    let long = boss.put("/retention-rules/kept_repairs", json!({ "amount": 8, "is_active": true })).await.is(200);
    assert_eq!(long.text("/amount"), "8");
    boss.put("/retention-rules/nothing", json!({ "amount": 8, "is_active": true })).await.is(404);
}

#[tokio::test]
async fn a_lead_nobody_ever_spoke_to_is_forgotten_at_night_when_the_group_wants_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王小明", "store_id": house.store.id, "phones": ["13800001234"] });
    let lead = boss.post("/customers", form).await.is(201).id();
    let owner = json!({ "name": "李静", "store_id": house.store.id, "phones": ["13900001111"], "stage": "owner" });
    let owner = boss.post("/customers", owner).await.is(201).id();
    house.settle().await;
    house.clock.advance(TimeDelta::days(400));
    let path = "/retention-rules/leads_never_contacted";
    let off = boss.put(path, json!({ "amount": 1, "is_active": false })).await.is(200);
    assert_eq!(off.text("/due/count"), "1");
    house.clock.advance(TimeDelta::days(1));
    house.settle().await;
    boss.get(&format!("/customers/{lead}")).await.is(200);
    boss.put(path, json!({ "amount": 1, "is_active": true })).await.is(200);
    house.clock.advance(TimeDelta::days(1));
    house.settle().await;
    boss.get(&format!("/customers/{lead}")).await.is(404);
    boss.get(&format!("/customers/{owner}")).await.is(200);
    let runs = boss.get("/retention-runs").await.is(200);
    assert_eq!((runs.text("/items/0/code"), runs.text("/items/0/count")), ("leads_never_contacted".into(), "1".into()));
}
