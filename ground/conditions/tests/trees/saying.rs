//! Rules in one sentence.

use conditions::Shape;
use kernel::Language;
use serde_json::{Value, json};

use super::read;

fn said(written: &Value, language: Language) -> String {
    let name_of = |_: &Shape, value: &str| {
        if value == "owner" { language.pick("车主", "owner").into() } else { value.to_owned() }
    };
    read(written).unwrap().sentence(language, &name_of)
}

#[test]
fn a_rule_is_said_as_somebody_would_say_it() {
    let rule = json!({ "all": [
        { "field": "last_visit", "operator": "older_than_days", "value": 180 },
        { "field": "car_age", "operator": "at_least", "value": 3 },
    ] });
    assert_eq!(said(&rule, Language::Zh), "距上次进店超过 180 天，且车龄 3 年以上");
    assert_eq!(said(&rule, Language::En), "Last visit more than 180 days ago, and car age at least 3 years");
}

#[test]
fn groups_within_groups_are_said_in_brackets() {
    let rule = json!({ "all": [
        { "field": "stage", "operator": "is", "value": "owner" },
        { "any": [
            { "field": "spend", "operator": "at_least", "value": 50000 },
            { "field": "visits_lately", "operator": "at_least", "value": [3, 365] },
        ] },
        { "none": [{ "field": "city", "operator": "any_of", "value": ["上海", "苏州"] }] },
    ] });
    assert_eq!(
        said(&rule, Language::Zh),
        "阶段为车主，且（累计消费 50,000 元以上，或近 365 天内进店不少于 3 次），且不符合（城市为上海、苏州之一）"
    );
    assert_eq!(
        said(&rule, Language::En),
        "Stage is owner, and (spend at least ¥50,000, or at least 3 visits in the last 365 days), and not (city is 上海 or 苏州)"
    );
}

#[test]
fn days_that_come_round_and_months_are_said() {
    let rule = json!({ "any": [
        { "field": "birthday", "operator": "this_month" },
        { "field": "birthday", "operator": "within_days", "value": 7 },
        { "field": "city", "operator": "empty" },
        { "field": "last_visit", "operator": "older_than_days", "value": 0 },
    ] });
    assert_eq!(said(&rule, Language::Zh), "生日在本月，或生日在未来 7 天内，或没有城市，或上次进店已过");
}
