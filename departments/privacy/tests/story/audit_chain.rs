//! Forgetting a person leaves an audit that is whole, and says why lines of it say less.

use audit::{Chain, FindingKind, verify};
use platform::SystemActor;
use privacy::forgetting::again::{ForgottenRecord, forget_again};
use sea_orm::Value;
use serde_json::json;
use testkit::House;

platform::record! {
    struct Number { number: i64 }
}

async fn tamper(house: &House, text: &str, values: Vec<Value>) {
    let door = house.platform.system(SystemActor::Command, house.group);
    let changed = door.write(async |tx| tx.execute_text(text, values).await).await.unwrap();
    assert!(changed > 0, "{text} changed nothing");
}

async fn number(house: &House, text: &str) -> i64 {
    let door = house.platform.system(SystemActor::Command, house.group);
    let rows: Vec<Number> = door.read().fetch_text(text, vec![house.group.into()]).await.unwrap();
    rows[0].number
}

async fn sealed(house: &House) {
    audit::write_down(&house.platform).await.unwrap();
    house.settle().await;
}

#[tokio::test]
async fn a_forgotten_person_leaves_a_whole_audit_that_names_the_deletion() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = boss.post("/customers", json!({ "name": "王小明", "store_id": house.store.id })).await.is(201).id();
    boss.get(&format!("/customers/{id}")).await.is(200);
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "owner" })).await.is(200);
    sealed(&house).await;
    let record = ForgottenRecord { group: house.group, record: id.parse().unwrap(), forgotten_at: house.clock.now() };
    assert_eq!(forget_again(&house.platform, &[record]).await.unwrap(), 1);
    sealed(&house).await;
    let verified = verify(&house.platform, house.group, &[]).await.unwrap();
    assert_eq!(verified.findings, []);
    let (reason, lines) = verified.resealed.iter().next().unwrap();
    assert!(reason.starts_with("deletion ") && *lines >= 3, "{:?}", verified.resealed);
    let page = boss.get(&format!("/audit-lines?customer_id={id}")).await.is(200);
    assert_eq!(page.body["items"], json!([]), "nobody is told whom they were about");

    let seen = "select max(number) as number from audit_looks where group_id = $1 and name = 'customer.seen'";
    let seen = number(&house, seen).await;
    let text = "update audit_looks set actor_name = '别人' where group_id = $1 and number = $2";
    tamper(&house, text, vec![house.group.into(), seen.into()]).await;
    let changed = "select max(position) as number from journal where group_id = $1 and name = 'customer.changed'";
    let changed = number(&house, changed).await;
    let text = "update journal set body = cast('{}' as {json}) where position = $1";
    tamper(&house, text, vec![changed.into()]).await;
    let verified = verify(&house.platform, house.group, &[]).await.unwrap();
    for (chain, line) in [(Chain::Looks, seen), (Chain::Journal, changed)] {
        let is_told = verified.findings.iter().any(|finding| {
            finding.kind == FindingKind::LineChanged && finding.chain == chain.word() && finding.line == Some(line)
        });
        assert!(is_told, "what was erased is guarded too: {:?}", verified.findings);
    }
}
