//! Reading rules, and refusing what is none.

use conditions::{CONDITIONS_MAX, DEPTH_MAX, VALUES_MAX};
use serde_json::{Value, json};

use super::read;

fn owner() -> Value {
    json!({ "field": "stage", "operator": "is", "value": "owner" })
}

fn first(written: &Value) -> (String, String) {
    let faults = read(written).unwrap_err();
    (faults[0].field.clone(), faults[0].code.clone())
}

fn within(depth: usize) -> Value {
    (0..depth).fold(owner(), |inner, _| json!({ "all": [inner] }))
}

#[test]
fn what_is_written_is_what_was_read() {
    let written = json!({ "all": [
        { "field": "stage", "operator": "any_of", "value": ["lead", "owner"] },
        { "none": [{ "any": [{ "field": "city", "operator": "empty" }, { "field": "spend", "operator": "at_least", "value": ["500"] }] }] },
    ] });
    let rule = read(&written).unwrap();
    assert_eq!(rule.to_json(&|condition| condition.to_json()), written);
    assert_eq!(read(&rule.to_json(&|condition| condition.to_json())).unwrap(), rule);
    assert_eq!(rule.conditions().len(), 3);
}

#[test]
fn a_value_may_be_a_number_a_text_or_a_list() {
    for value in [json!(180), json!("180"), json!([180]), json!([" 180 "])] {
        let rule = read(&json!({ "all": [{ "field": "last_visit", "operator": "older_than_days", "value": value }] }));
        assert_eq!(rule.unwrap().conditions()[0].values, ["180"]);
    }
}

#[test]
fn every_fault_names_its_node() {
    let one = |node: Value| json!({ "all": [owner(), { "any": [owner(), node] }] });
    let at = |part: &str| format!("rule.all[1].any[1]{part}");
    for (node, path, code) in [
        (json!({ "field": "colour", "operator": "is", "value": "red" }), ".field", "filter.unknown_field"),
        (json!({ "field": "stage", "operator": "contains", "value": "o" }), ".operator", "filter.unknown_operator"),
        (json!({ "field": "stage", "operator": "is", "value": "gone" }), ".value", "filter.unknown_choice"),
        (json!({ "field": "stage", "operator": "is" }), ".value", "filter.value_missing"),
        (json!({ "field": "spend", "operator": "at_least", "value": "much" }), ".value", "filter.no_number"),
        (json!({ "field": "spend", "operator": "at_least", "value": [1, 2] }), ".value", "filter.values_too_many"),
        (json!({ "field": "last_visit", "operator": "before", "value": "yesterday" }), ".value", "filter.no_date"),
        (json!({ "field": "last_visit", "operator": "last_days", "value": -1 }), ".value", "filter.no_number"),
        (json!({ "field": "car_age", "operator": "at_least", "value": 900 }), ".value", "filter.no_number"),
        (json!({ "field": "visits_lately", "operator": "at_least", "value": [2] }), ".value", "filter.values_too_many"),
        (json!({ "field": "stage", "operator": "is", "value": { "a": 1 } }), ".value", "rule.no_value"),
        (json!({ "field": "stage", "operator": "is", "value": "owner", "x": 1 }), ".x", "rule.unknown_part"),
        (json!({ "field": 7, "operator": "is" }), "", "rule.no_condition"),
        (json!({ "some": [owner()] }), "", "rule.no_group"),
        (json!("owner"), "", "rule.no_group"),
        (json!({ "all": owner() }), ".all", "rule.no_list"),
        (json!({ "all": [] }), ".all", "rule.empty"),
    ] {
        assert_eq!(first(&one(node)), (at(path), code.to_owned()));
    }
}

#[test]
fn a_condition_alone_is_told_to_stand_in_a_group_and_what_else_is_wrong() {
    let told =
        |node: Value| read(&node).unwrap_err().into_iter().map(|fault| fault.code.to_string()).collect::<Vec<_>>();
    assert_eq!(told(owner()), ["rule.no_group"]);
    let wrong = json!({ "field": "colour", "operator": "is", "value": "red" });
    assert_eq!(told(wrong), ["filter.unknown_field", "rule.no_group"]);
}

#[test]
fn several_faults_are_told_at_once() {
    let wrong = json!({ "field": "colour", "operator": "is", "value": "red" });
    assert_eq!(read(&json!({ "any": [wrong, owner(), wrong] })).unwrap_err().len(), 2);
}

#[test]
fn groups_stand_in_one_another_only_so_deep() {
    assert!(read(&within(DEPTH_MAX)).is_ok());
    assert_eq!(first(&within(DEPTH_MAX + 1)).1, "rule.too_deep");
    assert_eq!(first(&within(1_000)).1, "rule.too_deep");
}

#[test]
fn a_rule_has_only_so_many_conditions_and_values() {
    let many = |count: usize| json!({ "any": vec![owner(); count] });
    assert!(read(&many(CONDITIONS_MAX)).is_ok());
    assert_eq!(first(&many(CONDITIONS_MAX + 1)).1, "rule.too_large");
    let values =
        |count: usize| json!({ "any": [{ "field": "city", "operator": "any_of", "value": vec!["沪"; count] }] });
    assert!(read(&values(VALUES_MAX)).is_ok());
    assert_eq!(first(&values(VALUES_MAX + 1)).1, "rule.too_many_values");
}

proptest::proptest! {
    #[test]
    fn no_json_makes_reading_fail_otherwise_than_by_a_fault(text in "[{}\\[\\]\":,a-z0-9]{0,60}") {
        if let Ok(written) = serde_json::from_str::<Value>(&text) {
            let _read = read(&written);
        }
    }
}
