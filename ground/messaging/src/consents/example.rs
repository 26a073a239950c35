//! An answer for tests of rules.

use chrono::{DateTime, Utc};
use kernel::{ConsentId, CustomerId, GroupId, StoreId};

use super::{Answer, Consent, ConsentChannel, Proof};

/// What a customer said of a purpose on paper at `at`, and to no text.
pub(super) fn consent(purpose: &str, channel: ConsentChannel, answer: Answer, at: DateTime<Utc>) -> Consent {
    Consent {
        id: ConsentId::new(at),
        group_id: GroupId::new(at),
        store_id: StoreId::new(at),
        customer_id: CustomerId::new(at),
        purpose: purpose.into(),
        channel,
        answer,
        answered_at: at,
        until: None,
        policy_id: None,
        policy_text_id: None,
        policy_title: None,
        policy_version: None,
        policy_hash: None,
        how: Proof::Paper,
        proof: None,
        recorded_by: None,
        recorded_name: String::new(),
        recorded_at: at,
        replaced_at: None,
    }
}
