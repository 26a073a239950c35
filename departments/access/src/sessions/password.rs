//! How passwords are kept: Argon2id with 19 MiB and two passes, the first choice of the OWASP password storage cheat sheet. What
//! makes a good one stands in [`super::guessable`].

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Error, Result};
use platform::Platform;
use tokio::sync::Semaphore;

use super::{
    breached::must_be_good,
    guessable::{Surroundings, normal},
};

/// A password as it is kept: a PHC string with its salt and cost, and whether it is only a first one.
#[derive(Clone, Debug)]
pub struct PasswordHash {
    text: String,
    is_first: bool,
}

/// So long a password holds that somebody else has chosen (ASVS 5.0, 6.4.1).
const FIRST_HOLDS: TimeDelta = TimeDelta::hours(72);

/// Each hash takes 19 MiB and a core for some 20 ms; more at once would only make all of them slower.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

impl PasswordHash {
    /// Hashes a password, in its one form; takes some 20 ms, so do it before a transaction begins.
    pub async fn of(password: &str) -> Result<Self> {
        let password = normal(password);
        let text = on_the_side(move || hash(&password)).await??;
        Ok(Self { text, is_first: false })
    }

    /// One that somebody else knows, and that its owner must replace soon.
    #[must_use]
    pub fn as_first(self) -> Self {
        Self { is_first: true, ..self }
    }

    /// Until when it holds; for good when none.
    pub(crate) fn until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.is_first.then(|| now + FIRST_HOLDS)
    }

    /// The same for the first person of a house, after the password was found good.
    pub async fn of_founder(platform: &Platform, password: &str, login: &str, group: &str) -> Result<Self> {
        let names = vec![group.to_owned()];
        let around = Surroundings { login: login.to_owned(), names, has_second_factor: false };
        must_be_good(platform, "password", password, &around).await?;
        Self::of(password).await
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// Whether this is the password of `kept`. Without one, the same work is done in vain, so that the time tells nothing.
pub(crate) async fn verify(password: &str, kept: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    on_the_side(move || match kept {
        Some(kept) => {
            let parsed = phc::PasswordHash::new(&kept).map_err(Error::internal)?;
            let (one_form, hasher) = (normal(&password), hasher()?);
            let is_kept = |text: &str| hasher.verify_password(text.as_bytes(), &parsed).is_ok();
            // Passwords from before there was one form were hashed as they were typed.
            Ok(is_kept(&one_form) || (one_form != password && is_kept(&password)))
        }
        None => {
            hash(&password)?;
            Ok(false)
        }
    })
    .await?
}

fn hash(password: &str) -> Result<String> {
    let hashed: phc::PasswordHash = hasher()?.hash_password(password.as_bytes()).map_err(Error::internal)?;
    Ok(hashed.to_string())
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn on_the_side<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _place = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        let kept = PasswordHash::of("correct horse battery").await.expect("a hash").into_text();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", Some(kept.clone())).await.expect("an answer"));
        assert!(!verify("correct horse batterz", Some(kept)).await.expect("an answer"));
        assert!(!verify("anything", None).await.expect("an answer"));
    }

    #[tokio::test]
    async fn a_password_is_the_same_however_the_keyboard_composed_it() {
        let kept = PasswordHash::of("cafe\u{301} Ａ").await.expect("a hash").into_text();
        for typed in ["café A", "cafe\u{301} Ａ"] {
            assert!(verify(typed, Some(kept.clone())).await.expect("an answer"), "{typed}");
        }
        let before = hash("cafe\u{301} Ａ").expect("a hash as it was made before there was one form");
        assert!(verify("cafe\u{301} Ａ", Some(before)).await.expect("an answer"));
    }
}
