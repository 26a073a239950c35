//! How much one caller may ask, by what they are: nobody yet, a person, a machine. Counted on each node by itself: this keeps a program
//! that runs wild from being everybody's trouble; what must hold over all nodes, such as tries of passwords, is counted in the database.

use std::{
    hash::{BuildHasher, RandomState},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use http::header;
use kernel::Error;
use platform::{Platform, http::Problem};

/// Requests a second by kind of caller; five times as many may come at once. 0 is without limit.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    pub nobody: u32,
    pub person: u32,
    pub key: u32,
}

/// Provided to the platform by whoever serves; without it nothing is limited.
pub struct Limits {
    nobody: Limiter,
    person: Limiter,
    key: Limiter,
    hasher: RandomState,
    counted: AtomicU32,
}

/// Absent when there is no limit.
type Limiter = Option<DefaultKeyedRateLimiter<u64>>;

const BURST_TIMES: u32 = 5;
/// How many requests are counted between two clearings of callers who have long been quiet.
const CLEARED_EVERY: u32 = 10_000;

enum Caller<'a> {
    Nobody(Option<std::net::IpAddr>),
    Person(&'a str),
    Key(&'a str),
}

impl Limits {
    pub fn new(rates: Rates) -> Self {
        Self {
            nobody: limiter(rates.nobody),
            person: limiter(rates.person),
            key: limiter(rates.key),
            hasher: RandomState::new(),
            counted: AtomicU32::new(0),
        }
    }

    /// Counts one request; answers after how many seconds the caller may ask again when it is one too many.
    fn count(&self, caller: &Caller<'_>) -> Result<(), u64> {
        let (limiter, name) = match caller {
            Caller::Nobody(address) => (&self.nobody, self.hasher.hash_one(address)),
            Caller::Person(token) => (&self.person, self.hasher.hash_one(token)),
            Caller::Key(secret) => (&self.key, self.hasher.hash_one(secret)),
        };
        let Some(limiter) = limiter else { return Ok(()) };
        if self.counted.fetch_add(1, Ordering::Relaxed).is_multiple_of(CLEARED_EVERY) {
            limiter.retain_recent();
        }
        limiter.check_key(&name).map_err(|early| early.wait_time_from(limiter.clock().now()).as_secs() + 1)
    }
}

fn limiter(per_second: u32) -> Limiter {
    let rate = NonZeroU32::new(per_second)?;
    let burst = NonZeroU32::new(per_second.saturating_mul(BURST_TIMES))?;
    Some(RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst)))
}

/// Refuses one request too many; the files of the pages cost nothing and are not counted.
pub async fn keep_within(State(platform): State<Platform>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/")
        && let Ok(limits) = platform.provided::<Limits>()
        && let Err(retry_after_seconds) = limits.count(&caller(&platform, &request))
    {
        let code = "request.too_many";
        return Problem::from(Error::TooMany { code, retry_after_seconds }).into_response();
    }
    next.run(request).await
}

/// By what it shows, when that was good lately; else by its address, so that nobody gets more by making up keys.
fn caller<'a>(platform: &Platform, request: &'a Request) -> Caller<'a> {
    let headers = request.headers();
    if !access::is_known(platform, headers) {
        return Caller::Nobody(access::caller_address(request.extensions(), headers));
    }
    match headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        Some(secret) => Caller::Key(secret),
        None => Caller::Person(access::session_token(headers).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_who_asks_too_much_waits_and_the_others_do_not() {
        let limits = Limits::new(Rates { nobody: 1, person: 0, key: 2 });
        let wild = Caller::Nobody("203.0.113.9".parse().ok());
        let taken = (0..20).filter(|_| limits.count(&wild).is_ok()).count();
        assert_eq!(taken, 5, "one a second, five at once");
        assert_eq!(limits.count(&wild), Err(1), "and is told when to come back");
        assert!(limits.count(&Caller::Nobody("203.0.113.10".parse().ok())).is_ok());
        assert!((0..100).all(|_| limits.count(&Caller::Person("token")).is_ok()), "0 is without limit");
        assert_eq!((0..20).filter(|_| limits.count(&Caller::Key("Bearer x")).is_ok()).count(), 10);
    }
}
