//! Asking a service that knows all passwords known from breaches, where the house has one: by the first five signs of a digest, so that the
//! service does not learn which password is meant (the range form of Have I Been Pwned, k-anonymity).

use kernel::{Error, Result};
use platform::{
    Platform,
    outside::{self, Call, Targets, TypedAddress},
};
use sha1::{Digest, Sha1};

use super::guessable::{Surroundings, faults_of, normal};

/// Put in place with [`Platform::provide`] by a house that asks one; nobody is asked without.
pub struct BreachedPasswords(TypedAddress);

/// A range has some 800 lines of 40 signs, and a few hundred made up ones.
const ANSWER_BYTES_MAX: u64 = 256 * 1024;
const PREFIX_CHARS: usize = 5;

impl BreachedPasswords {
    /// The service at this address, without `/range`.
    pub fn at(address: &str, targets: &Targets) -> Result<Self> {
        let range = format!("{}/range/", address.trim().trim_end_matches('/'));
        let typed = TypedAddress::parse(&range, "breached_passwords", targets);
        typed.map(Self).map_err(|fault| Error::Invalid(vec![fault]))
    }

    /// Whether it knows this password; nothing when it does not answer.
    async fn know(&self, targets: &Targets, password: &str) -> Option<bool> {
        let digest: String = Sha1::digest(normal(password)).iter().map(|byte| format!("{byte:02X}")).collect();
        let (prefix, rest) = digest.split_at(PREFIX_CHARS);
        let to = TypedAddress::parse(&format!("{}{prefix}", self.0), "breached_passwords", targets).ok()?;
        let headers = vec![("add-padding", "true".to_owned()), ("user-agent", "roadbook".to_owned())];
        let call = Call { to, headers, body: None, answer_bytes_max: ANSWER_BYTES_MAX };
        match outside::call(targets.clone(), call).await {
            Ok(answer) if answer.status == 200 => Some(is_listed(&answer.body, rest)),
            Ok(answer) => {
                tracing::warn!(
                    status = answer.status,
                    "the service of breached passwords does not answer as it should"
                );
                None
            }
            Err(cause) => {
                tracing::warn!(?cause, "the service of breached passwords can't be reached");
                None
            }
        }
    }
}

/// Refuses a new password that others would guess or that is known from breaches, under the field it came in. A service that does not
/// answer keeps nobody from choosing one.
pub(crate) async fn must_be_good(
    platform: &Platform,
    field: &str,
    password: &str,
    around: &Surroundings,
) -> Result<()> {
    Error::unless_valid(faults_of(field, password, around))?;
    let Ok(service) = platform.provided::<BreachedPasswords>() else { return Ok(()) };
    match service.know(&Targets::of(platform), password).await {
        Some(true) => {
            let words = "this password was found in breaches of others; take another";
            Err(Error::invalid(field, "password.breached", words))
        }
        _ => Ok(()),
    }
}

/// Lines of `REST:COUNT`; those with a count of 0 are made up, to hide how long the list is.
fn is_listed(lines: &str, rest: &str) -> bool {
    lines.lines().filter_map(|line| line.trim().split_once(':')).any(|(digest, count)| {
        digest.eq_ignore_ascii_case(rest) && count.trim().parse::<u64>().is_ok_and(|count| count > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_line_says_nothing() {
        let lines = "0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0\r\n";
        assert!(is_listed(lines, "0018A45C4D1DEF81644B54AB7F969B88D65"));
        assert!(!is_listed(lines, "00D4F6E8FA6EECAD2A3AA415EEC418D38EC"));
        assert!(!is_listed(lines, "FFD4F6E8FA6EECAD2A3AA415EEC418D38EC"));
    }
}
