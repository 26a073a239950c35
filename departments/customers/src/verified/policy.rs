//! Which changes need a proof: pure, as the group has set it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::pending_change::{ChangeOrigin, KeyField};

/// From whom a field needs a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofNeeded {
    /// Changes by staff.
    pub staff: bool,
    /// Changes by machines with an API key.
    pub key: bool,
}

/// What a group demands. Imports need no line: they fill what is empty and never replace a phone, e-mail or ID number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    pub phone: ProofNeeded,
    pub email: ProofNeeded,
    pub id_number: ProofNeeded,
    /// So long after it was written down a slip may be put right without a proof.
    pub typing_minutes: i32,
    /// After so long a change that nobody proved is given up.
    pub expires_hours: i32,
}

impl Default for Policy {
    fn default() -> Self {
        let by_staff = ProofNeeded { staff: true, key: false };
        Self { phone: by_staff, email: by_staff, id_number: by_staff, typing_minutes: 30, expires_hours: 72 }
    }
}

impl Policy {
    /// Whether what has stood there since `since` may be changed only with a proof.
    pub fn needs_proof(&self, field: KeyField, origin: ChangeOrigin, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let needed = match field {
            KeyField::Phone => self.phone,
            KeyField::Email => self.email,
            KeyField::IdNumber => self.id_number,
        };
        let is_needed = match origin {
            ChangeOrigin::Staff => needed.staff,
            ChangeOrigin::Key => needed.key,
            ChangeOrigin::Customer => true,
        };
        is_needed && now - since >= TimeDelta::minutes(self.typing_minutes.into())
    }

    pub fn expires_after(&self) -> TimeDelta {
        TimeDelta::hours(self.expires_hours.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_put_right_within_half_an_hour_and_not_later() {
        let (policy, begin) = (Policy::default(), DateTime::UNIX_EPOCH);
        let needs =
            |field, origin, minutes| policy.needs_proof(field, origin, begin, begin + TimeDelta::minutes(minutes));
        assert!(!needs(KeyField::Phone, ChangeOrigin::Staff, 29));
        assert!(needs(KeyField::Phone, ChangeOrigin::Staff, 30));
        assert!(needs(KeyField::IdNumber, ChangeOrigin::Staff, 31));
        assert!(needs(KeyField::Email, ChangeOrigin::Staff, 31));
        for field in [KeyField::Phone, KeyField::Email, KeyField::IdNumber] {
            assert!(!needs(field, ChangeOrigin::Key, 31));
        }
        assert!(needs(KeyField::Email, ChangeOrigin::Customer, 31));
    }
}
