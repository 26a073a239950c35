//! Search as one types: names, pinyin, phones, plates, VINs, numbers, within one's reach.

use customers::search::{
    self,
    term::{self, TermKind},
};
use kernel::Reach;
use platform::SystemActor;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::imports::{set, upload};

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

async fn searched(by: &Caller, typed: &str) -> Answer {
    let typed: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
    by.get(&format!("/search?q={typed}")).await.is(200)
}

/// What was found, each as its title and what of it matched.
async fn found(by: &Caller, typed: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let answer = searched(by, typed).await;
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
        ("ouyang", "欧阳娜娜", "name"),
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
        ("neill", "John O'Neill", "name"),
        ("远航", "上海远航贸易有限公司", "name"),
        ("１２３４", "欧阳娜娜", "phone"),
        ("58001111", "欧阳娜娜", "phone"),
        ("5800 1111", "欧阳娜娜", "phone"),
        ("ouyangnn", "欧阳娜娜", "initials"),
        ("欧阳nn", "欧阳娜娜", "initials"),
        ("欧w", "欧文", "pinyin"),
        ("欧wen", "欧文", "pinyin"),
        ("26-000001", "欧阳娜娜", "number"),
        ("SH01-26-000001", "欧阳娜娜", "number"),
        ("0001", "欧阳娜娜", "number"),
        ("SH01-26-000002", "欧文", "number"),
        ("SH01-26-000001", "大众 帕萨特", "number"),
    ] {
        let hits = found(&boss, typed).await;
        assert!(hits.contains(&(title.into(), matched.into())), "{typed}: {hits:?}");
    }
    assert_eq!(found(&boss, "欧").await.len(), 2);
    for nothing in [
        "",
        " ",
        "%",
        "_",
        "'",
        "13900001234",
        "9999",
        "不存在",
        "\u{200b}",
        "阳欧",
        "SH02-26-000001",
        "ouyangnx",
        "欧阳xx",
        "0512-58001111",
    ] {
        assert_eq!(found(&boss, nothing).await, [], "{nothing:?}");
    }
}

#[tokio::test]
async fn a_hit_shows_enough_to_be_told_apart_and_a_phone_whole_to_those_who_may_see_it() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    house.settle().await;
    let person = searched(&boss, "欧阳").await.body["hits"][0].clone();
    let subtitle = json!("大众 帕萨特 · 沪A·12345 · 13800001234");
    assert_eq!((&person["kind"], &person["subtitle"]), (&json!("customer"), &subtitle));
    let seller = house.machine("sales_consultant").await;
    let masked = searched(&seller, "欧阳").await.body["hits"][0].clone();
    assert_eq!(masked["subtitle"], "大众 帕萨特 · 沪A·12345 · 138****1234");
    assert_eq!(person["store"]["code"], "SH01");
    let car = searched(&boss, "沪A12345").await.body["hits"][0].clone();
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
    let id = searched(&boss, "欧文").await.text("/hits/0/id");
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
    let id = searched(&boss, "欧阳").await.text("/hits/0/id");
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

/// Ten whose phones end in the same four digits, and a car whose plate does.
async fn crowd(house: &House, boss: &Caller) {
    for (place, name) in ["赵一", "钱一", "孙一", "李一", "周一", "吴一", "郑一", "王一", "冯一"].iter().enumerate()
    {
        let form = json!({ "name": name, "phones": [format!("138{place:04}7391")], "store_id": house.store.id });
        boss.post("/customers", form).await.is(201);
    }
    let car = json!({ "plate": "沪A17391", "brand": "大众", "series": "朗逸" });
    let form = json!({ "name": "陈一", "phones": ["13900007391"], "store_id": house.store.id, "vehicle": car });
    boss.post("/customers", form).await.is(201);
}

async fn titles(by: &Caller, path: &str) -> Vec<String> {
    let answer = by.get(path).await.is(200);
    answer.body["hits"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_plate_is_shown_beside_the_many_whose_phones_end_alike() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    crowd(&house, &boss).await;
    for (limit, shown) in [(1, 0), (2, 1), (4, 1), (10, 1), (12, 1)] {
        let titles = titles(&boss, &format!("/search?q=7391&limit={limit}")).await;
        assert_eq!(titles.iter().filter(|title| *title == "大众 朗逸").count(), shown, "{limit} places");
        assert_eq!(titles.len(), limit.min(11), "no place is left free");
    }
    let answer = boss.get("/search?q=7391&limit=4").await.is(200);
    let counts = (&answer.body["customers"]["count"], &answer.body["vehicles"]["count"]);
    assert_eq!(counts, (&json!(10), &json!(1)), "all are counted, shown or not");
}

#[tokio::test]
async fn those_whom_the_same_term_leads_to_come_in_the_order_of_their_names() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    crowd(&house, &boss).await;
    let by_pinyin = ["陈一", "冯一", "李一", "钱一", "孙一", "王一", "吴一", "赵一", "郑一", "周一", "大众 朗逸"];
    assert_eq!(titles(&boss, "/search?q=7391").await, by_pinyin);
    for name in ["王五", "王二"] {
        boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201);
    }
    assert_eq!(titles(&boss, "/search?q=%E7%8E%8B").await, ["王一", "王二", "王五"], "as the terms are written");
}

#[tokio::test]
async fn names_are_found_as_hurried_people_type_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for name in ["张文杰", "章文静", "曾丽琴", "吕布义", "卢布衣", "Sean O'Brien"] {
        boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201);
    }
    for (typed, names) in [
        ("zhangwj", vec!["张文杰", "章文静"]),
        ("张wj", vec!["张文杰"]),
        ("张w", vec!["张文杰"]),
        ("zenglq", vec!["曾丽琴"]),
        ("lubuyi", vec!["卢布衣", "吕布义"]),
        ("lubuy", vec!["卢布衣", "吕布义"]),
        ("luby", vec!["卢布衣", "吕布义"]),
        ("lvbuyi", vec!["吕布义"]),
        ("lübuyi", vec!["吕布义"]),
        ("lyubuyi", vec!["吕布义"]),
        ("brien", vec!["Sean O'Brien"]),
        ("zhengwj", vec![]),
    ] {
        let found: Vec<String> = found(&boss, typed).await.into_iter().map(|(title, _)| title).collect();
        assert_eq!(found, names, "{typed}");
        let mut listed = boss.get(&format!("/customers?q={typed}")).await.is(200).names();
        listed.sort();
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        assert_eq!(listed, names, "{typed}, in the list");
    }
}

#[tokio::test]
async fn a_phone_without_its_area_code_is_found_whole() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let list = "客户姓名,手机号\n王小明,8264678\n李红,6234-5678\n陈强,021-62345679\n";
    let id = upload(&boss, &house, "客户.csv", list.as_bytes()).await.is(201).id();
    boss.patch(&format!("/imports/{id}"), json!({ "keep_odd_phones": true })).await.is(200);
    set(&boss, &house, &id, "run").await;
    for (typed, name) in [
        ("8264678", "王小明"),
        ("826-4678", "王小明"),
        ("826 4678", "王小明"),
        ("0512-8264678", "王小明"),
        ("62345678", "李红"),
        ("021-62345678", "李红"),
        ("62345679", "陈强"),
        ("6234 5679", "陈强"),
        ("021 6234 5679", "陈强"),
    ] {
        assert_eq!(found(&boss, typed).await, [(name.to_owned(), "phone".to_owned())], "{typed}");
        let asked = typed.replace(' ', "%20");
        assert_eq!(boss.get(&format!("/customers?q={asked}")).await.is(200).names(), [name], "{typed}, in the list");
    }
}

#[tokio::test]
async fn terms_that_an_older_version_did_not_write_are_made_by_a_rebuild() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    let door = house.platform.system(SystemActor::Seed, house.group);
    let terms = async || door.read().all(door.read().select::<term::Entity>()).await.unwrap();
    let mut before = terms().await;
    let lost: Vec<term::SearchTerm> = before.iter().filter(|term| term.kind != TermKind::Name).cloned().collect();
    let stale = term::Model { term: "cash".into(), ..lost[0].clone() };
    door.write(async |tx| {
        search::store::remove(tx, lost).await?;
        search::store::add(tx, vec![stale]).await
    })
    .await
    .unwrap();
    assert_eq!(found(&boss, "58001111").await, []);
    assert_eq!(search::rebuild(&house.platform).await.unwrap(), (4, 1));
    let mut after = terms().await;
    before.sort();
    after.sort();
    assert_eq!(after, before);
    assert_eq!(found(&boss, "58001111").await.len(), 1);
}

#[tokio::test]
async fn who_has_the_surname_comes_before_who_ends_in_its_sound() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for name in ["高莉", "王丽", "李浩", "梁田", "李志林", "林丽"] {
        boss.post("/customers", json!({ "name": name, "store_id": house.store.id })).await.is(201);
    }
    assert_eq!(titles(&boss, "/search?q=li").await[..2], ["李志林", "李浩"]);
    assert_eq!(titles(&boss, "/search?q=%E6%9E%97").await, ["林丽", "李志林"]);
    assert_eq!(titles(&boss, "/search?q=li&limit=1").await, ["李志林"]);
}

#[tokio::test]
async fn who_sees_cars_and_no_customers_finds_cars() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    furnish(&house, &boss).await;
    let technician = house.person("zhao", "赵永强", "technician", Reach::Store).await;
    let answer = searched(&technician, "沪A12345").await.is(200);
    assert_eq!((answer.text("/hits/0/kind"), answer.text("/hits/0/title")), ("vehicle".into(), "大众 帕萨特".into()));
    assert_eq!(answer.body["hits"].as_array().unwrap().len(), 1);
    assert_eq!(answer.text("/hits/0/subtitle"), "沪A·12345", "whose it is, is not theirs to see");
    assert_eq!(found(&technician, "欧阳").await, []);
}
