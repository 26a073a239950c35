//! What happens to a change of a phone, e-mail or ID number on its way to being believed. Never a value and never a code; where a
//! code went is said masked.

use kernel::PendingChangeId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum VerifiedEvent {
    #[serde(rename = "change.asked")]
    Asked { change: PendingChangeId, field: String, deed: String, from: Option<String>, to: Option<String> },
    #[serde(rename = "change.code_sent")]
    CodeSent { change: PendingChangeId, field: String, way: String, to: String },
    /// A code was guessed wrong too often.
    #[serde(rename = "change.code_used_up")]
    CodeUsedUp { change: PendingChangeId, field: String },
    /// The new contact proved it; a manager is still to approve.
    #[serde(rename = "change.proved")]
    Proved { change: PendingChangeId, field: String },
    #[serde(rename = "change.approved")]
    Approved { change: PendingChangeId, field: String },
    #[serde(rename = "change.confirmed")]
    Confirmed { change: PendingChangeId, field: String, way: String },
    #[serde(rename = "change.overridden")]
    Overridden { change: PendingChangeId, field: String, reason: String },
    #[serde(rename = "change.cancelled")]
    Cancelled { change: PendingChangeId, field: String },
    #[serde(rename = "change.expired")]
    Expired { change: PendingChangeId, field: String },
    #[serde(rename = "verification.settings_changed")]
    SettingsChanged { fields: Vec<String> },
}

impl Event for VerifiedEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
