//! What happens to tasks.

use chrono::{DateTime, Utc};
use kernel::{AbsenceId, TaskId};
use serde::{Deserialize, Serialize};

use super::{
    Event,
    customers::{FieldChange, StaffName},
};
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum WorklistEvent {
    #[serde(rename = "task.created")]
    Created { task: TaskId, title: String, due_at: DateTime<Utc>, assignee: Option<StaffName> },
    #[serde(rename = "task.changed")]
    Changed {
        task: TaskId,
        title: String,
        #[serde(default)]
        fields: Vec<FieldChange>,
    },
    #[serde(rename = "task.completed")]
    Completed {
        task: TaskId,
        title: String,
        outcome: Option<String>,
        #[serde(default)]
        note: Option<String>,
    },
    #[serde(rename = "task.reopened")]
    Reopened { task: TaskId, title: String },
    #[serde(rename = "task.cancelled")]
    Cancelled { task: TaskId, title: String },
    #[serde(rename = "task.snoozed")]
    Snoozed { task: TaskId, title: String, until: DateTime<Utc> },
    #[serde(rename = "task.woken")]
    Woken { task: TaskId, title: String },
    #[serde(rename = "task.handed_over")]
    HandedOver { task: TaskId, title: String, from: Option<StaffName>, to: StaffName, note: Option<String> },
    #[serde(rename = "absence.begun")]
    AbsenceBegun {
        absence: AbsenceId,
        staff: StaffName,
        stand_in: StaffName,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        reason: Option<String>,
    },
    #[serde(rename = "absence.ended")]
    AbsenceEnded { absence: AbsenceId, staff: StaffName },
}

impl Event for WorklistEvent {
    fn kind(&self) -> Kind {
        Kind::Care
    }
}
