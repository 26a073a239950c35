//! Counting whom a rule chooses: the first time, when its columns are read, and again and again, as while somebody builds it.

use std::time::Instant;

use serde_json::{Value, json};

use crate::{
    Outcome,
    house::Served,
    http::{Connection, Request},
    report::Report,
};

/// How often each rule is counted once its columns are there.
const AGAIN: usize = 50;

/// Counts each rule cold and then warm.
pub async fn measure(served: &Served, key: &str, report: &mut Report) -> Outcome<()> {
    let mut connection = Connection::open(&served.address, key).await?;
    let before = served.own_kilobytes()?;
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    let mut total = 0;
    for rule in rules() {
        let first = count(&mut connection, &rule).await?;
        let mut again = Vec::with_capacity(AGAIN);
        for _ in 0..AGAIN {
            again.push(count(&mut connection, &rule).await?.ms);
        }
        again.sort_by(f64::total_cmp);
        eprintln!(
            "{rule}: {} of {}, {:.0} ms at first, then {:.1} ms",
            first.chosen,
            first.total,
            first.ms,
            at(&again, 0.5)
        );
        total = first.total;
        cold.push(first.ms);
        warm.extend(again);
    }
    let grown = served.own_kilobytes()?.saturating_sub(before);
    cold.sort_by(f64::total_cmp);
    warm.sort_by(f64::total_cmp);
    let rules = cold.len();
    report.fact(
        "count by rule, columns read first",
        format!("{rules} rules: median {:.0} ms, most {:.0} ms", at(&cold, 0.5), at(&cold, 1.0)),
    );
    report.fact(
        "count by rule, columns there",
        format!(
            "{} counts: p50 {:.1} ms, p99 {:.1} ms, most {:.1} ms",
            warm.len(),
            at(&warm, 0.5),
            at(&warm, 0.99),
            at(&warm, 1.0)
        ),
    );
    let bytes = (grown * 1024).checked_div(total).unwrap_or_default();
    report.fact("memory of the columns", format!("{} MB for {rules} rules, {bytes} bytes a customer", grown / 1024));
    Ok(())
}

struct Counted {
    chosen: u64,
    total: u64,
    ms: f64,
}

async fn count(connection: &mut Connection, rule: &Value) -> Outcome<Counted> {
    let body = json!({ "rule": rule }).to_string();
    let asked = Request { method: "POST", path: "/api/v1/customers/count".into(), body };
    let begun = Instant::now();
    let answer = connection.send(&asked).await?;
    let ms = begun.elapsed().as_secs_f64() * 1_000.0;
    if answer.status != 200 {
        return Err(format!("{rule}: {} {}", answer.status, String::from_utf8_lossy(&answer.body)).into());
    }
    let counted: Value = serde_json::from_slice(&answer.body)?;
    let number = |name: &str| counted[name].as_u64().ok_or_else(|| format!("no {name} in {counted}"));
    Ok(Counted { chosen: number("count")?, total: number("total")?, ms })
}

/// Rules as segments have them, each with fields the ones before did not ask for.
fn rules() -> [Value; 8] {
    let one =
        |field: &str, operator: &str, value: Value| json!({ "field": field, "operator": operator, "value": value });
    [
        json!({ "all": [one("stage", "any_of", json!(["owner", "loyal"]))] }),
        json!({ "all": [one("last_visit", "older_than_days", json!(180)), one("car_age", "at_least", json!(3))] }),
        json!({ "any": [one("spend", "at_least", json!(400_000)), one("visit_spend", "at_least", json!(20_000))] }),
        json!({ "all": [one("city", "is", json!("上海")), one("completeness", "at_most", json!(60))] }),
        json!({ "all": [one("birthday", "this_month", Value::Null), one("gender", "is", json!("female"))] }),
        json!({ "all": [
            one("visits_lately", "at_least", json!([3, 365])),
            json!({ "none": [one("complaints_open", "at_least", json!(1)), one("energy", "any_of", json!(["electric"]))] }),
        ] }),
        json!({ "all": [one("name", "contains", json!("王")), one("brand", "any_of", json!(["大众", "奥迪"]))] }),
        json!({ "none": [
            one("tag", "present", Value::Null),
            json!({ "any": [one("next_service", "within_days", json!(30)), one("insurance_until", "within_days", json!(45))] }),
        ] }),
    ]
}

fn at(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len().saturating_sub(1)) as f64 * share) as usize).copied().unwrap_or_default()
}
