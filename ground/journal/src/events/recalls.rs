//! What happens to recalls and to the cars they are about.

use chrono::NaiveDate;
use kernel::RecallId;
use serde::{Deserialize, Serialize};

use super::{Event, customers::FieldChange};
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum RecallsEvent {
    #[serde(rename = "recall.drafted")]
    Drafted { recall: RecallId, number: String, title: String },
    #[serde(rename = "recall.changed")]
    Changed { recall: RecallId, number: String, title: String, fields: Vec<FieldChange> },
    /// A draft nobody had opened.
    #[serde(rename = "recall.removed")]
    Removed { number: String, title: String },
    #[serde(rename = "recall.opened")]
    Opened { recall: RecallId, number: String, title: String },
    #[serde(rename = "recall.closed")]
    Closed { recall: RecallId, number: String, title: String },
    #[serde(rename = "recall.reopened")]
    Reopened { recall: RecallId, number: String, title: String },
    #[serde(rename = "recall.vins_added")]
    VinsAdded { recall: RecallId, number: String, title: String, count: i64 },
    #[serde(rename = "recall.vin_removed")]
    VinRemoved { recall: RecallId, number: String, title: String, last_six: String },
    #[serde(rename = "recall.criterion_added")]
    CriterionAdded { recall: RecallId, number: String, title: String, criterion: String },
    #[serde(rename = "recall.criterion_removed")]
    CriterionRemoved { recall: RecallId, number: String, title: String, criterion: String },
    /// A car turned out to be one it is about.
    #[serde(rename = "recall.car_found")]
    CarFound { recall: RecallId, number: String, title: String, kind: String },
    #[serde(rename = "recall.car_moved")]
    CarMoved {
        recall: RecallId,
        number: String,
        title: String,
        from: String,
        to: String,
        on: NaiveDate,
        mileage_km: Option<i32>,
        note: Option<String>,
    },
    /// The last move was a mistake.
    #[serde(rename = "recall.car_taken_back")]
    CarTakenBack { recall: RecallId, number: String, title: String, from: String, to: String },
    #[serde(rename = "recall.tasks_made")]
    TasksMade { recall: RecallId, number: String, title: String, count: i64 },
}

impl Event for RecallsEvent {
    fn kind(&self) -> Kind {
        Kind::Service
    }
}
