//! The secret of an installation: it opens the seal keys and stands outside the database, in a file, the environment or a key service.

use aes_gcm::{
    Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{Error, Result};

use super::{KEY_BYTES, NONCE_BYTES, cipher, derive, hex, keyed, random, ring::Keys};
use hmac::Mac;

/// What the seal keys lie under.
pub struct Master(Vec<u8>);

impl Master {
    pub fn from_secret(secret: &[u8]) -> Self {
        Self(secret.to_vec())
    }

    /// A new one, of 256 random bits.
    pub fn new() -> Result<Self> {
        Ok(Self(random::<KEY_BYTES>()?.to_vec()))
    }

    /// Of what stands in a key file: one line of base64; nothing when it is none, or too short to be one.
    pub fn of_text(text: &str) -> Option<Self> {
        STANDARD.decode(text.trim()).ok().filter(|secret| secret.len() >= KEY_BYTES).map(Self)
    }

    /// What stands in a key file. Whoever sees it can read everything.
    pub fn text(&self) -> String {
        STANDARD.encode(&self.0)
    }

    /// Tells this secret from any other and nothing of it.
    pub fn fingerprint(&self) -> String {
        let mut mac = keyed(&derive(&self.0, b"blind"));
        mac.update(b"fingerprint");
        hex(&mac.finalize().into_bytes()[..8])
    }

    /// The seal keys of an installation from before they were kept by themselves.
    pub(super) fn first_keys(&self) -> Keys {
        Keys::of([("seal 1", derive(&self.0, b"seal 1")), ("blind", derive(&self.0, b"blind"))])
    }

    /// A seal key as the database keeps it; bound to its name.
    pub(super) fn wrap(&self, name: &str, key: &[u8; KEY_BYTES]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_BYTES>()?;
        let payload = Payload { msg: key, aad: name.as_bytes() };
        let wrapped =
            self.wrapping().encrypt(&Nonce::from(nonce), payload).map_err(|_| Error::internal("wrapping failed"))?;
        Ok([nonce.as_slice(), &wrapped].concat())
    }

    /// The seal key of [`Master::wrap`]; nothing when it lies under another master key, or under another name.
    pub(super) fn unwrap(&self, name: &str, wrapped: &[u8]) -> Option<[u8; KEY_BYTES]> {
        let (nonce, body) = wrapped.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: body, aad: name.as_bytes() };
        self.wrapping().decrypt(&Nonce::from(nonce), payload).ok()?.try_into().ok()
    }

    fn wrapping(&self) -> aes_gcm::Aes256Gcm {
        cipher(&derive(&self.0, b"wrap"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_key_opens_under_its_own_master_and_name_only() {
        let (master, other) = (Master::from_secret(b"one"), Master::from_secret(b"other"));
        let key = random::<KEY_BYTES>().expect("random");
        let wrapped = master.wrap("seal 2", &key).expect("wrapped");
        assert_eq!(master.unwrap("seal 2", &wrapped), Some(key));
        assert_eq!(other.unwrap("seal 2", &wrapped), None);
        assert_eq!(master.unwrap("blind", &wrapped), None);
        assert_eq!(master.unwrap("seal 2", &wrapped[..5]), None);
    }

    #[test]
    fn a_short_secret_is_no_master_key() {
        assert!(Master::of_text("c2hvcnQ=").is_none() && Master::of_text("not base64!").is_none());
        let master = Master::new().expect("random");
        let read = Master::of_text(&format!("{}\n", master.text())).expect("read");
        assert_eq!(read.fingerprint(), master.fingerprint());
    }
}
