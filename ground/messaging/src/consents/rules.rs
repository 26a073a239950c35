//! What an answer must be, and where a customer stands by the answers that hold.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Fault, PolicyId, Refusal};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    consent::{Answer, Consent, ConsentChannel, PolicyMark, Proof},
    purpose::{Asks, Purpose},
};

/// What a customer said, about to be written down.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// The code of the purpose.
    pub purpose: String,
    pub channel: ConsentChannel,
    pub answer: Answer,
    /// When the customer said so; now, when not given.
    pub answered_at: Option<DateTime<Utc>>,
    /// When a yes ends; as the purpose has it, when not given.
    pub until: Option<DateTime<Utc>>,
    pub policy: Option<PolicyMark>,
    pub how: Proof,
    pub proof: Option<String>,
}

/// Where a customer stands for one purpose and channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub verdict: Verdict,
    /// The answer it follows from.
    pub consent: Option<Consent>,
    /// After a no: before this one does not ask again.
    pub may_ask_from: Option<DateTime<Utc>>,
}

/// Whether data may be used so, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The customer said yes.
    Given,
    /// The law or the contract allows it, or the customer was told and has not objected.
    Lawful,
    /// Nobody has asked yet.
    Missing,
    Refused,
    Withdrawn,
    /// The yes has come to its end.
    Expired,
    /// The text it was given to has changed so that a new yes is needed.
    Outdated,
    /// There is no such purpose, or no longer.
    Closed,
}

impl Verdict {
    pub fn allows(self) -> bool {
        matches!(self, Self::Given | Self::Lawful)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Lawful => "lawful",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Outdated => "outdated",
            Self::Closed => "closed",
        }
    }
}

/// Per text, the oldest version whose consents still hold.
pub type Floors = HashMap<PolicyId, i32>;

/// Where a customer stands: `current` are all answers of theirs that hold. An answer for the channel itself goes before one for
/// all; of several, as a merge of two records may leave them, a no goes before a yes.
pub fn judge(
    purpose: &Purpose,
    current: &[Consent],
    floors: &Floors,
    channel: ConsentChannel,
    now: DateTime<Utc>,
) -> Standing {
    if !purpose.is_active {
        return Standing { verdict: Verdict::Closed, consent: None, may_ask_from: None };
    }
    let decisive = |channel: ConsentChannel| {
        let of_channel = current.iter().filter(|one| one.purpose == purpose.code && one.channel == channel);
        of_channel.max_by_key(|one| (one.answer != Answer::Given, one.answered_at, one.id))
    };
    let Some(consent) = decisive(channel).or_else(|| decisive(ConsentChannel::All)) else {
        let verdict = if purpose.asks == Asks::OptIn { Verdict::Missing } else { Verdict::Lawful };
        return Standing { verdict, consent: None, may_ask_from: None };
    };
    let verdict = match (purpose.asks, consent.answer) {
        (Asks::Nobody, _) => Verdict::Lawful,
        (_, Answer::Refused) => Verdict::Refused,
        (_, Answer::Withdrawn) => Verdict::Withdrawn,
        (Asks::OptOut, Answer::Given) => Verdict::Given,
        (Asks::OptIn, Answer::Given) => verdict_of_yes(consent, floors, now),
    };
    let is_no = matches!(verdict, Verdict::Refused | Verdict::Withdrawn);
    let may_ask_from = is_no.then(|| purpose.may_ask_from(consent.answered_at));
    Standing { verdict, consent: Some(consent.clone()), may_ask_from }
}

fn verdict_of_yes(consent: &Consent, floors: &Floors, now: DateTime<Utc>) -> Verdict {
    let floor = consent.policy_id.and_then(|policy| floors.get(&policy).copied()).unwrap_or_default();
    if consent.until.is_some_and(|until| until <= now) {
        Verdict::Expired
    } else if consent.policy_version.is_some_and(|version| version < floor) {
        Verdict::Outdated
    } else {
        Verdict::Given
    }
}

/// Why an answer is not written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConsentRefusal {
    /// Nobody is asked for this purpose.
    NotAsked,
    /// There is nothing to take back.
    NothingGiven,
    /// A later answer says otherwise.
    AnsweredLater,
    PurposeClosed,
}

impl Refusal for ConsentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAsked => "consent.not_asked",
            Self::NothingGiven => "consent.nothing_given",
            Self::AnsweredLater => "consent.answered_later",
            Self::PurposeClosed => "consent.purpose_closed",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NotAsked => "This purpose rests on the contract or on the law; customers are not asked for it.",
            Self::NothingGiven => "There is no consent to withdraw; record a refusal instead.",
            Self::AnsweredLater => "The customer has answered later than this; the later answer holds.",
            Self::PurposeClosed => "This purpose is no longer in use; take another one.",
        }
        .into()
    }
}

const PROOF_CHARS_MAX: usize = 500;

impl NewAnswer {
    /// What is wrong with it as it was written; nothing when all is well.
    pub fn faults(&self, purpose: &Purpose, now: DateTime<Utc>) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !purpose.by_channel && self.channel != ConsentChannel::All {
            let message = "this purpose is not asked for by channel; use 'all'";
            faults.push(Fault::new("channel", "consent.channel_unwanted", message));
        }
        // Clocks differ a little.
        if self.answered_at.is_some_and(|at| at > now + TimeDelta::minutes(5)) {
            faults.push(Fault::new("answered_at", "date.in_future", "nobody can have answered in the future"));
        }
        let answered_at = self.answered_at.unwrap_or(now);
        if self.until.is_some_and(|until| until <= answered_at) {
            faults.push(Fault::new("until", "consent.ends_before", "a consent ends after it was given"));
        }
        if self.until.is_some() && self.answer != Answer::Given {
            faults.push(Fault::new("until", "consent.until_unwanted", "only a consent that is given has an end"));
        }
        if self.proof.as_deref().is_some_and(|proof| proof.chars().count() > PROOF_CHARS_MAX) {
            let message = format!("at most {PROOF_CHARS_MAX} characters fit here");
            faults.push(Fault::new("proof", "text.too_long", message));
        }
        faults
    }

    /// Whether it can follow upon the answers whose place it would take.
    pub fn follows(
        &self,
        purpose: &Purpose,
        standing: &Standing,
        replaced: &[&Consent],
        now: DateTime<Utc>,
    ) -> Result<(), ConsentRefusal> {
        let answered_at = self.answered_at.unwrap_or(now);
        if !purpose.is_active && self.answer == Answer::Given {
            return Err(ConsentRefusal::PurposeClosed);
        }
        if purpose.asks == Asks::Nobody {
            return Err(ConsentRefusal::NotAsked);
        }
        if replaced.iter().any(|one| one.answered_at > answered_at) {
            return Err(ConsentRefusal::AnsweredLater);
        }
        let has_yes = standing.consent.as_ref().is_some_and(|one| one.answer == Answer::Given)
            || replaced.iter().any(|one| one.answer == Answer::Given);
        if self.answer == Answer::Withdrawn && !has_yes {
            return Err(ConsentRefusal::NothingGiven);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
