//! The session cookie: how it is written and read.

use http::{HeaderMap, HeaderValue, header::COOKIE};
use kernel::{Error, Result};

use super::session::LIFE_MAX;

const NAME: &str = "roadbook_session";
const FORWARDED_PROTO: &str = "x-forwarded-proto";

/// The token of the session cookie, if there is one.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == NAME && !value.is_empty())
        .map(|(_, value)| value)
}

/// The header that gives the browser its token, out of reach of scripts and of other sites.
pub(crate) fn set(token: &str, headers: &HeaderMap) -> Result<HeaderValue> {
    written(token, LIFE_MAX.num_seconds(), headers)
}

/// The header that takes the token away again.
pub(crate) fn unset(headers: &HeaderMap) -> Result<HeaderValue> {
    written("", 0, headers)
}

fn written(token: &str, seconds: i64, headers: &HeaderMap) -> Result<HeaderValue> {
    let secure = if came_by_https(headers) { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"))
        .map_err(Error::internal)
}

fn came_by_https(headers: &HeaderMap) -> bool {
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
        assert_eq!(token(&headers(&[("cookie", "a=1; roadbook_session=abc ;b=2")])), Some("abc"));
        assert_eq!(token(&headers(&[("cookie", "xroadbook_session=abc; roadbook_session=")])), None);
        assert_eq!(token(&HeaderMap::new()), None);
    }

    #[test]
    fn the_cookie_is_secure_exactly_when_the_request_came_by_https() {
        let plain = set("abc", &HeaderMap::new()).expect("a header");
        assert_eq!(plain, "roadbook_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
        let secure = set("abc", &headers(&[("x-forwarded-proto", "https, http")])).expect("a header");
        assert!(secure.to_str().is_ok_and(|text| text.ends_with("; Secure")));
    }
}
