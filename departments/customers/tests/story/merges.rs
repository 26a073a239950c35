//! Two records of one customer become one: nothing is lost, everything leads to the one that is kept.

use std::collections::BTreeSet;

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

/// Two records of 王小明: the same phone in both, and more in each.
pub struct Pair {
    pub kept: String,
    pub absorbed: String,
    /// The absorbed one's car.
    pub car: String,
    pub task: String,
    pub note: String,
}

pub async fn person(by: &Caller, house: &House, form: Value) -> String {
    let mut whole = json!({ "kind": "person", "store_id": house.store.id });
    whole.as_object_mut().unwrap().extend(form.as_object().unwrap().clone());
    by.post("/customers", whole).await.is(201).id()
}

/// Kept: 王小明 with one phone. Absorbed: 王晓明 with the same phone, another, a mailbox, an address, a car, a note, a task, a tag.
pub async fn pair(house: &House, by: &Caller) -> Pair {
    let kept = person(by, house, json!({ "name": "王小明", "phones": ["13800001234"], "source": "车展" })).await;
    house.clock.advance(chrono::TimeDelta::minutes(1));
    let form = json!({
        "name": "王晓明", "phones": ["13800001234", "13900005678"], "email": "wang@example.com", "gender": "male",
        "birthday": "1990-05-01", "occupation": "教师", "address": "江苏省苏州市姑苏区人民路 8 号", "stage": "owner",
        "id_number": "11010519491231002X",
    });
    let absorbed = person(by, house, form).await;
    let car = json!({ "brand": "大众", "series": "帕萨特", "plate": "沪B12345", "vin": "LRW3E7FS5PC695355", "owner_id": absorbed });
    let car = by.post("/vehicles", car).await.is(201).id();
    let note = json!({ "kind": "call", "text": "想换车" });
    let note = by.post(&format!("/customers/{absorbed}/notes"), note).await.is(201).text("/note/id");
    let task = json!({ "title": "回电", "kind": "call", "due_at": house.clock.now(), "customer_id": absorbed });
    let task = by.post("/tasks", task).await.is(201).id();
    let group = by.post("/tag-groups", json!({ "name": "行为" })).await.is(201).id();
    for (name, who) in [("都有", vec![&kept, &absorbed]), ("只有它", vec![&absorbed])] {
        let tag = json!({ "group_id": group, "name": name, "colour": "blue" });
        let tag = by.post("/tags", tag).await.is(201).id();
        for customer in who {
            by.put(&format!("/customers/{customer}/tags/{tag}"), Value::Null).await.is(204);
        }
    }
    house.settle().await;
    house.clock.advance(chrono::TimeDelta::minutes(5));
    Pair { kept, absorbed, car, task, note }
}

pub async fn merge(by: &Caller, keep: &str, absorb: &str) -> Answer {
    by.post("/merges", json!({ "keep": keep, "absorb": absorb })).await
}

pub async fn found(by: &Caller, typed: &str) -> BTreeSet<String> {
    let page = by.get(&format!("/customers?q={typed}")).await.is(200);
    page.body["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn words(answer: &Answer, path: &str, field: &str) -> Vec<String> {
    let items = answer.body.pointer(path).unwrap().as_array().unwrap();
    let mut words: Vec<String> = items.iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect();
    words.sort();
    words
}

#[tokio::test]
async fn two_records_become_one_with_everything_either_had() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let merged = merge(&boss, &pair.kept, &pair.absorbed).await.is(201);
    assert_eq!((merged.text("/kept/id"), merged.body["can"].clone()), (pair.kept.clone(), json!(["undo"])));
    house.settle().await;
    let profile = boss.get(&format!("/customers/{}/profile", pair.kept)).await.is(200);
    let customer = &profile.body["customer"];
    // What only one knew is known; what both knew is the newer, whole one.
    assert_eq!(customer["name"], "王晓明");
    assert_eq!((&customer["birthday"], &customer["source"]), (&json!("1990-05-01"), &json!("车展")));
    assert_eq!(customer["stage"], "owner");
    assert_eq!(boss.get("/customers?filter=city:is:苏州市").await.is(200).text("/items/0/id"), pair.kept);
    assert_eq!(customer["id_number"], "11010519491231002X");
    // The phone both had is there once; the kept one's stays the primary.
    assert_eq!(words(&profile, "/customer/contacts", "kind"), ["email", "phone", "phone"]);
    let primary: Vec<&Value> =
        customer["contacts"].as_array().unwrap().iter().filter(|one| one["is_primary"] == true).collect();
    assert_eq!(primary.iter().filter(|one| one["kind"] == "phone").count(), 1);
    assert_eq!(words(&profile, "/customer/addresses", "city"), ["苏州市"]);
    assert_eq!(words(&profile, "/customer/tags", "name"), ["只有它", "都有"]);
    assert_eq!((profile.text("/vehicles/0/id"), profile.text("/tasks/0/id")), (pair.car.clone(), pair.task.clone()));
    assert_eq!((profile.text("/facts/contacts"), profile.text("/facts/vehicles")), ("1".into(), "1".into()));
    let names = words(&profile, "/timeline/items", "name");
    assert_eq!(names.iter().filter(|name| *name == "customer.created").count(), 2);
    assert!(names.contains(&"customer.merged".to_owned()) && names.contains(&"note.written".to_owned()));
    assert_eq!(boss.get(&format!("/vehicles/{}", pair.car)).await.is(200).text("/people/0/customer/id"), pair.kept);
}

#[tokio::test]
async fn a_merged_record_answers_where_it_lives_on_and_search_leads_there() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let number = boss.get(&format!("/customers/{}", pair.absorbed)).await.is(200).text("/number");
    merge(&boss, &pair.kept, &pair.absorbed).await.is(201);
    for path in ["", "/profile", "/timeline", "/merges"] {
        let gone = boss.get(&format!("/customers/{}{path}", pair.absorbed)).await.is(410);
        assert_eq!((gone.code(), gone.text("/kept")), ("customer.merged", pair.kept.clone()));
    }
    boss.patch(&format!("/customers/{}", pair.absorbed), json!({ "name": "李四" })).await.is(410);
    boss.put(&format!("/customers/{}/restoration", pair.absorbed), Value::Null).await.is(410);
    let kept: BTreeSet<String> = [pair.kept.clone()].into();
    for typed in ["王小明", "王晓明", "13900005678", "5678", "沪B12345", "695355", number.as_str()] {
        assert_eq!(found(&boss, typed).await, kept, "{typed}");
    }
    assert_eq!(boss.get("/customers?deleted=true").await.is(200).body["items"], json!([]));
    // A new name of the kept one takes nothing from what the other was found by.
    boss.patch(&format!("/customers/{}", pair.kept), json!({ "name": "欧阳锋" })).await.is(200);
    assert_eq!(found(&boss, "王晓明").await, kept);
}

#[tokio::test]
async fn the_preview_says_what_is_proposed_and_why_and_what_to_mind() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let task = json!({ "title": "报价", "kind": "call", "due_at": house.clock.now(), "customer_id": pair.kept });
    boss.post("/tasks", task).await.is(201);
    let preview = boss.get(&format!("/customers/{}/merges/preview?with={}", pair.kept, pair.absorbed)).await.is(200);
    assert_eq!(preview.text("/proposed"), pair.absorbed);
    let choice = |field: &str| {
        let all = preview.body["choices"].as_array().unwrap();
        let one = all.iter().find(|one| one["field"] == field).unwrap().clone();
        (one["proposed"].as_str().unwrap().to_owned(), one["why"].as_str().unwrap().to_owned())
    };
    assert_eq!(choice("birthday"), ("absorbed".into(), "only_one".into()));
    assert_eq!(choice("source"), ("kept".into(), "only_one".into()));
    assert_eq!(choice("kind"), ("kept".into(), "same".into()));
    assert_eq!(preview.body["cautions"], json!(["both_have_open_work"]));
    let moves: BTreeSet<String> = words(&preview, "/moves", "what").into_iter().collect();
    for what in ["contacts", "addresses", "notes", "tasks", "vehicles", "vehicle_people", "customer_tags", "journal"] {
        assert!(moves.contains(what), "{what} in {moves:?}");
    }
    let missing = boss.get(&format!("/customers/{}/merges/preview", pair.kept)).await.is(422);
    assert_eq!(missing.code(), "merge.with_missing");
    let same = boss.get(&format!("/customers/{0}/merges/preview?with={0}", pair.kept)).await.is(409);
    assert_eq!(same.code(), "merge.same_record");
}

#[tokio::test]
async fn people_who_only_share_a_phone_are_pointed_out() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王建国", "phones": ["13800001234"], "id_number": "11010519491231002X" });
    let father = person(&boss, &house, form).await;
    let daughter = json!({ "name": "王小红", "phones": ["13800001234"], "birthday": "1990-05-01", "gender": "female" });
    let daughter = person(&boss, &house, daughter).await;
    let preview = boss.get(&format!("/customers/{father}/merges/preview?with={daughter}")).await.is(200);
    assert_eq!(preview.body["cautions"], json!(["birthdays_differ", "only_household_phone", "names_differ"]));
}

#[tokio::test]
async fn the_values_chosen_win() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let choices = json!({ "name": "kept", "birthday": "kept", "occupation": "absorbed", "id_number": "kept" });
    let form = json!({ "keep": pair.kept, "absorb": pair.absorbed, "choices": choices });
    let merged = boss.post("/merges", form).await.is(201);
    assert!(merged.body["taken"].as_array().unwrap().contains(&json!("occupation")));
    let kept = boss.get(&format!("/customers/{}", pair.kept)).await.is(200).body;
    assert_eq!((&kept["name"], &kept["birthday"]), (&json!("王小明"), &Value::Null));
    assert_eq!((&kept["occupation"], &kept["id_number"]), (&json!("教师"), &Value::Null));
    let wrong = json!({ "keep": pair.kept, "absorb": pair.absorbed, "choices": { "shoe_size": "kept" } });
    boss.post("/merges", wrong).await.is(422);
}

#[tokio::test]
async fn only_who_may_merge_both_merges_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let near = person(&boss, &house, json!({ "name": "王小明", "phones": ["13800001234"] })).await;
    let near_too = person(&boss, &house, json!({ "name": "王小明", "phones": ["13800001234"] })).await;
    let far = json!({ "name": "王小明", "phones": ["13800001234"], "store_id": house.other_store.id });
    let far = person(&boss, &house, far).await;
    let advisor = house.person("li", "李顾问", "service_advisor", Reach::Store).await;
    assert_eq!(merge(&advisor, &near, &near_too).await.is(403).text("/permission"), "merge_customers");
    assert!(
        !advisor.get(&format!("/customers/{near}")).await.is(200).body["can"]
            .as_array()
            .unwrap()
            .contains(&json!("merge"))
    );
    let care = house.person("chen", "陈关怀", "care_agent", Reach::Store).await;
    merge(&care, &near, &far).await.is(404);
    merge(&care, &far, &near).await.is(404);
    let merged = merge(&care, &near, &near_too).await.is(201);
    let across = merge(&boss, &far, &near).await.is(201);
    // What lives on elsewhere is not told to those who don't see it there.
    let gone = care.get(&format!("/customers/{near}")).await.is(410);
    assert_eq!((gone.code(), gone.body.get("kept")), ("customer.merged", None));
    care.put(&format!("/merges/{}/undo", merged.id()), Value::Null).await.is(409);
    care.put(&format!("/merges/{}/undo", across.id()), Value::Null).await.is(404);
    boss.put(&format!("/merges/{}/undo", across.id()), Value::Null).await.is(200);
    care.put(&format!("/merges/{}/undo", merged.id()), Value::Null).await.is(200);
}

#[tokio::test]
async fn who_comes_second_is_told_so() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let (one, other) =
        futures::join!(merge(&boss, &pair.kept, &pair.absorbed), merge(&boss, &pair.absorbed, &pair.kept));
    let (won, lost) = if one.status == 201 { (one, other) } else { (other, one) };
    assert_eq!((won.status.as_u16(), lost.status.as_u16(), lost.code()), (201, 409, "merge.already_merged"));
    boss.put(&format!("/merges/{}/undo", won.id()), Value::Null).await.is(200);
    let edit = json!({ "occupation": "医生" });
    let path = format!("/customers/{}", pair.absorbed);
    let (merged, edited) = futures::join!(merge(&boss, &pair.kept, &pair.absorbed), boss.patch(&path, edit));
    assert_eq!(merged.status, 201);
    assert!([200, 410].contains(&edited.status.as_u16()), "{}", edited.body);
    let job = boss.get(&format!("/customers/{}", pair.kept)).await.is(200).text("/occupation");
    assert_eq!(job, if edited.status == 200 { "医生" } else { "教师" });
}

#[tokio::test]
async fn a_merge_of_what_changed_meanwhile_shows_both_as_they_are() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let version = boss.get(&format!("/customers/{}", pair.absorbed)).await.body["version"].clone();
    boss.patch(&format!("/customers/{}", pair.absorbed), json!({ "occupation": "医生" })).await.is(200);
    let form = json!({ "keep": pair.kept, "absorb": pair.absorbed, "absorb_version": version });
    let stale = boss.post("/merges", form).await.is(412);
    assert_eq!(
        (stale.text("/current/absorbed/occupation"), stale.text("/current/kept/id")),
        ("医生".into(), pair.kept.clone())
    );
    boss.delete(&format!("/customers/{}", pair.absorbed)).await.is(204);
    assert_eq!(merge(&boss, &pair.kept, &pair.absorbed).await.is(409).code(), "merge.deleted");
}

#[tokio::test]
async fn a_row_that_reaches_a_merged_record_late_is_brought_over() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let pair = pair(&house, &boss).await;
    let top = person(&boss, &house, json!({ "name": "王小明", "phones": ["13800001234"] })).await;
    merge(&boss, &pair.kept, &pair.absorbed).await.is(201);
    merge(&boss, &top, &pair.kept).await.is(201);
    house.settle().await;
    super::facts::tell(&house, &pair.absorbed, super::facts::record("purchase", 100)).await;
    house.settle().await;
    let facts = boss.get(&format!("/customers/{top}/profile")).await.is(200).body["facts"].clone();
    assert_eq!((&facts["purchases"], &facts["contacts"]), (&json!(1), &json!(1)));
    let kept = super::facts::facts_of(&boss, std::slice::from_ref(&top)).await;
    customers::facts::rebuild(&house.platform).await.unwrap();
    assert_eq!(super::facts::facts_of(&boss, &[top]).await, kept);
}
