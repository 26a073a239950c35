//! Power: what each role permits, what each operation asks for, and that every door is shut to strangers, to those without
//! the permission and to the neighbours.

use chrono::TimeDelta;
use http::Method;
use kernel::{PermissionName, Reach};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use crate::operations::{
    self, Operation, Records,
    forms::{Fill, form},
    is_stream,
};

/// The only operations that ask for nobody's name.
const PUBLIC: [(Method, &str); 20] = [
    (Method::GET, "/about"),
    (Method::POST, "/session"),
    (Method::POST, "/session/code"),
    (Method::POST, "/session/enrolment"),
    (Method::PUT, "/session/enrolment"),
    (Method::GET, "/sign-in/providers"),
    (Method::POST, "/sign-in/visits"),
    (Method::GET, "/sign-in/callback"),
    (Method::POST, "/sign-in/backchannel-logout"),
    (Method::GET, "/public/policies/{id}"),
    (Method::GET, "/public/confirmations/{token}"),
    (Method::PUT, "/public/confirmations/{token}/answer"),
    (Method::POST, "/intake/{token}"),
    (Method::GET, "/person-copies/{token}"),
    (Method::GET, "/person-letters/{token}"),
    (Method::GET, "/message-links/{token}"),
    (Method::GET, "/message-pictures/{token}"),
    (Method::POST, "/message-receipts/{token}"),
    (Method::GET, "/unsubscriptions/{token}"),
    (Method::POST, "/unsubscriptions/{token}"),
];

/// Operations with a parameter that is no record of anybody.
const ABOUT_NO_RECORD: [&str; 7] = [
    "/vin/{vin}",
    "/consent-purposes/{code}",
    "/holidays/{year}",
    "/retention-rules/{code}",
    "/channel-setups/{channel}",
    "/channel-setups/{channel}/checks",
    "/sending-rules/{purpose}",
];

/// Operations that a machine is refused whatever it asks for, before anything is looked up.
const FOR_PEOPLE_ONLY: [&str; 4] =
    ["/customers/{id}/star", "/leads/{id}/claim", "/push-subscriptions/{id}", "/push-subscriptions/{id}/tests"];

/// What a device left alone must not be enough for: each asks for a fresh proof of who one is.
const STEP_UP: [(Method, &str); 30] = [
    (Method::DELETE, "/identity-providers/{id}"),
    (Method::DELETE, "/roles/{id}"),
    (Method::DELETE, "/staff/{id}/lock"),
    (Method::GET, "/exports/{id}/file"),
    (Method::GET, "/session/proof"),
    (Method::PATCH, "/connectors/{id}"),
    (Method::PATCH, "/identity-providers/{id}"),
    (Method::PATCH, "/roles/{id}"),
    (Method::PATCH, "/sign-in/settings"),
    (Method::PATCH, "/staff/{id}"),
    (Method::POST, "/audit-files"),
    (Method::POST, "/connectors"),
    (Method::POST, "/connectors/{id}/secrets"),
    (Method::POST, "/exports"),
    (Method::POST, "/identity-providers"),
    (Method::POST, "/keys"),
    (Method::POST, "/person-requests/{id}/copy-links"),
    (Method::POST, "/person-requests/{id}/kept-records"),
    (Method::POST, "/roles"),
    (Method::POST, "/session/factor/enrolment"),
    (Method::POST, "/session/factor/recovery-codes"),
    (Method::POST, "/session/visits"),
    (Method::POST, "/staff"),
    (Method::POST, "/staff/{id}/factor-removals"),
    (Method::POST, "/webhooks"),
    (Method::POST, "/webhooks/{id}/secrets"),
    (Method::PUT, "/channel-setups/{channel}"),
    (Method::PUT, "/exports/{id}/approval"),
    (Method::PUT, "/staff/{id}/password"),
    (Method::PUT, "/webhooks/{id}"),
];

pub fn is_public(operation: &Operation) -> bool {
    PUBLIC.iter().any(|(method, path)| operation.method == *method && operation.path == *path)
}

/// Every answer that is no success says what is wrong, in the form of RFC 9457.
#[track_caller]
pub fn assert_is_problem(answer: &Answer, what: &str) {
    let status = answer.status.as_u16();
    assert!((400..500).contains(&status), "{what} answered {status}: {}", answer.body);
    let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    assert_eq!(kind, "application/problem+json", "{what}: {}", answer.body);
    for field in ["code", "title", "detail"] {
        assert!(
            answer.body[field].as_str().is_some_and(|text| !text.is_empty()),
            "{what} has no {field}: {}",
            answer.body
        );
    }
    assert_eq!(answer.body["status"], status, "{what}");
}

async fn send(by: &Caller, operation: &Operation, path: &str, body: Option<Value>) -> Answer {
    by.call(operation.method.clone(), path, body, &[]).await
}

/// Somebody who may sign in and nothing else.
async fn nearly_nobody(house: &House, boss: &Caller) -> Caller {
    let role = boss.post("/roles", json!({ "name": "访客", "permissions": ["use_roadbook"] })).await.is(201).id();
    let key = boss.post("/keys", json!({ "name": "访客", "role_id": role, "reach": "group" })).await.is(201);
    house.with_key(&key.text("/secret"))
}

#[tokio::test]
async fn what_each_role_permits_is_written_down() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let roles = boss.get("/roles").await.is(200);
    let roles = roles.body["items"].as_array().or(roles.body.as_array()).unwrap().clone();
    let mut table = format!("{:<20}", "");
    for role in &roles {
        table.push_str(&format!(" {}", role["code"].as_str().unwrap()));
    }
    for permission in PermissionName::all() {
        table.push_str(&format!("\n{:<20}", permission.name()));
        for role in &roles {
            let width = role["code"].as_str().unwrap().len();
            let has = role["permissions"].as_array().unwrap().contains(&json!(permission.name()));
            table.push_str(&format!(" {:^width$}", if has { "x" } else { "·" }));
        }
    }
    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("role_by_permission", table.join("\n"));
}

#[tokio::test]
async fn each_operation_asks_for_a_permission_and_the_list_is_written_down() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let guest = nearly_nobody(&house, &boss).await;
    let mut table = String::new();
    for operation in operations::all() {
        let asks = if is_public(&operation) {
            "nothing".to_owned()
        } else if is_stream(&operation) {
            "use_roadbook".to_owned()
        } else {
            let path = operation.path_with(|_, _| "01900000-0000-7000-8000-000000000000".into());
            let answer = send(&guest, &operation, &path, None).await;
            match answer.status.as_u16() {
                403 => answer.text("/permission"),
                _ => "use_roadbook".to_owned(),
            }
        };
        table.push_str(&format!("{:<6} {:<55} {asks}\n", operation.method.as_str(), operation.path));
    }
    insta::assert_snapshot!("operation_by_permission", table.trim_end());
}

#[tokio::test]
async fn a_stranger_comes_in_nowhere() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let stranger = house.stranger();
    let forger = house.with_key("rk_forged");
    for operation in operations::all().iter().filter(|operation| !is_public(operation)) {
        let path = operation.path_with(|noun, _| records.after(noun));
        let body = operation.form.as_ref().map(|schema| form(schema, Fill::Required, &records));
        for nobody in [&stranger, &forger] {
            let answer = send(nobody, operation, &path, body.clone()).await;
            assert_eq!(answer.status, 401, "{operation}: {}", answer.body);
            assert_is_problem(&answer, &operation.to_string());
        }
    }
    for (method, path) in PUBLIC {
        let answer = stranger.call(method, path, None, &[]).await;
        assert!(![401, 403].contains(&answer.status.as_u16()) || answer.code().starts_with("sign_in."), "{path}");
    }
}

#[tokio::test]
async fn without_the_permission_no_door_opens_whatever_is_sent() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let guest = nearly_nobody(&house, &boss).await;
    let mut shut = 0;
    for operation in operations::all().iter().filter(|operation| !is_stream(operation)) {
        let path = operation.path_with(|noun, _| records.after(noun));
        let plain = send(&guest, operation, &path, None).await;
        if plain.status != 403 {
            continue;
        }
        shut += 1;
        assert_is_problem(&plain, &operation.to_string());
        assert!(PermissionName::find(&plain.text("/permission")).is_some(), "{operation}: {}", plain.body);
        let body = operation.form.as_ref().map(|schema| form(schema, Fill::All, &records));
        let full = send(&guest, operation, &path, body).await;
        assert_eq!((full.status.as_u16(), full.text("/permission")), (403, plain.text("/permission")), "{operation}");
    }
    assert!(shut > 80, "only {shut} doors were shut");
}

#[tokio::test]
async fn what_must_be_proven_anew_is_written_down_and_keys_are_not_asked() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let person = house.person("boss", "王总", "group_manager", Reach::Group).await;
    house.clock.advance(TimeDelta::minutes(16));
    let mut asked = Vec::new();
    // Signing out would end the walk.
    let ends = |operation: &Operation| operation.method == Method::DELETE && operation.path == "/session";
    for operation in operations::all().iter().filter(|one| !is_stream(one) && !is_public(one) && !ends(one)) {
        let path = operation.path_with(|noun, _| records.after(noun));
        let body = operation.form.as_ref().map(|schema| form(schema, Fill::Required, &records));
        let mut answer = send(&person, operation, &path, body.clone()).await;
        assert_ne!(answer.status, 401, "{operation} ended the walk");
        if operation.path == "/staff/{id}" && answer.status == 200 {
            // It depends on what is changed: here all of it.
            let all = operation.form.as_ref().map(|schema| form(schema, Fill::All, &records));
            answer = send(&person, operation, &path, all).await;
        }
        if answer.code() == "session.step_up" {
            asked.push((operation.method.clone(), operation.path.clone()));
            assert_eq!(answer.status, 409, "{operation}");
            assert_ne!(send(&boss, operation, &path, body).await.code(), "session.step_up", "{operation}");
        }
    }
    asked.sort_by(|one, other| (one.0.as_str(), &one.1).cmp(&(other.0.as_str(), &other.1)));
    let asked: Vec<(Method, &str)> = asked.iter().map(|(method, path)| (method.clone(), path.as_str())).collect();
    assert_eq!(asked, STEP_UP);
}

#[tokio::test]
async fn to_the_neighbours_our_records_do_not_exist() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let neighbour = house.neighbour().await;
    for operation in operations::all().iter().filter(|operation| !is_stream(operation) && !is_public(operation)) {
        let path = operation.path_with(|noun, _| records.after(noun));
        let filled = |fill| operation.form.as_ref().map(|schema| form(schema, fill, &records));
        let mut answer = send(&neighbour, operation, &path, filled(Fill::Required)).await;
        if answer.status == 422 && operation.takes_id() {
            // The form was looked at first: one that is filled out comes as far as the record.
            answer = send(&neighbour, operation, &path, filled(Fill::All)).await;
        }
        if FOR_PEOPLE_ONLY.contains(&operation.path.as_str()) {
            assert_eq!(answer.status, 409, "{operation}: {}", answer.body);
            assert!(answer.code().ends_with(".person_needed"), "{operation}: {}", answer.body);
        } else if operation.takes_id() && !ABOUT_NO_RECORD.contains(&operation.path.as_str()) {
            assert_eq!(answer.status, 404, "{operation}: {}", answer.body);
        } else if answer.status.is_success() {
            // Ids that were sent may come back in a refusal.
            let (sent, body) = (filled(Fill::Required).unwrap_or_default().to_string(), answer.body.to_string());
            let shown = records.ids().find(|id| body.contains(id) && !sent.contains(id));
            assert_eq!(shown, None, "{operation} shows a record of ours: {body}");
        }
        if !answer.status.is_success() {
            assert_is_problem(&answer, &operation.to_string());
        }
    }
    // Nothing of ours was harmed.
    let customer = boss.get(&format!("/customers/{}", records.after("customers"))).await.is(200);
    assert_eq!((customer.text("/version"), customer.body["deleted_at"].is_null()), ("1".into(), true));
}

#[tokio::test]
async fn an_id_that_is_none_is_told_so() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let long = "9".repeat(3_000);
    let wrong = ["not-an-id", "%00", "%F0%9F%9A%97", "..%2F..", "-1", "null", "%FF%FE", "' or 1=1 --", long.as_str()];
    for operation in operations::all().iter().filter(|operation| operation.takes_id()) {
        for id in wrong {
            let path = operation.path_with(|_, _| id.replace(' ', "%20"));
            let answer = send(&boss, operation, &path, Some(json!({}))).await;
            assert_is_problem(&answer, &format!("{operation} with {id}"));
        }
        let nobody = "01900000-0000-7000-8000-000000000000";
        let path = operation.path_with(|_, _| nobody.into());
        assert_is_problem(&send(&boss, operation, &path, Some(json!({}))).await, &operation.to_string());
    }
}

#[tokio::test]
async fn an_address_or_method_nobody_answers_is_told_so() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for path in ["/nothing", "/customers/", "/customers/1/2/3/4", "/", "//", "/Customers"] {
        let answer = boss.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_is_problem(&answer, path);
    }
    for operation in operations::all() {
        let path = operation.path_with(|_, _| "x".into());
        let answer = boss.call(Method::from_bytes(b"PROPFIND").unwrap(), &path, None, &[]).await;
        assert_eq!(answer.status, 405, "{operation}");
        assert_is_problem(&answer, &operation.to_string());
        let allow = answer.headers.get("allow").unwrap().to_str().unwrap().to_owned();
        assert!(allow.contains(operation.method.as_str()), "{operation} is not in {allow}");
    }
}
