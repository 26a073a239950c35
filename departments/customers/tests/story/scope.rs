//! Reach and masks: who sees which customers, and how much of them.

use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Caller, House};

/// One customer of Li's, one of Wang's who is in Li's team, one of the other store.
async fn three(house: &House, boss: &Caller, li: &Caller, wang: &Caller) -> [String; 3] {
    let add = async |name: &str, store: &access::Store, consultant: Value| {
        let form = json!({
            "name": name, "store_id": store.id, "consultant_id": consultant, "phones": ["13800001234"],
            "id_number": "11010519491231002X", "note": "x",
        });
        let mut form = form;
        if name != "李客" {
            form["id_number"] = Value::Null;
        }
        boss.post("/customers", form).await.is(201).id()
    };
    [
        add("李客", &house.store, json!(li.staff)).await,
        add("王客", &house.store, json!(wang.staff)).await,
        add("苏客", &house.other_store, Value::Null).await,
    ]
}

#[tokio::test]
async fn every_door_to_a_customer_opens_as_far_as_the_reach() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let wang = house.person("wang", "王芳", "sales_consultant", Reach::Own).await;
    let leader = house.person("chen", "陈经理", "sales_manager", Reach::Team).await;
    let manager = house.person("zhao", "赵总", "store_manager", Reach::Store).await;
    let far = house.machine_in("store_manager", &house.other_store).await;
    let next_door = house.neighbour().await;
    let ids = three(&house, &boss, &li, &wang).await;
    for (who, seen) in [
        (&li, [true, false, false]),
        (&wang, [false, true, false]),
        (&leader, [true, true, false]),
        (&manager, [true, true, false]),
        (&far, [false, false, true]),
        (&boss, [true, true, true]),
        (&next_door, [false, false, false]),
    ] {
        let count = seen.iter().filter(|seen| **seen).count();
        assert_eq!(who.get("/customers").await.is(200).names().len(), count);
        assert_eq!(who.get("/customers/count").await.is(200).body["count"], count);
        for (id, seen) in ids.iter().zip(seen) {
            let expected = if seen { 200 } else { 404 };
            for part in ["", "/profile", "/timeline"] {
                who.get(&format!("/customers/{id}{part}")).await.is(expected);
            }
            let note = who.post(&format!("/customers/{id}/notes"), json!({ "kind": "note", "text": "x" })).await;
            assert_eq!(note.status.as_u16(), if seen { 201 } else { 404 });
            let change = who.patch(&format!("/customers/{id}"), json!({ "source": "店访" })).await;
            assert_eq!(change.status.as_u16(), expected);
            let aside = who.put(&format!("/customers/{id}/suggestions/win_back/dismissal"), Value::Null).await;
            assert_eq!(aside.status.as_u16(), if seen { 204 } else { 404 });
        }
    }
}

#[tokio::test]
async fn a_phone_is_masked_for_those_who_may_not_see_it_whole() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let wang = house.person("wang", "王芳", "sales_consultant", Reach::Own).await;
    let [id, ..] = three(&house, &boss, &li, &wang).await;
    let path = format!("/customers/{id}");
    let masked = li.get(&path).await.is(200);
    assert_eq!(
        (masked.text("/contacts/0/value"), masked.text("/contacts/0/can")),
        ("138****1234".into(), r#"["edit","remove","reveal"]"#.into())
    );
    assert!(!masked.text("/id_number").contains("19491231"), "{}", masked.body);
    assert_eq!(li.get("/customers").await.text("/items/0/phone"), "138****1234");
    assert_eq!(li.get(&format!("{path}/profile")).await.text("/customer/contacts/0/value"), "138****1234");
    let whole = boss.get(&path).await.is(200);
    assert_eq!(
        (whole.text("/contacts/0/can"), whole.text("/id_number")),
        (r#"["edit","remove"]"#.into(), "11010519491231002X".into())
    );
    assert_eq!(whole.text("/contacts/0/value"), "13800001234");
    assert_eq!(
        boss.get("/customers?q=1234&filter=name:is:%E6%9D%8E%E5%AE%A2").await.text("/items/0/phone"),
        "13800001234"
    );
    // IT runs everything and sees no number whole.
    let it = house.machine("it_admin").await;
    assert_eq!(it.get(&path).await.text("/contacts/0/value"), "138****1234");
    for entry in li.get(&format!("{path}/timeline")).await.body["items"].as_array().unwrap() {
        assert!(!entry.to_string().contains("13800001234"), "the journal holds no phone: {entry}");
    }
}

#[tokio::test]
async fn a_reveal_is_answered_once_and_written_down() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let li = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let wang = house.person("wang", "王芳", "sales_consultant", Reach::Own).await;
    let [id, ..] = three(&house, &boss, &li, &wang).await;
    let contact = li.get(&format!("/customers/{id}")).await.text("/contacts/0/id");
    let reveal = format!("/customers/{id}/contacts/{contact}/reveal");
    let shown = li.post(&reveal, json!({ "reason": "回访" })).await.is(200);
    // As lists show it to those who see it whole, and as it is dialled.
    assert_eq!(shown.text("/value"), "13800001234");
    let entry = boss.get(&format!("/customers/{id}/timeline?limit=1")).await.is(200).body["items"][0].clone();
    assert_eq!(
        (&entry["name"], &entry["body"]),
        (&json!("contact.revealed"), &json!({ "kind": "phone", "reason": "回访" }))
    );
    assert_eq!(entry["actor"]["name"], "李雷");
    wang.post(&reveal, json!({})).await.is(404);
    house.neighbour().await.post(&reveal, json!({})).await.is(404);
}

#[tokio::test]
async fn who_may_not_assign_customers_names_nobody_but_themselves() {
    let house = House::new().await;
    let li = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let wang = house.hire("wang", "王芳", "sales_consultant", Reach::Own).await;
    for field in ["consultant_id", "advisor_id"] {
        let refused = li.post("/customers", json!({ "name": "钱先生", field: wang })).await.is(409);
        assert_eq!(refused.code(), "customer.only_oneself");
        li.post("/customers", json!({ "name": "赵先生", field: li.staff })).await.is(201);
    }
    let both = json!({ "name": "孙先生", "consultant_id": li.staff, "advisor_id": wang });
    assert_eq!(li.post("/customers", both).await.is(409).code(), "customer.only_oneself");
    let clerk = house.machine_in("store_manager", &house.store).await;
    let given = clerk.post("/customers", json!({ "name": "周先生", "consultant_id": wang })).await.is(201);
    assert_eq!(given.text("/consultant/name"), "王芳");
    // One with the right over their own customers gives a new one to a colleague of the store where they add.
    let leader = house.person("chen", "陈经理", "sales_manager", Reach::Own).await;
    leader.post("/customers", json!({ "name": "吴先生", "consultant_id": wang })).await.is(201);
}

#[tokio::test]
async fn what_a_service_advisor_adds_is_theirs_as_advisor() {
    let house = House::new().await;
    let zhou = house.person("zhou", "周顾问", "service_advisor", Reach::Own).await;
    let added = zhou.post("/customers", json!({ "name": "郑先生" })).await.is(201);
    assert_eq!((added.text("/advisor/name"), &added.body["consultant"]), ("周顾问".into(), &Value::Null));
    zhou.get(&format!("/customers/{}", added.id())).await.is(200);
    assert_eq!(zhou.get("/customers").await.is(200).names(), ["郑先生"]);
}
