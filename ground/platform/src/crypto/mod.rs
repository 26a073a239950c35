//! Encryption of contact data (AES-256-GCM under a ring of seal keys), keyed blind indexes for looking it up, and random secrets.

mod master;
mod ring;

use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine;
use hmac::{Hmac, Mac};
use kernel::{Error, Result};
use sha2::{Digest, Sha256};

pub use master::Master;
pub use ring::KeyRing;
pub(crate) use ring::{Wrapped, version};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The SHA-256 digest of a secret as hex, for looking up sessions and keys without keeping them.
pub fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Random bytes of the operating system.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// A random text of 256 bits for URLs, cookies and keys.
pub fn random_token() -> Result<String> {
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random::<32>()?))
}

fn derive(secret: &[u8], purpose: &[u8]) -> [u8; KEY_BYTES] {
    let mut mac = keyed(secret);
    mac.update(purpose);
    mac.finalize().into_bytes().into()
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn cipher(key: &[u8; KEY_BYTES]) -> Aes256Gcm {
    Aes256Gcm::new(&(*key).into())
}

/// Bytes as two small digits each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
