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

/// Two cars of two owners that came to bear one plate before that was refused.
async fn twins(by: &Caller, house: &House) -> [(String, String); 2] {
    let mut made = Vec::new();
    for (name, plate) in [("王小明", "沪A12345"), ("李红", "沪B12345")] {
        let person = json!({ "name": name, "store_id": house.store.id, "vehicle": { "brand": "大众", "series": "途观", "plate": plate } });
        let owner = by.post("/customers", person).await.is(201).id();
        let car = by.get(&format!("/vehicles?q={plate}")).await.is(200).text("/items/0/id");
        made.push((owner, car));
    }
    let second: kernel::VehicleId = made[1].1.parse().unwrap();
    house
        .platform
        .system(platform::SystemActor::Seed, house.group)
        .write(async |tx| {
            tx.execute_text("update vehicles set plate = '沪A12345' where id = $1", vec![second.into()]).await?;
            tx.execute_text("update plates set plate = '沪A12345' where vehicle_id = $1", vec![second.into()]).await?;
            tx.execute_text("update quality_settings set rules_checked = 1", vec![]).await
        })
        .await
        .unwrap();
    made.try_into().unwrap()
}

async fn doubted(by: &Caller) -> Vec<String> {
    by.get("/customers?filter=doubtful:is:plate_shared&sort=name").await.is(200).names()
}

#[tokio::test]
async fn cars_that_share_a_plate_from_before_are_found_and_it_is_ended_on_one() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    customers::rounds::begin_due(&house.platform).await.unwrap();
    house.settle().await;
    let [(_, first), (owner, second)] = twins(&boss, &house).await;
    assert_eq!(doubted(&boss).await, [""; 0]);
    house.clock.advance(chrono::TimeDelta::days(1));
    customers::rounds::begin_due(&house.platform).await.unwrap();
    house.settle().await;
    assert_eq!(doubted(&boss).await.len(), 2, "records judged by older rules are judged again");
    let figures = boss.get("/quality").await.is(200);
    let shared =
        figures.body["doubtful"].as_array().unwrap().iter().find(|one| one["doubt"] == "plate_shared").unwrap();
    assert_eq!(shared["customers"], 2);
    let seen = boss.get(&format!("/vehicles/{first}")).await.is(200);
    assert_eq!(
        (seen.text("/plate_twins/0/id"), seen.text("/plate_twins/0/name")),
        (second.clone(), "大众 途观".into())
    );
    assert_eq!(seen.body["has_unseen_plate_twin"], false);
    assert!(seen.body["can"].as_array().unwrap().contains(&json!("end_plate")));
    let too_late = boss.delete(&format!("/vehicles/{second}/plate?until=2999-01-01")).await.is(422);
    assert_eq!(too_late.text("/errors/0/field"), "until");
    let ended = boss.delete(&format!("/vehicles/{second}/plate")).await.is(200);
    assert_eq!((&ended.body["plate"], &ended.body["plate_twins"]), (&Value::Null, &json!([])));
    assert!(ended.body["plates"][0]["until"].is_string());
    assert!(!ended.body["can"].as_array().unwrap().contains(&json!("end_plate")));
    house.settle().await;
    assert_eq!(doubted(&boss).await, [""; 0], "both are free of the doubt at once");
    assert_eq!(boss.get(&format!("/vehicles/{first}")).await.is(200).body["plate_twins"], json!([]));
    let told = boss.get(&format!("/customers/{owner}/timeline")).await.is(200);
    assert_eq!(told.text("/items/0/name"), "plate.changed");
    boss.delete(&format!("/vehicles/{second}/plate")).await.is(200);
}

#[tokio::test]
async fn a_shared_plate_is_no_doubt_once_the_other_car_is_put_away_and_again_when_it_is_back() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [(owner, first), (_, second)] = twins(&boss, &house).await;
    boss.patch(&format!("/vehicles/{first}"), json!({ "colour": "白" })).await.is(200);
    house.settle().await;
    assert_eq!(doubted(&boss).await.len(), 2);
    boss.delete(&format!("/vehicles/{second}")).await.is(204);
    house.settle().await;
    assert_eq!(doubted(&boss).await, [""; 0]);
    let facts = boss.get(&format!("/customers/{owner}/profile")).await.is(200).body["facts"].clone();
    assert_eq!(facts["doubts"], json!([]));
    boss.put(&format!("/vehicles/{second}/restoration"), Value::Null).await.is(200);
    house.settle().await;
    assert_eq!(doubted(&boss).await, [""; 0], "it comes back without the plate");
}

#[tokio::test]
async fn a_twin_out_of_reach_is_told_of_without_its_particulars() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let [(_, first), (_, second)] = twins(&boss, &house).await;
    let second: kernel::VehicleId = second.parse().unwrap();
    let elsewhere = house.other_store.id;
    house
        .platform
        .system(platform::SystemActor::Seed, house.group)
        .write(async |tx| {
            tx.execute_text("update vehicles set store_id = $2 where id = $1", vec![second.into(), elsewhere.into()])
                .await
        })
        .await
        .unwrap();
    let manager = house.machine_in("store_manager", &house.store).await;
    let seen = manager.get(&format!("/vehicles/{first}")).await.is(200);
    assert_eq!((&seen.body["plate_twins"], &seen.body["has_unseen_plate_twin"]), (&json!([]), &json!(true)));
    manager.delete(&format!("/vehicles/{second}/plate")).await.is(404);
}
