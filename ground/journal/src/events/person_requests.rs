//! What people ask about their own data, and what was done about it. No event names the person: entries outlive them.

use chrono::NaiveDate;
use kernel::PersonRequestId;
use serde::{Deserialize, Serialize};

use super::{Event, customers::StaffName};
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum PersonRequestsEvent {
    #[serde(rename = "person_request.received")]
    Received { request: PersonRequestId, number: String, kind: String, channel: String, due_on: NaiveDate },
    /// `result` is `passed`, `failed` or `somebody_else`.
    #[serde(rename = "person_request.identity_checked")]
    IdentityChecked { request: PersonRequestId, number: String, kind: String, method: String, result: String },
    /// A code went to the contact on record; `to` is masked.
    #[serde(rename = "person_request.code_sent")]
    CodeSent { request: PersonRequestId, number: String, kind: String, to: String },
    #[serde(rename = "person_request.customer_found")]
    CustomerFound { request: PersonRequestId, number: String, kind: String },
    #[serde(rename = "person_request.begun")]
    Begun { request: PersonRequestId, number: String, kind: String },
    #[serde(rename = "person_request.handed_over")]
    HandedOver { request: PersonRequestId, number: String, kind: String, to: StaffName },
    #[serde(rename = "person_request.extended")]
    Extended { request: PersonRequestId, number: String, kind: String, due_on: NaiveDate },
    /// The calendar changed, and with it the day an answer is due.
    #[serde(rename = "person_request.term_counted")]
    TermCounted { request: PersonRequestId, number: String, kind: String, due_on: NaiveDate },
    #[serde(rename = "person_request.answered")]
    Answered { request: PersonRequestId, number: String, kind: String, outcome: String },
    #[serde(rename = "person_request.refused")]
    Refused { request: PersonRequestId, number: String, kind: String, reason: String },
    #[serde(rename = "person_request.closed")]
    Closed { request: PersonRequestId, number: String, kind: String },
    #[serde(rename = "person.copied")]
    Copied { request: PersonRequestId, number: String },
    /// The file with everything was fetched through its link.
    #[serde(rename = "person.copy_fetched")]
    CopyFetched { request: PersonRequestId, number: String },
    #[serde(rename = "person.restricted")]
    Restricted { request: PersonRequestId, number: String },
    #[serde(rename = "person.released")]
    Released { request: PersonRequestId, number: String },
    /// Who it was is told nowhere any more.
    #[serde(rename = "person.forgotten")]
    Forgotten { request: Option<PersonRequestId>, number: String },
    /// Somebody looked into what the law keeps of a forgotten person.
    #[serde(rename = "person.kept_opened")]
    KeptOpened { request: PersonRequestId, number: String, reason: String, records: usize },
    #[serde(rename = "retention.changed")]
    RetentionChanged { code: String, amount: u32, is_active: bool },
}

impl Event for PersonRequestsEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
