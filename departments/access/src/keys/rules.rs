//! What makes a key well-formed.

use chrono::{DateTime, Utc};
use kernel::{Fault, Reach, RoleId, StoreId};
use serde::Deserialize;
use utoipa::ToSchema;

/// A key to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// Which machine it is for.
    pub name: String,
    pub role_id: RoleId,
    /// `store` or `group`.
    pub reach: Reach,
    /// Needed when it reaches over one store.
    pub store_id: Option<StoreId>,
    /// Never, when not given.
    pub expires_at: Option<DateTime<Utc>>,
}

pub(crate) const NAME_CHARS_MAX: usize = 60;

/// What is wrong with the reach and the end of a new key.
pub(crate) fn faults_of(key: &NewKey, now: DateTime<Utc>) -> Vec<Fault> {
    let mut faults = Vec::new();
    match (key.reach, key.store_id) {
        (Reach::Own | Reach::Team, _) => faults.push(Fault::new(
            "reach",
            "key.reach_of_a_person",
            "a machine has no customers or team of its own: take 'store' or 'group'",
        )),
        (Reach::Store, None) => {
            faults.push(Fault::new("store_id", "required", "say in which store the key works"));
        }
        _ => {}
    }
    if key.expires_at.is_some_and(|end| end <= now) {
        faults.push(Fault::new("expires_at", "key.ends_in_the_past", "the key would have run out already"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn codes(reach: Reach, store_id: Option<StoreId>, expires_in: Option<TimeDelta>) -> Vec<String> {
        let now = DateTime::UNIX_EPOCH;
        let role_id = RoleId(uuid::Uuid::nil());
        let key = NewKey { name: "x".into(), role_id, reach, store_id, expires_at: expires_in.map(|wait| now + wait) };
        faults_of(&key, now).into_iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn a_key_reaches_over_a_store_or_the_group() {
        let store = Some(StoreId(uuid::Uuid::nil()));
        assert!(codes(Reach::Group, None, None).is_empty());
        assert!(codes(Reach::Store, store, Some(TimeDelta::days(1))).is_empty());
        assert_eq!(codes(Reach::Store, None, None), ["required"]);
        assert_eq!(codes(Reach::Own, store, None), ["key.reach_of_a_person"]);
    }

    #[test]
    fn a_key_can_not_end_before_it_begins() {
        assert_eq!(codes(Reach::Group, None, Some(TimeDelta::zero())), ["key.ends_in_the_past"]);
    }
}
