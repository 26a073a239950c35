//! What may happen to a policy: a draft is written, changed and published; what is published stays. Pure.

use chrono::{DateTime, Utc};
use journal::events::privacy::PrivacyEvent;
use kernel::{Fault, Refusal, StaffId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{policy::Policy, policy_text::PolicyText};
use crate::fields::{optional, required};

/// Request body of `PUT /policies/{id}/draft`: the next version, whole.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftForm {
    pub title: String,
    pub body: String,
    #[serde(default)]
    pub title_english: String,
    #[serde(default)]
    pub body_english: String,
    /// What is new since the version before; needed from the second version on.
    pub changes: Option<String>,
    /// Whether consents to earlier versions end with this one (PIPL article 14).
    #[serde(default)]
    pub demands_consent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyRefusal {
    NoDraft,
    ChangesMissing,
    EnglishHalf,
    DraftChanged,
}

impl Refusal for PolicyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoDraft => "policy.no_draft",
            Self::ChangesMissing => "policy.changes_missing",
            Self::EnglishHalf => "policy.english_half",
            Self::DraftChanged => "policy.draft_changed",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NoDraft => "There is no draft to publish; write one first.",
            Self::ChangesMissing => "Say what is new since the version before; customers have a right to know.",
            Self::EnglishHalf => "The English text needs both title and body, or neither.",
            Self::DraftChanged => "Somebody else has begun the same version meanwhile; load the page again.",
        }
        .into()
    }
}

const TITLE_CHARS_MAX: usize = 100;
const BODY_CHARS_MAX: usize = 60_000;
const CHANGES_CHARS_MAX: usize = 2_000;

impl DraftForm {
    /// Trims what was typed and says what is wrong with it.
    pub fn check(&mut self) -> Vec<Fault> {
        let mut faults = Vec::new();
        required("title", &mut self.title, TITLE_CHARS_MAX, &mut faults);
        required("body", &mut self.body, BODY_CHARS_MAX, &mut faults);
        for (field, text, most) in [
            ("title_english", &mut self.title_english, TITLE_CHARS_MAX),
            ("body_english", &mut self.body_english, BODY_CHARS_MAX),
        ] {
            let mut kept = Some(std::mem::take(text));
            optional(field, &mut kept, most, &mut faults);
            *text = kept.unwrap_or_default();
        }
        optional("changes", &mut self.changes, CHANGES_CHARS_MAX, &mut faults);
        faults
    }
}

impl PolicyText {
    /// Puts other words into a draft.
    pub fn redraft(&mut self, form: DraftForm) {
        self.title = form.title;
        self.body = form.body;
        self.title_english = form.title_english;
        self.body_english = form.body_english;
        self.changes = form.changes;
        self.demands_consent = form.demands_consent;
    }

    pub fn drafted(&self, policy: &Policy) -> PrivacyEvent {
        PrivacyEvent::PolicyDrafted { policy: policy.id, title: policy.name.clone(), version: self.number }
    }

    /// Publishes the draft: from now on it is the text customers read, and it never changes again. `hash` is that of
    /// [`PolicyText::fingerprint_of`].
    pub fn publish(
        &mut self,
        policy: &Policy,
        hash: String,
        by: Option<StaffId>,
        now: DateTime<Utc>,
    ) -> Result<PrivacyEvent, PolicyRefusal> {
        if self.published_at.is_some() {
            return Err(PolicyRefusal::NoDraft);
        }
        if self.number > 1 && self.changes.is_none() {
            return Err(PolicyRefusal::ChangesMissing);
        }
        if self.title_english.is_empty() != self.body_english.is_empty() {
            return Err(PolicyRefusal::EnglishHalf);
        }
        self.hash = Some(hash.clone());
        self.published_at = Some(now);
        self.published_by = by;
        Ok(PrivacyEvent::PolicyPublished { policy: policy.id, title: policy.name.clone(), version: self.number, hash })
    }

    /// What the hash is made of: titles and bodies, each behind its length, so that none can pass for another.
    pub fn fingerprint_of(&self) -> String {
        [&self.title, &self.body, &self.title_english, &self.body_english]
            .map(|part| format!("{}:{part}", part.len()))
            .join("\n")
    }
}
