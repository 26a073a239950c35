//! How many wrong tries become a lock or a wait, and for how long. Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// How failures become a lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub failures_max: i32,
    pub first_lock: TimeDelta,
}

/// Of one login from one device or one neighbourhood.
pub(crate) const FROM_HERE: Patience = Patience { failures_max: 5, first_lock: TimeDelta::minutes(15) };
/// Of one login from all the places nobody knows.
pub(crate) const FROM_ANYWHERE: Patience = Patience { failures_max: 50, first_lock: TimeDelta::minutes(15) };

const LOCK_MAX: TimeDelta = TimeDelta::hours(24);
/// Of all logins from one address, the slips of a whole store's day: so many cost nothing,
const FREE_FROM_ADDRESS: i32 = 20;
/// every so many more double the wait,
const DOUBLED_EVERY: i32 = 10;
/// up to this,
const WAIT_MAX: Duration = Duration::from_secs(8);
/// and one is forgiven after so long.
const FORGIVEN_EVERY: TimeDelta = TimeDelta::minutes(10);

impl Patience {
    /// Until when the door is shut after the `failures`-th failure at `now`; `None` when it is not.
    pub fn lock_after(self, failures: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if failures <= 0 || failures % self.failures_max != 0 {
            return None;
        }
        let doublings = (failures / self.failures_max - 1).clamp(0, 16);
        Some(now + (self.first_lock * (1 << doublings)).min(LOCK_MAX))
    }
}

/// How long a try waits that comes from an address with so many failures.
pub(crate) fn wait_after(failures: i32) -> Duration {
    if failures < FREE_FROM_ADDRESS {
        return Duration::ZERO;
    }
    let doublings = ((failures - FREE_FROM_ADDRESS) / DOUBLED_EVERY).clamp(0, 16);
    Duration::from_secs(1 << doublings).min(WAIT_MAX)
}

/// How many failures of an address are forgiven between the last one and `now`.
pub(crate) fn forgiven(last_failed_at: DateTime<Utc>, now: DateTime<Utc>) -> i32 {
    i32::try_from((now - last_failed_at).num_seconds() / FORGIVEN_EVERY.num_seconds()).unwrap_or(i32::MAX).max(0)
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
        for patience in [FROM_HERE, FROM_ANYWHERE] {
            assert_eq!(patience.lock_after(100_000, noon()), Some(noon() + TimeDelta::hours(24)));
        }
    }

    #[test]
    fn an_address_with_many_failures_waits_longer_and_longer_and_never_for_good() {
        let seconds: Vec<u64> =
            [0, 19, 20, 29, 30, 40, 50, 60, i32::MAX].map(|failures| wait_after(failures).as_secs()).to_vec();
        assert_eq!(seconds, [0, 0, 1, 1, 2, 4, 8, 8, 8]);
    }

    #[test]
    fn an_address_is_forgiven_one_failure_every_ten_minutes() {
        let later = noon() + TimeDelta::minutes(59);
        assert_eq!(forgiven(noon(), later), 5);
        assert_eq!(forgiven(later, noon()), 0);
    }
}
