//! What was seen so far of a file under way: its rows, whom they were about, and who came with it.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use kernel::CustomerId;

use super::{import_row::KeptRow, matching::Identity};

/// What was seen of the file so far.
#[derive(Debug, Default)]
pub struct Seen {
    /// Fingerprints of rows.
    rows: HashSet<u64>,
    /// Plates that earlier rows gave to new cars.
    plates: HashSet<u64>,
    /// In a check, of the customers and cars earlier rows would add.
    keys: KeysSeen,
    /// In a first load, of everybody in the base: who has none of them is not looked up.
    in_base: Option<KeysSeen>,
    /// Whether somebody is there whom the import did not bring, whom its rows might be.
    has_others: bool,
    /// Who came with the import itself; only kept when there are others.
    brought: HashSet<CustomerId>,
}

/// Digests of the keys by which rows are told to be about the same.
#[derive(Debug, Default)]
struct KeysSeen(HashSet<u64>);

impl Seen {
    /// Nothing, by someone who has the base for themselves, with nobody in it.
    pub fn in_empty_base() -> Self {
        Self { in_base: Some(KeysSeen::default()), ..Self::default() }
    }

    /// Begins or goes on: with those the import has brought before, and whether anybody is there at all.
    pub(super) fn begin(&mut self, brought: HashSet<CustomerId>, has_customers: bool) {
        // Of a run that goes on, one can't be sure that there is nobody else.
        self.has_others = has_customers;
        self.brought = brought;
    }

    /// Who came with the import, when there are others whom its rows might be.
    pub(super) fn brought_beside_others(&self) -> Option<&HashSet<CustomerId>> {
        self.has_others.then_some(&self.brought)
    }

    /// Notes who came with these rows.
    pub(super) fn note_brought<'a>(&mut self, created: impl Iterator<Item = &'a KeptRow>) {
        if self.has_others {
            self.brought.extend(created.filter_map(|row| row.customer_id));
        }
    }

    /// Whether no row was equal to this one; notes it.
    pub(super) fn is_new(&mut self, fingerprint: u64) -> bool {
        self.rows.insert(fingerprint)
    }

    /// Whether no earlier row gave this plate to a new car; from now on one did.
    pub(super) fn takes_plate(&mut self, plate: &String) -> bool {
        self.plates.insert(digest_of(plate))
    }

    /// In a check, whether an earlier row is about the same; notes this one.
    pub(super) fn has_come_before(&mut self, identity: &Identity) -> bool {
        self.keys.has_seen(identity)
    }

    /// Whether the base may know one of the keys; notes that from now on it does.
    pub(super) fn may_be_known(&mut self, identity: &Identity) -> bool {
        self.in_base.as_mut().is_none_or(|in_base| in_base.has_seen(identity))
    }
}

impl KeysSeen {
    /// Whether any key came before; notes them all.
    fn has_seen(&mut self, identity: &Identity) -> bool {
        let digests: Vec<u64> = identity.keys().iter().map(digest_of).collect();
        let is_known = digests.iter().any(|digest| self.0.contains(digest));
        self.0.extend(digests);
        is_known
    }
}

fn digest_of(key: &String) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
