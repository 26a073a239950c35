//! Passwords: what makes a good one (after NIST SP 800-63B: length counts, variety rules don't), and how they are kept
//! (Argon2id with 19 MiB and two passes, the first choice of the OWASP password storage cheat sheet).

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};
use kernel::{Error, Fault, Result};
use tokio::sync::Semaphore;

pub const CHARS_MIN: usize = 8;
pub const CHARS_MAX: usize = 128;

/// A password as it is kept: a PHC string with its salt and cost.
#[derive(Clone, Debug)]
pub struct PasswordHash(String);

/// Each hash takes 19 MiB and a core for some 20 ms; more at once would only make all of them slower.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

impl PasswordHash {
    /// Hashes a password that was found good with [`faults_of`]; takes some 20 ms, so do it before a transaction begins.
    pub async fn of(password: &str) -> Result<Self> {
        let password = password.to_owned();
        on_the_side(move || hash(&password)).await?.map(Self)
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// Whether this is the password of `kept`. Without one, the same work is done in vain, so that the time tells nothing.
pub(crate) async fn verify(password: &str, kept: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    on_the_side(move || match kept {
        Some(kept) => {
            let parsed = phc::PasswordHash::new(&kept).map_err(Error::internal)?;
            Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok())
        }
        None => {
            hash(&password)?;
            Ok(false)
        }
    })
    .await?
}

/// What speaks against a new password, under the field it came in.
pub fn faults_of(field: &str, password: &str, login: &str) -> Vec<Fault> {
    let fault = |code, message: &str| vec![Fault::new(field, code, message)];
    let folded = password.to_lowercase();
    match password.chars().count() {
        ..CHARS_MIN => fault("password.too_short", "a password has at least 8 characters"),
        CHARS_MAX.. if password.chars().count() > CHARS_MAX => {
            fault("password.too_long", "a password has at most 128 characters")
        }
        _ if !login.is_empty() && folded.contains(&login.to_lowercase()) => {
            fault("password.has_login", "the password must not contain the login name")
        }
        _ if is_common(&folded) => {
            fault("password.common", "this password is among the first that anyone would guess; take another")
        }
        _ => Vec::new(),
    }
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

/// Runs of one character or of neighbours, and the ones every guessing list begins with.
fn is_common(folded: &str) -> bool {
    let points: Vec<i64> = folded.chars().map(|char| i64::from(u32::from(char))).collect();
    let is_run = |step: i64| points.windows(2).all(|pair| pair[1] - pair[0] == step);
    [0, 1, -1].into_iter().any(is_run) || COMMON.contains(&folded)
}

const COMMON: &[&str] = &[
    "01234567",
    "0123456789",
    "1234567890",
    "12345678910",
    "123456789a",
    "12345678a",
    "1234qwer",
    "123123123",
    "12341234",
    "123321123",
    "123qweasd",
    "123456abc",
    "123456aa",
    "123456789q",
    "11223344",
    "1122334455",
    "112233445566",
    "110110110",
    "119119119",
    "147258369",
    "159357456",
    "159753456",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "1qazxsw2",
    "13145200",
    "5201314520",
    "5201314a",
    "52013140",
    "20252025",
    "20262026",
    "88888888a",
    "a123456789",
    "a12345678",
    "a1234567",
    "a1b2c3d4",
    "aa123456",
    "aa12345678",
    "aaa123456",
    "aaaa1111",
    "abc12345",
    "abc123456",
    "abcd1234",
    "abcd123456",
    "admin123",
    "admin1234",
    "admin123456",
    "administrator",
    "adminadmin",
    "asd123456",
    "asdf1234",
    "asdfasdf",
    "asdfghjk",
    "asdfghjkl",
    "baobaobao",
    "baseball",
    "caonima123",
    "changeme",
    "computer",
    "dearbook",
    "football",
    "iloveyou",
    "iloveyou1",
    "letmein1",
    "letmein123",
    "liverpool",
    "michelle",
    "mima1234",
    "nihao123",
    "nihaoma123",
    "p@ssw0rd",
    "p@ssword",
    "passw0rd",
    "password",
    "password1",
    "password12",
    "password123",
    "password!",
    "princess",
    "q1w2e3r4",
    "q1w2e3r4t5",
    "qazwsx123",
    "qazwsxedc",
    "qq123456",
    "qq123456789",
    "qwe123456",
    "qweasdzxc",
    "qwer1234",
    "qwerasdf",
    "qwerty12",
    "qwerty123",
    "qwertyui",
    "qwertyuiop",
    "roadbook",
    "roadbook1",
    "roadbook123",
    "sunshine",
    "superman",
    "test1234",
    "trustno1",
    "welcome1",
    "welcome123",
    "wo123456",
    "woaini123",
    "woaini1314",
    "woaini520",
    "woainima",
    "woaiwojia",
    "woshishui",
    "wang1234",
    "xiaoxiao",
    "zaq12wsx",
    "zhang123",
    "zxcvbnm1",
    "zxcvbnm123",
    "zz123456",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<String> {
        faults_of("new", password, "linxiaoyue").into_iter().next().map(|fault| fault.code)
    }

    #[test]
    fn length_counts_in_characters_and_variety_does_not() {
        assert_eq!(code("短密码七个字啊").as_deref(), Some("password.too_short"));
        assert_eq!(code("correct horse battery"), None);
        assert_eq!(code("八个字的密码够了"), None);
        assert_eq!(code(&"长".repeat(128)), Some("password.common".to_owned()));
        assert_eq!(code(&"ab".repeat(64)), None);
        assert_eq!(code(&"ab".repeat(65)).as_deref(), Some("password.too_long"));
    }

    #[test]
    fn what_everyone_would_guess_is_refused() {
        for guess in ["Password1", "88888888", "23456789", "987654321", "hgfedcba", "WoAiNi1314"] {
            assert_eq!(code(guess).as_deref(), Some("password.common"), "{guess}");
        }
        assert_eq!(code("my-LinXiaoYue-1").as_deref(), Some("password.has_login"));
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        let kept = PasswordHash::of("correct horse battery").await.expect("a hash").into_text();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", Some(kept.clone())).await.expect("an answer"));
        assert!(!verify("correct horse batterz", Some(kept)).await.expect("an answer"));
        assert!(!verify("anything", None).await.expect("an answer"));
    }
}
