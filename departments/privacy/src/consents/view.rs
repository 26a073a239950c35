//! What a customer allows, from outside.

use chrono::{DateTime, Utc};
use kernel::{ConsentId, CustomerId, Language, PolicyId};
use messaging::consents::{
    Answer, Asks, Basis, Consent, ConsentChannel, PersonalKind, Proof, Purpose, Standing, Verdict,
    rules::{Floors, judge},
};
use platform::names::{Known, Ref};
use serde::Serialize;
use utoipa::ToSchema;

/// All a customer allows and does not.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentsView {
    pub purposes: Vec<PurposeStanding>,
    /// `record`.
    pub can: Vec<&'static str>,
}

/// One purpose, and where the customer stands for each way it is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct PurposeStanding {
    pub purpose: String,
    pub title: String,
    pub basis: Basis,
    pub asks: Asks,
    pub kinds: Vec<PersonalKind>,
    pub is_separate: bool,
    pub by_channel: bool,
    /// One for `all`, or one for each way.
    pub channels: Vec<ChannelStanding>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelStanding {
    pub channel: ConsentChannel,
    pub verdict: Verdict,
    pub is_allowed: bool,
    /// The answer it follows from.
    pub answer: Option<ConsentView>,
    /// After a no: before this one does not ask again.
    pub may_ask_from: Option<DateTime<Utc>>,
}

/// One answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentView {
    pub id: ConsentId,
    pub purpose: String,
    pub title: String,
    pub channel: ConsentChannel,
    pub answer: Answer,
    pub answered_at: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    pub how: Proof,
    pub proof: Option<String>,
    pub policy: Option<ConsentPolicyView>,
    pub by: Ref,
    pub recorded_at: DateTime<Utc>,
    /// When a later answer took its place.
    pub replaced_at: Option<DateTime<Utc>>,
}

/// The text an answer was given to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentPolicyView {
    pub id: PolicyId,
    pub title: String,
    pub number: i32,
    /// SHA-256 of the text.
    pub hash: String,
}

/// What came of recording an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerRecorded {
    pub consent: ConsentView,
    /// The customer had said no so shortly before that the law did not want them asked again.
    pub asked_too_soon: bool,
}

/// Where one of many customers stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingView {
    pub customer_id: CustomerId,
    pub verdict: Verdict,
    pub is_allowed: bool,
    pub may_ask_from: Option<DateTime<Utc>>,
}

/// All purposes in use, as the customer stands.
pub fn purposes(
    purposes: &[Purpose],
    current: &[Consent],
    floors: &Floors,
    known: &Known,
    language: Language,
    now: DateTime<Utc>,
) -> Vec<PurposeStanding> {
    let of = |purpose: &Purpose| {
        let ways: &[ConsentChannel] = if purpose.by_channel { &ConsentChannel::WAYS } else { &[ConsentChannel::All] };
        let channels = ways.iter().map(|channel| {
            let standing = judge(purpose, current, floors, *channel, now);
            channel_standing(*channel, standing, purpose, known, language)
        });
        PurposeStanding {
            purpose: purpose.code.clone(),
            title: purpose.title(language).to_owned(),
            basis: purpose.basis,
            asks: purpose.asks,
            kinds: purpose.kinds.0.clone(),
            is_separate: purpose.is_separate,
            by_channel: purpose.by_channel,
            channels: channels.collect(),
        }
    };
    purposes.iter().filter(|purpose| purpose.is_active).map(of).collect()
}

pub fn consent_view(consent: Consent, title: String, known: &Known) -> ConsentView {
    let named = consent.recorded_by.and_then(|id| known.staff.get(&id)).map(|named| named.name.clone());
    let by = Ref {
        id: consent.recorded_by.map(|id| id.0).unwrap_or_default(),
        name: named.unwrap_or(consent.recorded_name),
    };
    let policy = match (consent.policy_id, consent.policy_title, consent.policy_version, consent.policy_hash) {
        (Some(id), Some(title), Some(number), Some(hash)) => Some(ConsentPolicyView { id, title, number, hash }),
        _ => None,
    };
    ConsentView {
        id: consent.id,
        purpose: consent.purpose,
        title,
        channel: consent.channel,
        answer: consent.answer,
        answered_at: consent.answered_at,
        until: consent.until,
        how: consent.how,
        proof: consent.proof,
        policy,
        by,
        recorded_at: consent.recorded_at,
        replaced_at: consent.replaced_at,
    }
}

fn channel_standing(
    channel: ConsentChannel,
    standing: Standing,
    purpose: &Purpose,
    known: &Known,
    language: Language,
) -> ChannelStanding {
    ChannelStanding {
        channel,
        verdict: standing.verdict,
        is_allowed: standing.verdict.allows(),
        answer: standing.consent.map(|one| consent_view(one, purpose.title(language).to_owned(), known)),
        may_ask_from: standing.may_ask_from,
    }
}
