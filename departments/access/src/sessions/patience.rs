//! How many wrong tries become a lock, and for how long. Pure.

use chrono::{DateTime, TimeDelta, Utc};

/// How failures become a lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub failures_max: i32,
    pub first_lock: TimeDelta,
    /// One failure is forgiven after so long; none of them, when not given.
    pub forgives_every: Option<TimeDelta>,
}

/// Of one login from one device or one neighbourhood.
pub(crate) const FROM_HERE: Patience =
    Patience { failures_max: 5, first_lock: TimeDelta::minutes(15), forgives_every: None };
/// Of one login from all the places nobody knows.
pub(crate) const FROM_ANYWHERE: Patience =
    Patience { failures_max: 50, first_lock: TimeDelta::minutes(15), forgives_every: None };
/// Of all logins from one address: behind it may be a whole store, whose slips of the day must not add up.
pub(crate) const FROM_ADDRESS: Patience =
    Patience { failures_max: 20, first_lock: TimeDelta::minutes(1), forgives_every: Some(TimeDelta::minutes(10)) };

const LOCK_MAX: TimeDelta = TimeDelta::hours(24);

impl Patience {
    /// Until when the door is shut after the `failures`-th failure at `now`; `None` when it is not.
    pub fn lock_after(self, failures: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if failures <= 0 || failures % self.failures_max != 0 {
            return None;
        }
        let doublings = (failures / self.failures_max - 1).clamp(0, 16);
        Some(now + (self.first_lock * (1 << doublings)).min(LOCK_MAX))
    }

    /// How many failures are forgiven between the last one and `now`.
    pub fn forgiven(self, last_failed_at: DateTime<Utc>, now: DateTime<Utc>) -> i32 {
        let Some(every) = self.forgives_every else { return 0 };
        i32::try_from((now - last_failed_at).num_seconds() / every.num_seconds()).unwrap_or(i32::MAX).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_770_000_000, 0).expect("an instant")
    }

    #[test]
    fn the_fifth_failure_locks_for_a_quarter_hour_and_the_tenth_for_twice_as_long() {
        assert_eq!(FROM_HERE.lock_after(4, noon()), None);
        assert_eq!(FROM_HERE.lock_after(5, noon()), Some(noon() + TimeDelta::minutes(15)));
        assert_eq!(FROM_HERE.lock_after(6, noon()), None);
        assert_eq!(FROM_HERE.lock_after(10, noon()), Some(noon() + TimeDelta::minutes(30)));
    }

    #[test]
    fn no_lock_lasts_longer_than_a_day() {
        for patience in [FROM_HERE, FROM_ANYWHERE, FROM_ADDRESS] {
            assert_eq!(patience.lock_after(100_000, noon()), Some(noon() + TimeDelta::hours(24)));
        }
    }

    #[test]
    fn an_address_is_forgiven_one_failure_every_ten_minutes_and_a_login_none() {
        let later = noon() + TimeDelta::minutes(59);
        assert_eq!(FROM_ADDRESS.forgiven(noon(), later), 5);
        assert_eq!(FROM_ADDRESS.forgiven(later, noon()), 0);
        assert_eq!(FROM_HERE.forgiven(noon(), later), 0);
    }
}
