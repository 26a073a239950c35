//! Encryption of contact data (AES-256-GCM under a key ring) and keyed blind indexes for looking it up.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use kernel::{Error, Result};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The keys in use: sealing takes the newest, opening any that is still there.
#[derive(Clone)]
pub struct KeyRing(Arc<Keys>);

struct Keys {
    newest: u8,
    sealing: BTreeMap<u8, Aes256Gcm>,
    blind: [u8; 32],
}

const NONCE_BYTES: usize = 12;

impl KeyRing {
    /// Derives a ring from one secret: for tests and for the ring file below.
    pub fn from_secret(secret: &[u8]) -> Self {
        let sealing = BTreeMap::from([(1, cipher(&derive(secret, b"seal 1")))]);
        Self(Arc::new(Keys { newest: 1, sealing, blind: derive(secret, b"blind") }))
    }

    /// Reads the secret of this installation, or makes one when the file is not there yet (readable by its owner only).
    pub fn from_file(path: &Path) -> Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let secret = STANDARD.decode(text.trim()).map_err(|_| {
                    Error::internal(format!("{} is no key file: one line of base64 is wanted", path.display()))
                })?;
                Ok(Self::from_secret(&secret))
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                let secret = random::<32>()?;
                write_private(path, &STANDARD.encode(secret))?;
                Ok(Self::from_secret(&secret))
            }
            Err(cause) => Err(Error::internal(format!("{} can't be read: {cause}", path.display()))),
        }
    }

    /// Seals a text. `context` (table and row id) is bound to it, so that a sealed value can't be moved to another row.
    pub fn seal(&self, text: &str, context: &[u8]) -> Result<Vec<u8>> {
        self.seal_bytes(text.as_bytes(), context)
    }

    /// The same for any bytes, such as a file.
    pub fn seal_bytes(&self, bytes: &[u8], context: &[u8]) -> Result<Vec<u8>> {
        let key =
            self.0.sealing.get(&self.0.newest).ok_or_else(|| Error::internal("the newest key is not on the ring"))?;
        let nonce = random::<NONCE_BYTES>()?;
        let sealed = key
            .encrypt(&Nonce::from(nonce), Payload { msg: bytes, aad: context })
            .map_err(|_| Error::internal("sealing failed"))?;
        let mut all = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        all.push(self.0.newest);
        all.extend_from_slice(&nonce);
        all.extend_from_slice(&sealed);
        Ok(all)
    }

    /// Opens what [`KeyRing::seal`] sealed in the same context.
    pub fn open(&self, sealed: &[u8], context: &[u8]) -> Result<String> {
        String::from_utf8(self.open_bytes(sealed, context)?).map_err(|_| damaged())
    }

    /// Opens what [`KeyRing::seal_bytes`] sealed in the same context.
    pub fn open_bytes(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>> {
        let (version, rest) = sealed.split_first().ok_or_else(damaged)?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES).ok_or_else(damaged)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| damaged())?;
        let key = self.0.sealing.get(version).ok_or_else(damaged)?;
        key.decrypt(&Nonce::from(nonce), Payload { msg: body, aad: context }).map_err(|_| damaged())
    }

    /// The blind index of a value: equal for equal values of one kind and group, tells nothing without the key.
    pub fn blind(&self, kind: &str, group: kernel::GroupId, value: &str) -> String {
        let digest = self.mac(&[kind.as_bytes(), b"\0", group.0.as_bytes(), value.as_bytes()]);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest[..15])
    }

    /// The blind index of a number, as short as one: for keys of which there are millions, where a rare coincidence does no harm.
    pub fn blind_number(&self, kind: &str, group: kernel::GroupId, value: u64) -> i64 {
        let digest = self.mac(&[kind.as_bytes(), b"\0", group.0.as_bytes(), &value.to_be_bytes()]);
        let mut short = [0; 8];
        short.copy_from_slice(&digest[..8]);
        i64::from_be_bytes(short)
    }

    /// What stands in a link or address given to somebody outside: it names a record, and that the house wrote it for this `kind` of
    /// use. [`KeyRing::named_in`] and [`KeyRing::has_signed`] read it back.
    pub fn sign(&self, kind: &str, group: kernel::GroupId, id: Uuid) -> String {
        format!("{}.{}", id.simple(), self.blind(kind, group, &id.to_string()))
    }

    /// The record a text of [`KeyRing::sign`] names; anybody can write such a name, only [`KeyRing::has_signed`] proves it.
    pub fn named_in(given: &str) -> Option<Uuid> {
        given.split_once('.').and_then(|(id, _)| id.parse().ok())
    }

    /// Whether the house wrote it. Takes as long for every wrong one, so that nobody finds a right one letter by letter.
    pub fn has_signed(&self, kind: &str, group: kernel::GroupId, id: Uuid, given: &str) -> bool {
        let own = self.sign(kind, group, id);
        own.len() == given.len() && own.bytes().zip(given.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }

    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = keyed(&self.0.blind);
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// The SHA-256 digest of a secret as hex, for looking up sessions and keys without keeping them.
pub fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
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

fn damaged() -> Error {
    Error::internal("a sealed value is damaged, or its key is not on the ring")
}

fn derive(secret: &[u8], purpose: &[u8]) -> [u8; 32] {
    let mut mac = keyed(secret);
    mac.update(purpose);
    mac.finalize().into_bytes().into()
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(&(*key).into())
}

fn write_private(path: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        crate::files::make_private_folder(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(Error::internal)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_own_context() {
        let ring = KeyRing::from_secret(b"test");
        let sealed = ring.seal("13800001111", b"contacts/1").expect("sealed");
        assert_eq!(ring.open(&sealed, b"contacts/1").expect("opened"), "13800001111");
        assert!(ring.open(&sealed, b"contacts/2").is_err());
        assert!(ring.open(&sealed[..5], b"contacts/1").is_err());
    }

    #[test]
    fn equal_values_have_equal_blind_indexes_inside_one_group_only() {
        let ring = KeyRing::from_secret(b"test");
        let (one, two) = (kernel::GroupId(uuid::Uuid::from_u128(1)), kernel::GroupId(uuid::Uuid::from_u128(2)));
        assert_eq!(ring.blind("phone", one, "1"), ring.blind("phone", one, "1"));
        assert_ne!(ring.blind("phone", one, "1"), ring.blind("phone", two, "1"));
        assert_ne!(ring.blind("phone", one, "1"), ring.blind("email", one, "1"));
    }

    #[test]
    fn what_is_signed_names_its_record_and_holds_for_that_use_alone() {
        let ring = KeyRing::from_secret(b"test");
        let (group, other) = (kernel::GroupId(Uuid::from_u128(1)), kernel::GroupId(Uuid::from_u128(2)));
        let id = Uuid::from_u128(3);
        let signed = ring.sign("letters", group, id);
        assert_eq!(KeyRing::named_in(&signed), Some(id));
        assert!(ring.has_signed("letters", group, id, &signed));
        assert!(!ring.has_signed("letters", other, id, &signed) && !ring.has_signed("reports", group, id, &signed));
        assert!(!ring.has_signed("letters", group, Uuid::from_u128(4), &signed));
        for wrong in ["", "x", ".", &signed[..signed.len() - 1]] {
            assert!(!ring.has_signed("letters", group, id, wrong), "{wrong}");
        }
        assert_eq!(KeyRing::named_in("x.y"), None);
    }
}
