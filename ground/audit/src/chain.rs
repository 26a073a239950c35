//! The chains of a group: where each ends, and how a seal is added. One sealer at a time holds the head; nobody who works waits for it.

use chrono::{DateTime, Utc};
use journal::mark::Mark;
use kernel::{Error, GroupId, Result};
use platform::{Db, KeyRing, Tx, crypto::hex};

/// What is sealed apart: the journal lives as long as the house, looks are removed when their time is over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Chain {
    Journal,
    Looks,
}

platform::record! {
    /// Where a chain ends, and where it begins since its oldest seals were removed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Head {
        pub number: i64,
        /// All that were ever sealed.
        pub lines: i64,
        pub seal: String,
        pub base_number: i64,
        pub base_seal: String,
        /// A keyed digest over the others, so that nobody moves the end.
        pub mark: String,
    }
}

platform::record! {
    /// A seal over lines and the seal before it.
    #[derive(Clone, Debug)]
    pub struct Seal {
        /// 1, 2, 3 … without a gap.
        pub number: i64,
        pub kind: String,
        pub note: String,
        pub leaves: Vec<u8>,
        pub at: DateTime<Utc>,
        pub seal: String,
    }
}

/// A line under a seal: where it stood when it was sealed, and the mark of what it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub place: i64,
    pub mark: Mark,
}

/// The lines of a seal.
pub const LINES: &str = "lines";
/// Lines from before entries had marks, sealed as they were found.
pub const OLD: &str = "old";
/// A seal that says: the head was not as the house had left it.
pub const BROKEN: &str = "broken";
const LEAF_BYTES: usize = 24;

impl Chain {
    pub const ALL: [Self; 2] = [Self::Journal, Self::Looks];

    pub fn word(self) -> &'static str {
        match self {
            Self::Journal => journal::JOURNAL,
            Self::Looks => "looks",
        }
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chain| chain.word() == word)
    }
}

impl Head {
    pub const BEGINNING: Self = Self {
        number: 0,
        lines: 0,
        seal: String::new(),
        base_number: 0,
        base_seal: String::new(),
        mark: String::new(),
    };

    /// The mark of a head as it is; another one means that somebody else wrote it.
    pub fn mark_now(&self, keys: &KeyRing, group: GroupId, chain: Chain) -> Result<String> {
        let told = (chain.word(), self.number, self.lines, &self.seal, self.base_number, &self.base_seal);
        Ok(hex(&keys.keyed_digest("audit.head", group, &[&serde_json::to_vec(&told)?])))
    }
}

impl Seal {
    /// The seal of this one behind `before`.
    pub fn seal_now(&self, keys: &KeyRing, group: GroupId, chain: Chain, before: &str) -> Result<String> {
        let at = self.at.timestamp_millis();
        let told = serde_json::to_vec(&(chain.word(), self.number, &self.kind, &self.note, at, before))?;
        Ok(hex(&keys.keyed_digest("audit.seal", group, &[&told, b"\0", &self.leaves])))
    }

    pub fn leaves(&self) -> impl Iterator<Item = Leaf> {
        leaves(&self.leaves)
    }
}

fn leaf_of(bytes: &[u8]) -> Leaf {
    let (mut place, mut mark) = ([0; 8], Mark::default());
    place.copy_from_slice(&bytes[..8]);
    mark.copy_from_slice(&bytes[8..]);
    Leaf { place: i64::from_be_bytes(place), mark }
}

/// The leaves of a seal, as they are kept.
pub fn leaves(bytes: &[u8]) -> impl DoubleEndedIterator<Item = Leaf> {
    bytes.chunks_exact(LEAF_BYTES).map(leaf_of)
}

/// The head of a chain, held until the transaction ends.
#[derive(Debug)]
pub struct Held {
    group: GroupId,
    chain: Chain,
    pub head: Head,
}

impl Held {
    /// Waits for whoever holds it, and finds out whether the head is as the house left it: if not, the chain says so for good.
    pub async fn of(tx: &mut Tx, group: GroupId, chain: Chain) -> Result<Self> {
        let text = "insert into audit_heads (group_id, chain, number, lines, seal, base_number, base_seal, mark)
                    values ($1, $2, 0, 0, '', 0, '', '') on conflict do nothing";
        tx.execute_text(text, vec![group.into(), chain.word().into()]).await?;
        let head = fetch_head(&tx.db(), group, chain, "{hold}").await?.unwrap_or(Head::BEGINNING);
        let last = last_seal(&tx.db(), group, chain).await?;
        let is_new = last.is_none() && head == Head::BEGINNING;
        let is_right = head.mark == head.mark_now(tx.platform().keys(), group, chain)?
            && last.as_ref().map_or(head.base_number, |last| last.number) == head.number;
        let mut held = Self { group, chain, head };
        if !is_new && !is_right {
            held.go_on_behind(tx, last).await?;
        }
        Ok(held)
    }

    /// Puts a seal over these lines.
    pub async fn seal(&mut self, tx: &mut Tx, kind: &str, note: String, leaves: &[Leaf]) -> Result<()> {
        self.add(tx, kind, note, leaves).await
    }

    /// Cuts everything up to a seal off the beginning.
    pub async fn cut(&mut self, tx: &mut Tx, base_number: i64, base_seal: String) -> Result<()> {
        (self.head.base_number, self.head.base_seal) = (base_number, base_seal);
        let text = "delete from audit_seals where group_id = $1 and chain = $2 and number <= $3";
        tx.execute_text(text, vec![self.group.into(), self.chain.word().into(), base_number.into()]).await?;
        self.write(tx).await
    }

    /// A look that nobody sealed stands in the way of the next: the chain says so for good, and goes on behind it.
    pub async fn go_behind_strangers(&mut self, tx: &mut Tx) -> Result<()> {
        let last = newest_number(&tx.db(), self.group).await?;
        if last <= self.head.lines {
            return Ok(());
        }
        tracing::error!(group = %self.group, "there are looks that the house never wrote");
        self.head.lines = last;
        self.tell_broken(tx).await
    }

    /// Puts a seal over nothing that says that somebody was at the chain.
    pub async fn tell_broken(&mut self, tx: &mut Tx) -> Result<()> {
        self.add(tx, BROKEN, String::new(), &[]).await
    }

    async fn go_on_behind(&mut self, tx: &mut Tx, last: Option<Seal>) -> Result<()> {
        if let Some(last) = last {
            (self.head.number, self.head.seal) = (last.number, last.seal);
        }
        if self.chain == Chain::Looks {
            self.head.lines = self.head.lines.max(newest_number(&tx.db(), self.group).await?);
        }
        tracing::error!(group = %self.group, chain = self.chain.word(), "the head of the audit is not as the house left it");
        self.tell_broken(tx).await
    }

    async fn add(&mut self, tx: &mut Tx, kind: &str, note: String, leaves: &[Leaf]) -> Result<()> {
        let mut seal = Seal {
            number: self.head.number.saturating_add(1),
            kind: kind.to_owned(),
            note,
            leaves: bytes_of(leaves),
            at: tx.now(),
            seal: String::new(),
        };
        seal.seal = seal.seal_now(tx.platform().keys(), self.group, self.chain, &self.head.seal)?;
        self.head.number = seal.number;
        self.head.lines = self.head.lines.saturating_add(i64::try_from(leaves.len()).map_err(Error::internal)?);
        self.head.seal.clone_from(&seal.seal);
        let text = "insert into audit_seals (group_id, chain, number, kind, note, leaves, at, seal)
                    values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = vec![
            self.group.into(),
            self.chain.word().into(),
            seal.number.into(),
            seal.kind.into(),
            seal.note.into(),
            seal.leaves.into(),
            seal.at.into(),
            seal.seal.into(),
        ];
        tx.execute_text(text, values).await?;
        self.write(tx).await
    }

    async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        self.head.mark = self.head.mark_now(tx.platform().keys(), self.group, self.chain)?;
        let head = &self.head;
        let text =
            "update audit_heads set number = $3, lines = $4, seal = $5, base_number = $6, base_seal = $7, mark = $8
                    where group_id = $1 and chain = $2";
        let values = vec![
            self.group.into(),
            self.chain.word().into(),
            head.number.into(),
            head.lines.into(),
            head.seal.clone().into(),
            head.base_number.into(),
            head.base_seal.clone().into(),
            head.mark.clone().into(),
        ];
        tx.execute_text(text, values).await?;
        Ok(())
    }
}

platform::record! {
    struct Number { number: i64 }
}

/// The number of the newest look of a group; 0 before the first.
pub async fn newest_number(db: &Db<'_>, group: GroupId) -> Result<i64> {
    let text = "select coalesce(max(number), 0) as number from audit_looks where group_id = $1";
    let newest: Vec<Number> = db.fetch_text(text, vec![group.into()]).await?;
    Ok(newest.first().map_or(0, |row| row.number))
}

const SEAL_COLUMNS: &str = "number, kind, note, leaves, at, seal";

/// The head of a chain; none before its first line.
pub async fn head(db: &Db<'_>, group: GroupId, chain: Chain) -> Result<Option<Head>> {
    fetch_head(db, group, chain, "").await
}

/// The next seals behind a number, up to and with another.
pub async fn seals(db: &Db<'_>, group: GroupId, chain: Chain, after: i64, until: i64, most: u32) -> Result<Vec<Seal>> {
    let text = format!(
        "select {SEAL_COLUMNS} from audit_seals where group_id = $1 and chain = $2 and number > $3 and number <= $4
         order by number limit {most}"
    );
    db.fetch_text(&text, vec![group.into(), chain.word().into(), after.into(), until.into()]).await
}

pub async fn last_seal(db: &Db<'_>, group: GroupId, chain: Chain) -> Result<Option<Seal>> {
    let text = format!(
        "select {SEAL_COLUMNS} from audit_seals where group_id = $1 and chain = $2 order by number desc limit 1"
    );
    Ok(db.fetch_text(&text, vec![group.into(), chain.word().into()]).await?.pop())
}

async fn fetch_head(db: &Db<'_>, group: GroupId, chain: Chain, hold: &str) -> Result<Option<Head>> {
    let text = format!(
        "select number, lines, seal, base_number, base_seal, mark from audit_heads where group_id = $1 and chain = $2 {hold}"
    );
    Ok(db.fetch_text(&text, vec![group.into(), chain.word().into()]).await?.pop())
}

fn bytes_of(leaves: &[Leaf]) -> Vec<u8> {
    leaves.iter().flat_map(|leaf| leaf.place.to_be_bytes().into_iter().chain(leaf.mark)).collect()
}

#[cfg(test)]
mod tests {
    use platform::KeyRing;
    use sea_orm::prelude::Uuid;

    use super::*;

    fn seal(number: i64, leaves: &[Leaf]) -> Seal {
        let at = DateTime::from_timestamp(1_773_626_400, 0).unwrap();
        Seal { number, kind: LINES.into(), note: String::new(), leaves: bytes_of(leaves), at, seal: String::new() }
    }

    #[test]
    fn leaves_read_back_as_they_were_sealed() {
        let leaves = [Leaf { place: 7, mark: [1; 16] }, Leaf { place: i64::MAX, mark: [9; 16] }];
        assert_eq!(seal(1, &leaves).leaves().collect::<Vec<_>>(), leaves);
    }

    #[test]
    fn a_seal_changes_with_all_it_is_over_and_with_the_one_before() {
        let keys = KeyRing::from_secret(b"test");
        let group = GroupId(Uuid::from_u128(1));
        let of = |seal: &Seal, before: &str| seal.seal_now(&keys, group, Chain::Looks, before).unwrap();
        let leaf = Leaf { place: 1, mark: [1; 16] };
        let first = seal(1, &[leaf]);
        let right = of(&first, "");
        assert_ne!(right, of(&first, "x"));
        assert_ne!(right, of(&seal(2, &[leaf]), ""));
        assert_ne!(right, of(&seal(1, &[Leaf { place: 2, ..leaf }]), ""));
        assert_ne!(right, of(&Seal { kind: BROKEN.into(), ..first.clone() }, ""));
        assert_ne!(right, of(&Seal { note: "x".into(), ..first.clone() }, ""));
        assert_ne!(right, first.seal_now(&keys, group, Chain::Journal, "").unwrap());
        assert_ne!(right, first.seal_now(&KeyRing::from_secret(b"other"), group, Chain::Looks, "").unwrap());
    }
}
