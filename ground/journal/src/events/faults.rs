//! What happens to the faults of cars.

use chrono::NaiveDate;
use kernel::FaultId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum FaultsEvent {
    #[serde(rename = "fault.reported")]
    Reported {
        fault: FaultId,
        on: NaiveDate,
        system: String,
        symptom: String,
        dtc: Option<String>,
        is_safety: bool,
        source: String,
    },
    /// `days` as the law counts them: each begun day of a stay is one.
    #[serde(rename = "fault.repaired")]
    Repaired { fault: FaultId, on: NaiveDate, days: i32, system: String, symptom: String },
    /// It was written down by mistake.
    #[serde(rename = "fault.removed")]
    Removed { fault: FaultId, on: NaiveDate, system: String, symptom: String },
}

impl Event for FaultsEvent {
    fn kind(&self) -> Kind {
        Kind::Service
    }
}
