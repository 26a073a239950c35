//! Each field of each form with values of every wrong kind, and each query parameter likewise; afterwards everything that was
//! taken can still be read.

use serde_json::{Value, json};
use testkit::{Caller, House};

use super::{assert_holds, with_forms};
use crate::operations::{
    self, Records,
    forms::{Fill, fields, form},
    is_stream,
};

/// Values of every kind at their edges.
fn values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(i32::MAX),
        json!(i64::from(i32::MAX) + 1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("x"),
        json!("长".repeat(10_000)),
        json!("0000-00-00"),
        json!("-0001-01-01"),
        json!("9999-12-31"),
        json!("+262142-12-31"),
        json!("2026-02-30"),
        json!("0001-01-01T00:00:00Z"),
        json!("-0001-01-01T00:00:00Z"),
        json!("9999-12-31T23:59:59Z"),
        json!("+262142-12-31T23:59:59Z"),
        json!("2026-03-01T00:00:60Z"),
        json!("2026-03-01T00:00:00.123456789+14:00"),
        json!("01900000-0000-7000-8000-000000000000"),
        json!("'; drop table customers; --"),
        json!([]),
        json!([null]),
        json!([[[]]]),
        json!(["x", 1, {}]),
        json!({}),
        json!({ "a": { "b": 1 } }),
        json!(vec!["x"; 5_000]),
    ]
}

/// Everything that can be read is read, so that what was taken and can't be shown is found.
async fn read_everything(by: &Caller, records: &Records) {
    for operation in operations::all().iter().filter(|one| one.method == http::Method::GET && !is_stream(one)) {
        let path = operation.path_with(|noun, _| records.after(noun));
        assert_holds(&by.get(&path).await, &operation.to_string());
    }
}

#[tokio::test]
async fn no_value_of_any_field_is_our_fault() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let values = values();
    for (operation, schema) in with_forms() {
        let path = operation.path_with(|noun, _| records.after(noun));
        let whole = form(&schema, Fill::Required, &records);
        for (field, _) in fields(&schema) {
            for value in &values {
                let mut wrong = whole.clone();
                wrong[&field] = value.clone();
                let answer = boss.call(operation.method.clone(), &path, Some(wrong), &[]).await;
                let shown: String = value.to_string().chars().take(40).collect();
                assert_holds(&answer, &format!("{operation} with {field}: {shown}"));
            }
        }
    }
    house.settle().await;
    read_everything(&boss, &records).await;
}

#[tokio::test]
async fn a_field_nobody_knows_is_refused_by_name() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    for (operation, schema) in with_forms() {
        let path = operation.path_with(|noun, _| records.after(noun));
        let mut form = form(&schema, Fill::Required, &records);
        form["colour_of_the_sky"] = json!("blue");
        let answer = boss.call(operation.method.clone(), &path, Some(form), &[]).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (422, "field.wrong"), "{operation}: {}", answer.body);
        assert!(answer.text("/errors/0/field").contains("colour_of_the_sky"), "{operation}: {}", answer.body);
    }
}

/// Whoever looks at a request before us might take the first of two and we the second.
#[tokio::test]
async fn what_is_said_twice_is_refused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    assert_eq!(boss.get("/customers?limit=1&limit=200").await.is(422).code(), "query.malformed");
    let twice = r#"{"name": "王芳", "name": "李雷"}"#.as_bytes().to_vec();
    let answer = boss.send(http::Method::POST, "/customers", "application/json", twice).await.is(422);
    assert_eq!(answer.code(), "field.wrong");
}

#[tokio::test]
async fn no_query_parameter_is_our_fault() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let wrong = [
        "",
        "x",
        "-1",
        "0",
        "1.5",
        "99999999999999999999",
        "true",
        "null",
        "%00",
        "%FF",
        "%F0%9F%9A%97",
        "a%2Cb",
        "%25",
        "%5F",
        "'%20or%201=1--",
        "eyJ9",
        "WzEsMl0",
        "WyJ4IiwieCJd",
        "WyJcdTAwMDAiLCJ4Il0",
        "name:is:%00",
        "created:before:9999-12-31",
        "created:after:%2B262142-12-31",
        "created:before:-262143-01-01",
        "birthday:within_days:36500",
        "spend:at_least:-9223372036854775808",
        "spend:at_least:9223372036854775807",
        "vehicles:at_least:99999999999",
        "tag:any_of:x",
        "::::",
        ":",
        "name",
        "name:contains:%5C",
        "2026-13-45",
        "+262142-12-31",
        "9999-12-31T23:59:59Z",
    ];
    let long = "%E9%95%BF".repeat(5_000);
    for operation in operations::all().iter().filter(|one| one.method == http::Method::GET && !is_stream(one)) {
        let path = operation.path_with(|noun, _| records.after(noun));
        let mut names = operation.query.clone();
        names.push("nobody_knows".into());
        for name in names {
            for value in wrong.iter().copied().chain([long.as_str()]) {
                let answer = boss.get(&format!("{path}?{name}={value}")).await;
                let shown: String = value.chars().take(40).collect();
                assert_holds(&answer, &format!("{operation}?{name}={shown}"));
            }
            let twice = boss.get(&format!("{path}?{name}=1&{name}=2")).await;
            assert_holds(&twice, &format!("{operation} with {name} twice"));
        }
        for query in ["=", "&&", "%", "%zz=%zz", "=x", "a=b=c", "limit", "cursor&limit"] {
            assert_holds(&boss.get(&format!("{path}?{query}")).await, &format!("{operation}?{query}"));
        }
    }
}

#[tokio::test]
async fn limits_and_cursors_that_make_no_sense_are_refused() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let paged = operations::all().into_iter().filter(|one| one.query.contains(&"cursor".to_owned()));
    for operation in paged {
        let path = operation.path_with(|noun, _| records.after(noun));
        for query in [
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=ten",
            "limit=1e2",
            "cursor=x",
            "cursor=%F0%9F%9A%97",
            "cursor=e30",
        ] {
            let answer = boss.get(&format!("{path}?{query}")).await;
            assert_eq!(answer.status, 422, "{operation}?{query}: {}", answer.body);
        }
        boss.get(&format!("{path}?limit=200")).await.is(200);
    }
}

/// What somebody who reads a cursor might write into one: times and numbers no list of ours gives.
const FAR_OFF: [&str; 9] = [
    "\"+262142-12-31T23:59:59.999999999Z\"",
    "\"-262143-01-01T00:00:00Z\"",
    "\"0000-01-01T00:00:00Z\"",
    "\"+262142-12-31\"",
    "\"-262143-01-01\"",
    "\"9223372036854775807\"",
    "\"-9223372036854775808\"",
    "9223372036854775807",
    "-9223372036854775808",
];

#[tokio::test]
async fn a_cursor_somebody_made_up_is_refused_or_ends_the_list() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let id = "\"019cf7c8-0000-7000-8000-000000000001\"";
    for operation in operations::all().into_iter().filter(|one| one.query.contains(&"cursor".to_owned())) {
        let path = operation.path_with(|noun, _| records.after(noun));
        for far in FAR_OFF {
            for cursor in [far.to_owned(), format!("[{far},{id}]"), format!("[{far},9223372036854775807]")] {
                let answer = boss.get(&format!("{path}?cursor={}", base64(&cursor))).await;
                assert_refused_or_empty(&answer, &format!("{operation} {cursor}"));
            }
        }
    }
    for list in ["customers", "vehicles"] {
        let fields = boss.get(&format!("/{list}/fields")).await.is(200).body;
        let sortable = fields.as_array().unwrap().iter().filter(|field| field["sortable"] == true);
        for name in sortable.map(|field| field["name"].as_str().unwrap()) {
            for far in FAR_OFF.iter().filter(|far| far.starts_with('"')) {
                let cursor = format!("[\"{name}\",{far},{id}]");
                let answer = boss.get(&format!("/{list}?sort={name}&cursor={}", base64(&cursor))).await;
                assert_refused_or_empty(&answer, &format!("{list} {cursor}"));
            }
        }
    }
}

#[track_caller]
fn assert_refused_or_empty(answer: &testkit::Answer, what: &str) {
    match answer.status.as_u16() {
        200 => {}
        422 => assert_eq!(answer.code(), "cursor.broken", "{what}"),
        other => panic!("{what}: {other} {}", answer.body),
    }
}

/// The alphabet of cursors: that of URLs, without padding.
fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut encoded = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| (bits << 8) | usize::from(three.get(at).copied().unwrap_or(0)));
        let letters = (0..=three.len()).map(|at| char::from(ALPHABET[(bits >> (18 - 6 * at)) & 63]));
        encoded.extend(letters);
    }
    encoded
}
