//! What whoever looks after the house is told: findings of the audit as tasks, and the page of operations with its dead jobs.

use kernel::{JobId, Reach};
use platform::SystemActor;
use serde_json::{Value, json};
use server::keeping::told;
use testkit::House;

platform::record! {
    struct Told { _name: String }
}

/// A check that found something, as the night would have left it.
async fn a_check_that_found(house: &House, found: i64) {
    let id = kernel::AuditCheckId::new(house.clock.now());
    let door = house.platform.system(SystemActor::Jobs, house.group);
    door.write(async |tx| {
        let sql = "insert into audit_checks (id, group_id, asked_by, state, lines, unsealed, resealed, found, findings, fault, begun_at, ended_at)
            values ($1, $2, null, 'ended', 9, 0, 0, $3, $4, null, $5, $5)";
        let (group, now) = (tx.scope().group(), tx.now());
        tx.execute_text(sql, vec![id.into(), group.into(), found.into(), json!([]).into(), now.into()]).await
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_broken_audit_becomes_a_task_for_each_who_sees_all_of_it_once() {
    let house = House::new().await;
    let boss = house.person("boss", "王总", "group_manager", Reach::Group).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let titles = async |of: &testkit::Caller| {
        let tasks = of.get("/tasks").await.is(200).body;
        tasks["items"].as_array().unwrap().iter().map(|task| task["title"].clone()).collect::<Vec<Value>>()
    };
    a_check_that_found(&house, 0).await;
    told::tell_of_findings(&house.platform).await.unwrap();
    assert_eq!(titles(&boss).await, Vec::<Value>::new());

    house.clock.advance(chrono::TimeDelta::hours(24));
    a_check_that_found(&house, 2).await;
    told::tell_of_findings(&house.platform).await.unwrap();
    told::tell_of_findings(&house.platform).await.unwrap();
    assert_eq!(titles(&boss).await, [json!("审计记录与封存不符")]);
    assert_eq!(titles(&seller).await, Vec::<Value>::new());
    let seen = boss.get("/operations").await.is(200);
    assert_eq!((&seen.body["audit"]["found"], &seen.body["webhooks_dead"]), (&json!(2), &json!(0)));
}

#[tokio::test]
async fn a_dead_job_is_seen_and_tried_again_by_who_reaches_the_group() {
    let house = House::new().await;
    let boss = house.person("boss", "王总", "group_manager", Reach::Group).await;
    let manager = house.person("manager", "店总", "store_manager", Reach::Store).await;
    let id = JobId::new(house.clock.now());
    let door = house.platform.system(SystemActor::Jobs, house.group);
    door.write(async |tx| {
        let sql = "insert into jobs (id, group_id, name, unique_key, body, state, attempts, leases_lost, run_at, last_fault, created_at)
            values ($1, $2, 'customers.nothing', $3, $4, 'dead', 8, 0, $5, 'no answer', $5)";
        let (group, now) = (tx.scope().group(), tx.now());
        let values = vec![id.into(), group.into(), id.to_string().into(), json!({}).into(), now.into()];
        tx.execute_text(sql, values).await
    })
    .await
    .unwrap();

    let seen = boss.get("/operations").await.is(200);
    let jobs = seen.body["jobs"].as_array().unwrap();
    assert!(jobs.iter().any(|job| job["name"] == "customers.nothing" && job["state"] == "dead" && job["count"] == 1));
    assert!(seen.body["listeners"].as_array().unwrap().iter().any(|listener| listener["name"] == "audit.journal"));
    assert!(seen.body["database"]["bytes"].as_i64().unwrap() > 0);

    let path = format!("/jobs/{id}/retry");
    assert_eq!(manager.put(&path, Value::Null).await.status, 403);
    assert_eq!(manager.get("/operations").await.status, 403);
    let again = boss.put(&path, Value::Null).await.is(200);
    assert_eq!((&again.body["state"], &again.body["attempts"]), (&json!("waiting"), &json!(0)));
    assert_eq!(boss.put(&path, Value::Null).await.code(), "job.not_dead");
    let told: Vec<Told> =
        door.read().fetch_text("select name from journal where name = 'job.retried'", vec![]).await.unwrap();
    assert_eq!(told.len(), 1);
}
