//! Who might be the same: while somebody is typed or changed, across the stores of the group, with band and reasons.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

use crate::people::everything;

/// A query string of these parts.
pub fn query(parts: &[(&str, &str)]) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    parts.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

pub async fn matches(by: &Caller, parts: &[(&str, &str)]) -> Vec<Value> {
    let found = by.get(&format!("/customers/matches?{}", query(parts))).await.is(200);
    found.body.as_array().unwrap().clone()
}

fn bands(found: &[Value]) -> Vec<&str> {
    found.iter().map(|one| one["band"].as_str().unwrap()).collect()
}

/// The fields of the reasons that speak for the first.
fn speaking(found: &[Value]) -> Vec<String> {
    let reasons = found[0]["reasons"].as_array().unwrap();
    let speaks = reasons.iter().filter(|reason| reason["weight"].as_f64().unwrap() > 0.0);
    let mut fields: Vec<String> = speaks.map(|reason| reason["field"].as_str().unwrap().to_owned()).collect();
    fields.sort();
    fields
}

async fn add(by: &Caller, house: &House, form: Value) -> String {
    let mut form = form;
    form["store_id"] = json!(house.store.id);
    by.post("/customers", form).await.is(201).id()
}

#[tokio::test]
async fn whoever_might_be_the_same_is_shown_with_band_and_reasons() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.post("/customers", everything(&house)).await.is(201);
    for (field, typed) in [
        ("phone", "+86 138 0000 1234"),
        ("phone", "13900005678"),
        ("email", "nana@example.COM"),
        ("plate", "沪a-12345"),
        ("vin", "lsvaa4183e2000001"),
        ("id_number", "11010519491231002x"),
    ] {
        assert_eq!(speaking(&matches(&boss, &[(field, typed)]).await), [field]);
    }
    let same = matches(&boss, &[("name", "歐陽娜娜"), ("phone", "13800001234")]).await;
    assert_eq!((bands(&same), speaking(&same)), (vec!["same"], vec!["name".to_owned(), "phone".to_owned()]));
    assert!(same[0]["percent"].as_f64().unwrap() >= 99.0);
    assert_eq!((&same[0]["phone"], &same[0]["name"]), (&json!("138****1234"), &json!("欧阳娜娜")));
    assert_eq!(same[0]["reasons"][0]["words"], "手机号相同");
    let namesake = matches(&boss, &[("name", "欧阳娜娜")]).await;
    assert_eq!(bands(&namesake), ["different"]);
    let household = matches(&boss, &[("name", "李强"), ("phone", "13800001234")]).await;
    assert_eq!(bands(&household), ["different"]);
    let nothing: [&[(&str, &str)]; 7] = [
        &[],
        &[("phone", "138")],
        &[("name", "欧")],
        &[("email", "nobody")],
        &[("plate", "x")],
        &[("vin", "1")],
        &[("phone", "13700000000"), ("birthday", "soon"), ("gender", "x"), ("address", " "), ("id_number", "1")],
    ];
    for parts in nothing {
        assert!(matches(&boss, parts).await.is_empty(), "{parts:?}");
    }
    assert!(matches(&house.neighbour().await, &[("phone", "13800001234")]).await.is_empty());
}

#[tokio::test]
async fn one_who_is_spelled_otherwise_is_found_by_sound_birthday_and_address() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "陈静怡", "birthday": "1985-03-07", "address": "上海市浦东新区张江路 100 号", "gender": "female" });
    add(&boss, &house, form).await;
    let typed = [("name", "程静宜"), ("birthday", "1985-03-07"), ("address", "上海浦东新区张江路100号")];
    let found = matches(&boss, &typed).await;
    assert_eq!(
        (bands(&found), speaking(&found)),
        (vec!["same"], vec!["address".into(), "birthday".into(), "name".into()])
    );
    assert!(matches(&boss, &[("name", "赵静宜"), ("birthday", "1985-03-08")]).await.is_empty());
}

#[tokio::test]
async fn a_customer_of_another_store_is_told_of_without_saying_who() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    boss.post("/customers", everything(&house)).await.is(201);
    let far = house.machine_in("store_manager", &house.other_store).await;
    let found = matches(&far, &[("name", "欧阳娜娜"), ("phone", "13800001234")]).await;
    assert_eq!(bands(&found), ["same"]);
    for hidden in ["id", "number", "name", "phone", "percent", "caution"] {
        assert_eq!(found[0][hidden], Value::Null, "{hidden}");
    }
    assert_eq!((&found[0]["reasons"], &found[0]["store"]["name"]), (&json!([]), &json!("上海店")));
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    assert_eq!(matches(&seller, &[("phone", "13800001234")]).await[0]["id"], Value::Null);
}

#[tokio::test]
async fn keys_follow_name_birthday_address_and_contacts() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = add(&boss, &house, json!({ "name": "陈静怡", "birthday": "1985-03-07" })).await;
    let by_old = [("name", "陈静怡"), ("birthday", "1985-03-07")];
    let by_new = [("name", "欧阳思远"), ("birthday", "1991-11-23")];
    assert_eq!(matches(&boss, &by_old).await.len(), 1);
    boss.patch(&format!("/customers/{id}"), json!({ "name": "欧阳思远", "birthday": "1991-11-23" })).await.is(200);
    assert!(matches(&boss, &by_old).await.is_empty());
    assert_eq!(matches(&boss, &by_new).await[0]["id"], json!(id));
    let address = json!({ "text": "江苏省苏州市姑苏区平江路 88 号" });
    boss.post(&format!("/customers/{id}/addresses"), address).await.is(201);
    let living_there = [("name", "欧阳思源"), ("address", "苏州市姑苏区平江路88号")];
    assert_eq!(matches(&boss, &living_there).await[0]["id"], json!(id));
    boss.post(&format!("/customers/{id}/contacts"), json!({ "kind": "phone", "value": "13700001111" })).await.is(201);
    assert_eq!(matches(&boss, &[("phone", "13700001111")]).await[0]["id"], json!(id));
    boss.delete(&format!("/customers/{id}")).await.is(204);
    assert!(matches(&boss, &by_new).await.is_empty());
}

#[tokio::test]
async fn keys_that_were_lost_are_made_anew() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    add(&boss, &house, json!({ "name": "陈静怡", "birthday": "1985-03-07" })).await;
    let door = house.platform.house(platform::SystemActor::Command);
    door.write(async |tx| tx.execute_text("delete from match_keys", vec![]).await).await.unwrap();
    let typed = [("name", "陈静怡"), ("birthday", "1985-03-07")];
    assert!(matches(&boss, &typed).await.is_empty());
    assert_eq!(customers::candidates::keys::rebuild(&house.platform).await.unwrap(), 1);
    assert_eq!(matches(&boss, &typed).await.len(), 1);
}

#[tokio::test]
async fn a_change_of_a_customer_shows_who_else_it_might_be() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let one = add(&boss, &house, json!({ "name": "陈静怡", "phones": ["13800001234"] })).await;
    let other =
        add(&boss, &house, json!({ "name": "陈静怡", "phones": ["13900001234"], "birthday": "1985-03-07" })).await;
    let found = boss.get(&format!("/customers/{one}/matches?phone=13900001234")).await.is(200);
    assert_eq!((found.text("/0/id"), found.text("/0/band")), (other.clone(), "same".into()));
    assert!(!found.body.as_array().unwrap().iter().any(|found| found["id"] == json!(one)));
    let far = house.machine_in("store_manager", &house.other_store).await;
    far.get(&format!("/customers/{one}/matches")).await.is(404);
}
