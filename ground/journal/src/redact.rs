//! Taking a person out of the journal. An entry is never removed and its place, name and time never change, so that what was
//! counted stays counted; but the words in its body go, and it is no longer about anybody.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, Result, VehicleId};
use platform::Tx;
use sea_orm::prelude::Uuid;
use serde_json::Value;

platform::record! {
    struct Line { position: i64, body: Value }
}

const LINES_AT_ONCE: usize = 500;

/// Fields whose words come from closed lists, so that an entry can still be read and counted.
const CLOSED_LISTS: [&str; 18] = [
    "kind",
    "role",
    "channel",
    "field",
    "format",
    "about",
    "state",
    "currency",
    "purpose",
    "result",
    "method",
    "outcome",
    "priority",
    "source",
    "colour",
    "stage",
    "way",
    "milestone",
];

/// Takes the words out of all entries about this customer or one of these cars, and lets them be about nobody; answers how many.
pub async fn forget(tx: &mut Tx, customer: CustomerId, cars: &[VehicleId]) -> Result<u64> {
    let mut count = rewrite(tx, "customer_id", customer.0).await?;
    for car in cars {
        count += rewrite(tx, "vehicle_id", car.0).await?;
    }
    Ok(count)
}

/// A body without words: ids, days, instants, numbers and words of closed lists stay.
#[must_use]
pub fn redacted(body: &Value) -> Value {
    redacted_under("", body)
}

async fn rewrite(tx: &mut Tx, column: &str, id: Uuid) -> Result<u64> {
    let group = tx.scope().group();
    let mut count = 0;
    loop {
        let text = format!(
            "select position, body from journal where group_id = $1 and {column} = $2 order by position limit {LINES_AT_ONCE}"
        );
        let lines: Vec<Line> = tx.db().fetch_text(&text, vec![group.into(), id.into()]).await?;
        let Some(last) = lines.last() else { return Ok(count) };
        let until = last.position;
        for line in &lines {
            let body = redacted(&line.body);
            if body != line.body {
                let values = vec![body.into(), line.position.into()];
                tx.execute_text("update journal set body = $1 where position = $2", values).await?;
            }
        }
        count += lines.len() as u64;
        let values = vec![group.into(), id.into(), until.into()];
        tx.execute_text(
            &format!(
                "update journal set customer_id = null, vehicle_id = null
                 where group_id = $1 and {column} = $2 and position <= $3"
            ),
            values,
        )
        .await?;
    }
}

fn redacted_under(field: &str, value: &Value) -> Value {
    match value {
        Value::String(text) if tells_nobody(field, text) => value.clone(),
        Value::String(_) if field == "from" || field == "to" => Value::Null,
        Value::String(_) => Value::String(String::new()),
        Value::Array(items) => items.iter().map(|item| redacted_under(field, item)).collect(),
        // Who did it is one of the house.
        Value::Object(fields) if is_staff(field, fields) => value.clone(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), redacted_under(name, value))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn tells_nobody(field: &str, text: &str) -> bool {
    CLOSED_LISTS.contains(&field)
        || Uuid::parse_str(text).is_ok()
        || text.parse::<NaiveDate>().is_ok() && field != "from" && field != "to"
        || text.parse::<DateTime<Utc>>().is_ok()
}

fn is_staff(field: &str, fields: &serde_json::Map<String, Value>) -> bool {
    matches!(field, "consultant" | "advisor" | "assignee" | "from" | "to")
        && fields.len() == 2
        && fields.contains_key("id")
        && fields.contains_key("name")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_go_and_what_is_counted_stays() {
        let body = json!({
            "record": "01900000-0000-7000-8000-000000000000", "kind": "repair", "on": "2026-03-16",
            "amount": { "minor": 120_000, "currency": "CNY" }, "summary": "王小明 沪A12345 更换刹车片", "mileage_km": 42_000,
        });
        let redacted = redacted(&body);
        assert_eq!(redacted["summary"], "");
        for kept in ["record", "kind", "on", "amount", "mileage_km"] {
            assert_eq!(redacted[kept], body[kept], "{kept}");
        }
    }

    #[test]
    fn what_a_field_was_is_not_told_not_even_a_birthday() {
        let body = json!({ "fields": [{ "field": "birthday", "from": "1990-01-01", "to": "1991-01-01" }] });
        assert_eq!(redacted(&body), json!({ "fields": [{ "field": "birthday", "from": null, "to": null }] }));
    }

    #[test]
    fn who_of_the_house_had_a_part_in_it_stays() {
        let staff = json!({ "id": "01900000-0000-7000-8000-000000000000", "name": "李雷" });
        let body = json!({ "consultant": staff, "advisor": null, "title": "回电王小明" });
        assert_eq!(redacted(&body), json!({ "consultant": staff, "advisor": null, "title": "" }));
    }
}
