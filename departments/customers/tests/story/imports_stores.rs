//! Imports that name the store of each row.

use serde_json::json;
use testkit::House;

use crate::imports::{counts, import, set, upload};

const LIST: &str = "姓名,手机号,车牌,所属门店,品牌,车系,购车日期\n\
    王小明,13800001111,沪A12345,,大众,朗逸,2024-05-01\n\
    李红,13900002222,苏E12345,SZ01,大众,朗逸,2024-05-01\n\
    李强,13900003333,,苏州店,,,\n\
    赵六,13900004444,,南京店,,,\n";

#[tokio::test]
async fn rows_come_to_the_stores_they_name_with_the_numbers_of_these() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let done = import(&boss, &house, "list.csv", LIST.as_bytes()).await;
    assert_eq!(counts(&done), [4, 3, 0, 0, 0, 1]);
    for (name, store) in [("王小明", "SH01"), ("李红", "SZ01"), ("李强", "SZ01")] {
        let found = boss.get(&format!("/customers?q={name}")).await.is(200);
        assert_eq!(found.text("/items/0/store/code"), store, "{name}");
        assert!(found.text("/items/0/number").starts_with(&format!("CU-{store}-")), "{name}");
    }
    let cars = boss.get("/vehicles?q=苏E12345").await.is(200);
    assert!(cars.text("/items/0/number").contains("-SZ01-"), "{}", cars.body);
    let id = done["id"].as_str().unwrap();
    assert_eq!(set(&boss, &house, id, "undo").await["totals"]["removed"], 3);
}

#[tokio::test]
async fn a_store_nobody_knows_is_told_in_the_preview_and_mended_there() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = upload(&boss, &house, "list.csv", LIST.as_bytes()).await.is(201).id();
    let checked = set(&boss, &house, &id, "check").await;
    assert_eq!(counts(&checked), [4, 3, 0, 0, 0, 1]);
    let rows = boss.get(&format!("/imports/{id}/rows?only=errors")).await.is(200);
    assert_eq!(rows.text("/items/0/errors/0/code"), "store.unknown");
    assert_eq!(rows.text("/items/0/errors/0/field"), "store");
    assert_eq!(rows.text("/items/0/errors/0/column"), "3");
    let cells = json!({ "cells": ["赵六", "13900004444", "", "SH01", "", "", ""] });
    let mended = boss.patch(&format!("/imports/{id}/rows/5"), cells).await.is(200);
    assert_eq!(mended.text("/state"), "mended");
    assert_eq!(counts(&set(&boss, &house, &id, "run").await), [4, 4, 0, 0, 0, 0]);
}

#[tokio::test]
async fn words_for_stores_can_be_mapped_to_stores() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let uploaded = upload(&boss, &house, "list.csv", LIST.as_bytes()).await.is(201);
    let codes: Vec<&str> =
        uploaded.body["stores"].as_array().unwrap().iter().map(|store| store["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["SH01", "SZ01"]);
    let (id, mut column) = (uploaded.id(), uploaded.body["columns"][3].clone());
    assert_eq!(column["field"], "store");
    column["values"] = json!({ "南京店": "SZ01" });
    boss.patch(&format!("/imports/{id}"), json!({ "columns": [column] })).await.is(200);
    assert_eq!(counts(&set(&boss, &house, &id, "run").await), [4, 4, 0, 0, 0, 0]);
    let found = boss.get("/customers?q=赵六").await.is(200);
    assert_eq!(found.text("/items/0/store/code"), "SZ01");
}

#[tokio::test]
async fn nobody_imports_into_a_store_out_of_their_reach() {
    let house = House::new().await;
    let manager = house.machine_in("store_manager", &house.store).await;
    let done = import(&manager, &house, "list.csv", LIST.as_bytes()).await;
    assert_eq!(counts(&done), [4, 1, 0, 0, 0, 3]);
    let rows = manager.get(&format!("/imports/{}/rows?only=errors", done["id"].as_str().unwrap())).await.is(200);
    let codes: Vec<String> = (0..3).map(|row| rows.text(&format!("/items/{row}/errors/0/code"))).collect();
    assert_eq!(codes, ["store.out_of_reach", "store.out_of_reach", "store.unknown"]);
    let boss = house.machine("group_manager").await;
    assert_eq!(boss.get("/customers").await.is(200).names(), ["王小明"]);
}

#[tokio::test]
async fn a_dealer_that_is_no_store_of_ours_is_who_sold_the_car() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let guessed = async |dealer: &str| {
        let file = format!("姓名,手机号,车型,成交日期,经销商\n王小明,13800001111,大众 朗逸,2024-05-01,{dealer}\n");
        upload(&boss, &house, "list.csv", file.as_bytes()).await.is(201).text("/columns/4/field")
    };
    assert_eq!(guessed("上海店").await, "store");
    assert_eq!(guessed("Buddy Storbeck's Diesel Service").await, "purchase.summary");
}

#[tokio::test]
async fn a_store_is_known_by_its_full_name_and_without_the_groups_before_or_behind_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let full = json!({ "name": "澄岚汽车苏州园区店", "short_name": "苏州店" });
    boss.patch(&format!("/stores/{}", house.other_store.id), full).await.is(200);
    let list = "姓名,手机号,所属门店\n\
        王小明,13800001111,澄岚汽车苏州园区店\n\
        李红,13900002222,园区店\n\
        李强,13900003333,苏州园区店（澄岚）\n\
        赵六,13900004444,澄岚汽车上海店\n\
        孙七,13900005555,苏州店\n";
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [5, 5, 0, 0, 0, 0]);
    for (name, store) in [("王小明", "SZ01"), ("李红", "SZ01"), ("李强", "SZ01"), ("赵六", "SH01"), ("孙七", "SZ01")]
    {
        let found = boss.get(&format!("/customers?q={name}")).await.is(200);
        assert_eq!(found.text("/items/0/store/code"), store, "{name}");
    }
}

#[tokio::test]
async fn a_name_that_may_mean_two_stores_is_refused_with_both() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for (store, name) in [(&house.store, "上海中心店"), (&house.other_store, "苏州中心店")] {
        boss.patch(&format!("/stores/{}", store.id), json!({ "name": name })).await.is(200);
    }
    let list = "姓名,手机号,所属门店\n王小明,13800001111,中心店\n李红,13900002222,苏州中心店\n";
    let done = import(&boss, &house, "list.csv", list.as_bytes()).await;
    assert_eq!(counts(&done), [2, 1, 0, 0, 0, 1]);
    let rows = boss.get(&format!("/imports/{}/rows?only=errors", done["id"].as_str().unwrap())).await.is(200);
    assert_eq!(rows.text("/items/0/errors/0/code"), "store.ambiguous");
    let told = rows.text("/items/0/errors/0/message");
    assert!(told.contains("SH01 上海中心店") && told.contains("SZ01 苏州中心店"), "{told}");
}

#[tokio::test]
async fn the_list_of_imports_tells_of_each_and_repeats_neither_stores_nor_columns() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = upload(&boss, &house, "list.csv", LIST.as_bytes()).await.is(201).id();
    let listed = boss.get("/imports").await.is(200);
    assert_eq!((listed.text("/items/0/id"), listed.text("/items/0/store/code")), (id.clone(), "SH01".into()));
    for part in ["stores", "columns", "targets"] {
        assert!(listed.body["items"][0].get(part).is_none(), "{part}");
        assert!(!boss.get(&format!("/imports/{id}")).await.is(200).body[part].as_array().unwrap().is_empty(), "{part}");
    }
}
