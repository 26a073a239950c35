//! The seal keys in use: sealing takes the newest in force, opening any that is there, looking up the one for blind indexes.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, Payload},
};
use base64::Engine;
use hmac::Mac;
use kernel::{Error, Result};
use uuid::Uuid;

use super::{KEY_BYTES, Master, NONCE_BYTES, cipher, keyed, random};

/// The keys of an installation under their master; cheap to clone, and all clones take a new key at once.
#[derive(Clone)]
pub struct KeyRing(Arc<Ring>);

struct Ring {
    master: RwLock<Arc<Master>>,
    keys: RwLock<Arc<Keys>>,
    is_whole: AtomicBool,
}

/// What is sealed and looked up with, by name: `blind`, `seal 1`, `seal 2` …
#[derive(Clone)]
pub(super) struct Keys {
    newest: u8,
    sealing: BTreeMap<u8, Aes256Gcm>,
    blind: [u8; KEY_BYTES],
    all: BTreeMap<String, [u8; KEY_BYTES]>,
}

/// The name of the key for blind indexes. There is one: with another, nothing would be found again.
const BLIND: &str = "blind";
const SEAL: &str = "seal ";

/// A seal key as the database keeps it.
pub(crate) struct Wrapped {
    pub name: String,
    pub wrapped: Vec<u8>,
    /// Whether sealing may use it yet: every node must know a key before one of them seals with it.
    pub is_in_force: bool,
}

impl Keys {
    pub fn of<'a>(keys: impl IntoIterator<Item = (&'a str, [u8; KEY_BYTES])>) -> Self {
        let all: BTreeMap<String, _> = keys.into_iter().map(|(name, key)| (name.to_owned(), key)).collect();
        let sealing: BTreeMap<u8, _> =
            all.iter().filter_map(|(name, key)| Some((version(name)?, cipher(key)))).collect();
        let newest = sealing.last_key_value().map_or(0, |(version, _)| *version);
        Self { newest, sealing, blind: all.get(BLIND).copied().unwrap_or_default(), all }
    }
}

/// The version of a sealing key, by its name.
pub(crate) fn version(name: &str) -> Option<u8> {
    name.strip_prefix(SEAL)?.parse().ok()
}

impl KeyRing {
    /// The ring of an installation that keeps no seal keys of its own yet: they are derived from the master.
    pub fn new(master: Master) -> Self {
        let keys = RwLock::new(Arc::new(master.first_keys()));
        Self(Arc::new(Ring { master: RwLock::new(Arc::new(master)), keys, is_whole: AtomicBool::new(true) }))
    }

    /// The same from any bytes, for tests.
    pub fn from_secret(secret: &[u8]) -> Self {
        Self::new(Master::from_secret(secret))
    }

    /// Tells the master of this ring from any other and nothing of its keys.
    pub fn fingerprint(&self) -> String {
        self.master().fingerprint()
    }

    /// Whether all keys of the database are on it: not when one was made under another master.
    pub fn is_whole(&self) -> bool {
        self.0.is_whole.load(Ordering::Relaxed)
    }

    /// The version that seals now.
    pub fn newest(&self) -> u8 {
        self.keys().newest
    }

    /// All keys as they lie under this master: of a house from before they were kept, or new ones at random.
    pub(crate) fn first_wrapped(&self, is_new: bool) -> Result<Vec<(String, Vec<u8>)>> {
        let names = [format!("{SEAL}1"), BLIND.to_owned()];
        if is_new {
            return names.into_iter().map(|name| self.wrap_new(name)).collect();
        }
        self.wrapped_under(&self.master())
    }

    /// All keys as they lie under another master.
    pub(crate) fn wrapped_under(&self, master: &Master) -> Result<Vec<(String, Vec<u8>)>> {
        self.keys().all.iter().map(|(name, key)| Ok((name.clone(), master.wrap(name, key)?))).collect()
    }

    /// A new sealing key of this version.
    pub(crate) fn next_wrapped(&self, version: u8) -> Result<(String, Vec<u8>)> {
        self.wrap_new(format!("{SEAL}{version}"))
    }

    fn wrap_new(&self, name: String) -> Result<(String, Vec<u8>)> {
        let wrapped = self.master().wrap(&name, &random::<KEY_BYTES>()?)?;
        Ok((name, wrapped))
    }

    /// Takes these keys onto the ring in place of those that are there. A key that is known stays as it is, wherever it lies now; the
    /// names of those that lie under another master are the error.
    pub(crate) fn take(&self, kept: &[Wrapped]) -> Result<(), Vec<String>> {
        self.put(kept, &self.keys().all)
    }

    /// The same for a ring that has only been made: what it derived is not what the database keeps.
    pub(crate) fn begin_with(&self, kept: &[Wrapped]) -> Result<(), Vec<String>> {
        self.put(kept, &BTreeMap::new())
    }

    fn put(&self, kept: &[Wrapped], known: &BTreeMap<String, [u8; KEY_BYTES]>) -> Result<(), Vec<String>> {
        let master = self.master();
        let (mut all, mut foreign) = (Vec::new(), Vec::new());
        for Wrapped { name, wrapped, .. } in kept {
            match known.get(name).copied().or_else(|| master.unwrap(name, wrapped)) {
                Some(key) => all.push((name.as_str(), key)),
                None => foreign.push(name.clone()),
            }
        }
        let mut keys = Keys::of(all);
        let in_force = kept.iter().filter(|key| key.is_in_force).filter_map(|key| version(&key.name));
        keys.newest = in_force.filter(|version| keys.sealing.contains_key(version)).max().unwrap_or(keys.newest);
        if foreign.is_empty() || !known.is_empty() {
            *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        }
        self.0.is_whole.store(foreign.is_empty(), Ordering::Relaxed);
        if foreign.is_empty() { Ok(()) } else { Err(foreign) }
    }

    /// Goes on under another master, whose keys the database keeps by now. What is on the ring stays there.
    pub(crate) fn move_under(&self, master: Master) {
        *self.0.master.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(master);
    }

    fn master(&self) -> Arc<Master> {
        Arc::clone(&self.0.master.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.0.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Seals a text. `context` (table and row id) is bound to it, so that a sealed value can't be moved to another row.
    pub fn seal(&self, text: &str, context: &[u8]) -> Result<Vec<u8>> {
        self.seal_bytes(text.as_bytes(), context)
    }

    /// The same for any bytes, such as a file.
    pub fn seal_bytes(&self, bytes: &[u8], context: &[u8]) -> Result<Vec<u8>> {
        let keys = self.keys();
        let key = keys.sealing.get(&keys.newest).ok_or_else(|| Error::internal("the newest key is not on the ring"))?;
        let nonce = random::<NONCE_BYTES>()?;
        let sealed = key
            .encrypt(&Nonce::from(nonce), Payload { msg: bytes, aad: context })
            .map_err(|_| Error::internal("sealing failed"))?;
        let mut all = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        all.push(keys.newest);
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
        let keys = self.keys();
        let key = keys.sealing.get(version).ok_or_else(damaged)?;
        key.decrypt(&Nonce::from(nonce), Payload { msg: body, aad: context }).map_err(|_| damaged())
    }

    /// The blind index of a value: equal for equal values of one kind and group, tells nothing without the key.
    pub fn blind(&self, kind: &str, group: kernel::GroupId, value: &str) -> String {
        let digest = self.mac(&[kind.as_bytes(), b"\0", group.0.as_bytes(), value.as_bytes()]);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest[..15])
    }

    /// A digest over these parts that nobody makes without the key, for one purpose and group. New seal keys do not change it.
    pub fn keyed_digest(&self, purpose: &str, group: kernel::GroupId, parts: &[&[u8]]) -> [u8; 32] {
        let named: [&[u8]; 3] = [purpose.as_bytes(), b"\0", group.0.as_bytes()];
        self.mac(&[&named, parts].concat())
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
        let mut mac = keyed(&self.keys().blind);
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

fn damaged() -> Error {
    Error::internal("a sealed value is damaged, or its key is not on the ring")
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

    #[test]
    fn a_key_seals_only_when_it_is_in_force_and_opens_before() {
        let (ring, other) = (KeyRing::from_secret(b"test"), KeyRing::from_secret(b"test"));
        let kept = |is_second_in_force: bool, second: &(String, Vec<u8>)| {
            let first = ring.first_wrapped(false).expect("wrapped").into_iter();
            let mut kept: Vec<Wrapped> =
                first.map(|(name, wrapped)| Wrapped { name, wrapped, is_in_force: true }).collect();
            kept.push(Wrapped { name: second.0.clone(), wrapped: second.1.clone(), is_in_force: is_second_in_force });
            kept
        };
        let second = ring.next_wrapped(2).expect("wrapped");
        let old = ring.seal("13800001111", b"x").expect("sealed");
        assert!(ring.take(&kept(false, &second)).is_ok() && other.take(&kept(true, &second)).is_ok());
        assert_eq!((ring.newest(), other.newest()), (1, 2));
        let new = other.seal("13800001111", b"x").expect("sealed");
        assert_eq!((old[0], new[0]), (1, 2));
        for sealed in [&old, &new] {
            assert_eq!(ring.open(sealed, b"x").expect("opened"), "13800001111");
        }
    }

    #[test]
    fn a_key_under_another_master_is_named_and_harms_nothing() {
        let (ring, other) = (KeyRing::from_secret(b"test"), KeyRing::from_secret(b"other"));
        let sealed = ring.seal("x", b"x").expect("sealed");
        let (name, wrapped) = other.next_wrapped(2).expect("wrapped");
        let mut kept: Vec<Wrapped> = ring
            .first_wrapped(false)
            .expect("wrapped")
            .into_iter()
            .map(|(name, wrapped)| Wrapped { name, wrapped, is_in_force: true })
            .collect();
        kept.push(Wrapped { name, wrapped, is_in_force: true });
        assert_eq!(ring.take(&kept), Err(vec!["seal 2".to_owned()]));
        assert_eq!((ring.newest(), ring.open(&sealed, b"x").expect("opened")), (1, "x".to_owned()));
        assert!(!ring.is_whole());
        assert_eq!(KeyRing::from_secret(b"test").begin_with(&kept), Err(vec!["seal 2".to_owned()]));
    }
}
