//! Every sealed value opens under what its table says it is bound to: a copy of everything held and a new key rely on it.

use std::collections::BTreeSet;

use kernel::Reach;
use platform::SystemActor;
use sea_orm::prelude::Uuid;
use serde_json::json;
use server::house;
use testkit::{Caller, House};

use super::Records;

platform::record! {
    struct Sealed { key: Uuid, value: Vec<u8> }
}

/// Sealed on the way of something longer than one request, and opened in the stories of their own departments.
const FILLED_ELSEWHERE: [&str; 11] = [
    "deletions.needles_sealed",
    "identity_visits.verifier",
    "kept_records.sealed",
    "match_models.sealed",
    "merges.id_number_sealed",
    "messages.watched",
    "person_requests.answer_sealed",
    "second_factors.pending_secret",
    "second_factors.secret",
    "session_identities.id_token",
    "webhooks.former_secret",
];

#[tokio::test]
async fn every_sealed_value_opens_under_what_its_table_says() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    Records::of(&house, &boss).await;
    fill_more(&house, &boss).await;
    let door = house.platform.house(SystemActor::Command);
    let (db, keys) = (door.read(), house.platform.keys());
    let mut empty = BTreeSet::new();
    for trace in house::traces() {
        for seal in trace.sealed {
            let (table, column, key) = (trace.table, seal.column, seal.key.unwrap_or(trace.key));
            let text = format!("select {key}, {column} from {table} where {column} is not null limit 50");
            let rows: Vec<Sealed> = db.fetch_text(&text, vec![]).await.unwrap();
            if rows.is_empty() {
                empty.insert(format!("{table}.{column}"));
            }
            for row in rows {
                let opened = keys.open(&row.value, &seal.under.context(row.key));
                assert!(opened.is_ok(), "{table}.{column} is not bound to {:?} of {key}", seal.under);
            }
        }
    }
    let known: BTreeSet<String> = FILLED_ELSEWHERE.iter().map(|&column| column.to_owned()).collect();
    assert_eq!(empty, known, "fill the column here, or name it with those that are filled elsewhere");
}

/// Sealed values that no record of every noun has.
async fn fill_more(house: &House, boss: &Caller) {
    let it = house.person("it", "赵工", "it_admin", Reach::Group).await;
    let person = json!({ "login": "sealed", "name": "封存", "store_id": house.store.id, "phone": "13800007777",
                         "email": "sealed@example.com" });
    boss.post("/staff", person).await.is(201);
    let provider = json!({ "name": "第二账号中心", "issuer": "https://login2.example.com", "client_id": "roadbook",
                           "client_secret": "a secret of theirs", "matching": "email" });
    it.post("/identity-providers", provider).await.is(201);
    let form = json!({ "name": "封存客户", "store_id": house.store.id, "phones": ["13800008888"] });
    let customer = boss.post("/customers", form).await.is(201).id();
    let wish = json!({ "field": "phone", "deed": "replace", "value": "13800009999" });
    boss.post(&format!("/customers/{customer}/pending-changes"), wish).await.is(201);
    let asked = json!({ "kind": "access", "channel": "desk", "asked_by": "person", "asker_name": "封存客户",
                        "customer_id": customer });
    let request = boss.post("/person-requests", asked).await.is(201).id();
    let check = json!({ "method": "id_card_seen", "result": "passed", "note": "本人" });
    boss.post(&format!("/person-requests/{request}/identity-checks"), check).await.is(200);
}
