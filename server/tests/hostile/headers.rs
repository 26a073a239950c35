//! Headers that are garbage, and requests sent more than once.

use futures::future::join_all;
use http::Method;
use serde_json::{Value, json};
use testkit::House;

use super::assert_holds;
use crate::{
    operations,
    operations::Records,
    power::{assert_is_problem, is_public},
};

#[tokio::test]
async fn a_version_that_is_none_is_refused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王先生", "store_id": house.store.id });
    let path = format!("/customers/{}", boss.post("/customers", form).await.is(201).id());
    let change = json!({ "source": "官网" });
    for version in ["", "\"", "\"\"", "x", "\"x\"", "1.0", "\"99999999999\"", "\"1\", \"2\"", "W/", "\u{ff}", "\"1\";"]
    {
        let answer = boss.call(Method::PATCH, &path, Some(change.clone()), &[("if-match", version)]).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (422, "version.malformed"), "{version:?}");
    }
    for version in ["\"0\"", "\"2\"", "\"-1\"", "W/\"7\"", "2147483647"] {
        let answer = boss.call(Method::PATCH, &path, Some(change.clone()), &[("if-match", version)]).await;
        assert_eq!((answer.status.as_u16(), answer.text("/current/version")), (412, "1".into()), "{version:?}");
    }
    for version in ["\"1\"", "*", "W/\"3\""] {
        boss.call(Method::PATCH, &path, Some(json!({ "source": version })), &[("if-match", version)]).await.is(200);
    }
    let records = Records::of(&house, &boss).await;
    for operation in operations::all().iter().filter(|one| one.method != Method::GET && one.takes_id()) {
        let path = operation.path_with(|noun, _| records.after(noun));
        for version in ["\"", "x", "\u{ff}"] {
            assert_holds(
                &boss.call(operation.method.clone(), &path, Some(json!({})), &[("if-match", version)]).await,
                &operation.to_string(),
            );
        }
    }
}

#[tokio::test]
async fn a_record_with_a_version_carries_it_as_its_tag() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let document = operations::document();
    let (mut seen, mut without) = (0, Vec::new());
    for operation in operations::all().iter().filter(|one| one.method == Method::GET && !operations::is_stream(one)) {
        let answer = boss.get(&operation.path_with(|noun, _| records.after(noun))).await;
        let said = document["paths"][format!("/api/v1{}", operation.path)]
            .pointer("/get/responses/200/headers/ETag")
            .is_some();
        if answer.status == 200 && (said || answer.body["version"].is_i64()) {
            let tag = answer.headers.get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or("none");
            if !said || tag != format!("\"{}\"", answer.body["version"]) {
                without.push(format!("{operation}: ETag {tag}, in the document: {said}"));
            }
            seen += 1;
        }
    }
    assert!(without.is_empty(), "{without:#?}");
    assert!(seen >= 5, "{seen} records with a version were read");
    let path = format!("/customers/{}", records.after("customers"));
    let tag = boss.get(&path).await.is(200).headers["etag"].to_str().unwrap().to_owned();
    let changed =
        boss.call(Method::PATCH, &path, Some(json!({ "source": "官网" })), &[("if-match", &tag)]).await.is(200);
    assert_ne!(changed.headers["etag"].to_str().unwrap(), tag);
    boss.call(Method::PATCH, &path, Some(json!({ "source": "抖音" })), &[("if-match", &tag)]).await.is(412);
}

#[tokio::test]
async fn headers_of_any_bytes_are_read_or_ignored() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let long = "x".repeat(8_000);
    for name in [
        "accept",
        "accept-language",
        "accept-encoding",
        "content-language",
        "cookie",
        "x-request-id",
        "x-forwarded-for",
        "user-agent",
        "referer",
        "origin",
        "range",
        "if-none-match",
        "if-modified-since",
        "last-event-id",
        "x-http-method-override",
        "expect",
        "te",
    ] {
        for value in [
            "",
            "\u{ff}\u{fe}",
            "🚗",
            "; ; ,,==",
            "\"",
            "-1",
            "*",
            "zh;q=x, ,en;q=9999",
            "roadbook_session=",
            long.as_str(),
        ] {
            let answer = boss.call(Method::GET, "/customers", None, &[(name, value)]).await;
            assert_holds(&answer, &format!("{name}: {value:?}"));
            let id = answer.headers.get("x-request-id").unwrap().to_str().unwrap().to_owned();
            assert!(id.len() >= 8 && id.len() <= 64 && id.is_ascii(), "{id}");
        }
    }
    let stranger = house.stranger();
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "bearer x",
        "Basic dXNlcjpwYXNz",
        "Bearer \u{ff}",
        "Bearer a b c",
        "Bearer 🚗",
        long.as_str(),
    ] {
        let answer = stranger.call(Method::GET, "/customers", None, &[("authorization", value)]).await;
        assert_eq!(answer.status, 401, "{value:?}: {}", answer.body);
        assert_is_problem(&answer, value);
    }
    for value in [
        "roadbook_session=",
        "roadbook_session=x",
        "roadbook_session=\u{ff}",
        "roadbook_session=a; roadbook_session=b",
        ";;;",
        long.as_str(),
    ] {
        let answer = stranger.call(Method::GET, "/customers", None, &[("cookie", value)]).await;
        assert_eq!(answer.status, 401, "{value:?}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_sent_twice_with_one_key_is_taken_once() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let send = async |key: &str, name: &str| {
        let form = json!({ "name": name, "store_id": house.store.id });
        boss.call(Method::POST, "/customers", Some(form), &[("idempotency-key", key)]).await
    };
    let first = send("k1", "王先生").await.is(201);
    let second = send("k1", "王先生").await.is(201);
    assert_eq!(first.body, second.body);
    assert_eq!(send("k1", "李先生").await.is(422).code(), "idempotency.different_request");
    // A refused form leaves its key free, and the key of somebody else is another key.
    assert_eq!(send("k2", "").await.is(422).code(), "name.empty");
    send("k2", "赵先生").await.is(201);
    let neighbour = json!({ "name": "钱先生", "store_id": house.neighbours_store.id });
    house
        .neighbour()
        .await
        .call(Method::POST, "/customers", Some(neighbour), &[("idempotency-key", "k1")])
        .await
        .is(201);
    let at_once = join_all((0..8).map(|_| send("k3", "孙先生"))).await;
    for answer in &at_once {
        assert!(answer.status == 201 || answer.code() == "idempotency.unfinished", "{}", answer.body);
    }
    assert_eq!(send("k3", "孙先生").await.is(201).text("/name"), "孙先生");
    let mut names = boss.get("/customers").await.is(200).names();
    names.sort();
    assert_eq!(names, ["孙先生", "王先生", "赵先生"]);
    for key in ["", " ", "\u{ff}", &"k".repeat(201)] {
        let answer = send(key, "周先生").await;
        assert!(answer.status == 422 || (key == " " && answer.status == 201), "{key:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_change_with_a_cookie_and_without_the_guard_is_refused() {
    let house = House::new().await;
    let seller = house.person("li", "李雷", "sales_consultant", kernel::Reach::Own).await;
    let added = seller.post("/customers", json!({ "name": "王先生", "consultant_id": seller.staff })).await.is(201);
    assert_eq!(added.body["deleted_at"], Value::Null);
    for operation in operations::all().iter().filter(|one| one.method != Method::GET && !is_public(one)) {
        let path = operation.path_with(|_, _| added.id());
        let answer = seller.without_guard().call(operation.method.clone(), &path, Some(json!({})), &[]).await;
        let refused = answer.code() == "request.forgery_guard_missing";
        assert!(refused, "{operation}: {}", answer.body);
    }
}
