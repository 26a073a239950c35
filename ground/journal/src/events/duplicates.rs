//! What is found and decided about records that may be one customer.

use kernel::{CustomerId, DuplicateScanId};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum DuplicatesEvent {
    /// Somebody said that this customer and another are two; told to both.
    #[serde(rename = "pair.set_apart")]
    SetApart { other: CustomerId, other_number: String },
    /// That was taken back.
    #[serde(rename = "pair.reopened")]
    Reopened { other: CustomerId, other_number: String },
    /// The whole base was searched.
    #[serde(rename = "duplicates.searched")]
    Searched { scan: DuplicateScanId, customers: i64, pairs_same: i64, pairs_ask: i64 },
}

impl Event for DuplicatesEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
