//! What a webhook is told of an entry: name, time, ids and body, the person behind it no plainer than its role may see.

use chrono::{DateTime, Utc};
use journal::Entry;
use kernel::{CustomerId, DeliveryId, EntryId, StoreId, VehicleId, WebhookId};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use serde_json::{Value, json};

use crate::catalogue::TEST;

/// The body of a call, as the convention has it: what, when, and the facts.
#[derive(Debug, Serialize)]
pub struct Payload {
    #[serde(rename = "type")]
    kind: String,
    timestamp: DateTime<Utc>,
    data: Value,
}

/// How much one may see of what people wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Texts and names; without it only ids, times, numbers and words of closed lists are told.
    pub words: bool,
    pub phones: bool,
    pub id_numbers: bool,
}

#[derive(Debug, Serialize)]
struct Facts {
    id: EntryId,
    store_id: Option<StoreId>,
    customer_id: Option<CustomerId>,
    vehicle_id: Option<VehicleId>,
    actor: Actor,
    body: Value,
}

#[derive(Debug, Serialize)]
struct Actor {
    kind: String,
    id: Option<Uuid>,
    name: String,
}

impl Payload {
    pub fn of(entry: Entry, sight: Sight) -> serde_json::Result<Self> {
        let body = if sight.words { sight.mask(entry.body) } else { journal::redacted(&entry.body) };
        let facts = Facts {
            id: entry.id,
            store_id: entry.store_id,
            customer_id: entry.customer_id,
            vehicle_id: entry.vehicle_id,
            actor: Actor { kind: entry.actor_kind, id: entry.actor_id, name: entry.actor_name },
            body,
        };
        Ok(Self { kind: entry.name, timestamp: entry.happened_at, data: serde_json::to_value(facts)? })
    }

    /// What a webhook is told when somebody tries it.
    pub fn trial(webhook: WebhookId, delivery: DeliveryId, at: DateTime<Utc>) -> Self {
        Self { kind: TEST.to_owned(), timestamp: at, data: json!({ "webhook_id": webhook, "delivery_id": delivery }) }
    }
}

impl Sight {
    /// What both may see.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            words: self.words && other.words,
            phones: self.phones && other.phones,
            id_numbers: self.id_numbers && other.id_numbers,
        }
    }

    fn mask(self, value: Value) -> Value {
        if self.phones && self.id_numbers {
            return value;
        }
        match value {
            Value::String(text) => Value::String(self.mask_text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.mask(item)).collect(),
            Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, self.mask(field))).collect(),
            other => other,
        }
    }

    /// Phone and ID numbers inside a text that people wrote, with stars in their middle.
    fn mask_text(self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|character: char| character.is_ascii_alphanumeric()) {
            masked.push_str(&rest[..start]);
            let run = &rest[start..];
            let end = run.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(run.len());
            masked.push_str(&self.mask_run(&run[..end]));
            rest = &run[end..];
        }
        masked.push_str(rest);
        masked
    }

    fn mask_run(self, run: &str) -> String {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        // 86 before a mobile number is the country.
        let is_phone = digits == run.len() && (run.len() == 11 || run.len() == 13 && run.starts_with("86"));
        let is_id_number = run.len() == 18 && digits >= 17;
        match () {
            () if is_phone && !self.phones => starred(run, run.len() - 8, 4),
            () if is_id_number && !self.id_numbers => starred(run, 3, 4),
            () => run.to_owned(),
        }
    }
}

fn starred(run: &str, head: usize, tail: usize) -> String {
    let stars = "*".repeat(run.len() - head - tail);
    format!("{}{stars}{}", &run[..head], &run[run.len() - tail..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLIND: Sight = Sight { words: true, phones: false, id_numbers: false };

    #[test]
    fn numbers_of_persons_are_starred_where_people_wrote_them() {
        for (text, expected) in [
            ("回电 13800001234，王小明", "回电 138****1234，王小明"),
            ("+8613800001234", "+86138****1234"),
            ("身份证11010519491231002X", "身份证110***********002X"),
            ("沪A12345 订单 20260316001", "沪A12345 订单 202****6001"),
            ("LSVAA4183E2000017", "LSVAA4183E2000017"),
            ("01900000-0000-7000-8000-000000000000", "01900000-0000-7000-8000-000000000000"),
            ("没有号码", "没有号码"),
            ("", ""),
        ] {
            assert_eq!(BLIND.mask_text(text), expected);
        }
    }

    #[test]
    fn whoever_may_see_them_sees_them() {
        let body =
            json!({ "text": "13800001234 11010519491231002X", "list": ["13800001234"], "count": 13_800_001_234_u64 });
        assert_eq!(Sight { words: true, phones: true, id_numbers: true }.mask(body.clone()), body);
        let half = Sight { phones: true, ..BLIND }.mask(body.clone());
        assert_eq!(half["text"], "13800001234 110***********002X");
        assert_eq!(BLIND.mask(body)["list"][0], "138****1234");
    }
}
