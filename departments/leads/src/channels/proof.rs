//! Whether whoever sends is who may: signatures and secrets in headers, compared so that nobody finds one letter by letter.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::Sha256;

use super::{rules::IntakeRefusal, words::SignatureKind};

/// The header with the seconds since 1970 that are signed with a body.
pub const TIME_HEADER: &str = "x-roadbook-timestamp";
/// A message may be so much older or younger than now: clocks differ, and what was overheard is soon worth nothing.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(300);

/// What came, and when.
pub struct Sent<'a> {
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    pub now: DateTime<Utc>,
}

impl Sent<'_> {
    /// Refuses what does not prove that it comes from who knows the secret.
    pub fn check(&self, kind: SignatureKind, header: &str, secret: &str) -> Result<(), IntakeRefusal> {
        if kind == SignatureKind::None {
            return Ok(());
        }
        let given = self.header(header).ok_or(IntakeRefusal::SignatureMissing)?;
        let is_right = match kind {
            SignatureKind::None => true,
            SignatureKind::Token => {
                let given = given.strip_prefix("Bearer ").unwrap_or(given);
                // Both through a MAC: how long it takes tells nothing of where they differ.
                mac(secret, &[given.as_bytes()])
                    .verify_slice(&mac(secret, &[secret.as_bytes()]).finalize().into_bytes())
                    .is_ok()
            }
            SignatureKind::Hmac => {
                let stamp = self.header(TIME_HEADER).ok_or(IntakeRefusal::TimeMissing)?;
                let at = stamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
                let at = at.ok_or(IntakeRefusal::TimeMissing)?;
                if (self.now - at).abs() > LEEWAY {
                    return Err(IntakeRefusal::TooOld);
                }
                is_signed(secret, &[stamp.as_bytes(), b".", self.body], given)
            }
            SignatureKind::Feiyu => is_signed(secret, &[self.body], given),
        };
        if is_right { Ok(()) } else { Err(IntakeRefusal::SignatureWrong) }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|value| !value.is_empty())
    }
}

/// The signature of a message, in hex: what [`Sent::check`] takes for [`SignatureKind::Hmac`] with the time, and without for Feiyu's.
pub fn signature(secret: &str, at: Option<DateTime<Utc>>, body: &[u8]) -> String {
    let stamp = at.map(|at| format!("{}.", at.timestamp())).unwrap_or_default();
    platform::crypto::hex(&mac(secret, &[stamp.as_bytes(), body]).finalize().into_bytes())
}

fn is_signed(secret: &str, parts: &[&[u8]], given: &str) -> bool {
    let given = given.strip_prefix("sha256=").unwrap_or(given);
    bytes(given).is_some_and(|given| mac(secret, parts).verify_slice(&given).is_ok())
}

fn mac(secret: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"message_id":"m1","timestamp":1700000000000}"#;

    fn at() -> DateTime<Utc> {
        "2026-03-05T02:00:00Z".parse().unwrap()
    }

    fn check(kind: SignatureKind, headers: &[(&'static str, &str)], body: &[u8]) -> Result<(), IntakeRefusal> {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        Sent { headers: &headers, body, now: at() }.check(kind, kind.header(), "app_secret")
    }

    #[test]
    fn the_known_example_of_feiyu_is_right() {
        let known = "6cbdd00079480ff98cb8be9fb3e463f95bac0d9f1d58c91f8baa3ca22e6ef21c";
        assert_eq!(signature("app_secret", None, BODY), known);
        assert_eq!(check(SignatureKind::Feiyu, &[("x-open-signature", known)], BODY), Ok(()));
        assert_eq!(
            check(SignatureKind::Feiyu, &[("x-open-signature", known)], b"{}"),
            Err(IntakeRefusal::SignatureWrong)
        );
    }

    #[test]
    fn a_signature_holds_for_its_time_and_body_alone() {
        let kind = SignatureKind::Hmac;
        let signed = |then: DateTime<Utc>| (then.timestamp().to_string(), signature("app_secret", Some(then), BODY));
        let tried =
            |stamp: &str, given: &str| check(kind, &[(TIME_HEADER, stamp), ("x-roadbook-signature", given)], BODY);
        let (stamp, given) = signed(at());
        assert_eq!(tried(&stamp, &given), Ok(()));
        assert_eq!(tried(&stamp, &format!("sha256={}", given.to_uppercase())), Ok(()));
        assert_eq!(tried(&(at().timestamp() + 1).to_string(), &given), Err(IntakeRefusal::SignatureWrong));
        for off in [301, -301] {
            let (stamp, given) = signed(at() + TimeDelta::seconds(off));
            assert_eq!(tried(&stamp, &given), Err(IntakeRefusal::TooOld));
        }
        for given in ["", "zz", "abc", "王", "00"] {
            assert!(tried(&stamp, given).is_err(), "{given}");
        }
        assert_eq!(check(kind, &[("x-roadbook-signature", &given)], BODY), Err(IntakeRefusal::TimeMissing));
        assert_eq!(tried("9999999999999999999", &given), Err(IntakeRefusal::TimeMissing));
        assert_eq!(check(kind, &[], BODY), Err(IntakeRefusal::SignatureMissing));
    }

    #[test]
    fn a_secret_in_a_header_is_the_whole_of_it() {
        let kind = SignatureKind::Token;
        assert_eq!(check(kind, &[("x-roadbook-token", "app_secret")], b""), Ok(()));
        assert_eq!(check(kind, &[("x-roadbook-token", "Bearer app_secret")], b""), Ok(()));
        for wrong in ["app_secre", "app_secret1", "x"] {
            assert_eq!(check(kind, &[("x-roadbook-token", wrong)], b""), Err(IntakeRefusal::SignatureWrong));
        }
        assert_eq!(check(SignatureKind::None, &[], b""), Ok(()));
    }
}
