//! What happens to the quality of data: how it is measured, and what customers say of their records.

use kernel::QualityAuditId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum QualityEvent {
    #[serde(rename = "quality.settings_changed")]
    SettingsChanged { fields: Vec<String> },
    /// The whole base was judged and scored anew, by changed rules or settings; no entry says it of each customer.
    #[serde(rename = "quality.recounted")]
    Recounted {},
    /// The customer said that the record is right, or was just put right; `way` is `call`, `link` or `visit`.
    #[serde(rename = "record.confirmed")]
    RecordConfirmed { way: String, corrected: bool },
    /// The customer said behind the link that something is not right any more; what it is stands in the task.
    #[serde(rename = "record.change_reported")]
    ChangeReported {},
    /// A round of completing records began in a store.
    #[serde(rename = "quality_audit.started")]
    AuditStarted { audit: QualityAuditId, quarter: String },
    /// A contact reaches nobody, or somebody else; `by` is how one learned: `message`, `call` or `staff`.
    #[serde(rename = "contact.found_wrong")]
    ContactFoundWrong {
        kind: String,
        #[serde(default)]
        by: String,
    },
    #[serde(rename = "contact.found_right")]
    ContactFoundRight { kind: String, by: String },
}

impl Event for QualityEvent {
    fn kind(&self) -> Kind {
        match self {
            Self::RecordConfirmed { .. } | Self::ChangeReported {} => Kind::Care,
            _ => Kind::Record,
        }
    }
}
