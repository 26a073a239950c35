//! Search as one types: names, pinyin, phones, plates, VINs, numbers, within one's reach.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

async fn furnish(house: &House, boss: &Caller) {
    let form = json!({
        "name": "欧阳娜娜", "phones": ["13800001234", "021-58001111"], "store_id": house.store.id,
        "vehicle": { "vin": "LSVAA4183E2000001", "plate": "沪A12345", "brand": "大众", "series": "帕萨特" },
    });
    boss.post("/customers", form).await.is(201);
    for name in ["欧文", "John O'Neill", "上海远航贸易有限公司"] {
        boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201);
    }
}

async fn search(by: &Caller, typed: &str) -> Answer {
    let typed: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
    by.get(&format!("/search?q={typed}")).await.is(200)
}

/// What was found, each as its title and what of it matched.
async fn found(by: &Caller, typed: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let answer = search(by, typed).await;
    answer.body["hits"].as_array().unwrap().iter().map(|hit| (text(&hit["title"]), text(&hit["matched"]))).collect()
}

#[tokio::test]
async fn people_are_found_by_whatever_is_remembered_of_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    for (typed, title, matched) in [
        ("欧阳", "欧阳娜娜", "name"),
        ("娜娜", "欧阳娜娜", "name"),
        ("娜", "欧阳娜娜", "name"),
        ("ouyang", "欧阳娜娜", "pinyin"),
        ("OuYangNa", "欧阳娜娜", "pinyin"),
        ("oynn", "欧阳娜娜", "initials"),
        ("13800001234", "欧阳娜娜", "phone"),
        ("+86 138-0000-1234", "欧阳娜娜", "phone"),
        ("1234", "欧阳娜娜", "phone"),
        ("1111", "欧阳娜娜", "phone"),
        ("021-58001111", "欧阳娜娜", "phone"),
        ("CU-SH01-26-000001", "欧阳娜娜", "number"),
        ("沪A12345", "大众 帕萨特", "plate"),
        ("沪a·12345", "大众 帕萨特", "plate"),
        ("A123", "大众 帕萨特", "plate"),
        ("2345", "大众 帕萨特", "plate"),
        ("lsvaa4183e2000001", "大众 帕萨特", "vin"),
        ("LSVAA418", "大众 帕萨特", "vin"),
        ("000001", "大众 帕萨特", "vin"),
        ("o'neill", "John O'Neill", "name"),
        ("远航", "上海远航贸易有限公司", "name"),
    ] {
        let hits = found(&boss, typed).await;
        assert!(hits.contains(&(title.into(), matched.into())), "{typed}: {hits:?}");
    }
    assert_eq!(found(&boss, "欧").await.len(), 2);
    for nothing in ["", " ", "%", "_", "'", "13900001234", "9999", "不存在", "\u{200b}", "阳欧"] {
        assert_eq!(found(&boss, nothing).await, [], "{nothing:?}");
    }
}

#[tokio::test]
async fn a_hit_shows_enough_to_be_told_apart_and_a_phone_whole_to_those_who_may_see_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    house.settle().await;
    let person = search(&boss, "欧阳").await.body["hits"][0].clone();
    let subtitle = json!("大众 帕萨特 · 沪A·12345 · 13800001234");
    assert_eq!((&person["kind"], &person["subtitle"]), (&json!("customer"), &subtitle));
    let seller = house.machine("sales_consultant").await;
    let masked = search(&seller, "欧阳").await.body["hits"][0].clone();
    assert_eq!(masked["subtitle"], "大众 帕萨特 · 沪A·12345 · 138****1234");
    assert_eq!(person["store"]["code"], "SH01");
    let car = search(&boss, "沪A12345").await.body["hits"][0].clone();
    assert_eq!((&car["kind"], &car["subtitle"]), (&json!("vehicle"), &json!("沪A·12345 · 欧阳娜娜")));
    assert_eq!(car["customer_id"], person["id"]);
    let one = boss.get("/search?q=o&limit=1").await.is(200);
    assert_eq!(one.body["hits"].as_array().unwrap().len(), 1);
    assert_eq!(one.body["customers"], json!({ "count": 3, "capped": false }));
    assert_eq!(one.body["vehicles"], json!({ "count": 0, "capped": false }));
}

#[tokio::test]
async fn a_new_name_is_found_and_the_old_one_no_more() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    let id = search(&boss, "欧文").await.text("/hits/0/id");
    boss.patch(&format!("/customers/{id}"), json!({ "name": "区文" })).await.is(200);
    assert_eq!(found(&boss, "欧文").await, []);
    assert_eq!(found(&boss, "区文").await, [("区文".to_owned(), "name".to_owned())]);
    assert!(!found(&boss, "CU-SH01-26-000002").await.is_empty());
}

#[tokio::test]
async fn nobody_finds_what_lies_outside_their_reach() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let far = house.machine_in("store_manager", &house.other_store).await;
    let near = house.machine_in("store_manager", &house.store).await;
    let next_door = house.neighbour().await;
    for typed in ["欧阳", "13800001234", "1234", "沪A12345", "000001", "CU-SH01-26-000001"] {
        assert_eq!(found(&seller, typed).await, [], "{typed}");
        assert_eq!(found(&far, typed).await, [], "{typed}");
        assert_eq!(found(&next_door, typed).await, [], "{typed}");
        assert!(!found(&near, typed).await.is_empty(), "{typed}");
    }
    let id = search(&boss, "欧阳").await.text("/hits/0/id");
    boss.patch(&format!("/customers/{id}"), json!({ "advisor_id": seller.staff })).await.is(200);
    for typed in ["1380000", "138 0000", "13800001", "1380000123"] {
        assert_eq!(found(&seller, typed).await.len(), 1, "{typed}, as a number is typed");
    }
    for typed in ["138000", "1380001", "0001234"] {
        assert_eq!(found(&seller, typed).await, [], "{typed}");
    }
    assert_eq!(found(&seller, "13800001234").await.len(), 1);
    assert_eq!(found(&seller, "沪A12345").await.len(), 1, "the car of one's own customer");
    assert_eq!(found(&seller, "欧文").await, []);
}

#[tokio::test]
async fn the_search_box_of_the_list_finds_owners_by_their_cars() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    for typed in ["oynn", "1234", "A12345", "000001", "CU-SH01-26-000001"] {
        assert_eq!(boss.get(&format!("/customers?q={typed}")).await.is(200).names(), ["欧阳娜娜"], "{typed}");
    }
    assert_eq!(boss.get("/customers?q=ou&filter=phone:is:1").await.is(422).code(), "filter.unknown_field");
    assert_eq!(boss.get("/customers?q=%25").await.is(200).names(), [""; 0]);
}
