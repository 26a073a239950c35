//! Guessing made hopeless, in three ways that do not let a stranger lock people out of their work:
//!
//! * Per address, in memory: a bucket of tries that fills slowly; a sign-in that succeeds gives its try back, so that a whole
//!   store behind one address can begin its day.
//! * Per login and neighbourhood of the address, in the database: five failures lock the login *from there* for 15 minutes,
//!   doubling with every five more. Somebody elsewhere is not locked out by it.
//! * Per login over all neighbourhoods: fifty failures lock it for whoever comes from where the person never signed in;
//!   from a neighbourhood of an earlier session it stays open.
//!
//! Logins that do not exist are counted alike, so that a lock tells nobody which ones do.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Error, Result};

/// Stands in place of a neighbourhood for the count over all of them.
pub(crate) const ANYWHERE: &str = "*";
/// A count without new failures is forgotten after so long.
pub(crate) const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(2);

/// How failures of one login from one place become a lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub failures_max: i32,
    pub first_lock: TimeDelta,
}

pub(crate) const FROM_HERE: Patience = Patience { failures_max: 5, first_lock: TimeDelta::minutes(15) };
pub(crate) const FROM_ANYWHERE: Patience = Patience { failures_max: 50, first_lock: TimeDelta::minutes(15) };
const LOCK_MAX: TimeDelta = TimeDelta::hours(24);

impl Patience {
    /// Until when the login is locked after its `failures`-th failure at `now`; `None` when it is not.
    pub fn lock_after(self, failures: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if failures <= 0 || failures % self.failures_max != 0 {
            return None;
        }
        let doublings = (failures / self.failures_max - 1).clamp(0, 7);
        Some(now + (self.first_lock * (1 << doublings)).min(LOCK_MAX))
    }
}

/// The answer to a try while the login is locked.
pub(crate) fn locked(until: DateTime<Utc>, now: DateTime<Utc>) -> Error {
    let seconds = (until - now).num_seconds().max(1);
    Error::TooMany { code: "sign_in.locked", retry_after_seconds: u64::try_from(seconds).unwrap_or(1) }
}

/// The tries left to each address.
#[derive(Default)]
pub(crate) struct Buckets(Mutex<HashMap<IpAddr, Bucket>>);

struct Bucket {
    tries: i64,
    filled_at: DateTime<Utc>,
}

const TRIES_MAX: i64 = 20;
const REFILL: TimeDelta = TimeDelta::seconds(5);
const BUCKETS_MAX: usize = 10_000;

impl Buckets {
    /// Takes one try of this address. Requests without one come from tests and sockets of the same machine.
    pub fn take(&self, address: Option<IpAddr>, now: DateTime<Utc>) -> Result<()> {
        let Some(address) = address.map(whole_subscriber) else { return Ok(()) };
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS_MAX {
            buckets.retain(|_, bucket| now - bucket.filled_at < REFILL * i32::try_from(TRIES_MAX).unwrap_or(i32::MAX));
        }
        let bucket = buckets.entry(address).or_insert(Bucket { tries: TRIES_MAX, filled_at: now });
        bucket.refill(now);
        if bucket.tries == 0 {
            let wait = (bucket.filled_at + REFILL - now).num_seconds().max(1);
            return Err(Error::TooMany {
                code: "sign_in.too_many",
                retry_after_seconds: u64::try_from(wait).unwrap_or(1),
            });
        }
        bucket.tries -= 1;
        Ok(())
    }

    /// Gives a try back after a sign-in that succeeded.
    pub fn give_back(&self, address: Option<IpAddr>) {
        let Some(address) = address.map(whole_subscriber) else { return };
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(&address) {
            bucket.tries = (bucket.tries + 1).min(TRIES_MAX);
        }
    }
}

impl Bucket {
    fn refill(&mut self, now: DateTime<Utc>) {
        let refills = (now - self.filled_at).num_seconds() / REFILL.num_seconds();
        if refills > 0 {
            self.tries = (self.tries + refills).min(TRIES_MAX);
            self.filled_at = now;
        }
    }
}

/// One subscriber of IPv6 has a whole /64 to come from.
fn whole_subscriber(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
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
        assert_eq!(FROM_HERE.lock_after(5_000, noon()), Some(noon() + TimeDelta::hours(24)));
    }

    #[test]
    fn an_address_runs_out_of_tries_and_gets_one_back_every_five_seconds() {
        let (buckets, address) = (Buckets::default(), Some("203.0.113.9".parse().expect("an address")));
        for _ in 0..TRIES_MAX {
            assert!(buckets.take(address, noon()).is_ok());
        }
        assert!(matches!(buckets.take(address, noon()), Err(Error::TooMany { retry_after_seconds: 5, .. })));
        assert!(buckets.take(address, noon() + REFILL).is_ok());
        assert!(buckets.take(address, noon() + REFILL).is_err());
    }

    #[test]
    fn a_store_behind_one_address_can_sign_in_without_end() {
        let (buckets, address) = (Buckets::default(), Some("203.0.113.9".parse().expect("an address")));
        for _ in 0..200 {
            assert!(buckets.take(address, noon()).is_ok());
            buckets.give_back(address);
        }
    }
}
