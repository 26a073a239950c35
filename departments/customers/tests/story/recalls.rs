//! Recalls: which cars they are about, and how far each car has come.

use axum::http::Method;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::exports::{exported, text_of};

/// Three VINs of one range whose check digits hold.
pub const VINS: [&str; 3] = ["LSVAA4183E2000001", "LSVAA4185E2000002", "LSVAA4187E2000003"];

pub fn form(number: &str) -> Value {
    json!({ "number": number, "title": "制动软管老化", "brand": "VW", "kind": "recall", "defect": "软管材料不符合要求",
            "consequence": "制动距离变长", "remedy": "免费更换制动软管", "is_stop_sale": true, "begins_on": "2026-03-01",
            "labour_minutes": 90, "operations": ["4710-12"], "parts": ["5G0 611 701 制动软管"] })
}

pub async fn car(by: &Caller, house: &House, vin: &str) -> String {
    let form = json!({ "brand": "大众", "series": "朗逸", "vin": vin, "store_id": house.store.id,
                       "purchased_on": "2024-05-01", "confirm_vin": true });
    by.post("/vehicles", form).await.is(201).id()
}

/// An open recall about these VINs, its cars found.
pub async fn opened(by: &Caller, house: &House, vins: &[&str]) -> String {
    let id = by.post("/recalls", form("S2026M0012V")).await.is(201).id();
    by.post(&format!("/recalls/{id}/vins"), json!({ "text": vins.join("\n") })).await.is(201);
    by.put(&format!("/recalls/{id}/opening"), Value::Null).await.is(200);
    house.settle().await;
    id
}

pub async fn state(by: &Caller, recall: &str, car: &str) -> Option<String> {
    let cars = by.get(&format!("/recalls/{recall}/cars")).await.is(200);
    let found = cars.body["items"].as_array().unwrap().iter().find(|row| row["vehicle_id"] == car).cloned()?;
    Some(found["state"].as_str().unwrap().to_owned())
}

async fn told(by: &Caller, path: &str) -> Vec<String> {
    let answer = by.get(&format!("{path}/timeline")).await.is(200);
    answer.body["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_recall_finds_the_cars_of_the_list_now_and_when_they_arrive() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let known = car(&boss, &house, VINS[0]).await;
    let id = opened(&boss, &house, &VINS[..2]).await;
    assert_eq!(state(&boss, &id, &known).await.as_deref(), Some("open"));
    let recall = boss.get(&format!("/recalls/{id}")).await.is(200);
    assert_eq!(recall.body["vins"], json!({ "total": 2, "unmatched": 1, "doubtful": 0 }));
    let arrived = car(&boss, &house, VINS[1]).await;
    assert_eq!(state(&boss, &id, &arrived).await.as_deref(), Some("open"), "at once, in the transaction of the car");
    let other = car(&boss, &house, VINS[2]).await;
    assert_eq!(state(&boss, &id, &other).await, None);
    let later = boss.post(&format!("/recalls/{id}/vins"), json!({ "text": VINS[2] })).await.is(201);
    assert_eq!((later.body["added"].clone(), later.body["known"].clone()), (json!(1), json!(0)));
    house.settle().await;
    assert_eq!(state(&boss, &id, &other).await.as_deref(), Some("open"));
    let vins = boss.get(&format!("/recalls/{id}/vins?shown=matched")).await.is(200);
    assert_eq!(vins.body["items"].as_array().unwrap().len(), 3);
    assert_eq!(told(&boss, &format!("/vehicles/{known}")).await, ["recall.car_found", "vehicle.registered"]);
}

#[tokio::test]
async fn cars_are_found_by_a_range_of_vins_and_by_model_and_days() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let in_range = car(&boss, &house, VINS[0]).await;
    let beyond = car(&boss, &house, VINS[2]).await;
    let id = boss.post("/recalls", form("S2026M0012V")).await.is(201).id();
    let refused = boss.put(&format!("/recalls/{id}/opening"), Value::Null).await.is(409);
    assert_eq!(refused.code(), "recall.about_no_car");
    let range = json!({ "vin_prefix": "LSVAA418*E2", "sequence_from": "1", "sequence_to": "2" });
    let criterion = boss.post(&format!("/recalls/{id}/criteria"), range.clone()).await.is(201);
    assert_eq!(criterion.text("/vin_prefix"), "LSVAA418*E2");
    let again = boss.post(&format!("/recalls/{id}/criteria"), range).await.is(409);
    assert_eq!(again.code(), "recall_criterion.already_there");
    boss.put(&format!("/recalls/{id}/opening"), Value::Null).await.is(200);
    house.settle().await;
    assert_eq!(state(&boss, &id, &in_range).await.as_deref(), Some("open"));
    assert_eq!(state(&boss, &id, &beyond).await, None);
    let model =
        json!({ "brand": "VW", "series": "朗逸", "registered_from": "2024-05-01", "registered_to": "2024-05-31" });
    boss.post(&format!("/recalls/{id}/criteria"), model).await.is(201);
    house.settle().await;
    assert_eq!(state(&boss, &id, &beyond).await.as_deref(), Some("open"));
    let bought = json!({ "brand": "大众", "series": "朗逸", "store_id": house.store.id, "purchased_on": "2024-06-01" });
    let later = boss.post("/vehicles", bought).await.is(201).id();
    assert_eq!(state(&boss, &id, &later).await, None);
    boss.patch(&format!("/vehicles/{later}"), json!({ "in_service_on": "2024-05-31" })).await.is(200);
    assert_eq!(state(&boss, &id, &later).await.as_deref(), Some("open"), "its days were corrected");
    let wrong = boss.post(&format!("/recalls/{id}/criteria"), json!({ "vin_prefix": "IO" })).await.is(422);
    assert_eq!(wrong.text("/errors/0/code"), "recall_criterion.vin_prefix");
}

#[tokio::test]
async fn a_vin_whose_check_digit_fails_is_told_by_its_row_and_kept() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = boss.post("/recalls", form("S2026M0012V")).await.is(201).id();
    let path = format!("/recalls/{id}/vins");
    let text = "LSVAA4183E2000001\nLSVAA4187E2000001\nLSVAA41\nLSVAA4183E2000001";
    let taken = boss.post(&path, json!({ "text": text })).await.is(201);
    let faults: Vec<(u64, String, bool)> = taken.body["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            (fault["row"].as_u64().unwrap(), fault["code"].as_str().unwrap().to_owned(), fault["is_kept"] == true)
        })
        .collect();
    let expected = [(2, "vin.check_digit", true), (3, "vin.too_short", false), (4, "vin.twice", true)];
    assert_eq!(faults, expected.map(|(row, code, is_kept)| (row, code.to_owned(), is_kept)));
    assert_eq!(taken.body["added"], 2);
    let doubtful = boss.get(&format!("{path}?shown=doubtful")).await.is(200);
    assert_eq!(doubtful.text("/items/0/vin"), "LSVAA4187E2000001");
    boss.delete(&format!("{path}/LSVAA4187E2000001")).await.is(204);
    boss.delete(&format!("{path}/LSVAA4187E2000001")).await.is(404);
    assert_eq!(boss.post(&path, json!({ "text": " \n" })).await.is(422).code(), "text.missing");
}

#[tokio::test]
async fn a_file_of_vins_is_taken_in_and_its_rows_are_told() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let known = car(&boss, &house, VINS[0]).await;
    let id = opened(&boss, &house, &VINS[1..2]).await;
    let file = format!("序号,车架号,车型\n1,{},朗逸\n2,坏的,朗逸\n3,{},朗逸\n", VINS[0], VINS[1]);
    let begun = bring(&boss, &id, file.as_bytes()).await.is(201);
    assert_eq!(
        (begun.text("/deed"), begun.text("/state"), begun.text("/total")),
        ("take_vins".into(), "waiting".into(), "2".into())
    );
    assert_eq!((begun.text("/faults/0/row"), begun.text("/faults/0/code")), ("3".into(), "vin.too_short".into()));
    house.settle().await;
    let ended = boss.get(&format!("/recalls/{id}/works/{}", begun.id())).await.is(200);
    assert_eq!(
        (ended.text("/state"), ended.text("/done"), ended.text("/skipped")),
        ("done".into(), "1".into(), "1".into())
    );
    assert_eq!(state(&boss, &id, &known).await.as_deref(), Some("open"));
    let none = bring(&boss, &id, "姓名,手机\n王小明,13800001111\n".as_bytes()).await.is(422);
    assert_eq!(none.code(), "recall_vins.none");
    let broken = bring(&boss, &id, b"\x89PNG\r\n\x1a\n").await;
    assert_eq!(broken.status.as_u16(), 422);
}

async fn bring(by: &Caller, recall: &str, file: &[u8]) -> Answer {
    let mut body = b"--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"vins.csv\"\r\n\r\n".to_vec();
    body.extend(file);
    body.extend(b"\r\n--part--\r\n");
    by.send(Method::POST, &format!("/recalls/{recall}/vin-files"), "multipart/form-data; boundary=part", body).await
}

#[tokio::test]
async fn a_car_is_moved_on_told_to_its_owner_and_taken_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = json!({ "kind": "person", "name": "王小明", "store_id": house.store.id });
    let owner = boss.post("/customers", person).await.is(201).id();
    let form = json!({ "brand": "大众", "series": "朗逸", "vin": VINS[0], "owner_id": owner });
    let car = boss.post("/vehicles", form).await.is(201).id();
    let id = opened(&boss, &house, &VINS).await;
    let profile = boss.get(&format!("/customers/{owner}/profile")).await.is(200);
    assert_eq!(profile.text("/suggestions/0/code"), "recall_open");
    assert_eq!(profile.text("/suggestions/0/task/vehicle_id"), car);
    assert_eq!(profile.body["vehicles"][0]["has_open_recall"], true);
    let view = boss.get(&format!("/vehicles/{car}")).await.is(200);
    assert_eq!(
        (view.text("/recalls/0/number"), view.body["recalls"][0]["is_unfixed"].clone()),
        ("S2026M0012V".into(), json!(true))
    );
    assert_eq!(view.body["recalls"][0]["can"], json!(["move"]));

    let path = format!("/recalls/{id}/cars/{car}/state");
    let early = boss.put(&path, json!({ "to": "done", "on": "2026-03-17" })).await.is(422);
    assert_eq!(early.text("/errors/0/code"), "date.in_future");
    let done = json!({ "to": "done", "on": "2026-03-15", "mileage_km": 12_300, "note": "已更换" });
    let done = boss.put(&path, done).await.is(200);
    assert_eq!(
        (done.text("/state"), done.text("/mileage_km"), done.text("/by/name")),
        ("done".into(), "12300".into(), "group_manager".into())
    );
    assert_eq!(done.body["can"], json!(["move", "take_back"]));
    assert_eq!(boss.put(&path, json!({ "to": "done" })).await.is(409).code(), "recall_car.same_state");
    let names = told(&boss, &format!("/customers/{owner}")).await;
    assert!(
        names.contains(&"recall.car_moved".to_owned()) && names.contains(&"recall.car_found".to_owned()),
        "{names:?}"
    );
    let settled = boss.get(&format!("/customers/{owner}/profile")).await.is(200);
    assert_ne!(settled.text("/suggestions/0/code"), "recall_open");
    assert_eq!(settled.body["vehicles"][0]["has_open_recall"], false);

    let taken_back = boss.delete(&path).await.is(200);
    assert_eq!((taken_back.text("/state"), taken_back.body["note"].clone()), ("open".into(), Value::Null));
    assert_eq!(boss.delete(&path).await.is(409).code(), "recall_car.nothing_to_take_back");
    boss.put(&path, json!({ "to": "refused", "note": "车主不同意" })).await.is(200);
    let refused = boss.get(&format!("/customers/{owner}/profile")).await.is(200);
    assert_ne!(refused.text("/suggestions/0/code"), "recall_open", "whoever refused is not asked again");
    assert_eq!(refused.body["vehicles"][0]["has_open_recall"], true, "the defect is still in the car");
}

#[tokio::test]
async fn cars_with_an_open_recall_are_found_in_lists_and_marked_in_search() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let recalled = car(&boss, &house, VINS[0]).await;
    let fine = car(&boss, &house, VINS[2]).await;
    let id = opened(&boss, &house, &VINS[..1]).await;
    let ids = async |filter: &str| {
        let answer = boss.get(&format!("/vehicles?filter=open_recall:is:{filter}")).await.is(200);
        answer.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!((ids("true").await, ids("false").await), (vec![recalled.clone()], vec![fine]));
    let listed = boss.get("/vehicles?filter=open_recall:is:true").await.is(200);
    assert_eq!(listed.body["items"][0]["has_open_recall"], true);
    let hit = boss.get("/search?q=000001").await.is(200);
    assert_eq!(
        (hit.text("/hits/0/id"), hit.body["hits"][0]["has_open_recall"].clone()),
        (recalled.clone(), json!(true))
    );
    boss.put(&format!("/recalls/{id}/closure"), Value::Null).await.is(200);
    assert!(ids("true").await.is_empty(), "nobody is reminded of a closed recall");
    let view = boss.get(&format!("/vehicles/{recalled}")).await.is(200);
    assert_eq!(
        (view.body["recalls"][0]["is_unfixed"].clone(), view.body["recalls"][0]["can"].clone()),
        (json!(false), json!([]))
    );
}

#[tokio::test]
async fn a_car_found_by_a_vin_it_does_not_have_is_not_affected_after_all() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = car(&boss, &house, VINS[0]).await;
    let recall = opened(&boss, &house, &VINS[..1]).await;
    boss.patch(&format!("/vehicles/{id}"), json!({ "vin": VINS[2] })).await.is(200);
    assert_eq!(state(&boss, &recall, &id).await.as_deref(), Some("not_affected"));
    let vins = boss.get(&format!("/recalls/{recall}")).await.is(200);
    assert_eq!(vins.body["vins"]["unmatched"], 1, "the VIN waits for its car again");
    let other = car(&boss, &house, VINS[0]).await;
    assert_eq!(state(&boss, &recall, &other).await.as_deref(), Some("open"));
}

#[tokio::test]
async fn a_recall_goes_from_draft_to_open_to_closed_and_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = boss.post("/recalls", form("S2026M0012V")).await.is(201).id();
    assert_eq!(boss.post("/recalls", form("s2026m0012v")).await.is(409).code(), "recall.number_taken");
    let draft = boss.post("/recalls", form("S2026M0013V")).await.is(201);
    boss.post(&format!("/recalls/{}/vins", draft.id()), json!({ "text": VINS[0] })).await.is(201);
    boss.delete(&format!("/recalls/{}", draft.id())).await.is(204);
    let path = format!("/recalls/{id}");
    assert_eq!(boss.put(&format!("{path}/closure"), Value::Null).await.is(409).code(), "recall.not_open");
    boss.post(&format!("{path}/criteria"), json!({ "brand": "大众" })).await.is(201);
    let open = boss.put(&format!("{path}/opening"), Value::Null).await.is(200);
    assert_eq!(open.body["can"], json!(["edit", "aim", "close", "work"]));
    assert_eq!(boss.delete(&path).await.is(409).code(), "recall.not_a_draft");
    let version = open.body["version"].as_i64().unwrap();
    let changed =
        boss.patch_from(version, &path, json!({ "ends_on": "2027-02-28", "labour_minutes": null })).await.is(200);
    assert_eq!((changed.text("/ends_on"), changed.body["labour_minutes"].clone()), ("2027-02-28".into(), Value::Null));
    boss.patch_from(version, &path, json!({ "title": "别的" })).await.is(412);
    let backwards = boss.patch(&path, json!({ "ends_on": "2026-02-01" })).await.is(422);
    assert_eq!(backwards.code(), "recall.ends_before_it_begins");
    boss.put(&format!("{path}/closure"), Value::Null).await.is(200);
    assert_eq!(boss.patch(&path, json!({ "title": "别的" })).await.is(409).code(), "recall.closed");
    assert_eq!(boss.post(&format!("{path}/vins"), json!({ "text": VINS[0] })).await.is(409).code(), "recall.closed");
    let missed = car(&boss, &house, VINS[1]).await;
    assert_eq!(state(&boss, &id, &missed).await, None);
    boss.delete(&format!("{path}/closure")).await.is(200);
    house.settle().await;
    assert_eq!(state(&boss, &id, &missed).await.as_deref(), Some("open"), "what arrived meanwhile is found");
    let listed = boss.get("/recalls?state=open&q=0012").await.is(200);
    assert_eq!((listed.text("/items/0/id"), listed.body["items"].as_array().unwrap().len()), (id, 1));
    assert_eq!(listed.body["items"][0]["figures"]["affected"], 1);
}

#[tokio::test]
async fn a_store_sees_its_own_cars_and_figures_only_and_a_consultant_writes_no_recall() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let near = car(&boss, &house, VINS[0]).await;
    let form = json!({ "brand": "大众", "series": "朗逸", "vin": VINS[1], "store_id": house.other_store.id });
    let far = boss.post("/vehicles", form).await.is(201).id();
    let id = opened(&boss, &house, &VINS).await;
    let here = house.machine_in("service_manager", &house.store).await;
    let seen = here.get(&format!("/recalls/{id}")).await.is(200);
    assert_eq!(
        (seen.body["figures"]["affected"].clone(), seen.body["stores"].as_array().unwrap().len()),
        (json!(1), 1)
    );
    assert_eq!((state(&here, &id, &near).await.is_some(), state(&here, &id, &far).await), (true, None));
    here.put(&format!("/recalls/{id}/cars/{far}/state"), json!({ "to": "notified" })).await.is(404);
    here.put(&format!("/recalls/{id}/cars/{near}/state"), json!({ "to": "notified" })).await.is(200);
    let all = boss.get(&format!("/recalls/{id}")).await.is(200);
    assert_eq!(
        (all.body["figures"]["reach_rate"].clone(), all.body["figures"]["completion_rate"].clone()),
        (json!(5_000), json!(0))
    );
    assert_eq!(all.text("/stores/0/store/code"), "SH01");
    let li = house.person("li", "李销售", "sales_consultant", Reach::Own).await;
    assert_eq!(li.get(&format!("/recalls/{id}")).await.is(200).body["can"], json!([]));
    assert_eq!(li.post("/recalls", self::form("S2026M0099V")).await.is(403).text("/permission"), "manage_recalls");
    house.neighbour().await.get(&format!("/recalls/{id}")).await.is(404);
}

#[tokio::test]
async fn the_cars_of_a_recall_go_into_a_file() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = car(&boss, &house, VINS[0]).await;
    car(&boss, &house, VINS[1]).await;
    let id = opened(&boss, &house, &VINS).await;
    boss.put(&format!("/recalls/{id}/cars/{first}/state"), json!({ "to": "done", "note": "已更换" })).await.is(200);
    let form = |filters: Value| json!({ "about": "recall_cars", "filters": filters, "columns": ["vin", "state", "state_on", "note"], "format": "csv" });
    let all = exported(&house, &boss, form(json!([format!("recall:is:{id}")]))).await;
    assert_eq!(all.text("/rows"), "2");
    let open = exported(&house, &boss, form(json!([format!("recall:is:{id}"), "state:is:done"]))).await;
    let text = text_of(&boss, &open.id()).await;
    assert_eq!(text, "\u{FEFF}车架号,状态,状态日期,备注\r\nLSVAA4183E2000001,已完成,2026-03-16,已更换\r\n");
    assert_eq!(boss.post("/exports", form(json!([]))).await.is(422).code(), "filter.missing");
    assert_eq!(boss.post("/exports", form(json!(["recall:is:x"]))).await.is(422).code(), "filter.unknown_field");
    let nobody = "recall:is:00000000-0000-0000-0000-000000000000";
    assert_eq!(boss.post("/exports", form(json!([nobody]))).await.is(422).code(), "recall.unknown");
}
