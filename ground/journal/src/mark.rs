//! The mark of an entry: a keyed digest over everything it says, made when it is written. Whoever has the database alone can neither
//! change an entry nor write one so that its mark is right.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{CustomerId, EntryId, GroupId, Result, StoreId, VehicleId};
use platform::KeyRing;
use serde::{Serialize, Serializer, ser::SerializeSeq};
use serde_json::Value;
use uuid::Uuid;

use crate::{Entry, Kind};

/// 128 bits of HMAC-SHA-256.
pub type Mark = [u8; 16];

/// What an entry says; all of it is under the mark. Not its position, which a move to another engine may change.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub id: EntryId,
    pub group: GroupId,
    pub store: Option<StoreId>,
    pub customer: Option<CustomerId>,
    pub vehicle: Option<VehicleId>,
    /// Kind, id and name.
    pub actor: (&'a str, Option<Uuid>, &'a str),
    pub name: &'a str,
    pub kind: Kind,
    pub body: &'a Value,
    pub happened_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
}

impl Told<'_> {
    pub fn mark(&self, keys: &KeyRing) -> Result<Mark> {
        let text = serde_json::to_vec(&(
            self.id,
            self.store,
            self.customer,
            self.vehicle,
            self.actor,
            self.name,
            self.kind,
            Canonical(self.body),
            self.happened_at.timestamp_millis(),
            self.recorded_at.timestamp_millis(),
        ))?;
        Ok(of_text(keys, "journal.entry", self.group, &text))
    }
}

impl Entry {
    /// The mark of what the entry says now.
    pub fn mark_now(&self, keys: &KeyRing) -> Result<Mark> {
        let told = Told {
            id: self.id,
            group: self.group_id,
            store: self.store_id,
            customer: self.customer_id,
            vehicle: self.vehicle_id,
            actor: (&self.actor_kind, self.actor_id, &self.actor_name),
            name: &self.name,
            kind: self.kind,
            body: &self.body,
            happened_at: self.happened_at,
            recorded_at: self.recorded_at,
        };
        told.mark(keys)
    }
}

/// The mark of any text, for one purpose and group.
pub fn of_text(keys: &KeyRing, purpose: &str, group: GroupId, text: &[u8]) -> Mark {
    let digest = keys.keyed_digest(purpose, group, &[text]);
    let mut mark = Mark::default();
    mark.copy_from_slice(&digest[..16]);
    mark
}

/// A value written the same way whichever engine gave it back: PostgreSQL sorts the fields of an object in its own order and writes
/// 1e16 out.
struct Canonical<'a>(&'a Value);

impl Serialize for Canonical<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let sorted: BTreeMap<&str, Canonical<'_>> =
                    fields.iter().map(|(name, value)| (name.as_str(), Canonical(value))).collect();
                sorted.serialize(serializer)
            }
            Value::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(&Canonical(item))?;
                }
                sequence.end()
            }
            Value::Number(number) if !is_exact(number) => number.as_f64().unwrap_or_default().serialize(serializer),
            other => other.serialize(serializer),
        }
    }
}

/// Whether it is a whole number that a double holds exactly: larger ones may have been written as 1e16.
fn is_exact(number: &serde_json::Number) -> bool {
    const EXACT_UP_TO: u64 = 1 << 53;
    number.as_i64().is_some_and(|whole| whole.unsigned_abs() <= EXACT_UP_TO)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: &Value) -> String {
        serde_json::to_string(&Canonical(value)).expect("JSON")
    }

    #[test]
    fn a_value_is_written_the_same_whichever_engine_gave_it_back() {
        let told: Value = serde_json::from_str(r#"{"b":[1,{"y":null,"x":"王"}],"a":1e16,"c":0.25}"#).expect("JSON");
        let given: Value =
            serde_json::from_str(r#"{"a":10000000000000000,"c":0.25,"b":[1,{"x":"王","y":null}]}"#).expect("JSON");
        assert_eq!(written(&told), written(&given));
        assert_ne!(written(&json!({ "a": 1 })), written(&json!({ "a": "1" })));
        assert_ne!(written(&json!(["a", "b"])), written(&json!(["b", "a"])));
    }

    #[test]
    fn a_mark_is_right_for_its_text_its_purpose_its_group_and_its_key_alone() {
        let (ring, other) = (KeyRing::from_secret(b"test"), KeyRing::from_secret(b"other"));
        let (one, two) = (GroupId(Uuid::from_u128(1)), GroupId(Uuid::from_u128(2)));
        let mark = of_text(&ring, "a", one, b"text");
        assert_eq!(mark, of_text(&ring, "a", one, b"text"));
        for wrong in [
            of_text(&ring, "a", one, b"texts"),
            of_text(&ring, "b", one, b"text"),
            of_text(&ring, "a", two, b"text"),
            of_text(&other, "a", one, b"text"),
        ] {
            assert_ne!(mark, wrong);
        }
    }
}
