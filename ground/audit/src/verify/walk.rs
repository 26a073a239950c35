//! The walk over one chain, from its beginning to its head.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use journal::{listen::Cursor, mark::Mark};
use kernel::{GroupId, Result};
use platform::Db;

use super::{
    Verified,
    finding::{Finding, FindingKind},
    lines::{self, Line, Places},
    resealed::Resealed,
};
use crate::chain::{self, BROKEN, Chain, Head, Leaf, OLD, Seal};

const SEALS_AT_ONCE: u32 = 200;
const LINES_AT_ONCE: usize = 2_000;
const PLACES_AT_ONCE: usize = 5_000;
/// Transactions that ran beside each other are not in the order of their times.
const COPY_OLDER: TimeDelta = TimeDelta::seconds(1);
/// So many lines that nobody sealed are told one by one.
const STRANGERS_MAX: usize = 1_000;

pub struct Walk<'a> {
    db: &'a Db<'a>,
    group: GroupId,
    chain: Chain,
    resealed: &'a Resealed,
    found: &'a mut Verified,
    /// The newest note of a right seal.
    pub note: String,
    window: Vec<Sealed>,
    met: Places,
    last: Cursor,
    strays: Vec<Sealed>,
    newest: DateTime<Utc>,
    late: Late,
    /// Lines that say they are older than one before them: each may be a copy of another.
    older: HashMap<Mark, Line>,
}

/// The sealer is seconds behind those who write, or as long as nobody served: then nothing was written meanwhile. A line that was sealed
/// long after it, while others were written in between, lost the seal it had.
#[derive(Debug, Default)]
pub enum Late {
    #[default]
    Nothing,
    /// A line of this time was sealed long after it.
    Maybe { line: Box<Line>, sealed_at: DateTime<Utc> },
    /// It was told.
    Told,
}

const IN_TIME: TimeDelta = TimeDelta::hours(1);

impl Late {
    /// Takes the next line; answers the one that was sealed too late, once. What waits for its seal has that of now.
    pub fn note(&mut self, line: &Line, sealed_at: DateTime<Utc>) -> Option<Line> {
        match self {
            Self::Maybe { line: first, sealed_at }
                if line.at >= first.at + IN_TIME && line.at + IN_TIME <= *sealed_at =>
            {
                let first = Line::clone(first);
                *self = Self::Told;
                return Some(first);
            }
            Self::Told => {}
            Self::Maybe { line: first, .. } if line.at < first.at + IN_TIME => {}
            _ if line.at + IN_TIME < sealed_at => *self = Self::Maybe { line: Box::new(line.clone()), sealed_at },
            _ => *self = Self::Nothing,
        }
        None
    }
}

/// A leaf on the way, and what came before it.
#[derive(Clone, Copy, Debug)]
struct Sealed {
    leaf: Leaf,
    /// The mark its line must have now.
    expected: Mark,
    at: DateTime<Utc>,
    /// Entries from before there were marks were sealed when there were.
    is_old: bool,
    after: Cursor,
}

impl<'a> Walk<'a> {
    pub fn new(db: &'a Db<'a>, group: GroupId, chain: Chain, resealed: &'a Resealed, found: &'a mut Verified) -> Self {
        let (note, met, last) = (String::new(), Places::default(), Cursor::BEGINNING);
        let (window, strays, older) = (Vec::new(), Vec::new(), HashMap::new());
        let (newest, late) = (DateTime::UNIX_EPOCH, Late::default());
        Self { db, group, chain, resealed, found, note, window, met, last, strays, newest, late, older }
    }

    /// Every seal and every line under it. `until`: lines behind it are not sealed yet.
    pub async fn take(&mut self, head: &Head, until: Cursor) -> Result<()> {
        let (mut number, mut before) = (head.base_number, Some(head.base_seal.clone()));
        loop {
            let seals = chain::seals(self.db, self.group, self.chain, number, head.number, SEALS_AT_ONCE).await?;
            if seals.is_empty() {
                break;
            }
            for seal in seals {
                if seal.number != number + 1 {
                    self.tell_gap(number + 1, seal.number - 1);
                    before = None;
                }
                self.judge_seal(&seal, before.as_deref())?;
                self.window.extend(seal.leaves().map(|leaf| Sealed {
                    leaf,
                    expected: leaf.mark,
                    at: seal.at,
                    is_old: seal.kind == OLD,
                    after: Cursor::BEGINNING,
                }));
                if self.window.len() >= LINES_AT_ONCE {
                    self.judge_lines().await?;
                }
                (number, before) = (seal.number, Some(seal.seal));
            }
        }
        self.judge_lines().await?;
        self.judge_copies(head).await?;
        if number < head.number {
            self.tell_gap(number + 1, head.number);
        } else if before.is_some_and(|last| last != head.seal) {
            self.tell(Finding::of(FindingKind::HeadBroken, self.chain).at_seal(number, None));
        }
        self.judge_strangers(until).await
    }

    fn judge_seal(&mut self, seal: &Seal, before: Option<&str>) -> Result<()> {
        let keys = self.db.platform().keys();
        let is_right = match before {
            Some(before) => seal.seal_now(keys, self.group, self.chain, before)? == seal.seal,
            // Behind a gap nobody can say.
            None => true,
        };
        if !is_right {
            self.tell(Finding::of(FindingKind::SealChanged, self.chain).at_seal(seal.number, Some(seal.at)));
        } else if seal.kind == BROKEN {
            self.tell(Finding::of(FindingKind::HeadBroken, self.chain).at_seal(seal.number, Some(seal.at)));
        } else if !seal.note.is_empty() {
            self.note.clone_from(&seal.note);
        }
        Ok(())
    }

    /// The lines of the seals gathered. A line is known by its mark, wherever it stands: moving to another engine may change the
    /// places of the newest, and never their order.
    async fn judge_lines(&mut self) -> Result<()> {
        let window = std::mem::take(&mut self.window);
        let places: Vec<i64> = window.iter().map(|sealed| sealed.leaf.place).collect();
        let lines = lines::at(self.db, self.group, self.chain, &places).await?;
        let mut by_mark: HashMap<Mark, Vec<&Line>> = HashMap::new();
        for line in &lines {
            by_mark.entry(line.mark).or_default().push(line);
        }
        let mut seen = HashSet::new();
        for sealed in window {
            self.found.lines += 1;
            let (expected, reason) = self.resealed.now(sealed.leaf.mark);
            if let Some(reason) = reason {
                self.found.count_resealed(reason);
            }
            let there = by_mark.get(&expected).map(Vec::as_slice).unwrap_or_default();
            let own = there.iter().find(|line| line.place == sealed.leaf.place);
            let Some(line) = own.or_else(|| there.iter().find(|line| !self.met.contains(line.place))) else {
                self.strays.push(Sealed { expected, after: self.last, ..sealed });
                continue;
            };
            if !self.met.insert(line.place) || !seen.insert(sealed.leaf.mark) {
                self.tell_line(FindingKind::LineTwice, line);
            } else if line.order < self.last {
                self.tell_line(FindingKind::LineMoved, line);
            } else if line.at + COPY_OLDER < self.newest {
                self.older.insert(sealed.leaf.mark, Line::clone(line));
            }
            if self.chain == Chain::Journal
                && !sealed.is_old
                && let Some(late) = self.late.note(line, sealed.at)
            {
                self.found.tell(Finding::of(FindingKind::SealedLate, self.chain).at_line(
                    late.place,
                    Some(late.name),
                    late.at,
                ));
            }
            self.newest = self.newest.max(line.at);
            self.last = self.last.max(line.order);
        }
        Ok(())
    }

    /// An entry copied as it is has a right mark, and an old time: such marks may be sealed once only.
    async fn judge_copies(&mut self, head: &Head) -> Result<()> {
        let mut number = head.base_number;
        while !self.older.is_empty() {
            let seals = chain::seals(self.db, self.group, self.chain, number, head.number, SEALS_AT_ONCE).await?;
            let Some(last) = seals.last() else { break };
            number = last.number;
            let leaves = seals.iter().flat_map(Seal::leaves);
            let is_copied = |leaf: &Leaf| self.older.get(&leaf.mark).is_some_and(|line| line.place > leaf.place);
            let copied: Vec<Mark> = leaves.filter(is_copied).map(|leaf| leaf.mark).collect();
            for mark in copied {
                if let Some(line) = self.older.remove(&mark) {
                    self.tell_line(FindingKind::LineTwice, &line);
                }
            }
        }
        Ok(())
    }

    /// Lines that no seal was found for, and seals for which no line was found.
    async fn judge_strangers(&mut self, until: Cursor) -> Result<()> {
        let mut strangers: HashMap<i64, Line> = HashMap::new();
        let (mut after, mut count) = (i64::MIN, 0_usize);
        loop {
            let places = lines::places(self.db, self.group, self.chain, after, PLACES_AT_ONCE).await?;
            let Some(last) = places.last() else { break };
            after = last.place;
            let is_sealed =
                |place: &&lines::Place| Cursor { transaction_id: place.transaction_id, position: place.place } <= until;
            let unmet: Vec<i64> = places
                .iter()
                .filter(is_sealed)
                .map(|place| place.place)
                .filter(|place| !self.met.contains(*place))
                .collect();
            count += unmet.len();
            let told = STRANGERS_MAX.max(self.strays.len()).saturating_sub(strangers.len()).min(unmet.len());
            let some = lines::at(self.db, self.group, self.chain, &unmet[..told]).await?;
            strangers.extend(some.into_iter().map(|line| (line.place, line)));
        }
        let untold = count.saturating_sub(strangers.len());
        self.judge_strays(&mut strangers);
        let mut left: Vec<Line> = strangers.into_values().collect();
        left.sort_unstable_by_key(|line| line.place);
        left.iter().for_each(|line| self.tell_line(FindingKind::LineInserted, line));
        self.found.found += untold as u64;
        Ok(())
    }

    fn judge_strays(&mut self, strangers: &mut HashMap<i64, Line>) {
        let by_mark: HashMap<Mark, i64> = strangers.iter().map(|(place, line)| (line.mark, *place)).collect();
        let strays = std::mem::take(&mut self.strays);
        let mut changed = Vec::new();
        let mut taken = HashSet::new();
        for stray in strays {
            match by_mark.get(&stray.expected).filter(|place| taken.insert(**place)) {
                Some(place) => {
                    if let Some(line) = strangers.remove(place)
                        && line.order < stray.after
                    {
                        self.tell_line(FindingKind::LineMoved, &line);
                    }
                }
                None => changed.push(stray),
            }
        }
        for stray in changed {
            match strangers.remove(&stray.leaf.place) {
                Some(line) => {
                    self.found.doubtful.push((self.chain, stray.leaf));
                    self.tell_line(FindingKind::LineChanged, &line);
                }
                None => {
                    let gone = Finding::of(FindingKind::LineRemoved, self.chain);
                    self.tell(gone.at_line(stray.leaf.place, None, stray.at));
                }
            }
        }
    }

    fn tell_gap(&mut self, from: i64, until: i64) {
        let gap = Finding::of(FindingKind::SealsRemoved, self.chain).at_seal(from, None);
        self.tell(Finding { until_seal: Some(until), ..gap });
    }

    fn tell_line(&mut self, kind: FindingKind, line: &Line) {
        let (name, at) = (Some(line.name.clone()), line.at);
        self.tell(Finding::of(kind, self.chain).at_line(line.place, name, at));
    }

    fn tell(&mut self, finding: Finding) {
        self.found.tell(finding);
    }
}
