//! Forgetting a person whom staff wrote down where nobody would look: in files taken in, in registers, in the names of tags.

use axum::http::Method;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::forgetting::{deletion_request, everything};

const NAME: &str = "百里奚然";
const PHONE: &str = "13855667811";
const EMAIL: &str = "baili.xiran@example.com";

async fn person(house: &House, boss: &Caller, name: &str, phone: &str) -> String {
    let form = json!({ "name": name, "store_id": house.store.id, "phones": [phone], "email": EMAIL });
    boss.post("/customers", form).await.is(201).id()
}

/// Forgets somebody and answers how far it came.
async fn forgotten(house: &House, boss: &Caller, person: &str) -> (String, Answer) {
    let request = deletion_request(boss, person).await;
    let path = format!("/person-requests/{request}/deletion");
    boss.put(&path, json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;
    let answer = boss.get(&path).await.is(200);
    (request, answer)
}

#[tokio::test]
async fn whoever_stood_in_the_first_rows_of_an_import_is_forgotten_with_a_proof() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let file = format!("客户姓名,手机号\n{NAME},{PHONE}\n李红,13900002222\n");
    let mut body = format!(
        "--part\r\nContent-Disposition: form-data; name=\"store_id\"\r\n\r\n{}\r\n--part\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"客户.csv\"\r\n\r\n",
        house.store.id
    )
    .into_bytes();
    body.extend(file.as_bytes());
    body.extend(b"\r\n--part--\r\n");
    let import = boss.send(Method::POST, "/imports", "multipart/form-data; boundary=part", body).await.is(201).id();
    boss.put(&format!("/imports/{import}/run"), Value::Null).await.is(200);
    house.settle().await;
    let found = boss.get(&format!("/search?q={PHONE}")).await.is(200);
    let person = found.text("/hits/0/id");
    assert!(boss.get(&format!("/imports/{import}")).await.is(200).body.to_string().contains(NAME), "it is a sample");

    let (_, done) = forgotten(&house, &boss, &person).await;
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    let after = everything(&house).await;
    assert!(!after.contains(NAME) && !after.contains(PHONE));
    assert!(boss.get(&format!("/imports/{import}")).await.is(200).body.to_string().contains("李红"), "others stay");
}

#[tokio::test]
async fn what_staff_wrote_of_a_forgotten_person_in_registers_and_tags_goes_too() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let person = person(&house, &boss, NAME, PHONE).await;
    let other = json!({ "name": "张三", "store_id": house.store.id, "phones": ["13900001111"] });
    let other = boss.post("/customers", other).await.is(201).id();
    let share = json!({ "party": "authority", "party_name": "车管所", "purpose": "legal_duty", "kinds": ["identity"],
                        "customers": [other], "way": "paper", "note": format!("{NAME} 电话{PHONE}") });
    boss.post("/shares", share).await.is(201);
    let export = json!({ "about": "customers", "filters": [], "columns": ["name"], "format": "csv",
                         "reason": format!("给{NAME}（{PHONE}）") });
    boss.post("/exports", export).await;
    let group = boss.post("/tag-groups", json!({ "name": format!("{NAME}的") })).await.is(201).id();
    for name in [format!("{NAME}的朋友"), format!("回电{PHONE}"), NAME.to_owned(), PHONE.to_owned()] {
        boss.post("/tags", json!({ "name": name, "colour": "blue", "group_id": group })).await.is(201);
    }
    let page = json!({ "page": {
        "book": "incidents", "name": format!("{NAME}投诉泄露"), "happened_at": null, "found_at": "2026-03-15T02:00:00Z",
        "kinds": ["identity"], "cause": format!("邮箱 {EMAIL} 被群发"), "harm": "骚扰", "measures": "已处理",
        "contact": "400-000-0000", "affected": ["stage:is:owner"], "authority_told_at": null, "persons_told_at": null,
        "why_not_told": null,
    } });
    boss.post("/book-entries", page).await.is(201);
    house.settle().await;
    assert!(everything(&house).await.contains(&format!("{NAME} 电话{PHONE}")), "the story begins with traces");

    let (request, done) = forgotten(&house, &boss, &person).await;
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    let after = everything(&house).await;
    for text in [NAME, PHONE, EMAIL] {
        assert!(!after.contains(text), "{text} is still in a table");
    }
    let areas = done.body["areas"].as_array().unwrap();
    for area in ["tags", "registers"] {
        let found = areas.iter().find(|one| one["area"] == area).unwrap();
        assert!(found["mended"].as_u64().unwrap() >= 1, "{area}: {areas:?}");
    }
    assert_eq!(done.body["proof"]["file_hits_elsewhere"], 0);
    boss.get(&format!("/person-requests/{request}/proof")).await.is(200);
}

#[tokio::test]
async fn a_number_in_a_place_nobody_may_write_over_is_told_and_the_proof_waits() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = person(&house, &boss, NAME, PHONE).await;
    let other = json!({ "name": format!("张三{PHONE}"), "store_id": house.store.id, "phones": ["13900001111"] });
    let other = boss.post("/customers", other).await.is(201).id();
    let (_, stuck) = forgotten(&house, &boss, &first).await;
    assert_eq!((stuck.text("/state"), stuck.text("/fault")), ("forgotten".into(), "deletion.still_found".into()));
    assert_eq!(stuck.body["still_in"][0], "record");
    boss.patch(&format!("/customers/{other}"), json!({ "name": "张三" })).await.is(200);
    house.clock.advance(chrono::TimeDelta::hours(3));
    house.settle().await;
    let done = boss.get("/person-requests?state=all").await.is(200);
    let path = format!("/person-requests/{}/deletion", done.text("/items/0/id"));
    assert_eq!(boss.get(&path).await.is(200).text("/state"), "proven");
}

#[tokio::test]
async fn a_name_others_bear_is_left_to_them_and_the_proof_says_so() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = person(&house, &boss, "王伟", PHONE).await;
    let other = json!({ "name": "王伟东", "store_id": house.store.id, "phones": ["13900001111"] });
    let other = boss.post("/customers", other).await.is(201).id();
    let note = json!({ "kind": "note", "text": format!("王伟东的同事，电话{PHONE}") });
    boss.post(&format!("/customers/{other}/notes"), note).await.is(201);
    let (_, done) = forgotten(&house, &boss, &first).await;
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    assert_eq!((&done.body["proof"]["common_names"], &done.body["proof"]["short_names"]), (&json!(1), &json!(0)));
    let after = everything(&house).await;
    assert!(after.contains("王伟东的同事，电话***") && !after.contains(PHONE));
}

#[tokio::test]
async fn a_short_name_nobody_else_bears_is_taken_out_of_what_people_wrote() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = person(&house, &boss, "符蕊", PHONE).await;
    let other = json!({ "name": "张三", "store_id": house.store.id, "phones": ["13900001111"] });
    let other = boss.post("/customers", other).await.is(201).id();
    boss.post(&format!("/customers/{other}/notes"), json!({ "kind": "note", "text": "与符蕊同住" })).await.is(201);
    let (_, done) = forgotten(&house, &boss, &first).await;
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    assert_eq!(done.body["proof"]["short_names"], 1);
    assert!(!everything(&house).await.contains("与符蕊同住"));
}

#[tokio::test]
async fn a_request_that_forgot_somebody_is_never_pointed_at_somebody_else() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = person(&house, &boss, NAME, PHONE).await;
    let other = json!({ "name": "张三", "store_id": house.store.id, "phones": ["13900001111"] });
    let other = boss.post("/customers", other).await.is(201).id();
    let request = deletion_request(&boss, &first).await;
    let path = format!("/person-requests/{request}/customer");
    let identified = boss.put(&path, json!({ "customer_id": other })).await.is(409);
    assert_eq!(identified.code(), "person_request.customer_known");
    boss.put(&format!("/person-requests/{request}/deletion"), json!({ "ends_open_work": true })).await.is(200);
    house.settle().await;
    let gone = boss.put(&path, json!({ "customer_id": other })).await.is(409);
    assert_eq!(gone.code(), "person_request.customer_known");
    let shown = boss.get(&format!("/person-requests/{request}")).await.is(200);
    assert!(!shown.body["can"].as_array().unwrap().contains(&json!("find_customer")));
}

#[tokio::test]
async fn a_code_that_went_to_another_customer_identifies_nobody() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let first = person(&house, &boss, NAME, PHONE).await;
    let other = json!({ "name": "张三", "store_id": house.store.id, "phones": ["13900001111"] });
    let other = boss.post("/customers", other).await.is(201).id();
    house.clock.advance(chrono::TimeDelta::days(8));
    let boss = house.machine("group_manager").await;
    let agent = house.person("care", "周敏", "care_agent", Reach::Store).await;
    let form =
        json!({ "kind": "access", "channel": "desk", "asked_by": "person", "asker_name": NAME, "customer_id": other });
    let request = boss.post("/person-requests", form).await.is(201).id();
    agent.post(&format!("/person-requests/{request}/identity-codes"), json!({})).await.is(201);
    house.settle().await;
    let messages = boss.get("/messages").await.is(200);
    let texts = messages.body["items"].as_array().unwrap().iter().filter_map(|one| one["text"].as_str());
    let code = texts.filter_map(|text| text.split_once("验证码 ")).next().unwrap().1.chars();
    let code: String = code.take_while(char::is_ascii_digit).collect();
    boss.put(&format!("/person-requests/{request}/customer"), json!({ "customer_id": first })).await.is(200);
    let told = boss.put(&format!("/person-requests/{request}/identity-codes/told"), json!({ "code": code })).await;
    assert_eq!(told.is(409).code(), "code.none");
}

#[tokio::test]
async fn the_number_of_another_system_is_taken_out_where_it_stands_alone_and_left_where_it_stands_by_chance() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": NAME, "store_id": house.store.id, "phones": [PHONE], "external_id": "10023456" });
    let person = boss.post("/customers", form).await.is(201).id();
    let plate = json!({ "brand": "别克", "series": "GL8", "plate": "沪C66666", "owner_id": person, "mileage_km": 10,
                        "external_id": "200120" });
    boss.post("/vehicles", plate).await.is(201);
    // By chance: orders and keys that hold the number, and a short number that is a postcode as well.
    let other =
        json!({ "name": "张三", "store_id": house.store.id, "phones": ["13900001111"], "external_id": "9910023456" });
    let other = boss.post("/customers", other).await.is(201).id();
    let note = async |text: &str| {
        boss.post(&format!("/customers/{other}/notes"), json!({ "kind": "note", "text": text })).await.is(201);
    };
    note("订单 SO9910023456001 已到货，邮编200120").await;
    note("介绍人的旧编号是10023456，见旧系统\n10023456\n完").await;
    house.settle().await;

    let (_, done) = forgotten(&house, &boss, &person).await;
    assert_eq!(done.text("/state"), "proven", "{}", done.body);
    assert_eq!(done.body["proof"]["identifiers"]["external_id"], 2);
    let after = everything(&house).await;
    assert!(after.contains("订单 SO9910023456001 已到货，邮编200120"), "what means somebody else stays");
    assert!(after.contains("9910023456\n"), "and so does the number of somebody else");
    assert!(after.contains("旧编号是***，见旧系统"), "what means the person is gone");
    let left = after.match_indices("10023456").filter(|(at, _)| !after[..*at].ends_with("99")).count();
    assert_eq!(left, 0, "it stands alone nowhere");
}
