//! A merge is taken back: both records are as they were, and what came since is where it belongs.

use messaging::consents::{self, Answer as Answered, ConsentChannel, NewAnswer, Proof};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use super::merges::{Pair, found, merge, pair, person};

async fn undo(by: &Caller, merge: &str) -> Answer {
    by.put(&format!("/merges/{merge}/undo"), Value::Null).await
}

/// Everything one sees of a customer, but for what counts changes.
async fn seen(by: &Caller, id: &str) -> Value {
    let mut profile = by.get(&format!("/customers/{id}/profile")).await.is(200).body;
    profile["facts"].as_object_mut().unwrap().remove("updated_at");
    for part in [&mut profile["customer"]] {
        for field in ["version", "changed_at"] {
            part.as_object_mut().unwrap().remove(field);
        }
    }
    for list in ["vehicles", "tasks", "pinned"] {
        for item in profile[list].as_array_mut().unwrap() {
            let item = if item["vehicle"].is_object() { &mut item["vehicle"] } else { item };
            item.as_object_mut().unwrap().remove("version");
        }
    }
    let items = profile["timeline"]["items"].as_array_mut().unwrap();
    items.retain(|entry| {
        !["customer.merged", "customer.absorbed", "customer.separated"].contains(&entry["name"].as_str().unwrap())
    });
    for entry in items {
        if entry["note"].is_object() {
            entry["note"].as_object_mut().unwrap().remove("version");
        }
    }
    profile
}

async fn both(by: &Caller, pair: &Pair) -> [Value; 2] {
    [seen(by, &pair.kept).await, seen(by, &pair.absorbed).await]
}

/// What the listener keeps is what a rebuild finds.
async fn assert_facts_hold(house: &House, by: &Caller, customers: &[String]) {
    house.settle().await;
    let kept = super::facts::facts_of(by, customers).await;
    customers::facts::rebuild(&house.platform).await.unwrap();
    assert_eq!(super::facts::facts_of(by, customers).await, kept);
}

#[tokio::test]
async fn an_undone_merge_leaves_both_as_they_were() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", kernel::Reach::Group).await;
    let pair = pair(&house, &boss).await;
    boss.put(&format!("/customers/{}/star", pair.absorbed), Value::Null).await.is(204);
    super::facts::tell(&house, &pair.absorbed, super::facts::record("purchase", 100)).await;
    super::facts::tell(&house, &pair.kept, super::facts::record("maintenance", 7)).await;
    house.settle().await;
    let before = both(&boss, &pair).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201);
    assert_facts_hold(&house, &boss, std::slice::from_ref(&pair.kept)).await;
    assert_eq!(seen(&boss, &pair.kept).await["facts"]["spend"]["amount"], 10_700);
    let undone = undo(&boss, &merged.id()).await.is(200);
    assert_eq!((undone.text("/undone_by"), undone.body["can"].clone()), ("总经理".into(), json!([])));
    assert_facts_hold(&house, &boss, &[pair.kept.clone(), pair.absorbed.clone()]).await;
    assert_eq!(both(&boss, &pair).await, before);
    for (typed, whose) in [("王小明", &pair.kept), ("13900005678", &pair.absorbed), ("沪B12345", &pair.absorbed)] {
        assert!(found(&boss, typed).await.contains(whose), "{typed}");
    }
    assert!(!found(&boss, "13900005678").await.contains(&pair.kept));
    assert_eq!(undo(&boss, &merged.id()).await.is(409).code(), "merge.already_undone");
    // And once more, the other way round.
    let merged = merge(&boss, &pair.absorbed, &pair.kept).await.is(201);
    house.settle().await;
    undo(&boss, &merged.id()).await.is(200);
    assert_facts_hold(&house, &boss, &[pair.kept.clone(), pair.absorbed.clone()]).await;
    assert_eq!(both(&boss, &pair).await, before);
}

#[tokio::test]
async fn later_work_stays_with_the_kept_one_unless_it_is_about_what_goes_back() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", kernel::Reach::Group).await;
    let pair = pair(&house, &boss).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201);
    house.clock.advance(chrono::TimeDelta::hours(1));
    let notes = format!("/customers/{}/notes", pair.kept);
    boss.post(&notes, json!({ "kind": "call", "text": "留下" })).await.is(201);
    boss.post(&notes, json!({ "kind": "visit", "text": "看车", "vehicle_id": pair.car })).await.is(201);
    boss.delete(&format!("/notes/{}", pair.note)).await.is(204);
    boss.patch(&format!("/customers/{}", pair.kept), json!({ "occupation": "医生" })).await.is(200);
    boss.put(&format!("/tasks/{}/completion", pair.task), json!({ "outcome": "reached" })).await;
    undo(&boss, &merged.id()).await.is(200);
    assert_facts_hold(&house, &boss, &[pair.kept.clone(), pair.absorbed.clone()]).await;
    let [kept, absorbed] = both(&boss, &pair).await;
    let notes = |profile: &Value| -> Vec<String> {
        let items = profile["timeline"]["items"].as_array().unwrap();
        let written = items.iter().filter(|entry| entry["note"]["deleted_at"].is_null() && entry["note"].is_object());
        written.map(|entry| entry["note"]["text"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert!(
        notes(&kept).contains(&"留下".to_owned()) && !notes(&kept).contains(&"看车".to_owned()),
        "{:?}",
        notes(&kept)
    );
    assert!(notes(&absorbed).contains(&"看车".to_owned()), "{:?}", notes(&absorbed));
    // One note each: the absorbed one's first was deleted, and so it is there.
    assert_eq!((&kept["facts"]["notes"], &absorbed["facts"]["notes"]), (&json!(1), &json!(1)));
    // Changed since the merge: the new value stays with the kept one, the other has its own.
    assert_eq!(kept["customer"]["occupation"], "医生");
    assert_eq!(absorbed["customer"]["occupation"], "教师");
    assert_eq!(kept["customer"]["name"], "王小明");
    let told = |profile: &Value, name: &str| {
        profile["timeline"]["items"].as_array().unwrap().iter().any(|entry| entry["name"] == name)
    };
    assert!(told(&absorbed, "note.deleted") && !told(&kept, "note.deleted"));
}

#[tokio::test]
async fn a_chain_of_merges_comes_apart_from_its_end() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let top = person(&boss, &house, json!({ "name": "王小明", "phones": ["13700009999"] })).await;
    house.settle().await;
    let before = both(&boss, &pair).await;
    let before_top = seen(&boss, &top).await;
    let first = merge(&boss, &pair.kept, &pair.absorbed).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let second = merge(&boss, &top, &pair.kept).await.is(201).id();
    assert_facts_hold(&house, &boss, std::slice::from_ref(&top)).await;
    assert_eq!(boss.get(&format!("/customers/{}", pair.absorbed)).await.is(410).text("/kept"), top);
    assert!(found(&boss, "王晓明").await.contains(&top));
    assert_eq!(undo(&boss, &first).await.is(409).code(), "merge.kept_was_merged");
    undo(&boss, &second).await.is(200);
    assert_eq!(boss.get(&format!("/customers/{}", pair.absorbed)).await.is(410).text("/kept"), pair.kept);
    undo(&boss, &first).await.is(200);
    assert_facts_hold(&house, &boss, &[pair.kept.clone(), pair.absorbed.clone(), top.clone()]).await;
    assert_eq!(both(&boss, &pair).await, before);
    assert_eq!(seen(&boss, &top).await, before_top);
}

#[tokio::test]
async fn of_two_merges_into_one_record_the_earlier_comes_apart_only_where_the_later_does_not_build_on_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let plain = person(&boss, &house, json!({ "name": "王晓明", "phones": ["13700009999"] })).await;
    let alike = person(&boss, &house, json!({ "name": "王晓明", "phones": ["13900005678"] })).await;
    house.settle().await;
    let before = both(&boss, &pair).await;
    let first = merge(&boss, &pair.kept, &pair.absorbed).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    // Its phone is the one the first merge brought: it was folded into that.
    let built_on = merge(&boss, &pair.kept, &alike).await.is(201).id();
    assert_eq!(undo(&boss, &first).await.is(409).code(), "merge.later_merge");
    undo(&boss, &built_on).await.is(200);
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let beside = merge(&boss, &pair.kept, &plain).await.is(201).id();
    undo(&boss, &first).await.is(200);
    undo(&boss, &beside).await.is(200);
    assert_facts_hold(&house, &boss, &[pair.kept.clone(), pair.absorbed.clone(), plain, alike]).await;
    assert_eq!(both(&boss, &pair).await, before);
}

#[tokio::test]
async fn two_who_take_a_merge_back_at_once_take_it_back_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201).id();
    let (one, other) = futures::join!(undo(&boss, &merged), undo(&boss, &merged));
    let mut states = [one.status.as_u16(), other.status.as_u16()];
    states.sort_unstable();
    assert_eq!(states, [200, 409]);
    boss.get(&format!("/customers/{}", pair.absorbed)).await.is(200);
}

#[tokio::test]
async fn the_merges_of_a_customer_are_listed() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201).id();
    let path = format!("/customers/{}/merges", pair.kept);
    let list = boss.get(&path).await.is(200);
    assert_eq!((list.text("/items/0/id"), list.text("/items/0/absorbed/name")), (merged.clone(), "王晓明".into()));
    undo(&boss, &merged).await.is(200);
    assert_eq!(boss.get(&path).await.is(200).body["items"][0]["can"], json!([]));
    assert_eq!(boss.get(&format!("/merges/{merged}")).await.is(200).text("/id"), merged);
}

/// Says yes and no in the name of customers, a minute apart.
struct Ledger<'a> {
    house: &'a House,
    door: platform::Door,
}

impl<'a> Ledger<'a> {
    fn new(house: &'a House) -> Self {
        Self { house, door: house.platform.system(platform::SystemActor::Command, house.group) }
    }

    async fn says(&self, customer: &str, channel: ConsentChannel, answer: Answered) {
        let (store, customer) = (self.house.store.id, customer.parse().unwrap());
        let new = NewAnswer {
            purpose: "marketing".into(),
            channel,
            answer,
            answered_at: None,
            until: None,
            policy: None,
            how: Proof::Spoken,
            proof: Some("电话里说的".into()),
        };
        self.door.write(async |tx| consents::record(tx, store, customer, new).await.map(drop)).await.unwrap();
        self.house.clock.advance(chrono::TimeDelta::minutes(1));
    }

    async fn stands(&self, customer: &str) -> Option<Answered> {
        let customer = customer.parse().unwrap();
        let found = consents::standing(&self.door.read(), customer, "marketing", ConsentChannel::Sms).await;
        found.unwrap().consent.map(|consent| consent.answer)
    }
}

#[tokio::test]
async fn of_two_answers_of_one_customer_a_no_holds_until_they_are_two_again() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let ledger = Ledger::new(&house);
    // The no is the older one, and about everything.
    ledger.says(&pair.absorbed, ConsentChannel::All, Answered::Refused).await;
    ledger.says(&pair.kept, ConsentChannel::Sms, Answered::Given).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201).id();
    assert_eq!(ledger.stands(&pair.kept).await, Some(Answered::Refused));
    undo(&boss, &merged).await.is(200);
    let stand = (ledger.stands(&pair.kept).await, ledger.stands(&pair.absorbed).await);
    assert_eq!(stand, (Some(Answered::Given), Some(Answered::Refused)));
}

#[tokio::test]
async fn what_was_answered_while_they_were_one_stays_and_wakes_no_older_yes() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let ledger = Ledger::new(&house);
    ledger.says(&pair.absorbed, ConsentChannel::Sms, Answered::Given).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    ledger.says(&pair.kept, ConsentChannel::All, Answered::Withdrawn).await;
    undo(&boss, &merged).await.is(200);
    let stand = (ledger.stands(&pair.kept).await, ledger.stands(&pair.absorbed).await);
    assert_eq!(stand, (Some(Answered::Withdrawn), None));

    ledger.says(&pair.absorbed, ConsentChannel::Sms, Answered::Refused).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::minutes(1));
    ledger.says(&pair.kept, ConsentChannel::All, Answered::Given).await;
    undo(&boss, &merged).await.is(200);
    let stand = (ledger.stands(&pair.kept).await, ledger.stands(&pair.absorbed).await);
    assert_eq!(stand, (Some(Answered::Given), Some(Answered::Refused)));
}
