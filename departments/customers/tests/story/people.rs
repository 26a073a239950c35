//! Customers as they come: added in one step with all that is known, told apart from those who are there already.

use insta::assert_json_snapshot;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

/// A person with every field, and a car and a note with them.
pub fn everything(house: &House) -> Value {
    json!({
        "store_id": house.store.id, "kind": "person", "name": " 欧阳 娜娜 ", "gender": "female", "birthday": "1990-03-12",
        "occupation": "教师", "phones": ["138 0000 1234", "+86-139-0000-5678", "13800001234"], "email": "Nana@Example.com",
        "wechat": "nana_oy", "wecom": "nana.oy", "id_number": "11010519491231002X", "address": "上海市浦东新区张江路 1 号",
        "stage": "intent", "source": "车展", "purpose": "replacement", "use_scenario": "family",
        "decision_style": "careful", "preferred_colour": "白色", "preferred_slot": "周末上午", "preferred_channel": "微信",
        "external_id": "DMS-1", "note": "老客户介绍",
        "vehicle": { "vin": "LSVAA4183E2000001", "plate": "沪A12345", "brand": "大众", "series": "帕萨特", "mileage_km": 100 },
    })
}

fn faults(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let faults = answer.body["errors"].as_array().cloned().unwrap_or_default();
    faults.iter().map(|fault| (text(&fault["field"]), text(&fault["code"]))).collect()
}

/// The same without ids, which differ on every run.
pub fn without_ids(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_id = |name: &str| name == "id" || name.ends_with("_id");
            fields
                .iter()
                .filter(|(name, _)| !is_id(name))
                .map(|(name, field)| (name.clone(), without_ids(field)))
                .collect()
        }
        Value::Array(items) => items.iter().map(without_ids).collect(),
        other => other.clone(),
    }
}

pub async fn events(by: &Caller, id: &str) -> Vec<String> {
    let timeline = by.get(&format!("/customers/{id}/timeline")).await.is(200);
    timeline.body["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_name_is_enough() {
    let house = House::new().await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let added = seller.post("/customers", json!({ "name": "王先生", "consultant_id": seller.staff })).await.is(201);
    assert_json_snapshot!(without_ids(&added.body), @r#"
    {
      "addresses": [],
      "advisor": null,
      "birthday": null,
      "can": [
        "edit",
        "reveal",
        "tag",
        "note",
        "message",
        "task",
        "add_vehicle"
      ],
      "changed_at": "2026-03-16T02:00:00Z",
      "consultant": {
        "name": "李雷"
      },
      "contacts": [],
      "created_at": "2026-03-16T02:00:00Z",
      "decision_style": null,
      "deleted_at": null,
      "gender": null,
      "household": null,
      "id_number": null,
      "is_starred": false,
      "kind": "person",
      "name": "王先生",
      "number": "CU-SH01-26-000001",
      "occupation": null,
      "preferred_channel": null,
      "preferred_colour": null,
      "preferred_slot": null,
      "purpose": null,
      "source": null,
      "stage": "lead",
      "store": {
        "code": "SH01",
        "name": "上海店"
      },
      "tags": [],
      "use_scenario": null,
      "version": 1
    }
    "#);
    assert_eq!(events(&seller, &added.id()).await, ["customer.created"]);
}

#[tokio::test]
async fn what_a_consultant_adds_is_theirs() {
    let house = House::new().await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let wang = house.hire("wang", "王芳", "sales_consultant", Reach::Own).await;
    let own = seller.post("/customers", json!({ "name": "赵先生" })).await.is(201);
    assert_eq!(own.text("/consultant/name"), "李雷");
    assert_eq!(seller.get("/customers").await.is(200).names(), ["赵先生"]);
    let manager = house.machine_in("store_manager", &house.store).await;
    assert!(manager.post("/customers", json!({ "name": "孙先生", "store_id": house.store.id })).await.is(201).body["consultant"].is_null());
    // One given away is shown to the giver the last time.
    let leader = house.person("chen", "陈经理", "sales_manager", Reach::Own).await;
    let path = format!("/customers/{}", leader.post("/customers", json!({ "name": "李先生" })).await.is(201).id());
    assert_eq!(leader.patch(&path, json!({ "consultant_id": wang })).await.is(200).text("/consultant/name"), "王芳");
    leader.get(&path).await.is(404);
}

#[tokio::test]
async fn everything_given_is_kept_in_its_normal_form() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let added = boss.post("/customers", everything(&house)).await.is(201);
    assert_json_snapshot!(without_ids(&added.body), @r#"
    {
      "addresses": [
        {
          "city": "上海市",
          "detail": "张江路 1 号",
          "district": "浦东新区",
          "is_primary": true,
          "label": null,
          "province": "上海市"
        }
      ],
      "advisor": null,
      "birthday": "1990-03-12",
      "can": [
        "edit",
        "assign",
        "delete",
        "merge",
        "reveal",
        "tag",
        "note",
        "message",
        "task",
        "add_vehicle"
      ],
      "changed_at": "2026-03-16T02:00:00Z",
      "consultant": null,
      "contacts": [
        {
          "can": [
            "edit",
            "remove"
          ],
          "is_primary": true,
          "kind": "phone",
          "label": null,
          "value": "13800001234",
          "wrong_since": null
        },
        {
          "can": [
            "edit",
            "remove"
          ],
          "is_primary": true,
          "kind": "email",
          "label": null,
          "value": "nana@example.com",
          "wrong_since": null
        },
        {
          "can": [
            "edit",
            "remove"
          ],
          "is_primary": true,
          "kind": "wechat",
          "label": null,
          "value": "nana_oy",
          "wrong_since": null
        },
        {
          "can": [
            "edit",
            "remove"
          ],
          "is_primary": true,
          "kind": "wecom",
          "label": null,
          "value": "nana.oy",
          "wrong_since": null
        },
        {
          "can": [
            "edit",
            "remove"
          ],
          "is_primary": false,
          "kind": "phone",
          "label": null,
          "value": "13900005678",
          "wrong_since": null
        }
      ],
      "created_at": "2026-03-16T02:00:00Z",
      "decision_style": "careful",
      "deleted_at": null,
      "gender": "female",
      "household": null,
      "id_number": "11010519491231002X",
      "is_starred": false,
      "kind": "person",
      "name": "欧阳娜娜",
      "number": "CU-SH01-26-000001",
      "occupation": "教师",
      "preferred_channel": "微信",
      "preferred_colour": "白色",
      "preferred_slot": "周末上午",
      "purpose": "replacement",
      "source": "车展",
      "stage": "intent",
      "store": {
        "code": "SH01",
        "name": "上海店"
      },
      "tags": [],
      "use_scenario": "family",
      "version": 1
    }
    "#);
    assert_eq!(
        events(&boss, &added.id()).await,
        ["note.written", "person.linked", "vehicle.registered", "customer.created"]
    );
    let profile = boss.get(&format!("/customers/{}/profile", added.id())).await.is(200);
    assert_eq!(profile.text("/vehicles/0/plate"), "沪A12345");
    assert_eq!(profile.text("/timeline/items/0/note/text"), "老客户介绍");
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_each_with_its_field() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let long = "长".repeat(201);
    let form = json!({
        "name": " \u{200b} ", "birthday": "2099-01-01", "phones": ["138", "13800001234", "abc"], "email": "nobody",
        "wechat": "x".repeat(65), "id_number": "110105194912310021", "occupation": long, "source": long,
        "preferred_colour": long, "preferred_slot": long, "preferred_channel": long, "external_id": long, "address": long,
    });
    let refused = boss.post("/customers", form).await.is(422);
    let fields: Vec<String> = faults(&refused).into_iter().map(|(field, code)| format!("{field} {code}")).collect();
    assert_json_snapshot!(fields, @r#"
    [
      "store_id store.missing",
      "name name.empty",
      "id_number resident_id.wrong_check_digit",
      "birthday birthday.impossible",
      "phones[0] phone.too_short",
      "phones[2] phone.bad_character",
      "email email.not_one_at",
      "wechat account.length",
      "occupation text.too_long",
      "source text.too_long",
      "preferred_colour text.too_long",
      "preferred_slot text.too_long",
      "preferred_channel text.too_long",
      "external_id text.too_long",
      "address text.too_long"
    ]
    "#);
    assert_eq!(boss.get("/customers/count").await.body["count"], 0);
}

#[tokio::test]
async fn a_field_of_the_wrong_kind_is_named() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for (field, value) in [
        ("name", json!(1)),
        ("kind", json!("dog")),
        ("gender", json!("other")),
        ("birthday", json!("12.03.1990")),
        ("phones", json!("13800001234")),
        ("stage", json!("gone")),
        ("consultant_id", json!("li")),
        ("store_id", json!(7)),
        ("colour", json!("red")),
    ] {
        let mut form = json!({ "name": "王先生", "store_id": house.store.id });
        form[field] = value.clone();
        let refused = boss.post("/customers", form).await.is(422);
        assert_eq!(refused.code(), "field.wrong", "{field}");
        assert!(refused.text("/errors/0/field").starts_with(field), "{field}: {}", refused.body);
    }
}

#[tokio::test]
async fn stores_and_people_one_may_not_point_at_are_unknown() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let nobody = "01900000-0000-7000-8000-000000000000";
    let add = async |by: &Caller, field: &str, id: Value| {
        let mut form = json!({ "name": "王先生", "store_id": house.store.id });
        form[field] = id;
        let refused = by.post("/customers", form).await;
        (refused.status.as_u16(), refused.code().to_owned())
    };
    assert_eq!(add(&boss, "store_id", json!(house.neighbours_store.id)).await, (422, "store.unknown".into()));
    assert_eq!(add(&boss, "store_id", json!(nobody)).await, (422, "store.unknown".into()));
    assert_eq!(add(&boss, "consultant_id", json!(nobody)).await, (422, "staff.unknown".into()));
    assert_eq!(add(&boss, "advisor_id", json!(nobody)).await, (422, "staff.unknown".into()));
    let (status, _) = add(&seller, "store_id", json!(house.other_store.id)).await;
    assert!([404, 422].contains(&status), "{status}");
    let homeless = boss.post("/customers", json!({ "name": "王先生" })).await.is(422);
    assert_eq!(homeless.code(), "store.missing");
    assert_eq!(boss.get("/customers/count").await.body["count"], 0);
}

#[tokio::test]
async fn the_only_store_need_not_be_named() {
    let house = House::new().await;
    let next_door = house.neighbour().await;
    let made = next_door.post("/customers", json!({ "name": "王先生" })).await.is(201);
    assert_eq!(made.body["store"]["id"], json!(house.neighbours_store.id));
    next_door.post("/vehicles", json!({ "brand": "大众", "series": "朗逸" })).await.is(201);
}

#[tokio::test]
async fn an_external_id_is_there_once_in_a_group() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = |store: &access::Store| json!({ "name": "王先生", "external_id": "DMS-7", "store_id": store.id });
    boss.post("/customers", form(&house.store)).await.is(201);
    let again = boss.post("/customers", form(&house.other_store)).await.is(409);
    assert_eq!(again.code(), "customer.exists");
    house.neighbour().await.post("/customers", form(&house.neighbours_store)).await.is(201);
    assert_eq!(boss.get("/customers/count").await.body["count"], 1);
}

#[tokio::test]
async fn the_same_form_sent_twice_with_one_key_is_one_customer() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let send = async |name: &str| {
        let form = json!({ "name": name, "store_id": house.store.id });
        boss.call(http::Method::POST, "/customers", Some(form), &[("idempotency-key", "one")]).await
    };
    let first = send("王先生").await.is(201);
    let second = send("王先生").await.is(201);
    assert_eq!(first.body, second.body);
    assert_eq!(send("李先生").await.is(422).code(), "idempotency.different_request");
    assert_eq!(boss.get("/customers/count").await.body["count"], 1);
}
