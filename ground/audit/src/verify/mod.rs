//! Finding out whether anybody changed, removed or put in a line: all seals are made anew, and the marks of all lines.

mod finding;
mod lines;
mod resealed;
mod walk;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use journal::listen::{self, Cursor};
use kernel::{Error, GroupId, Result};
use platform::{Db, Platform, SystemActor};

pub use finding::{Finding, FindingKind};
use resealed::Resealed;
use walk::{Late, Walk};

use crate::{
    chain::{self, Chain, Head, Leaf},
    listeners::{self, SealJournal},
};

/// What a walk over both chains of a group found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    pub ends: Vec<End>,
    /// Lines under seals.
    pub lines: u64,
    /// Entries of the journal that are not sealed yet.
    pub unsealed: u64,
    /// Lines that lawfully say something else than when they were sealed, by the reason.
    pub resealed: BTreeMap<String, u64>,
    /// The first of all that is not right.
    pub findings: Vec<Finding>,
    /// How much is not right.
    pub found: u64,
    doubtful: Vec<(Chain, Leaf)>,
}

/// Where a chain ends: to be noted somewhere else, so that nobody cuts it short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub group: GroupId,
    pub chain: Chain,
    pub number: i64,
    /// All that were ever sealed.
    pub lines: i64,
    pub seal: String,
    /// When the newest seal was made.
    pub at: Option<DateTime<Utc>>,
}

/// So many findings are told one by one.
const FINDINGS_MAX: usize = 200;
const REASONS_MAX: usize = 100;
const UNSEALED_AT_ONCE: usize = 500;
/// When the oldest seals are removed while the walk is under way it begins anew.
const WALKS_MAX: usize = 3;

impl Verified {
    fn tell(&mut self, finding: Finding) {
        self.found += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }

    fn count_resealed(&mut self, reason: &str) {
        if self.resealed.len() < REASONS_MAX || self.resealed.contains_key(reason) {
            *self.resealed.entry(reason.to_owned()).or_default() += 1;
        }
    }
}

impl std::fmt::Display for End {
    /// What is noted: `<group>/<chain>/<number>/<seal>`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}/{}", self.group, self.chain.word(), self.number, self.seal)
    }
}

impl std::str::FromStr for End {
    type Err = Error;

    fn from_str(noted: &str) -> Result<Self> {
        let parts: Vec<&str> = noted.trim().split('/').collect();
        let [group, chain, number, seal] = parts[..] else { return Err(no_head(noted)) };
        let (Ok(group), Some(chain), Ok(number)) = (group.parse(), Chain::find(chain), number.parse()) else {
            return Err(no_head(noted));
        };
        Ok(Self { group: GroupId(group), chain, number, lines: 0, seal: seal.to_owned(), at: None })
    }
}

/// Walks both chains of a group, and looks whether they lead to heads that were noted earlier.
pub async fn verify(platform: &Platform, group: GroupId, noted: &[End]) -> Result<Verified> {
    let door = platform.system(SystemActor::Command, group);
    let db = door.read();
    for _ in 1..WALKS_MAX {
        let found = walk(&db, group, noted).await?;
        let base = chain::head(&db, group, Chain::Looks).await?.map_or(0, |head| head.base_number);
        if found.found == 0 || base == found.base {
            return Ok(found.verified);
        }
    }
    Ok(walk(&db, group, noted).await?.verified)
}

/// Where the chains of a group end.
pub async fn ends(db: &Db<'_>, group: GroupId) -> Result<Vec<End>> {
    let mut ends = Vec::new();
    for chain in Chain::ALL {
        let Some(head) = chain::head(db, group, chain).await? else { continue };
        let last = chain::last_seal(db, group, chain).await?;
        let at = last.filter(|last| last.number == head.number).map(|last| last.at);
        ends.push(End { group, chain, number: head.number, lines: head.lines, seal: head.seal, at });
    }
    Ok(ends)
}

/// How many entries of the journal wait to be sealed, at most `most`.
pub async fn unsealed(db: &Db<'_>, most: usize) -> Result<u64> {
    let reached = listen::reached(db, <SealJournal as journal::Listener>::NAME).await?.unwrap_or(Cursor::BEGINNING);
    let entries = listen::entries_after(db, reached, most).await?;
    let group = db.scope().group();
    Ok(entries.iter().filter(|entry| entry.group_id == group).count() as u64)
}

struct Walked {
    verified: Verified,
    found: u64,
    /// Where the looks began.
    base: i64,
}

async fn walk(db: &Db<'_>, group: GroupId, noted: &[End]) -> Result<Walked> {
    let mut found = Verified::default();
    let reached = listen::reached(db, <SealJournal as journal::Listener>::NAME).await?.unwrap_or(Cursor::BEGINNING);
    // The looks' head is read after the journal's: what a seal of the journal notes of it is there by then.
    let journal = right_head(db, group, Chain::Journal, &mut found).await?;
    let looks = right_head(db, group, Chain::Looks, &mut found).await?;
    let resealed = Resealed::of(db, group).await?;
    let mut of_journal = Walk::new(db, group, Chain::Journal, &resealed, &mut found);
    of_journal.take(&journal, reached).await?;
    let witness = std::mem::take(&mut of_journal.note);
    let last_look = Cursor { transaction_id: 0, position: looks.lines };
    Walk::new(db, group, Chain::Looks, &resealed, &mut found).take(&looks, last_look).await?;
    judge_witness(db, group, &looks, &witness, &mut found).await?;
    judge_noted(db, group, [&journal, &looks], noted, &mut found).await?;
    drop_doubts(db, group, &mut found).await?;
    judge_behind(db, group, &mut found).await?;
    judge_place(db, &mut found).await?;
    judge_unsealed(db, group, reached, &mut found).await?;
    found.ends = ends(db, group).await?;
    Ok(Walked { found: found.found, verified: found, base: looks.base_number })
}

/// The head; the last seal's when somebody moved it.
async fn right_head(db: &Db<'_>, group: GroupId, chain: Chain, found: &mut Verified) -> Result<Head> {
    let head = chain::head(db, group, chain).await?;
    let is_right = match &head {
        Some(head) => head.mark == head.mark_now(db.platform().keys(), group, chain)?,
        None => false,
    };
    if let Some(head) = head.clone()
        && is_right
    {
        return Ok(head);
    }
    let last = chain::last_seal(db, group, chain).await?;
    let mut moved = head.clone().unwrap_or(Head::BEGINNING);
    if let Some(last) = last {
        (moved.number, moved.seal, moved.lines) = (last.number, last.seal, i64::MAX);
    } else if head.is_none() {
        return Ok(moved);
    }
    found.tell(Finding::of(FindingKind::HeadBroken, chain).at_seal(moved.number, None));
    Ok(moved)
}

/// The journal's newest seal notes where the looks ended then: they can't end before.
async fn judge_witness(db: &Db<'_>, group: GroupId, looks: &Head, note: &str, found: &mut Verified) -> Result<()> {
    let Some((number, seal)) = note.split_once(' ') else { return Ok(()) };
    let Ok(number) = number.parse::<i64>() else { return Ok(()) };
    if number > looks.number {
        let gap = Finding::of(FindingKind::SealsRemoved, Chain::Looks).at_seal(looks.number + 1, None);
        found.tell(Finding { until_seal: Some(number), ..gap });
    } else if !leads_to(db, group, Chain::Looks, looks, number, seal).await? {
        found.tell(Finding::of(FindingKind::SealChanged, Chain::Looks).at_seal(number, None));
    }
    Ok(())
}

async fn judge_noted(
    db: &Db<'_>,
    group: GroupId,
    [journal, looks]: [&Head; 2],
    noted: &[End],
    found: &mut Verified,
) -> Result<()> {
    for end in noted.iter().filter(|end| end.group == group) {
        let head = if end.chain == Chain::Journal { journal } else { looks };
        if !leads_to(db, group, end.chain, head, end.number, &end.seal).await? {
            found.tell(Finding::of(FindingKind::NotedMissing, end.chain).at_seal(end.number, None));
        }
    }
    Ok(())
}

/// Whether the seal of this number is the one given. Of those that were removed in their time nobody can say.
async fn leads_to(db: &Db<'_>, group: GroupId, chain: Chain, head: &Head, number: i64, seal: &str) -> Result<bool> {
    if number <= head.base_number {
        return Ok(number < head.base_number || head.base_seal == seal);
    }
    let there = chain::seals(db, group, chain, number - 1, number, 1).await?;
    Ok(there.first().is_some_and(|there| there.seal == seal))
}

/// A line that was lawfully changed while the walk was under way is right after all.
async fn drop_doubts(db: &Db<'_>, group: GroupId, found: &mut Verified) -> Result<()> {
    let doubtful = std::mem::take(&mut found.doubtful);
    if doubtful.is_empty() {
        return Ok(());
    }
    let resealed = Resealed::of(db, group).await?;
    for (chain, leaf) in doubtful {
        let (expected, _) = resealed.now(leaf.mark);
        let lines = lines::at(db, group, chain, &[leaf.place]).await?;
        if lines.first().is_some_and(|line| line.mark == expected) {
            let before = found.findings.len();
            found.findings.retain(|finding| {
                !(finding.kind == FindingKind::LineChanged
                    && finding.chain == chain.word()
                    && finding.line == Some(leaf.place))
            });
            found.found -= u64::from(found.findings.len() < before);
        }
    }
    Ok(())
}

/// Looks are written and sealed at once: none stands behind the last one sealed.
async fn judge_behind(db: &Db<'_>, group: GroupId, found: &mut Verified) -> Result<()> {
    let newest = chain::newest_number(db, group).await?;
    // Read after them: what was written meanwhile is counted in it.
    let Some(head) = chain::head(db, group, Chain::Looks).await? else { return Ok(()) };
    if newest > head.lines {
        let behind = lines::places(db, group, Chain::Looks, head.lines, UNSEALED_AT_ONCE).await?;
        let behind: Vec<i64> = behind.into_iter().map(|place| place.place).filter(|place| *place <= newest).collect();
        for line in lines::at(db, group, Chain::Looks, &behind).await? {
            let put_in = Finding::of(FindingKind::LineInserted, Chain::Looks);
            found.tell(put_in.at_line(line.place, Some(line.name), line.at));
        }
    }
    Ok(())
}

/// The sealer goes on behind the last entry it has sealed; another place was put there by somebody else.
async fn judge_place(db: &Db<'_>, found: &mut Verified) -> Result<()> {
    if !listeners::stands_where_sealed(db).await? {
        found.tell(Finding::of(FindingKind::HeadBroken, Chain::Journal).at_seal(0, None));
    }
    Ok(())
}

/// What is not sealed yet is counted, and looked at: an entry must be as its mark says, and sealed soon.
async fn judge_unsealed(db: &Db<'_>, group: GroupId, reached: Cursor, found: &mut Verified) -> Result<()> {
    let keys = db.platform().keys();
    let (mut cursor, mut late, now) = (reached, Late::default(), db.platform().clock().now());
    loop {
        let entries = listen::entries_after(db, cursor, UNSEALED_AT_ONCE).await?;
        let Some(last) = entries.last() else { return Ok(()) };
        cursor = Cursor::of(last);
        for entry in entries.iter().filter(|entry| entry.group_id == group) {
            found.unsealed += 1;
            let line = lines::Line::of_entry(entry, keys)?;
            if entry.mark.is_some()
                && let Some(late) = late.note(&line, now)
            {
                let unsealed = Finding::of(FindingKind::SealedLate, Chain::Journal);
                found.tell(unsealed.at_line(late.place, Some(late.name), late.at));
            }
            if entry.mark.as_deref().is_some_and(|mark| mark != line.mark) {
                let changed = Finding::of(FindingKind::LineChanged, Chain::Journal);
                found.tell(changed.at_line(line.place, Some(line.name), line.at));
            }
        }
    }
}

fn no_head(noted: &str) -> Error {
    Error::invalid("head", "audit.no_head", format!("'{noted}' is no head: give one as verify prints it"))
}
