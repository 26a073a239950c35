//! What happens to the rules by which leads find somebody, to whoever takes leads, and to the limits of a store.

use kernel::AssignmentRuleId;
use serde::{Deserialize, Serialize};

use super::{
    Event,
    customers::{FieldChange, StaffName},
};
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum AssignmentEvent {
    #[serde(rename = "assignment_rule.added")]
    Added { rule: AssignmentRuleId, title: String },
    #[serde(rename = "assignment_rule.changed")]
    Changed { rule: AssignmentRuleId, title: String, fields: Vec<FieldChange> },
    #[serde(rename = "assignment_rule.removed")]
    Removed { rule: AssignmentRuleId, title: String },
    /// The rules of the store stand in another order: their names, the first first.
    #[serde(rename = "assignment_rule.ordered")]
    Ordered { titles: Vec<String> },
    /// Hours, capacity or whether somebody takes leads today.
    #[serde(rename = "lead_taker.changed")]
    TakerChanged { staff: StaffName, fields: Vec<FieldChange> },
    #[serde(rename = "lead_limits.changed")]
    LimitsChanged { fields: Vec<FieldChange> },
}

impl Event for AssignmentEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
