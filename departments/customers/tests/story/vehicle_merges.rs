//! Two records of one car become one by hand, and two again.

use chrono::TimeDelta;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use super::{
    merges::{merge as merge_customers, person},
    merges_bulk::bears,
};

const VIN: &str = "LRW3E7FS5PC695355";
const PLATE: &str = "沪B12345";

/// Kept: 王's car with the VIN and a colour. Absorbed: 李's, with the same plate, a later odometer and more.
struct Twins {
    kept: String,
    absorbed: String,
    wang: String,
    li: String,
    task: String,
    note: String,
}

async fn car(by: &Caller, form: Value) -> String {
    let mut whole = json!({ "brand": "特斯拉", "series": "Model 3" });
    whole.as_object_mut().unwrap().extend(form.as_object().unwrap().clone());
    by.post("/vehicles", whole).await.is(201).id()
}

async fn twins(house: &House, by: &Caller) -> Twins {
    let wang = person(by, house, json!({ "name": "王小明", "phones": ["13800001234"] })).await;
    let li = person(by, house, json!({ "name": "李雷", "phones": ["13900005678"] })).await;
    let kept = json!({ "vin": VIN, "plate": PLATE, "colour": "白", "owner_id": wang, "mileage_km": 9_000 });
    let kept = car(by, kept).await;
    house.clock.advance(TimeDelta::days(1));
    let absorbed = car(by, json!({ "colour": "珍珠白", "insurer": "人保", "owner_id": li })).await;
    bears(house, &absorbed, PLATE).await;
    let path = format!("/vehicles/{absorbed}");
    by.post(&format!("{path}/mileage"), json!({ "km": 12_000, "source": "workshop" })).await.is(201);
    by.post(&format!("{path}/people"), json!({ "customer_id": wang, "role": "driver" })).await.is(201);
    by.post(&format!("{path}/faults"), json!({ "happened_on": "2026-01-05", "system": "brake", "symptom": "异响" }))
        .await
        .is(201);
    let note = json!({ "kind": "visit", "text": "看了看车", "vehicle_id": absorbed });
    let note = by.post(&format!("/customers/{li}/notes"), note).await.is(201).text("/note/id");
    let task = json!({ "title": "约保养", "kind": "call", "due_at": house.clock.now(), "vehicle_id": absorbed });
    let task = by.post("/tasks", task).await.is(201).id();
    house.settle().await;
    house.clock.advance(TimeDelta::minutes(5));
    Twins { kept, absorbed, wang, li, task, note }
}

async fn merge(by: &Caller, keep: &str, absorb: &str) -> Answer {
    by.post("/vehicle-merges", json!({ "keep": keep, "absorb": absorb })).await
}

async fn undo(by: &Caller, merge: &str) -> Answer {
    by.put(&format!("/vehicle-merges/{merge}/undo"), Value::Null).await
}

/// Everything the page of a car shows, but what counts writings; entries that tell of merges are left out.
async fn seen(by: &Caller, car: &str) -> Value {
    let mut profile = by.get(&format!("/vehicles/{car}/profile")).await.is(200).body;
    for counted in ["version", "changed_at"] {
        profile["vehicle"][counted] = Value::Null;
    }
    for task in profile["tasks"].as_array_mut().unwrap() {
        (task["version"], task["changed_at"]) = (Value::Null, Value::Null);
    }
    for entry in profile["timeline"]["items"].as_array_mut().unwrap() {
        entry["note"]["version"] = Value::Null;
    }
    let told = |entry: &Value| {
        ["vehicle.absorbed", "vehicle.merged", "vehicle.separated"].contains(&entry["name"].as_str().unwrap())
    };
    profile["timeline"]["items"].as_array_mut().unwrap().retain(|entry| !told(entry));
    profile
}

async fn both(by: &Caller, twins: &Twins) -> [Value; 2] {
    [seen(by, &twins.kept).await, seen(by, &twins.absorbed).await]
}

async fn found(by: &Caller, typed: &str) -> Vec<String> {
    let page = by.get(&format!("/vehicles?q={typed}")).await.is(200);
    page.body["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn names(profile: &Value) -> Vec<&str> {
    profile["timeline"]["items"].as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect()
}

async fn assert_facts_hold(house: &House, by: &Caller, customers: &[String]) {
    house.settle().await;
    let kept = super::facts::facts_of(by, customers).await;
    customers::facts::rebuild(&house.platform).await.unwrap();
    assert_eq!(super::facts::facts_of(by, customers).await, kept);
}

async fn doubted(by: &Caller) -> Vec<String> {
    by.get("/customers?filter=doubtful:is:plate_shared&sort=name").await.is(200).names()
}

#[tokio::test]
async fn two_records_of_one_car_become_one_with_everything_either_had() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let twins = twins(&house, &boss).await;
    assert_eq!(doubted(&boss).await.len(), 2);
    let number = boss.get(&format!("/vehicles/{}", twins.absorbed)).await.is(200).text("/number");
    let merged = merge(&boss, &twins.kept, &twins.absorbed).await.is(201);
    assert_eq!((merged.text("/kept/id"), merged.body["can"].clone()), (twins.kept.clone(), json!(["undo"])));
    assert_facts_hold(&house, &boss, &[twins.wang.clone(), twins.li.clone()]).await;
    let profile = seen(&boss, &twins.kept).await;
    let one = &profile["vehicle"];
    assert_eq!((&one["vin"]["vin"], &one["plate"]["plate"]), (&json!(VIN), &json!(PLATE)));
    assert_eq!(
        (&one["colour"], &one["insurer"], &one["mileage_km"]),
        (&json!("珍珠白"), &json!("人保"), &json!(12_000))
    );
    // The later of two owners is proposed; the other's time ended.
    let owners: Vec<_> = one["people"].as_array().unwrap().iter().filter(|link| link["role"] == "owner").collect();
    assert_eq!(owners.len(), 2);
    assert_eq!((&owners[0]["customer"]["id"], &owners[0]["until"]), (&json!(twins.li), &Value::Null));
    assert!(owners[1]["until"].is_string());
    assert!(one["people"].as_array().unwrap().iter().any(|link| link["role"] == "driver" && link["until"].is_null()));
    assert_eq!(one["plates"].as_array().unwrap().len(), 1, "the same plate is one");
    assert_eq!(profile["mileage"].as_array().unwrap().len(), 2);
    assert_eq!(profile["tasks"][0]["id"], json!(twins.task));
    let faults = boss.get(&format!("/vehicles/{}/faults", twins.kept)).await.is(200);
    assert_eq!(faults.text("/faults/0/symptom"), "异响");
    let told = names(&profile);
    for name in ["note.written", "fault.reported", "person.linked", "mileage.read"] {
        assert!(told.contains(&name), "{name} is not in {told:?}");
    }
    assert_eq!(told.iter().filter(|name| **name == "vehicle.registered").count(), 2);
    assert_eq!((&one["plate_twins"], &one["has_unseen_plate_twin"]), (&json!([]), &json!(false)));
    assert_eq!(doubted(&boss).await, [""; 0]);
    for typed in [VIN, PLATE, number.as_str()] {
        assert_eq!(found(&boss, typed).await, std::slice::from_ref(&twins.kept), "{typed}");
    }
    let gone = boss.get(&format!("/vehicles/{}", twins.absorbed)).await.is(200);
    assert_eq!((gone.text("/merged_into"), gone.body["can"].clone()), (twins.kept.clone(), json!([])));
    let back = boss.put(&format!("/vehicles/{}/restoration", twins.absorbed), Value::Null).await.is(409);
    assert_eq!(back.code(), "vehicle.merged");
    let list = boss.get(&format!("/vehicles/{}/merges", twins.kept)).await.is(200);
    assert_eq!((list.text("/items/0/id"), list.text("/items/0/absorbed/number")), (merged.id(), number));
}

#[tokio::test]
async fn an_undone_merge_leaves_both_records_as_they_were() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", Reach::Group).await;
    let twins = twins(&house, &boss).await;
    let before = both(&boss, &twins).await;
    let merged = merge(&boss, &twins.kept, &twins.absorbed).await.is(201).id();
    house.clock.advance(TimeDelta::minutes(5));
    let undone = undo(&boss, &merged).await.is(200);
    assert_eq!((undone.text("/undone_by"), undone.body["can"].clone()), ("总经理".into(), json!([])));
    assert_facts_hold(&house, &boss, &[twins.wang.clone(), twins.li.clone()]).await;
    assert_eq!(both(&boss, &twins).await, before);
    assert_eq!(doubted(&boss).await.len(), 2, "the plate is on two cars again");
    assert_eq!(found(&boss, VIN).await, std::slice::from_ref(&twins.kept));
    assert_eq!(found(&boss, PLATE).await.len(), 2);
    assert_eq!(undo(&boss, &merged).await.is(409).code(), "vehicle_merge.already_undone");
    // And once more, as if nothing had been.
    let again = merge(&boss, &twins.kept, &twins.absorbed).await.is(201).id();
    house.clock.advance(TimeDelta::minutes(5));
    undo(&boss, &again).await.is(200);
    house.settle().await;
    assert_eq!(both(&boss, &twins).await, before);
}

#[tokio::test]
async fn later_work_stays_with_the_kept_record_unless_it_is_about_what_goes_back() {
    let house = House::new().await;
    let boss = house.person("boss", "总经理", "group_manager", Reach::Group).await;
    let twins = twins(&house, &boss).await;
    let merged = merge(&boss, &twins.kept, &twins.absorbed).await.is(201).id();
    house.clock.advance(TimeDelta::days(2));
    let path = format!("/vehicles/{}", twins.kept);
    boss.post(&format!("{path}/mileage"), json!({ "km": 12_500, "source": "workshop" })).await.is(201);
    boss.patch(&path, json!({ "insurer": "平安" })).await.is(200);
    boss.post(&format!("{path}/plates"), json!({ "plate": "沪C99999" })).await.is(201);
    boss.delete(&format!("/notes/{}", twins.note)).await.is(204);
    undo(&boss, &merged).await.is(200);
    assert_facts_hold(&house, &boss, &[twins.wang.clone(), twins.li.clone()]).await;
    let [kept, absorbed] = both(&boss, &twins).await;
    assert_eq!(kept["vehicle"]["mileage_km"], 12_500, "read since, of the record that went on");
    assert_eq!(absorbed["vehicle"]["mileage_km"], 12_000);
    assert_eq!((&kept["vehicle"]["insurer"], &absorbed["vehicle"]["insurer"]), (&json!("平安"), &json!("人保")));
    assert_eq!((&kept["vehicle"]["colour"], &absorbed["vehicle"]["colour"]), (&json!("白"), &json!("珍珠白")));
    assert_eq!(kept["vehicle"]["plate"]["plate"], "沪C99999");
    assert_eq!(absorbed["vehicle"]["plate"]["plate"], PLATE);
    assert!(names(&absorbed).contains(&"note.deleted") && !names(&kept).contains(&"note.deleted"));
    assert!(names(&kept).contains(&"plate.changed") && !names(&absorbed).contains(&"plate.changed"));
    let owner = |profile: &Value| {
        let links = profile["vehicle"]["people"].as_array().unwrap();
        let link = links.iter().find(|link| link["role"] == "owner" && link["until"].is_null()).unwrap();
        link["customer"]["id"].clone()
    };
    assert_eq!((owner(&kept), owner(&absorbed)), (json!(twins.wang), json!(twins.li)));
}

#[tokio::test]
async fn each_field_is_as_it_was_chosen_and_the_plate_that_loses_ends() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let twins = twins(&house, &boss).await;
    boss.post(&format!("/vehicles/{}/plates", twins.absorbed), json!({ "plate": "沪C99999" })).await.is(201);
    house.settle().await;
    house.clock.advance(TimeDelta::minutes(5));
    let before = both(&boss, &twins).await;
    let preview = boss.get(&format!("/vehicles/{}/merges/preview?with={}", twins.kept, twins.absorbed)).await.is(200);
    assert_eq!(preview.text("/proposed"), twins.kept);
    assert_eq!(preview.body["cautions"], json!(["nothing_in_common", "owners_differ", "plates_differ"]));
    let choices = preview.body["choices"].as_array().unwrap();
    let of = |field: &str| choices.iter().find(|choice| choice["field"] == field).unwrap();
    assert_eq!((&of("owner")["kept"], &of("owner")["absorbed"]), (&json!("王小明"), &json!("李雷")));
    assert_eq!((&of("insurer")["proposed"], &of("insurer")["why"]), (&json!("absorbed"), &json!("only_one")));
    assert!(preview.body["moves"].as_array().unwrap().contains(&json!({ "what": "tasks", "count": 1 })));
    let wish = json!({
        "keep": twins.kept, "absorb": twins.absorbed,
        "choices": { "colour": "kept", "owner": "kept", "plate": "absorbed", "insurer": "kept" },
    });
    let merged = boss.post("/vehicle-merges", wish).await.is(201);
    assert!(!merged.body["taken"].as_array().unwrap().contains(&json!("owner")));
    let one = seen(&boss, &twins.kept).await["vehicle"].clone();
    assert_eq!((&one["colour"], &one["insurer"]), (&json!("白"), &Value::Null));
    assert_eq!(one["plate"]["plate"], "沪C99999");
    let lasting = |part: &str, more: &str| {
        let rows = one[part].as_array().unwrap().iter();
        rows.filter(|row| row["until"].is_null() && (more.is_empty() || row["role"] == more)).count()
    };
    assert_eq!((lasting("plates", ""), lasting("people", "owner")), (1, 1));
    let owner = one["people"].as_array().unwrap().iter().find(|link| link["role"] == "owner").unwrap();
    assert_eq!(owner["customer"]["id"], json!(twins.wang));
    undo(&boss, &merged.id()).await.is(200);
    house.settle().await;
    assert_eq!(both(&boss, &twins).await, before);
    let unknown = json!({ "keep": twins.kept, "absorb": twins.absorbed, "choices": { "smell": "kept" } });
    boss.post("/vehicle-merges", unknown).await.is(422);
}

#[tokio::test]
async fn two_cars_with_two_vins_are_not_merged_unless_one_is_a_slip_of_the_pen() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let kept = car(&boss, json!({ "vin": VIN, "store_id": house.store.id })).await;
    let other = car(&boss, json!({ "vin": "LSVAA4183E2000001", "store_id": house.store.id })).await;
    let refused = merge(&boss, &kept, &other).await.is(409);
    assert_eq!(refused.code(), "vehicle_merge.two_vins");
    assert!(refused.text("/detail").contains(VIN) && refused.text("/detail").contains("LSVAA4183E2000001"));
    boss.get(&format!("/vehicles/{kept}/merges/preview?with={other}")).await.is(409);
    let slip = json!({ "vin": "LSVAA4187E2000001", "confirm_vin": true, "store_id": house.store.id });
    let slip = car(&boss, slip).await;
    let merged = merge(&boss, &slip, &kept).await.is(201);
    assert_eq!(boss.get(&format!("/vehicles/{slip}")).await.is(200).text("/vin/vin"), VIN);
    undo(&boss, &merged.id()).await.is(200);
    assert_eq!(boss.get(&format!("/vehicles/{slip}")).await.is(200).text("/vin/vin"), "LSVAA4187E2000001");
    assert_eq!(boss.get(&format!("/vehicles/{kept}")).await.is(200).text("/vin/vin"), VIN);
    assert_eq!(merge(&boss, &kept, &kept).await.is(409).code(), "vehicle_merge.same_record");
    boss.delete(&format!("/vehicles/{other}")).await.is(204);
    assert_eq!(merge(&boss, &kept, &other).await.is(409).code(), "vehicle_merge.deleted");
    let missing = boss.get(&format!("/vehicles/{kept}/merges/preview")).await.is(422);
    assert_eq!(missing.code(), "vehicle_merge.with_missing");
}

#[tokio::test]
async fn cars_are_merged_by_who_may_and_reaches_both() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let twins = twins(&house, &boss).await;
    let li = house.person("li", "李销售", "sales_consultant", Reach::Store).await;
    let near = house.machine_in("store_manager", &house.store).await;
    let far = house.machine_in("store_manager", &house.other_store).await;
    let elsewhere = car(&boss, json!({ "store_id": house.other_store.id })).await;
    assert_eq!(merge(&li, &twins.kept, &twins.absorbed).await.is(403).text("/permission"), "merge_customers");
    merge(&far, &twins.kept, &twins.absorbed).await.is(404);
    for (keep, absorb) in [(&twins.kept, &elsewhere), (&elsewhere, &twins.kept)] {
        merge(&near, keep, absorb).await.is(404);
        near.get(&format!("/vehicles/{keep}/merges/preview?with={absorb}")).await.is(404);
    }
    merge(&house.neighbour().await, &twins.kept, &twins.absorbed).await.is(404);
    let stale = json!({ "keep": twins.kept, "absorb": twins.absorbed, "keep_version": 99 });
    let stale = near.post("/vehicle-merges", stale).await.is(412);
    assert_eq!(stale.text("/current/kept/id"), twins.kept);
    let merged = merge(&near, &twins.kept, &twins.absorbed).await.is(201).id();
    far.get(&format!("/vehicle-merges/{merged}")).await.is(404);
    undo(&far, &merged).await.is(404);
    undo(&li, &merged).await.is(403);
    assert_eq!(li.get(&format!("/vehicle-merges/{merged}")).await.is(200).body["can"], json!([]));
    undo(&near, &merged).await.is(200);
}

#[tokio::test]
async fn of_two_who_merge_at_once_one_wins() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let twins = twins(&house, &boss).await;
    let (one, other) =
        futures::join!(merge(&boss, &twins.kept, &twins.absorbed), merge(&boss, &twins.absorbed, &twins.kept));
    let mut answers = [one.status.as_u16(), other.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [201, 409]);
    let (won, lost) = if one.status.as_u16() == 201 { (one, other) } else { (other, one) };
    assert_eq!(lost.code(), "vehicle_merge.already_merged");
    let id = won.id();
    let (one, other) = futures::join!(undo(&boss, &id), undo(&boss, &id));
    let mut answers = [one.status.as_u16(), other.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409]);
}

#[tokio::test]
async fn a_chain_of_merges_comes_apart_from_its_end() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let twins = twins(&house, &boss).await;
    let top = car(&boss, json!({ "store_id": house.store.id })).await;
    house.settle().await;
    let before = both(&boss, &twins).await;
    let before_top = seen(&boss, &top).await;
    let first = merge(&boss, &twins.kept, &twins.absorbed).await.is(201).id();
    house.clock.advance(TimeDelta::minutes(1));
    let second = merge(&boss, &top, &twins.kept).await.is(201).id();
    assert_eq!(boss.get(&format!("/vehicles/{}", twins.absorbed)).await.is(200).text("/merged_into"), top);
    assert_eq!(found(&boss, PLATE).await, std::slice::from_ref(&top));
    assert_eq!(undo(&boss, &first).await.is(409).code(), "vehicle_merge.kept_was_merged");
    undo(&boss, &second).await.is(200);
    assert_eq!(boss.get(&format!("/vehicles/{}", twins.absorbed)).await.is(200).text("/merged_into"), twins.kept);
    assert_eq!(found(&boss, PLATE).await, std::slice::from_ref(&twins.kept));
    undo(&boss, &first).await.is(200);
    house.settle().await;
    assert_eq!(both(&boss, &twins).await, before);
    assert_eq!(seen(&boss, &top).await, before_top);
}

#[tokio::test]
async fn merges_of_cars_and_of_their_owners_come_apart_in_turn() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let twins = twins(&house, &boss).await;
    let before = both(&boss, &twins).await;
    let cars = merge(&boss, &twins.kept, &twins.absorbed).await.is(201).id();
    house.clock.advance(TimeDelta::minutes(1));
    let people = merge_customers(&boss, &twins.wang, &twins.li).await.is(201).id();
    house.clock.advance(TimeDelta::minutes(1));
    // The car that went along with its owner was one of two by then: what came later comes apart first.
    assert_eq!(undo(&boss, &cars).await.is(409).code(), "vehicle_merge.later_merge");
    boss.put(&format!("/merges/{people}/undo"), Value::Null).await.is(200);
    undo(&boss, &cars).await.is(200);
    assert_facts_hold(&house, &boss, &[twins.wang.clone(), twins.li.clone()]).await;
    assert_eq!(both(&boss, &twins).await, before);
    house.clock.advance(TimeDelta::minutes(1));
    // The cars of two who became one are merged: their owners come apart after the cars.
    boss.delete(&format!("/vehicles/{}/plate", twins.absorbed)).await.is(200);
    let people = merge_customers(&boss, &twins.wang, &twins.li).await.is(201).id();
    house.clock.advance(TimeDelta::minutes(1));
    let cars = merge(&boss, &twins.kept, &twins.absorbed).await.is(201).id();
    let refused = boss.put(&format!("/merges/{people}/undo"), Value::Null).await.is(409);
    assert_eq!(refused.code(), "merge.later_merge");
    undo(&boss, &cars).await.is(200);
    boss.put(&format!("/merges/{people}/undo"), Value::Null).await.is(200);
    assert_facts_hold(&house, &boss, &[twins.wang.clone(), twins.li.clone()]).await;
}
