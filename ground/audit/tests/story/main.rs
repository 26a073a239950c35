//! Stories of the audit: who saw and changed what, and that nobody can change it unseen.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod checks;
mod lawful;
mod rate;
mod sealing;
mod search;
mod tampering;

use audit::{Chain, Finding, FindingKind, Verified, verify};
use platform::SystemActor;
use sea_orm::Value;
use serde_json::json;
use testkit::{Caller, House};

/// A customer with a line for their creation, all of it in the chains.
async fn customer(boss: &Caller, house: &House, name: &str) -> String {
    let id = boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201).id();
    sealed(house).await;
    id
}

/// Lets everything that happened and was seen be sealed.
async fn sealed(house: &House) {
    audit::write_down(&house.platform).await.unwrap();
    house.settle().await;
}

/// A house in which a customer was made, seen and changed, and all of it is sealed.
async fn house_with_lines() -> (House, Caller, String) {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = customer(&boss, &house, "王小明").await;
    boss.get(&format!("/customers/{id}")).await.is(200);
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "owner" })).await.is(200);
    sealed(&house).await;
    (house, boss, id)
}

/// What somebody with the database in hand might do.
async fn tamper(house: &House, text: &str, values: Vec<Value>) {
    let door = house.platform.system(SystemActor::Command, house.group);
    let changed = door.write(async |tx| tx.execute_text(text, values).await).await.unwrap();
    assert!(changed > 0, "{text} changed nothing");
}

async fn verified(house: &House) -> Verified {
    verify(&house.platform, house.group, &[]).await.unwrap()
}

/// Verified once what was not sealed yet can be read: on a shared server, other tests' open transactions hide it for a moment.
async fn verified_with_unsealed(house: &House) -> Verified {
    for _ in 0..1_000 {
        let verified = verified(house).await;
        if verified.unsealed > 0 {
            return verified;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("nothing is left to be sealed");
}

/// Everything that is not right, as kind, chain and line or seal.
async fn found(house: &House) -> Vec<(FindingKind, String, i64)> {
    let told = |finding: Finding| {
        let place = finding.line.or(finding.seal).unwrap_or_default();
        (finding.kind, finding.chain, place)
    };
    verified(house).await.findings.into_iter().map(told).collect()
}

fn of(kind: FindingKind, chain: Chain, place: i64) -> (FindingKind, String, i64) {
    (kind, chain.word().to_owned(), place)
}

platform::record! {
    struct Number { number: i64 }
}

async fn number(house: &House, text: &str) -> i64 {
    let door = house.platform.system(SystemActor::Command, house.group);
    let rows: Vec<Number> = door.read().fetch_text(text, vec![house.group.into()]).await.unwrap();
    rows[0].number
}

/// Where the newest entry of this name stands.
async fn entry(house: &House, name: &str) -> i64 {
    let text = format!("select max(position) as number from journal where group_id = $1 and name = '{name}'");
    number(house, &text).await
}

/// The number of the newest look of this name.
async fn look(house: &House, name: &str) -> i64 {
    let text = format!("select max(number) as number from audit_looks where group_id = $1 and name = '{name}'");
    number(house, &text).await
}

/// The lines a query finds, as `actor name`.
async fn lines(boss: &Caller, query: &str) -> Vec<String> {
    let page = boss.get(&format!("/audit-lines?{query}")).await.is(200);
    let items = page.body["items"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    items.iter().map(|line| format!("{} {}", text(&line["actor"]["name"]), text(&line["name"]))).collect()
}
