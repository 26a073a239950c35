//! What happens to the promises of makers: terms of a group's own, beside those of the law.

use chrono::NaiveDate;
use kernel::WarrantyTermId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum WarrantyEvent {
    #[serde(rename = "warranty_term.added")]
    TermAdded { term: WarrantyTermId, clock: String, brand: Option<String>, since: NaiveDate, source: String },
    #[serde(rename = "warranty_term.ended")]
    TermEnded { term: WarrantyTermId, clock: String, brand: Option<String>, until: NaiveDate },
    /// It was entered by mistake and never held.
    #[serde(rename = "warranty_term.removed")]
    TermRemoved { term: WarrantyTermId, clock: String, brand: Option<String>, source: String },
}

impl Event for WarrantyEvent {
    fn kind(&self) -> Kind {
        Kind::Service
    }
}
