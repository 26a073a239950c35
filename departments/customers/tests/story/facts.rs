//! Facts: what the listener keeps equals what a rebuild finds, and what a recount of the journal says.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use journal::{
    About,
    events::customers::{CustomersEvent, HistoryKind},
};
use kernel::{CustomerId, Money, PastRecordId, Reach};
use platform::SystemActor;
use serde_json::{Value, json};
use testkit::{Caller, House};

/// A line about what an older system knew.
pub fn record(kind: &str, yuan: i64) -> CustomersEvent {
    let kind: HistoryKind = serde_json::from_value(json!(kind)).unwrap();
    CustomersEvent::HistoryRecorded {
        record: PastRecordId::new(chrono::DateTime::UNIX_EPOCH),
        kind,
        on: NaiveDate::from_ymd_opt(2025, 6, 1).unwrap(),
        amount: Some(Money::cny(yuan * 100)),
        mileage_km: None,
        summary: String::new(),
        is_open: kind == HistoryKind::Complaint,
    }
}

/// Writes a line about a customer, as an import would.
pub async fn tell(house: &House, customer: &str, event: CustomersEvent) {
    let customer: CustomerId = customer.parse().unwrap();
    let at = house.clock.now() - chrono::TimeDelta::days(40);
    let door = house.platform.system(SystemActor::Import, house.group);
    let about = About::customer(house.store.id, customer).at(at);
    door.write(async |tx| journal::record(tx, about, event).await).await.unwrap();
}

/// The same numbers on every run, without a pattern: Knuth's linear congruential generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

struct World {
    customers: Vec<String>,
    vehicles: Vec<String>,
    notes: Vec<String>,
    open_complaints: Vec<String>,
}

/// Something that happens on a day at a dealer; what is refused (a deleted customer's note) is refused.
async fn happen(house: &House, by: &Caller, world: &mut World, dice: &mut Dice) {
    let customer = world.customers.get(dice.below(world.customers.len().max(1))).cloned().unwrap_or_default();
    let path = format!("/customers/{customer}");
    let deed = if world.customers.len() < 3 { 0 } else { dice.below(16) };
    match deed {
        0 => {
            let form = json!({ "name": format!("客户{}", world.customers.len()), "phones": [format!("138000{:05}", dice.below(99_999))] });
            world.customers.push(by.post("/customers", form).await.is(201).id());
        }
        1..=4 => {
            let kind = ["note", "call", "visit", "message"][dice.below(4)];
            let written = by.post(&format!("{path}/notes"), json!({ "kind": kind, "text": "说了几句" })).await;
            if written.status == 201 {
                world.notes.push(written.text("/note/id"));
            }
        }
        5 if !world.notes.is_empty() => {
            let note = world.notes.swap_remove(dice.below(world.notes.len()));
            by.delete(&format!("/notes/{note}")).await;
        }
        6 => drop(by.patch(&path, json!({ "occupation": "教师", "source": format!("来源{}", dice.below(3)) })).await),
        7 => drop(by.delete(&path).await),
        8 => drop(by.put(&format!("{path}/restoration"), Value::Null).await),
        9 | 10 => {
            let form = json!({
                "brand": "大众", "series": "帕萨特", "owner_id": customer, "purchased_on": "2024-05-01",
                "mileage_km": dice.below(90_000), "next_service_on": format!("2026-0{}-01", 1 + dice.below(9)),
                "insurance_until": format!("2026-1{}-01", dice.below(3)),
            });
            let added = by.post("/vehicles", form).await;
            if added.status == 201 {
                world.vehicles.push(added.id());
            }
        }
        11 if !world.vehicles.is_empty() => {
            let car = &world.vehicles[dice.below(world.vehicles.len())];
            by.post(&format!("/vehicles/{car}/people"), json!({ "customer_id": customer, "role": "driver" })).await;
        }
        12 if !world.vehicles.is_empty() => {
            let car = &world.vehicles[dice.below(world.vehicles.len())];
            by.delete(&format!("/vehicles/{car}")).await;
        }
        13 | 14 => {
            let kinds = ["purchase", "maintenance", "repair", "accident", "test_drive", "contact"];
            tell(house, &customer, record(kinds[dice.below(kinds.len())], i64::try_from(dice.below(9_999)).unwrap()))
                .await;
        }
        15 => match world.open_complaints.pop() {
            Some(of) => {
                let record = PastRecordId::new(chrono::DateTime::UNIX_EPOCH);
                let on = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
                tell(house, &of, CustomersEvent::ComplaintClosed { record, on }).await;
            }
            None => {
                tell(house, &customer, record("complaint", 0)).await;
                world.open_complaints.push(customer);
            }
        },
        _ => {}
    }
}

/// The facts on the profiles of these customers.
pub async fn facts_of(by: &Caller, customers: &[String]) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    for customer in customers {
        let mut found = by.get(&format!("/customers/{customer}/profile")).await.is(200).body["facts"].clone();
        found.as_object_mut().unwrap().remove("updated_at");
        facts.insert(customer.clone(), found);
    }
    facts
}

platform::record! {
    /// What a recount of the journal says of one customer.
    struct Recount { customer: CustomerId, notes: i64, contacts: i64, purchases: i64, visits: i64, spend: i64, complaints: i64, open: i64 }
}

const RECOUNT: &str = "
select customer_id,
  cast(sum(case name when 'note.written' then 1 when 'note.deleted' then -1 else 0 end) as bigint),
  cast(sum(case when name = 'note.written' and body ->> 'kind' <> 'note' then 1
                when name = 'history.recorded' and body ->> 'kind' in ('test_drive', 'contact') then 1 else 0 end) as bigint),
  cast(sum(case when name = 'history.recorded' and body ->> 'kind' = 'purchase' then 1 else 0 end) as bigint),
  cast(sum(case when name = 'history.recorded' and body ->> 'kind' in ('maintenance', 'repair', 'accident') then 1 else 0 end) as bigint),
  cast(sum(case when name = 'history.recorded' and body ->> 'kind' in ('purchase', 'maintenance', 'repair', 'accident')
                then cast(body -> 'amount' ->> 'amount' as bigint) else 0 end) as bigint),
  cast(sum(case when name = 'history.recorded' and body ->> 'kind' = 'complaint' then 1 else 0 end) as bigint),
  cast(sum(case when name = 'history.recorded' and body ->> 'kind' = 'complaint' then 1
                when name = 'complaint.closed' then -1 else 0 end) as bigint)
from journal where customer_id is not null group by customer_id";

#[tokio::test]
async fn facts_kept_rebuilt_and_recounted_are_the_same() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", Reach::Group).await;
    let mut dice = Dice(20_260_316);
    let mut world = World { customers: vec![], vehicles: vec![], notes: vec![], open_complaints: vec![] };
    for turn in 0..250 {
        happen(&house, &boss, &mut world, &mut dice).await;
        if dice.below(12) == 0 || turn == 249 {
            house.settle().await;
        }
        if dice.below(20) == 0 {
            house.clock.advance(chrono::TimeDelta::hours(7));
        }
    }
    let kept = facts_of(&boss, &world.customers).await;
    assert!(customers::facts::rebuild(&house.platform).await.unwrap() > 150);
    assert_eq!(facts_of(&boss, &world.customers).await, kept);

    let door = house.platform.system(SystemActor::Command, house.group);
    let recounts: Vec<Recount> = door.read().fetch_text(RECOUNT, vec![]).await.unwrap();
    assert_eq!(recounts.len(), world.customers.len());
    for recount in recounts {
        let facts = &kept[&recount.customer.to_string()];
        let counted = json!([
            recount.notes,
            recount.contacts,
            recount.purchases,
            recount.visits,
            recount.spend,
            recount.complaints,
            recount.open
        ]);
        let stored = ["notes", "contacts", "purchases", "visits"].map(|name| facts[name].clone());
        let stored = json!([
            stored[0],
            stored[1],
            stored[2],
            stored[3],
            facts["spend"]["amount"],
            facts["complaints"],
            facts["complaints_open"]
        ]);
        assert_eq!(stored, counted, "{}", recount.customer);
    }
}

#[tokio::test]
async fn a_rebuild_while_the_house_is_open_counts_nothing_twice() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = boss.post("/customers", json!({ "name": "王先生", "store_id": house.store.id })).await.is(201).id();
    for round in 1..=10 {
        boss.post(&format!("/customers/{id}/notes"), json!({ "kind": "call", "text": "x" })).await.is(201);
        let (rebuilt, ()) = futures::join!(customers::facts::rebuild(&house.platform), house.settle());
        rebuilt.unwrap();
        house.settle().await;
        assert_eq!(boss.get(&format!("/customers/{id}/profile")).await.is(200).body["facts"]["contacts"], round);
    }
}
