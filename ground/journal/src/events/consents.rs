//! What customers allow and refuse to be done with their data.

use chrono::{DateTime, Utc};
use kernel::ConsentId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum ConsentsEvent {
    #[serde(rename = "consent.given")]
    Given(Answered),
    /// Asked, and said no.
    #[serde(rename = "consent.refused")]
    Refused(Answered),
    #[serde(rename = "consent.withdrawn")]
    Withdrawn(Answered),
    /// An answer an import had brought went with the import; what stood before it holds again.
    #[serde(rename = "consent.removed")]
    Removed(Answered),
    /// A group shaped a purpose: its basis, how long an answer holds, when one may ask again.
    #[serde(rename = "consent_purpose.changed")]
    PurposeChanged { purpose: String, title: String },
}

/// An answer as the timeline tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub consent: ConsentId,
    /// The code of the purpose, `marketing`, and what it was called.
    pub purpose: String,
    pub title: String,
    /// `sms`, `all` …
    pub channel: String,
    /// `paper`, `spoken`, `app` …
    pub how: String,
    /// The text it was given to, `会员隐私政策 v3`.
    pub policy: Option<String>,
    pub until: Option<DateTime<Utc>>,
}

impl Event for ConsentsEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
