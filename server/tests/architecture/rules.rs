//! Rules are pure: what may happen, decided without a database, a web or a clock.

use super::sources::{self, Source};

/// What a rule can't name, and what it takes instead.
const OUTSIDE: [(&str, &str); 8] = [
    ("sea_orm", "rows come and go through `store`"),
    ("axum", "requests are `http`'s"),
    ("tokio", "rules do not wait"),
    ("async fn", "rules do not wait"),
    ("Utc::now", "take `now` as a parameter"),
    ("clock()", "take `now` as a parameter"),
    ("::Tx", "answer what happened and let `store` write it"),
    ("::Db", "take what must be known as a parameter"),
];

#[test]
fn rules_name_no_database_no_web_and_no_clock() {
    let mut found = Vec::new();
    for source in sources::rust().into_iter().filter(is_rules) {
        let code = source.code();
        for (word, instead) in OUTSIDE {
            if code.contains(word) {
                found.push(format!("{} names '{word}': {instead}", source.path));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_department_with_rules_is_looked_at() {
    let looked_at = sources::rust().into_iter().filter(is_rules).count();
    assert!(looked_at >= 10, "only {looked_at} files of rules were found");
}

fn is_rules(source: &Source) -> bool {
    !source.is_test() && (source.path.ends_with("/rules.rs") || source.path.contains("/rules/"))
}
