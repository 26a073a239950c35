//! The arithmetic of second factors: one-time codes (TOTP, RFC 6238) and recovery codes. Pure.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// 160 bits, as long as the hash: what RFC 4226 §4 recommends.
pub(crate) const SECRET_BYTES: usize = 20;
pub(crate) const RECOVERY_CODES: usize = 10;
/// 80 bits: nobody guesses one, and people can still type it.
pub(crate) const RECOVERY_BYTES: usize = 10;

const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;
/// A phone's clock may be one step off, either way (RFC 6238 §5.2).
const STEPS_OFF: i64 = 1;
/// RFC 4648 base32, which authenticator apps read secrets in.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step whose code this is, at most one away from now.
pub(crate) fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Option<i64> {
    let code: String = code.chars().filter(|char| !char.is_whitespace()).collect();
    let present = now.timestamp().div_euclid(STEP_SECONDS);
    // The newest first: whoever types the code of now is not told they used it when the one before was used.
    (present - STEPS_OFF..=present + STEPS_OFF).rev().find(|step| is_same(&code_at(secret, *step), &code))
}

/// The address an authenticator app takes the secret from, as a QR code holds it. Six digits, half a minute and SHA-1 are what apps
/// take for granted, and a short address makes a code that is easy to scan.
pub(crate) fn address(secret: &[u8], issuer: &str, login: &str) -> String {
    let (issuer, login) = (escaped(issuer), escaped(login));
    format!("otpauth://totp/{login}?secret={}&issuer={issuer}", base32(secret))
}

/// The secret for typing it in: groups of four letters.
pub(crate) fn spelled(bytes: &[u8]) -> String {
    grouped(&base32(bytes), ' ')
}

/// A recovery code as it is shown: `abcd-efgh-ijkl-mnop`.
pub(crate) fn recovery_code(bytes: &[u8; RECOVERY_BYTES]) -> String {
    grouped(&base32(bytes).to_lowercase(), '-')
}

/// A recovery code as it is compared, however it was typed: nothing when it can't be one.
pub(crate) fn plain_recovery_code(typed: &str) -> Option<String> {
    let plain: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect();
    (plain.len() == RECOVERY_BYTES * 8 / 5).then_some(plain)
}

/// The code of one step (RFC 4226 §5.3).
fn code_at(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[hash.len() - 1] & 0x0f);
    let word = hash[offset..offset + 4].iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    format!("{:0DIGITS$}", (word & 0x7fff_ffff) % 10_u32.pow(6))
}

/// Compares in the same time whatever is different.
fn is_same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |differences, (a, b)| differences | (a ^ b));
    one.len() == other.len() && differences == 0
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let bits = chunk.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) << (8 * (5 - chunk.len()));
        for place in 0..(chunk.len() * 8).div_ceil(5) {
            let index = (bits >> (35 - 5 * place)) & 31;
            text.push(char::from(ALPHABET[usize::try_from(index).unwrap_or_default()]));
        }
    }
    text
}

fn grouped(text: &str, between: char) -> String {
    let mut grouped = String::with_capacity(text.len() * 5 / 4);
    for (place, char) in text.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            grouped.push(between);
        }
        grouped.push(char);
    }
    grouped
}

/// Everything but unreserved letters (RFC 3986 §2.3) as `%XX`.
fn escaped(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("an instant")
    }

    /// RFC 6238 appendix B, SHA-1; its eight digits end in our six.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(SECRET, seconds / 30), code);
            assert_eq!(step_of(SECRET, code, at(seconds)), Some(seconds / 30));
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let step = 1_111_111_111 / 30;
        for (away, found) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = code_at(SECRET, step + away);
            assert_eq!(step_of(SECRET, &code, at(1_111_111_111)).is_some(), found, "{away}");
        }
        assert_eq!(step_of(SECRET, " 050 471 ", at(1_111_111_111)), Some(step));
        for wrong in ["", "050", "0504710", "５０５０４７"] {
            assert_eq!(step_of(SECRET, wrong, at(1_111_111_111)), None, "{wrong}");
        }
    }

    /// RFC 4648 §10, without padding.
    #[test]
    fn base32_is_that_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_address_names_who_it_is_for() {
        let address = address(SECRET, "路书", "lin@x");
        assert_eq!(address, "otpauth://totp/lin%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E8%B7%AF%E4%B9%A6");
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let code = recovery_code(b"foobarfoob");
        assert_eq!(code, "mzxw-6ytb-ojtg-633c");
        assert_eq!(plain_recovery_code(" MZXW 6YTB ojtg633c").as_deref(), Some("mzxw6ytbojtg633c"));
        assert_eq!(plain_recovery_code("mzxw-6ytb"), None);
        assert_eq!(plain_recovery_code("123456"), None);
    }
}
