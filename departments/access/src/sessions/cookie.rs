//! The cookies of signing in: how they are written and read.

use std::borrow::Cow;

use chrono::TimeDelta;
use http::{HeaderMap, HeaderValue, header::COOKIE};
use kernel::{Error, Result};

use super::{devices, steps};
use crate::providers::visit;

/// One cookie of ours: out of reach of scripts and of other sites.
pub(crate) struct Cookie {
    name: &'static str,
    path: &'static str,
    /// As long as anything behind it may live; the server decides when it ends.
    life: TimeDelta,
}

/// Whoever is signed in.
pub(crate) const SESSION: Cookie = Cookie { name: "roadbook_session", path: "/", life: TimeDelta::days(90) };
/// Whoever has given the password and not yet the second factor.
pub(crate) const STEP: Cookie = Cookie { name: "roadbook_step", path: "/api/v1/session", life: steps::LIFE_MAX };
/// A browser that signed in before.
pub(crate) const DEVICE: Cookie = Cookie { name: "roadbook_device", path: "/api/v1", life: devices::KEPT };

/// A browser on its way to an identity provider and back.
pub(crate) const VISIT: Cookie = Cookie { name: "roadbook_visit", path: "/api/v1/sign-in", life: visit::LIFE_MAX };

const FORWARDED_PROTO: &str = "x-forwarded-proto";

impl Cookie {
    /// The token in it, if the request carries one.
    pub fn token<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let wanted = self.name_for(headers);
        let pairs =
            headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
        pairs
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, value)| *name == wanted && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// The header that gives the browser its token.
    pub fn set(&self, token: &str, headers: &HeaderMap) -> Result<HeaderValue> {
        self.written(token, self.life.num_seconds(), headers)
    }

    /// The header that takes the token away again.
    pub fn unset(&self, headers: &HeaderMap) -> Result<HeaderValue> {
        self.written("", 0, headers)
    }

    /// Over https browsers take a name with such a prefix only from us ourselves: no neighbouring host and no page over plain http can
    /// plant one (RFC 6265bis §4.1.3).
    fn name_for(&self, headers: &HeaderMap) -> Cow<'static, str> {
        match (came_by_https(headers), self.path) {
            (false, _) => self.name.into(),
            (true, "/") => format!("__Host-{}", self.name).into(),
            (true, _) => format!("__Secure-{}", self.name).into(),
        }
    }

    fn written(&self, token: &str, seconds: i64, headers: &HeaderMap) -> Result<HeaderValue> {
        let secure = if came_by_https(headers) { "; Secure" } else { "" };
        let (name, path) = (self.name_for(headers), self.path);
        HeaderValue::from_str(&format!(
            "{name}={token}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
        ))
        .map_err(Error::internal)
    }
}

/// The token of the session cookie, if there is one.
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    SESSION.token(headers)
}

/// Whether the browser spoke https, to us or to the proxy before us.
pub(crate) fn came_by_https(headers: &HeaderMap) -> bool {
    let proto = headers.get(FORWARDED_PROTO).and_then(|value| value.to_str().ok());
    proto.is_some_and(|text| text.split(',').next().is_some_and(|first| first.trim().eq_ignore_ascii_case("https")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let cookies = headers(&[("cookie", "a=1; roadbook_session=abc ;b=2; roadbook_device=d")]);
        assert_eq!((SESSION.token(&cookies), DEVICE.token(&cookies)), (Some("abc"), Some("d")));
        assert_eq!(SESSION.token(&headers(&[("cookie", "xroadbook_session=abc; roadbook_session=")])), None);
        assert_eq!(SESSION.token(&HeaderMap::new()), None);
    }

    #[test]
    fn the_cookie_is_secure_exactly_when_the_request_came_by_https() {
        let plain = SESSION.set("abc", &HeaderMap::new()).expect("a header");
        assert_eq!(plain, "roadbook_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000");
        let secure = SESSION.set("abc", &headers(&[("x-forwarded-proto", "https, http")])).expect("a header");
        assert!(secure.to_str().is_ok_and(|text| text.starts_with("__Host-") && text.ends_with("; Secure")));
    }

    #[test]
    fn over_https_a_cookie_without_its_prefix_is_worth_nothing() {
        let over_https = |cookies: &'static str| headers(&[("x-forwarded-proto", "https"), ("cookie", cookies)]);
        let both = over_https("roadbook_session=planted; __Host-roadbook_session=ours");
        assert_eq!(SESSION.token(&both), Some("ours"));
        assert_eq!(SESSION.token(&over_https("roadbook_session=planted")), None);
        assert_eq!(DEVICE.token(&over_https("__Secure-roadbook_device=d")), Some("d"));
    }
}
