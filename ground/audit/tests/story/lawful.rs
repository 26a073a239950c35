//! What may be changed lawfully is told apart from what was tampered with.

use audit::{Chain, FindingKind};
use chrono::TimeDelta;
use platform::SystemActor;
use serde_json::json;

use crate::{customer, entry, found, house_with_lines, number, of, sealed, tamper, verified};

/// Two customers merged, as somebody asks for it.
async fn merge(boss: &testkit::Caller, keep: &str, absorb: &str) -> String {
    let body = json!({ "keep": keep, "absorb": absorb });
    boss.post("/merges", body).await.is(201).id()
}

#[tokio::test]
async fn taking_words_out_without_a_deletion_is_tampering() {
    let (house, _, id) = house_with_lines().await;
    let person: kernel::CustomerId = id.parse().unwrap();
    let door = house.platform.system(SystemActor::Jobs, house.group);
    let forgotten = door.write(async |tx| journal::forget(tx, person, &[]).await).await.unwrap();
    assert!(forgotten > 0);
    assert_eq!(verified(&house).await.found, forgotten);
}

#[tokio::test]
async fn a_deletion_that_nobody_made_excuses_nothing() {
    let (house, ..) = house_with_lines().await;
    let position = entry(&house, "customer.changed").await;
    tamper(&house, "update journal set actor_name = '别人' where position = $1", vec![position.into()]).await;
    let text = "insert into journal (transaction_id, id, group_id, actor_kind, actor_name, name, kind, body, happened_at, recorded_at, mark)
        select {this_transaction}, id, group_id, 'system', 'jobs', 'audit.resealed', kind,
               cast('{\"chain\":\"journal\",\"reason\":\"deletion x\",\"lines\":[]}' as {json}), happened_at, recorded_at, mark
        from journal where position = $1";
    tamper(&house, text, vec![position.into()]).await;
    sealed(&house).await;
    let forged = entry(&house, "audit.resealed").await;
    let found = found(&house).await;
    assert_eq!(
        found,
        [of(FindingKind::LineChanged, Chain::Journal, position), of(FindingKind::LineChanged, Chain::Journal, forged)]
    );
}

#[tokio::test]
async fn merging_and_separating_customers_leaves_a_whole_audit() {
    let (house, boss, id) = house_with_lines().await;
    let other = customer(&boss, &house, "王小明").await;
    let merge = merge(&boss, &id, &other).await;
    let before = verified(&house).await;
    assert_eq!(before.findings, [], "even before the merge itself is sealed");
    sealed(&house).await;
    let merged = verified(&house).await;
    assert_eq!(merged.findings, []);
    assert!(merged.resealed.keys().any(|reason| reason.starts_with("merge ")), "{:?}", merged.resealed);
    boss.put(&format!("/merges/{merge}/undo"), serde_json::Value::Null).await.is(200);
    sealed(&house).await;
    let separated = verified(&house).await;
    assert_eq!(separated.findings, []);
    assert!(separated.resealed.keys().any(|reason| reason.starts_with("separation ")), "{:?}", separated.resealed);
}

#[tokio::test]
async fn looks_whose_time_is_over_are_removed_as_whole_pieces_and_the_rest_is_whole() {
    let (house, boss, id) = house_with_lines().await;
    house.clock.advance(TimeDelta::days(400));
    let fresh = house.machine("group_manager").await;
    fresh.get(&format!("/customers/{id}")).await.is(200);
    sealed(&house).await;
    let limit = house.clock.now() - TimeDelta::days(365);
    let door = house.platform.system(SystemActor::Jobs, house.group);
    let overdue = audit::overdue(&door.read(), limit, 1_000).await.unwrap();
    assert!(overdue > 0);
    assert_eq!(audit::trim(&door, limit).await.unwrap(), overdue);
    assert_eq!(found(&house).await, []);
    assert_eq!(audit::trim(&door, limit).await.unwrap(), 0);
    assert_eq!(audit::overdue(&door.read(), limit, 1_000).await.unwrap(), 0);
    boss.get("/vehicles?limit=1").await.is(200);
    sealed(&house).await;
    assert_eq!(found(&house).await, [], "and it goes on");
    let first = number(&house, "select min(number) as number from audit_looks where group_id = $1").await;
    tamper(
        &house,
        "delete from audit_looks where group_id = $1 and number = $2",
        vec![house.group.into(), first.into()],
    )
    .await;
    assert_eq!(
        found(&house).await,
        [of(FindingKind::LineRemoved, Chain::Looks, first)],
        "removed, and not by the rule"
    );
}
