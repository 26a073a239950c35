//! What happens to the books, policies and shares of personal data.

use kernel::{BookEntryId, PolicyId};
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
    #[serde(rename = "policy.added")]
    PolicyAdded { policy: PolicyId, title: String },
    #[serde(rename = "policy.changed")]
    PolicyChanged { policy: PolicyId, title: String },
    #[serde(rename = "policy.drafted")]
    PolicyDrafted { policy: PolicyId, title: String, version: i32 },
    /// `hash` is the SHA-256 of the text.
    #[serde(rename = "policy.published")]
    PolicyPublished { policy: PolicyId, title: String, version: i32, hash: String },
}

impl Event for PrivacyEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
