//! What happens when two records of one customer become one, and two again.

use kernel::{CustomerId, MergeId};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum MergesEvent {
    /// About the kept customer: another record became part of this one. `taken` are the fields whose value came from there.
    #[serde(rename = "customer.merged")]
    Merged { merge: MergeId, other: CustomerId, title: String, number: String, taken: Vec<String>, moved: i64 },
    /// About the absorbed customer: this record lives on in another.
    #[serde(rename = "customer.absorbed")]
    Absorbed { merge: MergeId, other: CustomerId, title: String, number: String },
    /// About each of the two: the merge was taken back.
    #[serde(rename = "customer.separated")]
    Separated { merge: MergeId, other: CustomerId, title: String, number: String },
    /// About the kept customer: what still reached the absorbed record was brought over.
    #[serde(rename = "customer.gathered")]
    Gathered { merge: MergeId, other: CustomerId, moved: i64 },
}

impl Event for MergesEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
