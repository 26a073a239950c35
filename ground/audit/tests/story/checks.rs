//! Checks in the background: asked for, at night, and what they leave behind.

use audit::FindingKind;
use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};

use crate::{customer, entry, house_with_lines, lines, sealed, tamper};

#[tokio::test]
async fn a_check_that_was_asked_for_tells_what_it_found_and_is_written_down() {
    let (house, boss, _) = house_with_lines().await;
    assert_eq!(boss.get("/audit-state").await.is(200).body["last_check"], Value::Null);
    let begun = boss.post("/audit-checks", Value::Null).await.is(201);
    assert_eq!((begun.text("/state"), begun.text("/asked_by")), ("running".into(), "group_manager".into()));
    assert_eq!(boss.post("/audit-checks", Value::Null).await.is(201).id(), begun.id(), "one at a time");
    sealed(&house).await;
    let state = boss.get("/audit-state").await.is(200);
    assert_eq!((state.text("/last_check/state"), &state.body["last_check"]["found"]), ("ended".into(), &json!(0)));
    assert!(state.body["last_check"]["lines"].as_i64().unwrap() > 5);
    assert_eq!(state.text("/chains/0/chain"), "journal");
    assert!(state.text("/chains/0/head").contains("/journal/") && !state.text("/chains/0/sealed_at").is_empty());
    assert_eq!(lines(&boss, "name=audit.verified").await.len(), 1);

    let position = entry(&house, "customer.changed").await;
    tamper(&house, "update journal set actor_name = '别人' where position = $1", vec![position.into()]).await;
    boss.post("/audit-checks", Value::Null).await.is(201);
    sealed(&house).await;
    let checks = boss.get("/audit-checks").await.is(200);
    let finding = &checks.body[0]["findings"][0];
    assert_eq!((&finding["kind"], &finding["line"]), (&json!("line_changed"), &json!(position)));
    assert_eq!(finding["kind"], serde_json::to_value(FindingKind::LineChanged).unwrap());
    assert_eq!(checks.body.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn every_night_there_is_one_check() {
    let (house, boss, _) = house_with_lines().await;
    house.clock.advance(TimeDelta::days(1));
    let fresh = house.machine("group_manager").await;
    for _ in 0..3 {
        audit::begin_due(&house.platform).await.unwrap();
        sealed(&house).await;
    }
    let checks = fresh.get("/audit-checks").await.is(200);
    assert_eq!(checks.body.as_array().unwrap().len(), 1);
    assert_eq!(checks.body[0]["asked_by"], Value::Null);
    drop(boss);
}

#[tokio::test]
async fn a_store_manager_sees_how_far_it_is_sealed_and_checks_nothing() {
    let (house, boss, _) = house_with_lines().await;
    boss.post("/audit-checks", Value::Null).await.is(201);
    sealed(&house).await;
    let manager = house.person("wang", "王店", "store_manager", Reach::Store).await;
    let state = manager.get("/audit-state").await.is(200);
    assert_eq!((state.text("/chains/0/head"), state.body["can"].clone()), (String::new(), json!([])));
    assert_eq!(state.body["last_check"]["findings"], json!([]));
    assert_eq!(manager.post("/audit-checks", Value::Null).await.is(403).text("/permission"), "see_audit");
    manager.get("/audit-checks").await.is(403);
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    assert_eq!(seller.get("/audit-state").await.is(403).text("/permission"), "see_audit");
    customer(&boss, &house, "李静").await;
}
