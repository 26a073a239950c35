//! What conditions ask, and what a tree of them comes to.

use chrono::NaiveDate;
use conditions::{Condition, Moment, Question, Rule, Together, Worth};
use kernel::time::Calendar;
use proptest::prelude::*;

use super::condition;

/// The morning of 1 March 2026 in Shanghai.
fn moment() -> Moment {
    Moment { now: "2026-03-01T02:00:00Z".parse().unwrap(), calendar: Calendar::default() }
}

fn asked(field: &str, operator: &str, values: &[&str]) -> Question {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    condition(field, operator, values).unwrap().question(moment())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn days_are_counted_from_today() {
    let visit = |operator: &str, values: &[&str], on: &str| {
        asked("last_visit", operator, values).is_met_by(Worth::Day(day(on)))
    };
    for (operator, values, met, missed) in [
        ("older_than_days", vec!["180"], "2025-09-01", "2025-09-02"),
        ("last_days", vec!["30"], "2026-01-30", "2026-01-29"),
        ("last_days", vec!["30"], "2026-03-01", "2026-03-02"),
        ("within_days", vec!["30"], "2026-03-31", "2026-04-01"),
        ("within_days", vec!["30"], "2026-03-01", "2026-02-28"),
        ("this_month", vec![], "2026-03-31", "2026-04-01"),
        ("before", vec!["2026-01-01"], "2025-12-31", "2026-01-01"),
        ("after", vec!["2026-01-01"], "2026-01-02", "2026-01-01"),
    ] {
        assert!(visit(operator, &values, met), "{operator} {met}");
        assert!(!visit(operator, &values, missed), "{operator} {missed}");
    }
}

#[test]
fn an_age_turns_on_the_birthday() {
    let car = |operator: &str, years: &str, bought: &str| {
        asked("car_age", operator, &[years]).is_met_by(Worth::Day(day(bought)))
    };
    assert!(car("at_least", "3", "2023-03-01") && !car("at_least", "3", "2023-03-02"));
    assert!(car("at_most", "2", "2023-03-02") && !car("at_most", "2", "2023-03-01"));
    assert!(car("is", "2", "2023-03-02") && car("is", "2", "2024-03-01") && !car("is", "2", "2024-03-02"));
}

#[test]
fn a_birthday_comes_round_over_the_new_year() {
    let moment = Moment { now: "2026-12-20T20:00:00Z".parse().unwrap(), ..moment() };
    let within = |days: &str| condition("birthday", "within_days", vec![days.into()]).unwrap().question(moment);
    assert_eq!(within("5"), Question::OfYear((12, 21), (12, 26)));
    assert!(within("20").is_met_by(Worth::Day(day("1990-01-10"))));
    assert!(!within("20").is_met_by(Worth::Day(day("1990-01-11"))));
    assert_eq!(within("365"), Question::Known);
}

#[test]
fn what_is_not_known_meets_no_question_and_every_not() {
    let empty = condition("city", "empty", vec![]).unwrap();
    assert!(!empty.question(moment()).is_met_by(Worth::Nothing) && empty.is_negative());
    let other = condition("city", "is_not", vec!["上海".into()]).unwrap();
    assert!(!other.question(moment()).is_met_by(Worth::Nothing) && other.is_negative());
    assert!(!other.turned().is_negative());
}

/// A rule whose conditions are the numbers of some facts.
fn rules() -> impl Strategy<Value = Rule<usize>> {
    let one = (0_usize..6).prop_map(Rule::One);
    one.prop_recursive(4, 24, 4, |inner| {
        let some = prop::collection::vec(inner, 1..4);
        prop_oneof![some.clone().prop_map(Rule::All), some.clone().prop_map(Rule::Any), some.prop_map(Rule::None)]
    })
}

proptest! {
    #[test]
    fn handing_none_down_to_the_conditions_changes_no_answer(rule in rules(), facts in prop::array::uniform6(any::<bool>())) {
        let mut one = |place: &usize, is_turned: bool| -> Result<bool, std::convert::Infallible> { Ok(facts[*place] != is_turned) };
        let mut together = |how: Together, parts: Vec<bool>| match how {
            Together::All => parts.into_iter().all(|part| part),
            Together::Any => parts.into_iter().any(|part| part),
        };
        let Ok(folded) = rule.fold(false, &mut one, &mut together);
        prop_assert_eq!(folded, rule.holds(&|place| facts[*place]));
    }

    #[test]
    fn a_condition_and_its_turn_are_never_both(text in "[a-z0-9]{1,4}", value in prop::option::of("[a-z0-9]{1,4}")) {
        let asked: Condition = condition("city", "contains", vec![text]).unwrap();
        let met = |condition: &Condition| {
            let worth = value.as_deref().map_or(Worth::Nothing, Worth::Word);
            condition.question(moment()).is_met_by(worth) != condition.is_negative()
        };
        prop_assert_ne!(met(&asked), met(&asked.turned()));
    }
}
