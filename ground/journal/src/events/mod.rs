//! All that can happen, one file per department. Events are past tense, carry ids and what a reader can't look up later,
//! and only grow: a changed meaning is a new variant.

pub mod access;
pub mod assignment;
pub mod audit;
pub mod connectors;
pub mod consents;
pub mod customers;
pub mod duplicates;
pub mod faults;
pub mod holidays;
pub mod jobs;
pub mod leads;
pub mod merges;
pub mod messaging;
pub mod person_requests;
pub mod privacy;
pub mod quality;
pub mod recalls;
pub mod sign_in;
pub mod vehicle_merges;
pub mod verified;
pub mod warranty;
pub mod webhooks;
pub mod worklist;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{Entry, Kind};

/// Something a department reports.
pub trait Event: Serialize + DeserializeOwned {
    /// The side of the business it belongs to.
    fn kind(&self) -> Kind;

    /// The event in an entry, when it is one of this department's.
    fn read(entry: &Entry) -> Option<Self> {
        serde_json::from_value(json!({ "name": entry.name, "body": entry.body })).ok()
    }
}

/// The name and the body under which an event is kept.
pub(crate) fn parts<E: Event>(event: &E) -> serde_json::Result<(String, Value)> {
    let mut whole = serde_json::to_value(event)?;
    let name = whole.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let body = whole.get_mut("body").map_or_else(|| json!({}), Value::take);
    Ok((name, body))
}
