//! A plate is on one car at a time, whoever brings the second.

use http::StatusCode;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::imports::{counts, import};

async fn car(by: &Caller, house: &House, series: &str, plate: Value) -> Answer {
    let car = json!({ "store_id": house.store.id.to_string(), "brand": "大众", "series": series, "plate": plate });
    by.post("/vehicles", car).await.is(201)
}

async fn plate_of(by: &Caller, car: &Answer) -> Value {
    by.get(&format!("/vehicles/{}", car.id())).await.is(200).body["plate"]["plate"].clone()
}

#[tokio::test]
async fn a_plate_on_another_car_is_refused_with_that_car_until_it_is_said_to_have_moved() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = car(&boss, &house, "朗逸", json!("沪A12345")).await;
    let second = car(&boss, &house, "帕萨特", Value::Null).await;
    let path = format!("/vehicles/{}/plates", second.id());
    let refused = boss.post(&path, json!({ "plate": "沪A·12345" })).await.is(409);
    assert_eq!(refused.code(), "plate.on_other_car");
    assert_eq!(refused.text("/current/id"), first.id());
    assert_eq!(refused.text("/current/name"), "大众 朗逸");
    assert_eq!(refused.text("/current/store/code"), "SH01");
    assert_eq!(plate_of(&boss, &second).await, Value::Null);
    let moved = json!({ "plate": "沪A12345", "since": "2026-03-01", "moved_from_other_car": true });
    boss.post(&path, moved).await.is(201);
    assert_eq!((plate_of(&boss, &first).await, plate_of(&boss, &second).await), (Value::Null, json!("沪A12345")));
    let ended = boss.get(&format!("/vehicles/{}", first.id())).await.is(200);
    assert!(ended.body["plates"][0]["until"].is_string());
    let told = boss.get(&format!("/vehicles/{}/timeline", first.id())).await.is(200);
    assert_eq!(told.text("/items/0/name"), "plate.changed");
    let found = boss.get("/vehicles?q=沪A12345").await.is(200);
    assert_eq!(found.body["items"].as_array().unwrap().len(), 1, "{}", found.body);
}

#[tokio::test]
async fn a_new_car_and_the_car_of_a_new_customer_take_no_plate_from_another_unasked() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = car(&boss, &house, "朗逸", json!("沪A12345")).await;
    let store = house.store.id.to_string();
    let form =
        |moved: bool| json!({ "brand": "大众", "series": "途观", "plate": "沪A12345", "moved_from_other_car": moved });
    let mut alone = form(false);
    alone["store_id"] = json!(store);
    assert_eq!(boss.post("/vehicles", alone).await.is(409).code(), "plate.on_other_car");
    let person = |moved: bool| json!({ "name": "王小明", "store_id": store, "vehicle": form(moved) });
    boss.post("/customers", person(false)).await.is(409);
    assert!(boss.get("/customers").await.is(200).names().is_empty(), "nothing is half-written");
    boss.post("/customers", person(true)).await.is(201);
    assert_eq!(plate_of(&boss, &first).await, Value::Null);
}

#[tokio::test]
async fn a_plate_on_a_car_out_of_reach_stays_there() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    car(&boss, &house, "朗逸", json!("沪A12345")).await;
    let other = house.machine_in("store_manager", &house.other_store).await;
    for moved in [false, true] {
        let form = json!({ "brand": "大众", "series": "途观", "plate": "沪A12345", "moved_from_other_car": moved, "store_id": house.other_store.id.to_string() });
        let refused = other.post("/vehicles", form).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "plate.elsewhere"));
        assert_eq!(refused.body["current"], Value::Null);
    }
}

#[tokio::test]
async fn a_restored_car_comes_back_without_the_plate_another_bears_now() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = car(&boss, &house, "朗逸", json!("沪A12345")).await;
    boss.delete(&format!("/vehicles/{}", first.id())).await.is(204);
    let second = car(&boss, &house, "途观", json!("沪A12345")).await;
    boss.put(&format!("/vehicles/{}/restoration", first.id()), Value::Null).await.is(200);
    assert_eq!((plate_of(&boss, &first).await, plate_of(&boss, &second).await), (Value::Null, json!("沪A12345")));
    boss.delete(&format!("/vehicles/{}", second.id())).await.is(204);
    boss.put(&format!("/vehicles/{}/restoration", second.id()), Value::Null).await.is(200);
    assert_eq!(plate_of(&boss, &second).await, json!("沪A12345"));
}

#[tokio::test]
async fn an_import_gives_no_plate_to_two_cars() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    car(&boss, &house, "朗逸", json!("沪A12345")).await;
    let list = "姓名,手机号,车牌,品牌,车系\n\
        王小明,13800001111,沪A12345,大众,途观\n\
        李红,13900002222,沪B12345,大众,朗逸\n\
        李强,13900003333,沪B12345,大众,帕萨特\n\
        赵六,13900004444,沪C12345,大众,帕萨特\n";
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [4, 2, 0, 0, 0, 2]);
    let rows = boss.get(&format!("/imports/{}/rows?only=errors", done["id"].as_str().unwrap())).await.is(200);
    for place in 0..2 {
        assert_eq!(rows.text(&format!("/items/{place}/errors/0/code")), "plate.on_other_car");
        assert_eq!(rows.text(&format!("/items/{place}/errors/0/column")), "2");
    }
    assert!(rows.text("/items/0/errors/0/message").contains("VE-SH01-"), "{}", rows.body);
}

#[tokio::test]
async fn a_check_tells_of_the_plates_a_run_would_refuse() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    car(&boss, &house, "朗逸", json!("沪A12345")).await;
    let list = "姓名,手机号,车牌,品牌,车系\n王小明,13800001111,沪A12345,大众,途观\n李红,13900002222,沪B12345,大众,朗逸\n李强,13900003333,沪B12345,大众,帕萨特\n";
    let id = crate::imports::upload(&boss, &house, "list.csv", list.as_bytes()).await.is(201).id();
    assert_eq!(counts(&crate::imports::set(&boss, &house, &id, "check").await), [3, 1, 0, 0, 0, 2]);
    assert_eq!(counts(&crate::imports::set(&boss, &house, &id, "run").await), [3, 1, 0, 0, 0, 2]);
}

#[tokio::test]
async fn a_row_that_brings_the_vin_of_a_car_known_by_its_plate_fills_it_in() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let plain = "姓名,手机号,车牌,品牌,车系\n王小明,13800001111,沪A12345,大众,途观\n";
    import(&boss, &house, "list.csv", plain.as_bytes()).await;
    let fuller = "姓名,手机号,车牌,车架号,品牌,车系\n王小明,13800001111,沪A12345,LSVAA4183E2000001,大众,途观\n";
    assert_eq!(counts(&import(&boss, &house, "list.csv", fuller.as_bytes()).await), [1, 0, 1, 0, 0, 0]);
    let cars = boss.get("/vehicles?q=沪A12345").await.is(200);
    assert_eq!(cars.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(cars.text("/items/0/vin"), "LSVAA4183E2000001");
}
