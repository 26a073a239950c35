//! What the document promises of all operations alike: no query parameter but those it names, and the address and version of what was created.

use http::{
    Method,
    header::{ETAG, LOCATION},
};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::operations::{self, Records};

#[tokio::test]
async fn a_query_parameter_nobody_knows_is_refused_by_name_wherever_it_is_sent() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    for operation in operations::all() {
        let path = operation.path_with(|noun, _| records.after(noun));
        let answer = boss.call(operation.method.clone(), &format!("{path}?colour_of_the_sky=blue"), None, &[]).await;
        if operation.path == "/sign-in/callback" {
            assert!(!answer.body.to_string().contains("query.unknown"), "providers add parameters of their own");
            continue;
        }
        assert_eq!((answer.status.as_u16(), answer.code()), (422, "query.unknown"), "{operation}: {}", answer.body);
        assert_eq!(answer.text("/errors/0/field"), "colour_of_the_sky", "{operation}");
    }
}

#[tokio::test]
async fn a_misspelled_filter_answers_the_one_that_was_meant_and_not_everybody() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let answer = boss.get("/customers?fliter=stage:is:lead&q=x").await.is(422);
    assert_eq!(answer.text("/errors/0/message"), "there is no such parameter here; did you mean 'filter'?");
    boss.get("/customers?filter=stage:is:lead&q=x").await.is(200);
    boss.call(Method::HEAD, "/customers?limit=1", None, &[]).await.is(200);
}

#[test]
fn whatever_creates_a_record_with_a_page_of_its_own_promises_its_address() {
    let document = operations::document();
    let mut promised = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let created = &item["post"]["responses"]["201"];
        let has_page = document["paths"].as_object().unwrap().iter().any(|(other, item)| {
            let below = other.strip_prefix(path.as_str()).and_then(|rest| rest.strip_prefix("/{"));
            item["get"].is_object() && below.is_some_and(|rest| !rest.contains('/'))
        });
        assert_eq!(created["headers"]["Location"].is_object(), created.is_object() && has_page, "{path}");
        promised += usize::from(created["headers"]["Location"].is_object());
    }
    assert!(promised > 15, "only {promised} operations promise an address");
}

#[tokio::test]
async fn what_was_created_is_found_at_its_address_with_its_version() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let store = house.store.id.to_string();
    let customer = boss
        .post("/customers", json!({ "name": "王小明", "store_id": store, "phones": ["13800001111"] }))
        .await
        .is(201);
    let id = customer.id();
    assert_eq!(found(&boss, &customer).await, "/customers");
    let others = [
        ("/vehicles", json!({ "brand": "大众", "series": "朗逸", "owner_id": id })),
        ("/tasks", json!({ "title": "回电", "kind": "call", "due_at": house.clock.now(), "customer_id": id })),
        (
            "/recalls",
            json!({ "number": "S2026M0012V", "title": "制动软管", "brand": "大众", "kind": "recall", "remedy": "更换", "begins_on": "2026-03-01" }),
        ),
        ("/roles", json!({ "name": "前台", "permissions": ["use_roadbook"] })),
        ("/policies", json!({ "name": "隐私政策", "purposes": ["marketing"] })),
        (
            "/person-requests",
            json!({ "kind": "access", "channel": "desk", "asked_by": "person", "asker_name": "王小明", "customer_id": id }),
        ),
        ("/messages", json!({ "customer_id": id, "channel": "sms", "text": "您好" })),
        ("/duplicate-scans", Value::Null),
    ];
    for (path, form) in others {
        let created = boss.post(path, form).await.is(201);
        assert_eq!(found(&boss, &created).await, path);
    }
}

#[tokio::test]
async fn a_repeated_creation_is_told_the_same_address_and_version_again() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王小明", "store_id": house.store.id.to_string() });
    let send = || boss.call(Method::POST, "/customers", Some(form.clone()), &[("idempotency-key", "one")]);
    let (first, again) = (send().await.is(201), send().await.is(201));
    assert_eq!(first.id(), again.id());
    for header in [LOCATION, ETAG] {
        assert!(first.headers.contains_key(&header));
        assert_eq!(first.headers.get(&header), again.headers.get(&header));
    }
}

/// Follows the address; answers what stands before the id in it.
async fn found(by: &Caller, created: &Answer) -> String {
    let address = created.headers[&LOCATION].to_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let page = by.get(&address).await.is(200);
    // The page of a policy holds its versions beside it.
    let shown = page.body.pointer("/policy/id").or(page.body.get("id")).and_then(Value::as_str);
    assert_eq!(shown, Some(created.id().as_str()), "{address}");
    if let Some(version) = page.headers.get(&ETAG) {
        assert_eq!(Some(version), created.headers.get(&ETAG), "{address}");
    }
    address.rsplit_once('/').unwrap().0.to_owned()
}
