//! What happens when two records of one car become one, and two again.

use kernel::{VehicleId, VehicleMergeId};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum VehicleMergesEvent {
    /// About the kept car: another record became part of this one. `taken` are the fields whose value came from there.
    #[serde(rename = "vehicle.merged")]
    Merged { merge: VehicleMergeId, other: VehicleId, title: String, number: String, taken: Vec<String>, moved: i64 },
    /// About the absorbed car: this record lives on in another.
    #[serde(rename = "vehicle.absorbed")]
    Absorbed { merge: VehicleMergeId, other: VehicleId, title: String, number: String },
    /// About each of the two: the merge was taken back.
    #[serde(rename = "vehicle.separated")]
    Separated { merge: VehicleMergeId, other: VehicleId, title: String, number: String },
}

impl Event for VehicleMergesEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
