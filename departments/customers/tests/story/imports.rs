//! Imports: files of every dress come in, wrong rows are told and mended, nothing comes in twice, everything can be taken back.

use axum::http::Method;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

const LIST: &str = "客户姓名,手机号,性别,车牌,品牌,车系,购车日期\n\
    王小明,13800001111,男,沪A12345,大众,朗逸,2024-05-01\n\
    李红,13900002222,女,,,,\n\
    李强,13900002222,男,,,,\n";

pub async fn upload(by: &Caller, house: &House, name: &str, file: &[u8]) -> Answer {
    let mut body = Vec::new();
    let part = |head: &str| format!("--part\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
    body.extend(part("name=\"store_id\""));
    body.extend(house.store.id.to_string().into_bytes());
    body.extend(b"\r\n");
    body.extend(part(&format!("name=\"file\"; filename=\"{name}\"")));
    body.extend(file);
    body.extend(b"\r\n--part--\r\n");
    by.send(Method::POST, "/imports", "multipart/form-data; boundary=part", body).await
}

pub async fn set(by: &Caller, house: &House, id: &str, deed: &str) -> Value {
    by.put(&format!("/imports/{id}/{deed}"), Value::Null).await.is(200);
    house.settle().await;
    by.get(&format!("/imports/{id}")).await.is(200).body
}

pub async fn import(by: &Caller, house: &House, name: &str, file: &[u8]) -> Value {
    let id = upload(by, house, name, file).await.is(201).id();
    set(by, house, &id, "run").await
}

/// Rows, created, updated, duplicate, unchanged, failed.
pub fn counts(view: &Value) -> [i64; 6] {
    ["rows", "created", "updated", "duplicate", "unchanged", "failed"].map(|of| view["totals"][of].as_i64().unwrap())
}

async fn names(by: &Caller) -> Vec<String> {
    let mut names = by.get("/customers").await.is(200).names();
    names.sort();
    names
}

fn gbk(text: &str) -> Vec<u8> {
    // The characters of the fixture in GBK, each found in the code chart.
    let chart: [(char, [u8; 2]); 12] = [
        ('客', [0xBF, 0xCD]),
        ('户', [0xBB, 0xA7]),
        ('姓', [0xD0, 0xD5]),
        ('名', [0xC3, 0xFB]),
        ('手', [0xCA, 0xD6]),
        ('机', [0xBB, 0xFA]),
        ('号', [0xBA, 0xC5]),
        ('王', [0xCD, 0xF5]),
        ('小', [0xD0, 0xA1]),
        ('明', [0xC3, 0xF7]),
        ('李', [0xC0, 0xEE]),
        ('红', [0xBA, 0xEC]),
    ];
    let bytes_of = |c: char| match chart.iter().find(|(known, _)| *known == c) {
        Some((_, bytes)) => bytes.to_vec(),
        None => vec![u8::try_from(c).unwrap()],
    };
    text.chars().flat_map(bytes_of).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[tokio::test]
async fn a_list_becomes_customers_and_cars_and_a_second_time_nothing() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let uploaded = upload(&boss, &house, "客户.csv", LIST.as_bytes()).await.is(201);
    assert_eq!(
        (uploaded.text("/state"), uploaded.text("/encoding"), uploaded.text("/header_row")),
        ("mapping".into(), "UTF-8".into(), "1".into())
    );
    let fields: Vec<String> = (0..7).map(|at| uploaded.text(&format!("/columns/{at}/field"))).collect();
    let expected =
        ["name", "phone", "gender", "vehicle.plate", "vehicle.brand", "vehicle.series", "vehicle.purchased_on"];
    assert_eq!(fields, expected);

    let checked = set(&boss, &house, &uploaded.id(), "check").await;
    assert_eq!((checked["state"].as_str(), counts(&checked)), (Some("checked"), [3, 3, 0, 0, 0, 0]));
    assert!(names(&boss).await.is_empty(), "a check writes nothing");

    let done = set(&boss, &house, &uploaded.id(), "run").await;
    assert_eq!((done["state"].as_str(), counts(&done)), (Some("done"), [3, 3, 0, 0, 0, 0]));
    // One phone, two names: a household.
    assert_eq!(names(&boss).await, ["李强", "李红", "王小明"]);
    let cars = boss.get("/vehicles").await.is(200);
    assert_eq!((cars.text("/items/0/owner/name"), cars.text("/items/0/plate")), ("王小明".into(), "沪A12345".into()));
    let owner = boss.get("/customers?q=wxm").await.is(200);
    assert_eq!(owner.text("/items/0/stage"), "owner");

    let again = import(&boss, &house, "客户.csv", LIST.as_bytes()).await;
    assert_eq!(counts(&again), [3, 0, 0, 0, 3, 0]);
    assert_eq!(names(&boss).await.len(), 3);
}

#[tokio::test]
async fn files_in_gbk_utf16_and_excel_read_the_same() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let text = "客户姓名,手机号\r\n王小明,13800001111\r\n李红,13900002222\r\n";
    let first = import(&boss, &house, "gbk.csv", &gbk(text)).await;
    assert_eq!((first["encoding"].as_str(), counts(&first)), (Some("GB18030"), [2, 2, 0, 0, 0, 0]));
    let second = import(&boss, &house, "utf16.txt", &utf16(&text.replace(',', "\t"))).await;
    assert_eq!((second["delimiter"].as_str(), counts(&second)), (Some("\t"), [2, 0, 0, 0, 2, 0]));
    let book = house.folder().join("book.xlsx");
    let columns = ["客户姓名", "手机号"].map(|title| tables::Column { title: title.into(), width_digits: 12 });
    let mut writer: Box<dyn tables::TableWriter> =
        Box::new(tables::XlsxWriter::new(&book, &columns, tables::XlsxStyle::default()).unwrap());
    for (name, phone) in [("王小明", 13_800_001_111), ("李红", 13_900_002_222)] {
        writer.row(&[tables::Cell::Text(name), tables::Cell::Integer(phone)]).unwrap();
    }
    writer.finish().unwrap();
    let third = import(&boss, &house, "book.xlsx", &std::fs::read(&book).unwrap()).await;
    assert_eq!((third["format"].as_str(), counts(&third)), (Some("xlsx"), [2, 0, 0, 0, 2, 0]));
}

#[tokio::test]
async fn what_is_no_table_is_refused_with_the_reason() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for (name, bytes, code) in [
        ("list.xls", "<html><body><table><tr><td>1</td></tr></table></body></html>", "file.html"),
        ("empty.csv", "", "file.empty"),
        ("list.pdf", "%PDF-1.7\n1 0 obj", "file.pdf"),
    ] {
        assert_eq!(upload(&boss, &house, name, bytes.as_bytes()).await.is(422).code(), code, "{name}");
    }
    assert!(boss.get("/imports").await.is(200).body["items"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_wrong_row_is_told_mended_in_place_and_comes_in() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let list = "姓名,手机,生日\n王小明,1380000111,1990-01-05\n,13900002222,\n李红,13900003333,1985-02-30\n";
    let id = upload(&boss, &house, "list.csv", list.as_bytes()).await.is(201).id();
    let checked = set(&boss, &house, &id, "check").await;
    assert_eq!(counts(&checked), [3, 0, 0, 0, 0, 3]);
    let rows = boss.get(&format!("/imports/{id}/rows?only=errors")).await.is(200);
    let told = |at: usize, what: &str| rows.text(&format!("/items/{at}/errors/0/{what}"));
    assert_eq!((told(0, "code"), told(0, "column")), ("phone.too_short".into(), "1".into()));
    assert_eq!((told(1, "code"), told(1, "field")), ("name.empty".into(), "name".into()));
    assert_eq!((told(2, "code"), told(2, "column")), ("date.impossible".into(), "2".into()));

    let still = boss.patch(&format!("/imports/{id}/rows/2"), json!({ "cells": ["王小明", "138", ""] })).await.is(200);
    assert_eq!(still.text("/state"), "error");
    let mended =
        boss.patch(&format!("/imports/{id}/rows/2"), json!({ "cells": ["王小明", "13800001111", ""] })).await.is(200);
    assert_eq!(mended.text("/state"), "mended");
    let done = set(&boss, &house, &id, "run").await;
    assert_eq!(counts(&done), [3, 1, 0, 0, 0, 2]);

    // A row mended afterwards comes in with the next run, and nothing else does.
    boss.patch(&format!("/imports/{id}/rows/4"), json!({ "cells": ["李红", "13900003333", "1985-02-28"] }))
        .await
        .is(200);
    let done = set(&boss, &house, &id, "run").await;
    assert_eq!((counts(&done), done["totals"]["read"].as_i64()), ([3, 2, 0, 0, 0, 1], Some(3)));
    assert_eq!(names(&boss).await, ["李红", "王小明"]);
    let refused = boss.put(&format!("/imports/{id}/run"), Value::Null).await.is(409);
    assert_eq!(refused.code(), "import.nothing_to_run");

    let errors = boss.get(&format!("/imports/{id}/errors")).await.is(200);
    let text = String::from_utf8(errors.bytes).unwrap();
    assert_eq!(text.lines().next().unwrap(), "\u{feff}姓名,手机,生日,问题");
    assert!(text.lines().nth(1).unwrap().starts_with(",13900002222,,姓名：没有客户姓名"), "{text}");
}

#[tokio::test]
async fn a_known_customer_is_filled_up_and_never_overwritten_unless_told() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let there = json!({ "kind": "person", "name": "王小明", "phones": ["13800001111"], "source": "walk_in", "store_id": house.store.id });
    let customer = boss.post("/customers", there).await.is(201).id();
    let list = "姓名,手机,邮箱,来源,城市\n王小明,13800001111,wang@example.com,website,上海\n";
    let first = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&first), [1, 0, 1, 0, 0, 0]);
    let view = boss.get(&format!("/customers/{customer}")).await.is(200);
    assert_eq!((view.text("/source"), view.text("/addresses/0/city")), ("walk_in".into(), "上海市".into()));
    assert_eq!(view.body["contacts"].as_array().unwrap().len(), 2);

    let id = upload(&boss, &house, "list.csv", list.as_bytes()).await.is(201);
    let mut columns = id.body["columns"].clone();
    columns[3]["overwrites"] = json!(true);
    let id = id.id();
    boss.patch(&format!("/imports/{id}"), json!({ "columns": columns })).await.is(200);
    assert_eq!(counts(&set(&boss, &house, &id, "run").await), [1, 0, 1, 0, 0, 0]);
    assert_eq!(boss.get(&format!("/customers/{customer}")).await.is(200).text("/source"), "website");

    let undone = set(&boss, &house, &id, "undo").await;
    assert_eq!((undone["state"].as_str(), undone["totals"]["removed"].as_i64()), (Some("undone"), Some(0)));
    assert_eq!(boss.get(&format!("/customers/{customer}")).await.is(200).text("/source"), "walk_in");
}

#[tokio::test]
async fn an_import_is_taken_back_but_for_customers_somebody_worked_on() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let done = import(&boss, &house, "list.csv", LIST.as_bytes()).await;
    let id = done["id"].as_str().unwrap().to_owned();
    let worked_on = boss.get("/customers?q=李红").await.is(200).text("/items/0/id");
    house.clock.advance(chrono::TimeDelta::minutes(5));
    boss.post(&format!("/customers/{worked_on}/notes"), json!({ "kind": "call", "text": "约了周六看车" }))
        .await
        .is(201);
    let undone = set(&boss, &house, &id, "undo").await;
    assert_eq!((undone["totals"]["removed"].as_i64(), undone["totals"]["kept"].as_i64()), (Some(2), Some(1)));
    assert_eq!(names(&boss).await, ["李红"]);
    assert!(boss.get("/vehicles").await.is(200).body["items"].as_array().unwrap().is_empty());
    assert!(boss.get("/search?q=沪A12345").await.is(200).body["hits"].as_array().unwrap().is_empty());
    assert_eq!(boss.put(&format!("/imports/{id}/undo"), Value::Null).await.is(409).code(), "import.already_undone");

    // What is gone can come again; what stayed is known.
    let again = import(&boss, &house, "list.csv", LIST.as_bytes()).await;
    assert_eq!(counts(&again), [3, 2, 0, 0, 1, 0]);
}

#[tokio::test]
async fn a_stopped_run_goes_on_where_it_stopped() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let mut list = String::from("姓名,手机\n");
    for row in 0..450 {
        list += &format!("客户{row},139{row:08}\n");
    }
    let id = upload(&boss, &house, "list.csv", list.as_bytes()).await.is(201).id();
    boss.put(&format!("/imports/{id}/run"), Value::Null).await.is(200);
    // The file breaks off in the middle, as after a crash of the disk; the run stops there.
    let file = house.platform.files().path("imports", &id).unwrap();
    std::fs::rename(&file, file.with_extension("away")).unwrap();
    house.settle().await;
    let failed = boss.get(&format!("/imports/{id}")).await.is(200);
    assert_eq!((failed.text("/state"), failed.text("/totals/created")), ("failed".into(), "0".into()));
    std::fs::rename(file.with_extension("away"), &file).unwrap();

    boss.put(&format!("/imports/{id}/run"), Value::Null).await.is(200);
    assert_eq!(boss.put(&format!("/imports/{id}/run"), Value::Null).await.is(409).code(), "import.busy");
    let stopped = boss.put(&format!("/imports/{id}/stop"), Value::Null).await.is(200);
    assert_eq!(stopped.text("/state"), "stopped");
    house.settle().await;
    let done = set(&boss, &house, &id, "run").await;
    assert_eq!((done["state"].as_str(), counts(&done)), (Some("done"), [450, 450, 0, 0, 0, 0]));
}

#[tokio::test]
async fn an_import_reaches_no_further_than_the_one_who_asked_for_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let elsewhere =
        json!({ "kind": "person", "name": "王小明", "phones": ["13800001111"], "store_id": house.other_store.id });
    let customer = boss.post("/customers", elsewhere).await.is(201).id();
    let manager = house.machine_in("store_manager", &house.store).await;
    let done = import(&manager, &house, "list.csv", LIST.as_bytes()).await;
    assert_eq!(counts(&done), [3, 2, 0, 1, 0, 0]);
    assert!(boss.get(&format!("/customers/{customer}")).await.is(200).body["gender"].is_null());
    let id = done["id"].as_str().unwrap();
    house.neighbour().await.get(&format!("/imports/{id}")).await.is(404);
}

#[tokio::test]
async fn rows_equal_to_one_another_count_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let list = "姓名,备注\n王小明,喜欢白色\n王小明,喜欢白色\n王小明,喜欢黑色\n";
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [3, 2, 0, 1, 0, 0]);
    let again = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&again), [3, 0, 0, 1, 2, 0]);
}

#[tokio::test]
async fn purchases_and_visits_come_with_their_days_and_amounts() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let list = "姓名,手机,品牌,车系,成交日期,成交价,进厂日期,维修类型,维修金额,进厂里程\n\
        王小明,13800001111,大众,朗逸,2023-05-01,12.58万,2024-05-02,首保,680.50,10250\n";
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [1, 1, 0, 0, 0, 0]);
    let customer = boss.get("/customers?q=wxm").await.is(200).text("/items/0/id");
    let profile = boss.get(&format!("/customers/{customer}/profile")).await.is(200);
    assert_eq!(profile.text("/facts/purchase_spend/amount"), "12580000");
    assert_eq!(profile.text("/facts/visit_spend/amount"), "68050");
    assert!(profile.text("/customer/created_at").starts_with("2023-04-30T16:00"));
    let id = done["id"].as_str().unwrap();
    set(&boss, &house, id, "undo").await;
    boss.get(&format!("/customers/{customer}")).await.is(404);
}

#[tokio::test]
async fn a_list_as_dealers_keep_it_is_understood_without_a_hand() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let list = "客户,联系电话,车牌号,购车日期,购车金额\n王小明,13800001111,沪A12345,2024-05-01,\"128,800\"\n李红,13900002222,沪B54321,,\n";
    let done = import(&boss, &house, "老客户.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [2, 2, 0, 0, 0, 0]);
    let page = boss.get("/customers?q=王小明").await.is(200);
    let id = page.body["items"][0]["id"].as_str().unwrap();
    let profile = boss.get(&format!("/customers/{id}/profile")).await.is(200).body;
    assert_eq!(profile["vehicles"][0]["plate"], "沪A12345");
    assert_eq!(profile["vehicles"][0]["series"], "未知");
    assert_eq!(profile["facts"]["purchases"], 1);
    assert_eq!(page.body["items"][0]["spend"]["amount"], 12_880_000);
}

#[tokio::test]
async fn a_list_of_things_is_not_taken_for_people() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for (file, guessed) in [
        ("state,county,item_name,quantity\nKS,ALLEN,RIFLE,1\nKS,ALLEN,BAYONET,2\n", Value::Null),
        ("chapter_id,chapter_name\nV1,Encoding\nV2,Validation\n", Value::Null),
        ("member name,phone\n王小明,13800001111\n", json!("name")),
        ("姓名,省份\n王小明,上海\n", json!("name")),
    ] {
        let import = upload(&boss, &house, "list.csv", file.as_bytes()).await.is(201);
        let columns = import.body["columns"].as_array().unwrap();
        let named = columns.iter().map(|column| &column["field"]).find(|field| **field == "name");
        assert_eq!(named.unwrap_or(&Value::Null), &guessed, "{file}");
    }
}

#[tokio::test]
async fn a_car_that_is_there_without_an_owner_takes_what_the_row_says_of_it_at_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let car = json!({ "vin": "LSVAA4183E2000001", "brand": "大众", "series": "帕萨特", "store_id": house.store.id });
    let car = boss.post("/vehicles", car).await.is(201).id();
    let list = "姓名,手机号,车架号,品牌,车系,行驶里程,保险到期\n\
        王小明,13800001111,LSVAA4183E2000001,大众,帕萨特,12000,2027-01-31\n";
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [1, 1, 0, 0, 0, 0]);
    let seen = boss.get(&format!("/vehicles/{car}")).await.is(200);
    assert_eq!((&seen.body["mileage_km"], &seen.body["insurance_until"]), (&json!(12000), &json!("2027-01-31")));
    let again = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&again), [1, 0, 0, 0, 1, 0], "the second time nothing is left to do");
}

#[tokio::test]
async fn lines_of_nothing_but_separators_are_no_rows() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let list = "姓名;手机;备注\n王小明;13800001111;白色\n;;\n ; ;\n李红;13800002222;\n;;\n";
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [2, 2, 0, 0, 0, 0]);
}
