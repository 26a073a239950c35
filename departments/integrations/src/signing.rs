//! Secrets and signatures of the Standard Webhooks convention (standardwebhooks.com, specification 1.0): HMAC-SHA256 over id, time and
//! body, joined by full stops.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use kernel::Result;
use platform::crypto;
use sha2::Sha256;

const SECRET_PREFIX: &str = "whsec_";
/// The convention asks for 24 to 64 bytes.
const SECRET_BYTES: usize = 32;

/// A new secret as receivers keep it, `whsec_…`.
pub fn new_secret() -> Result<String> {
    Ok(format!("{SECRET_PREFIX}{}", STANDARD.encode(crypto::random::<SECRET_BYTES>()?)))
}

/// The value of `webhook-signature`: one signature per secret, so that receivers may change over in their own time.
pub fn signatures(secrets: &[String], id: &str, at: DateTime<Utc>, body: &str) -> String {
    secrets.iter().map(|secret| signature(secret, id, at, body)).collect::<Vec<_>>().join(" ")
}

fn signature(secret: &str, id: &str, at: DateTime<Utc>, body: &str) -> String {
    let key = STANDARD.decode(secret.trim_start_matches(SECRET_PREFIX)).unwrap_or_default();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{}.{body}", at.timestamp()).as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the libraries of the convention all test with.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &str = r#"{"test": 2432232314}"#;
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_614_265_330, 0).unwrap()
    }

    #[test]
    fn the_example_of_the_convention_is_signed_as_it_says() {
        assert_eq!(signatures(&[SECRET.into()], ID, at(), BODY), SIGNED);
        assert_eq!(signatures(&[SECRET.trim_start_matches(SECRET_PREFIX).into()], ID, at(), BODY), SIGNED);
    }

    #[test]
    fn two_secrets_make_two_signatures() {
        let other = new_secret().unwrap();
        let both = signatures(&[other.clone(), SECRET.into()], ID, at(), BODY);
        assert_eq!(both.split(' ').collect::<Vec<_>>(), [signature(&other, ID, at(), BODY).as_str(), SIGNED]);
    }

    #[test]
    fn each_part_is_signed() {
        let (secret, later) = (SECRET.to_owned(), at() + chrono::TimeDelta::seconds(1));
        for changed in [
            signature(&secret, "msg_other", at(), BODY),
            signature(&secret, ID, later, BODY),
            signature(&secret, ID, at(), "{}"),
            signature(&new_secret().unwrap(), ID, at(), BODY),
        ] {
            assert_ne!(changed, SIGNED);
        }
    }

    #[test]
    fn a_secret_has_the_length_the_convention_asks_for() {
        let secret = new_secret().unwrap();
        assert_eq!(STANDARD.decode(secret.strip_prefix(SECRET_PREFIX).unwrap()).unwrap().len(), SECRET_BYTES);
    }
}
