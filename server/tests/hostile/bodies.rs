//! Bodies that are no JSON, not quite JSON, or too much of it. The selection is our own, after the classes of JSONTestSuite
//! (what a parser must refuse, may refuse, and must take).

use http::Method;
use serde_json::{Value, json};
use testkit::House;

use super::{assert_holds, send_bytes, with_forms};
use crate::{operations::Records, power::assert_is_problem};

const JSON: &str = "application/json";

/// None of these is a JSON text.
fn broken() -> Vec<Vec<u8>> {
    let mut bodies: Vec<Vec<u8>> = [
        "",
        " ",
        "\u{feff}{}",
        "{",
        "}",
        "[",
        "{]",
        "{\"name\"",
        "{\"name\":",
        "{\"name\":\"王",
        "{\"name\":\"x\",}",
        "{name:\"x\"}",
        "{'name':'x'}",
        "{\"name\":\"x\"}x",
        "{\"name\":\"x\"}{}",
        "{\"name\":\"x\"\"y\"}",
        "{\"name\" \"x\"}",
        "{\"name\":NaN}",
        "{\"name\":Infinity}",
        "{\"name\":-}",
        "{\"name\":01}",
        "{\"name\":1.}",
        "{\"name\":.5}",
        "{\"name\":+1}",
        "{\"name\":0x1F}",
        "{\"name\":1e}",
        "{\"name\":1e+}",
        "{\"name\":tru}",
        "{\"name\":nul}",
        "{\"name\":True}",
        "{\"name\":undefined}",
        "{\"name\":\"a\nb\"}",
        "{\"name\":\"\\x41\"}",
        "{\"name\":\"\\u12G4\"}",
        "{\"name\":\"\\u\"}",
        "{\"name\":\"\\\"}",
        "{\"name\":\"\\ud800\"}",
        "{\"name\":\"\\ud800\\u0041\"}",
        "{\"name\":\"\\udc00\"}",
        "{\"name\":\"\\udc00\\ud800\"}",
        "// x\n{}",
        "{} /* x */",
        "<name>x</name>",
        "name=x",
        "\u{0}",
        "{\"name\":1e99999}",
        "{\"name\":-1e99999}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    bodies.push(b"{\"name\":\"\xff\"}".to_vec());
    bodies.push(b"{\"name\":\"\xc0\xaf\"}".to_vec());
    bodies.push(b"{\"name\":\"\xed\xa0\x80\"}".to_vec());
    bodies.push(b"{\"name\":\"\xf4\x90\x80\x80\"}".to_vec());
    bodies.push(b"\xfe\xff\0{\0}".to_vec());
    bodies.push(b"{\0}\0".to_vec());
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let (open, close) = (open.repeat(100_000), close.repeat(100_000));
        bodies.push(format!("{{\"name\":{open}").into_bytes());
        bodies.push(format!("{{\"name\":{open}1{close}}}").into_bytes());
    }
    bodies
}

#[tokio::test]
async fn what_is_no_json_is_refused_by_every_operation() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let bodies = broken();
    for (operation, _) in with_forms() {
        let path = operation.path_with(|noun, _| records.after(noun));
        for body in &bodies {
            let answer = send_bytes(&boss, &operation, &path, JSON, body).await;
            let shown: String = String::from_utf8_lossy(body).chars().take(40).collect();
            assert_is_problem(&answer, &format!("{operation} with {shown:?}"));
            // The session form is read before anybody is known.
            assert!([422, 401].contains(&answer.status.as_u16()), "{operation} with {shown:?}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn json_of_another_shape_is_refused_and_says_where() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    for (operation, _) in with_forms() {
        let path = operation.path_with(|noun, _| records.after(noun));
        for body in ["null", "true", "1", "\"x\"", "[]", "[1]", "[[]]", "1e308", "[{}]"] {
            let answer = send_bytes(&boss, &operation, &path, JSON, body.as_bytes()).await;
            assert_is_problem(&answer, &format!("{operation} with {body}"));
        }
    }
    for (body, field, code) in [
        ("{}", "name", "field.wrong"),
        (r#"{"name": "a", "kind": 5}"#, "kind", "field.wrong"),
        (r#"{"name": "a", "stage": ["lead"]}"#, "stage", "field.wrong"),
        (r#"{"name": "a", "vehicle": {"energy": true}}"#, "vehicle.energy", "field.wrong"),
        (r#"{"name": "a", "kind": }"#, "", "body.malformed"),
        (r#"{"name": "a", "name": "b"}"#, "", "field.wrong"),
        (r#"{"name": "a", "phones": [null]}"#, "phones[0]", "field.wrong"),
        (r#"{"name": "a", "vehicle": {"mileage_km": 1.5}}"#, "vehicle.mileage_km", "field.wrong"),
        (r#"{"name": "a", "vehicle": {"mileage_km": 99999999999}}"#, "vehicle.mileage_km", "field.wrong"),
        (r#"{"name": "a", "vehicle": {"colour": "a\u0000"}}"#, "vehicle.colour", "text.nul"),
        (r#"{"name": "a", "nickname": "b"}"#, "nickname", "field.wrong"),
        (r#"{"name": "a"} {}"#, "", "body.malformed"),
    ] {
        let answer = boss.send(Method::POST, "/customers", JSON, body.into()).await.is(422);
        assert_eq!(
            (answer.code(), answer.text("/errors/0/field")),
            (code, field.to_owned()),
            "{body}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn json_written_strangely_is_taken() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let store = house.store.id;
    for (body, name) in [
        (format!("\r\n\t {{ \"store_id\" : \"{store}\" , \"name\" : \"\\u738b\\u5c0f\\u660e\" }} \n"), "王小明"),
        (format!("{{\"\\u006eame\":\"Anna\",\"store_id\":\"{store}\"}}"), "Anna"),
        (format!("{{\"name\":\"\\ud842\\udfb7田\",\"store_id\":\"{store}\"}}"), "𠮷田"),
        (format!("{{\"name\":\"a\\/b\\\\c\\\"d\",\"store_id\":\"{store}\"}}"), "a/b\\c\"d"),
    ] {
        let kinds = [JSON, "application/json; charset=utf-8", "application/vnd.api+json"];
        for kind in kinds {
            let added = boss.send(Method::POST, "/customers", kind, body.clone().into()).await.is(201);
            assert_eq!(added.text("/name"), name, "{body}");
        }
    }
}

#[tokio::test]
async fn a_body_too_large_is_not_read_to_its_end() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let large = json!({ "name": "长".repeat(2 * 1024 * 1024 / 3) }).to_string();
    for (operation, _) in with_forms() {
        let path = operation.path_with(|noun, _| records.after(noun));
        let answer = send_bytes(&boss, &operation, &path, JSON, large.as_bytes()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (413, "body.too_large"), "{operation}");
        assert_is_problem(&answer, &operation.to_string());
    }
    let keyed =
        boss.call(Method::POST, "/customers", Some(json!({ "name": large })), &[("idempotency-key", "k")]).await;
    assert_eq!((keyed.status.as_u16(), keyed.code()), (413, "body.too_large"));
}

#[tokio::test]
async fn a_body_that_says_it_is_something_else_is_refused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": "王先生", "store_id": house.store.id }).to_string();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
        "",
        "application/jsonx",
    ] {
        let answer = boss.send(Method::POST, "/customers", kind, form.clone().into()).await.is(422);
        assert_eq!(answer.code(), "body.not_json", "{kind}");
    }
    assert_eq!(boss.get("/customers/count").await.body["count"], 0);
}

#[tokio::test]
async fn an_upload_that_is_no_upload_is_refused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let edge = "multipart/form-data; boundary=edge";
    for (kind, body) in [
        (JSON, "{}"),
        ("multipart/form-data", "--edge--\r\n"),
        (edge, ""),
        (edge, "--edge"),
        (edge, "--edge--\r\n"),
        (edge, "--edge\r\n\r\n\r\n--edge--\r\n"),
        (edge, "--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"),
        (
            edge,
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../x.csv\"\r\n\r\n\0\0\0\r\n--edge--\r\n",
        ),
        (edge, "--edge\r\nContent-Disposition: form-data; name=\"store_id\"\r\n\r\nnone\r\n--edge--\r\n"),
    ] {
        let answer = boss.send(Method::POST, "/imports", kind, body.as_bytes().to_vec()).await;
        assert_holds(&answer, &format!("an upload of {body:?}"));
        assert!(answer.status.is_client_error(), "{body:?}: {}", answer.body);
    }
    assert_eq!(boss.get("/imports").await.is(200).body["items"], Value::Array(vec![]));
}
