//! What happens to the books, policies and shares of personal data.

use kernel::{BookEntryId, ExportId, PolicyId, ShareId};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum PrivacyEvent {
    #[serde(rename = "book_entry.added")]
    BookEntryAdded { entry: BookEntryId, book: String, title: String },
    /// `fields` names what changed; the values stand in the entry.
    #[serde(rename = "book_entry.changed")]
    BookEntryChanged { entry: BookEntryId, book: String, title: String, fields: Vec<String> },
    #[serde(rename = "book_entry.closed")]
    BookEntryClosed { entry: BookEntryId, book: String, title: String },
    #[serde(rename = "book_entry.reopened")]
    BookEntryReopened { entry: BookEntryId, book: String, title: String },
    /// The people an incident affects are being told.
    #[serde(rename = "incident.telling_begun")]
    TellingBegun { entry: BookEntryId, title: String, persons: i64 },
    #[serde(rename = "incident.persons_told")]
    PersonsTold { entry: BookEntryId, title: String, told: i64, unreached: i64 },
    /// The report to the authority was made.
    #[serde(rename = "incident.reported")]
    IncidentReported { entry: BookEntryId, title: String },
    #[serde(rename = "policy.added")]
    PolicyAdded { policy: PolicyId, title: String },
    #[serde(rename = "policy.changed")]
    PolicyChanged { policy: PolicyId, title: String },
    #[serde(rename = "policy.drafted")]
    PolicyDrafted { policy: PolicyId, title: String, version: i32 },
    /// `hash` is the SHA-256 of the text.
    #[serde(rename = "policy.published")]
    PolicyPublished { policy: PolicyId, title: String, version: i32, hash: String },
    /// A file of personal data waits for somebody else to approve it.
    #[serde(rename = "export.asked")]
    ExportAsked { export: ExportId, about: String, rows: i64, reason: Option<String> },
    #[serde(rename = "export.approved")]
    ExportApproved { export: ExportId, asked_by: String, reason: Option<String> },
    #[serde(rename = "export.refused")]
    ExportRefused { export: ExportId, asked_by: String, reason: Option<String> },
    #[serde(rename = "export.lapsed")]
    ExportLapsed { export: ExportId, asked_by: String },
    #[serde(rename = "export.fetched")]
    ExportFetched { export: ExportId, times: i32 },
    #[serde(rename = "export_rules.changed")]
    ExportRulesChanged { masked_rows_free: i32, whole_rows_free: i32 },
    /// Personal data was given to another party.
    #[serde(rename = "share.recorded")]
    ShareRecorded { share: ShareId, party: String, purpose: String, customers: i64 },
    /// The same, in the timeline of each person concerned.
    #[serde(rename = "person.shared")]
    PersonShared { share: ShareId, party: String, purpose: String },
}

impl Event for PrivacyEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
