//! How fast the journal is sealed behind a load: printed, and far above what any dealer writes.

use std::time::Instant;

use serde_json::json;
use testkit::House;

use crate::{number, sealed, tamper};

/// A slow machine in a debug build seals more than this in a second.
const PER_SECOND_MIN: u128 = 500;
const COPIES: u32 = 12;

#[tokio::test]
async fn sealing_keeps_up_with_a_load() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.post("/customers", json!({ "name": "王小明", "store_id": house.store.id })).await.is(201);
    sealed(&house).await;
    let sealed_before = number(&house, "select count(*) as number from journal where group_id = $1").await;
    for _ in 0..COPIES {
        let doubled = "insert into journal (transaction_id, id, group_id, actor_kind, actor_name, name, kind, body, happened_at, recorded_at, mark)
            select {this_transaction}, id, group_id, actor_kind, actor_name, name, kind, body, happened_at, recorded_at, mark
            from journal where group_id = $1 limit 2000";
        tamper(&house, doubled, vec![house.group.into()]).await;
    }
    let waiting = number(&house, "select count(*) as number from journal where group_id = $1").await - sealed_before;
    let listener = audit::listeners().remove(0);
    let begun = Instant::now();
    let mut entries = 0;
    // Other tests on the same server may hold a transaction open that hides our newest entries for a moment.
    while entries < usize::try_from(waiting).unwrap() {
        entries += journal::listen::catch_up(&house.platform, &listener).await.unwrap();
    }
    let took = begun.elapsed().as_millis().max(1);
    let per_second = entries as u128 * 1_000 / took;
    eprintln!("sealed {entries} entries in {took} ms: {per_second} a second");
    assert!(per_second > PER_SECOND_MIN, "{per_second}");
}
