//! When an attempt is made again, and when the house gives up: pure.

use chrono::{DateTime, TimeDelta, Utc};

use super::delivery::{Attempt, Fault};

/// The pauses the convention advises: eleven attempts within three days and four hours.
const PAUSES: [TimeDelta; 10] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(10),
    TimeDelta::hours(14),
    TimeDelta::hours(20),
    TimeDelta::hours(24),
];
/// A receiver that asks for more gets this.
const RETRY_AFTER_MAX: TimeDelta = TimeDelta::hours(24);
/// An address that only fails for so long is given up.
const FAILING_MAX: TimeDelta = TimeDelta::days(5);
/// So many attempts are kept in the log.
const TRIES_KEPT: usize = 20;
/// From so many failures in a row on an address is left in peace for a while.
const RESTS_FROM: i32 = 5;
const REST_MAX: TimeDelta = TimeDelta::minutes(10);

/// What follows from an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Delivered,
    /// The receiver wants nothing any more.
    Gone,
    AgainAt(DateTime<Utc>),
    GivenUp,
}

/// What follows from the `nth` attempt (1 for the first); `jitter` from 0 to 1 spreads those that failed together.
pub fn verdict(attempt: &Attempt, nth: i32, retry_after: Option<TimeDelta>, jitter: f64) -> Verdict {
    if attempt.fault.is_none() {
        return Verdict::Delivered;
    }
    if attempt.status == Some(410) {
        return Verdict::Gone;
    }
    let pause = usize::try_from(nth - 1).ok().and_then(|place| PAUSES.get(place));
    let Some(pause) = pause else { return Verdict::GivenUp };
    let pause = spread(*pause, jitter).max(retry_after.unwrap_or_default().min(RETRY_AFTER_MAX));
    Verdict::AgainAt(attempt.at + pause)
}

/// What an answer means.
pub fn fault_of(status: u16) -> Option<Fault> {
    match status {
        200..=299 => None,
        300..=399 => Some(Fault::Redirected),
        _ => Some(Fault::Refused),
    }
}

/// Reads a `Retry-After`: seconds, or a date of RFC 9110 (`Wed, 21 Oct 2026 07:28:00 GMT`).
pub fn retry_after(header: &str, now: DateTime<Utc>) -> Option<TimeDelta> {
    let header = header.trim();
    let pause = match header.parse::<u32>() {
        Ok(seconds) => TimeDelta::seconds(seconds.into()),
        Err(_) => DateTime::parse_from_rfc2822(header).ok()?.to_utc() - now,
    };
    (pause > TimeDelta::zero()).then_some(pause)
}

/// How long an address is left in peace after so many failures in a row: 10 s, 20 s … up to ten minutes.
pub fn rest(failures: i32) -> Option<TimeDelta> {
    let doublings = u32::try_from(failures - RESTS_FROM).ok()?.min(10);
    Some(TimeDelta::seconds(10_i64 << doublings).min(REST_MAX))
}

/// Whether an address that has failed since then is given up.
pub fn is_dead(failing_since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - failing_since >= FAILING_MAX
}

/// The log with one attempt more.
pub fn kept(mut tries: Vec<Attempt>, attempt: Attempt) -> Vec<Attempt> {
    tries.push(attempt);
    let gone = tries.len().saturating_sub(TRIES_KEPT);
    tries.drain(..gone);
    tries
}

/// Up to a fifth longer.
fn spread(pause: TimeDelta, jitter: f64) -> TimeDelta {
    let milliseconds = pause.num_milliseconds();
    #[expect(clippy::cast_possible_truncation, reason = "a fraction of a number of milliseconds that fits")]
    #[expect(clippy::cast_precision_loss, reason = "a day has few milliseconds")]
    let more = (milliseconds as f64 * 0.2 * jitter.clamp(0.0, 1.0)) as i64;
    pause + TimeDelta::milliseconds(more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(status: Option<u16>) -> Attempt {
        let fault = status.map_or(Some(Fault::Unreachable), fault_of);
        Attempt { at: DateTime::UNIX_EPOCH, milliseconds: 1, status, fault, answer: String::new() }
    }

    fn pause(nth: i32, retry_after: Option<TimeDelta>, jitter: f64) -> Option<TimeDelta> {
        match verdict(&attempt(Some(500)), nth, retry_after, jitter) {
            Verdict::AgainAt(at) => Some(at - DateTime::UNIX_EPOCH),
            _ => None,
        }
    }

    #[test]
    fn pauses_grow_until_the_house_gives_up() {
        assert_eq!(pause(1, None, 0.0), Some(TimeDelta::seconds(5)));
        assert_eq!(pause(3, None, 0.0), Some(TimeDelta::minutes(30)));
        assert_eq!(pause(10, None, 0.0), Some(TimeDelta::hours(24)));
        assert_eq!(verdict(&attempt(Some(500)), 11, None, 0.0), Verdict::GivenUp);
        assert_eq!(verdict(&attempt(None), 11, None, 0.0), Verdict::GivenUp);
    }

    #[test]
    fn those_that_failed_together_do_not_come_back_together() {
        assert_eq!(pause(2, None, 1.0), Some(TimeDelta::minutes(6)));
        assert_eq!(pause(2, None, 0.5), Some(TimeDelta::seconds(330)));
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_ever() {
        assert_eq!(pause(1, Some(TimeDelta::hours(1)), 0.0), Some(TimeDelta::hours(1)));
        assert_eq!(pause(2, Some(TimeDelta::seconds(1)), 0.0), Some(TimeDelta::minutes(5)));
        assert_eq!(pause(1, Some(TimeDelta::days(365)), 0.0), Some(TimeDelta::hours(24)));
    }

    #[test]
    fn a_retry_after_is_read_in_both_forms() {
        let now = "2026-10-21T07:00:00Z".parse().unwrap();
        assert_eq!(retry_after("120", now), Some(TimeDelta::minutes(2)));
        assert_eq!(retry_after("Wed, 21 Oct 2026 07:28:00 GMT", now), Some(TimeDelta::minutes(28)));
        for none in ["", "soon", "-5", "0", "Wed, 21 Oct 2025 07:28:00 GMT", "99999999999999"] {
            assert_eq!(retry_after(none, now), None, "{none}");
        }
    }

    #[test]
    fn success_is_two_hundred_and_410_is_for_ever() {
        for (status, expected) in [(200, Verdict::Delivered), (204, Verdict::Delivered), (410, Verdict::Gone)] {
            assert_eq!(verdict(&attempt(Some(status)), 1, None, 0.0), expected, "{status}");
        }
        for status in [100, 301, 302, 307, 400, 404, 429, 500, 503] {
            assert!(matches!(verdict(&attempt(Some(status)), 1, None, 0.0), Verdict::AgainAt(_)), "{status}");
        }
    }

    #[test]
    fn an_address_that_keeps_failing_is_left_in_peace_longer_and_longer() {
        assert_eq!((rest(1), rest(4)), (None, None));
        assert_eq!((rest(5), rest(6)), (Some(TimeDelta::seconds(10)), Some(TimeDelta::seconds(20))));
        assert_eq!((rest(20), rest(i32::MAX)), (Some(REST_MAX), Some(REST_MAX)));
        let since = DateTime::UNIX_EPOCH;
        assert!(!is_dead(since, since + TimeDelta::days(4)) && is_dead(since, since + TimeDelta::days(5)));
    }

    #[test]
    fn the_log_keeps_the_last_attempts() {
        let mut tries = Vec::new();
        for status in 400..430 {
            tries = kept(tries, attempt(Some(status)));
        }
        assert_eq!((tries.len(), tries[0].status, tries[19].status), (20, Some(410), Some(429)));
    }
}
