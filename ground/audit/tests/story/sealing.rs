//! Seals are made in order, by one at a time, behind those who write.

use audit::Chain;
use chrono::TimeDelta;
use platform::SystemActor;
use serde_json::json;
use testkit::House;

use crate::{customer, found, house_with_lines, number, sealed, tamper, verified, verified_with_unsealed};

#[tokio::test]
async fn two_nodes_write_one_chain() {
    let (house, boss, id) = house_with_lines().await;
    let other = house.another_node().await;
    for round in 0..10 {
        house.clock.advance(TimeDelta::minutes(11));
        boss.get(&format!("/customers/{id}")).await.is(200);
        boss.on(&other).get(&format!("/customers/{id}")).await.is(200);
        boss.patch(&format!("/customers/{id}"), json!({ "note": format!("第{round}次") })).await;
        let listener = audit::listeners().remove(0);
        let (one, two, three, four) = tokio::join!(
            audit::write_down(&house.platform),
            audit::write_down(&other),
            journal::listen::catch_up(&house.platform, &listener),
            journal::listen::catch_up(&other, &listener),
        );
        one.and(two).unwrap();
        three.and(four).unwrap();
    }
    sealed(&house).await;
    assert_eq!(found(&house).await, []);
    let looks = boss.get(&format!("/audit-lines?name=customer.seen&customer_id={id}")).await.is(200);
    assert_eq!(looks.names().len(), 21);
}

#[tokio::test]
async fn what_is_not_sealed_yet_is_said_plainly_and_sealed_later() {
    let (house, boss, id) = house_with_lines().await;
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    let before = verified_with_unsealed(&house).await;
    assert_eq!((before.unsealed, before.found), (1, 0));
    assert_eq!(boss.get("/audit-state").await.is(200).body["unsealed"], 1);
    sealed(&house).await;
    let after = verified(&house).await;
    assert_eq!((after.unsealed, after.found), (0, 0));
    assert!(after.lines > before.lines);
}

#[tokio::test]
async fn many_writers_at_once_leave_a_whole_chain() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let (boss, store) = (boss.clone(), house.store.id);
        writers.spawn(async move {
            for round in 0..10 {
                let name = format!("客户{writer}-{round}");
                boss.post("/customers", json!({ "name": name, "store_id": store })).await.is(201);
            }
        });
    }
    let listener = audit::listeners().remove(0);
    while !writers.is_empty() {
        journal::listen::catch_up(&house.platform, &listener).await.unwrap();
        tokio::select! {
            done = writers.join_next() => { done.unwrap().unwrap(); }
            () = tokio::time::sleep(std::time::Duration::from_millis(20)) => {}
        }
    }
    sealed(&house).await;
    let verified = verified(&house).await;
    assert_eq!((verified.findings, verified.unsealed), (vec![], 0));
    assert!(verified.lines >= 80);
}

#[tokio::test]
async fn entries_from_before_there_were_marks_are_sealed_as_they_are_found() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.post("/customers", json!({ "name": "王小明", "store_id": house.store.id })).await.is(201);
    tamper(&house, "update journal set mark = null where group_id = $1", vec![house.group.into()]).await;
    sealed(&house).await;
    customer(&boss, &house, "李静").await;
    assert_eq!(found(&house).await, []);
    let old = number(&house, "select count(*) as number from audit_seals where group_id = $1 and kind = 'old'").await;
    assert!(old > 0);
}

#[tokio::test]
async fn chains_of_two_groups_have_nothing_in_common() {
    let (house, ..) = house_with_lines().await;
    let next_door = house.neighbour().await;
    next_door.post("/customers", json!({ "name": "赵六", "store_id": house.neighbours_store.id })).await.is(201);
    sealed(&house).await;
    let theirs = audit::verify(&house.platform, house.neighbours, &[]).await.unwrap();
    assert_eq!(theirs.found, 0);
    assert!(theirs.ends.iter().all(|end| end.group == house.neighbours));
    tamper(&house, "update journal set actor_name = '别人' where group_id = $1", vec![house.neighbours.into()]).await;
    assert!(audit::verify(&house.platform, house.neighbours, &[]).await.unwrap().found > 0);
    assert_eq!(found(&house).await, []);
}

#[tokio::test]
async fn looks_that_cant_be_written_wait_and_are_written_later() {
    let (house, boss, id) = house_with_lines().await;
    house.clock.advance(TimeDelta::minutes(11));
    boss.get(&format!("/customers/{id}")).await.is(200);
    let door = house.platform.system(SystemActor::Command, house.group);
    let away = "alter table audit_looks rename to audit_looks_away";
    door.write(async |tx| tx.execute_text(away, vec![]).await).await.unwrap();
    audit::write_down(&house.platform).await.unwrap_err();
    let back = "alter table audit_looks_away rename to audit_looks";
    door.write(async |tx| tx.execute_text(back, vec![]).await).await.unwrap();
    sealed(&house).await;
    assert_eq!(found(&house).await, []);
    let seen =
        number(&house, "select count(*) as number from audit_looks where group_id = $1 and name = 'customer.seen'")
            .await;
    assert_eq!(seen, 2);
    assert_eq!(Chain::find("looks"), Some(Chain::Looks));
}
