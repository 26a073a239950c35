//! Lines as they now are, of either chain.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use journal::{
    Entry, entry,
    listen::{self, Cursor},
    mark::Mark,
};
use kernel::{GroupId, Result};
use platform::{Db, KeyRing};
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    chain::Chain,
    look::{self, Look},
};

/// What is judged of a line.
#[derive(Clone, Debug)]
pub struct Line {
    pub place: i64,
    /// Lines of a chain were sealed in this order.
    pub order: Cursor,
    pub mark: Mark,
    pub name: String,
    pub at: DateTime<Utc>,
}

platform::record! {
    /// Where a line stands.
    #[derive(Clone, Copy, Debug)]
    pub struct Place { pub place: i64, pub transaction_id: i64 }
}

const AT_ONCE: usize = 500;

impl Line {
    pub fn of_entry(entry: &Entry, keys: &KeyRing) -> Result<Self> {
        Ok(Self {
            place: entry.position,
            order: Cursor::of(entry),
            mark: entry.mark_now(keys)?,
            name: entry.name.clone(),
            at: entry.recorded_at,
        })
    }

    fn of_look(look: &Look, keys: &KeyRing) -> Result<Self> {
        Ok(Self {
            place: look.number,
            order: Cursor { transaction_id: 0, position: look.number },
            mark: look.mark_now(keys)?,
            name: look.name.clone(),
            at: look.at,
        })
    }
}

/// The lines that stand at these places.
pub async fn at(db: &Db<'_>, group: GroupId, chain: Chain, places: &[i64]) -> Result<Vec<Line>> {
    let keys = db.platform().keys();
    let mut lines = Vec::with_capacity(places.len());
    for some in places.chunks(AT_ONCE) {
        let some = some.iter().copied();
        match chain {
            Chain::Journal => match entries_at(db, group, some.clone()).await {
                Ok(entries) => {
                    for entry in entries {
                        lines.push(Line::of_entry(&entry, keys)?);
                    }
                }
                Err(_) => {
                    for place in some {
                        lines.extend(by_itself(db, group, place).await?);
                    }
                }
            },
            Chain::Looks => {
                let select = db.select::<look::Entity>().filter(look::Column::GroupId.eq(group));
                for look in db.all(select.filter(look::Column::Number.is_in(some))).await? {
                    lines.push(Line::of_look(&look, keys)?);
                }
            }
        }
    }
    Ok(lines)
}

/// An entry that can't be read with others; one that can't be read at all is there, and says nothing the house ever wrote.
async fn by_itself(db: &Db<'_>, group: GroupId, place: i64) -> Result<Option<Line>> {
    if let Ok(entries) = entries_at(db, group, std::iter::once(place)).await {
        return entries.first().map(|entry| Line::of_entry(entry, db.platform().keys())).transpose();
    }
    let Some(order) = listen::place_of(db, place).await? else { return Ok(None) };
    let (mark, name, at) = (Mark::default(), String::new(), DateTime::UNIX_EPOCH);
    Ok(Some(Line { place, order, mark, name, at }))
}

pub async fn entries_at(db: &Db<'_>, group: GroupId, places: impl Iterator<Item = i64>) -> Result<Vec<Entry>> {
    let select = db.select::<entry::Entity>().filter(entry::Column::GroupId.eq(group));
    db.all(select.filter(entry::Column::Position.is_in(places))).await
}

/// The next places at which there are lines, behind one.
pub async fn places(db: &Db<'_>, group: GroupId, chain: Chain, after: i64, most: usize) -> Result<Vec<Place>> {
    let text = match chain {
        Chain::Journal => {
            "select position as place, transaction_id from journal where group_id = $1 and position > $2 order by position"
        }
        Chain::Looks => {
            "select number as place, number - number as transaction_id from audit_looks where group_id = $1 and number > $2
             order by number"
        }
    };
    db.fetch_text(&format!("{text} limit {most}"), vec![group.into(), after.into()]).await
}

/// Which places were met: a bit for each, since there are many millions, in pieces, since somebody may have made up far ones.
#[derive(Debug, Default)]
pub struct Places(HashMap<i64, [u64; WORDS]>);

const WORDS: usize = 64;
const PIECE: i64 = 4_096;

impl Places {
    /// Answers whether it is new.
    pub fn insert(&mut self, place: i64) -> bool {
        let (piece, word, bit) = Self::of(place);
        let words = self.0.entry(piece).or_insert([0; WORDS]);
        let is_new = words[word] & bit == 0;
        words[word] |= bit;
        is_new
    }

    pub fn contains(&self, place: i64) -> bool {
        let (piece, word, bit) = Self::of(place);
        self.0.get(&piece).is_some_and(|words| words[word] & bit != 0)
    }

    fn of(place: i64) -> (i64, usize, u64) {
        let within = usize::try_from(place.rem_euclid(PIECE)).unwrap_or_default();
        (place.div_euclid(PIECE), within / 64, 1 << (within % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart_however_far_they_are() {
        let mut places = Places::default();
        for place in [0, 1, 63, 64, 4_095, 4_096, -1, i64::MAX, i64::MIN] {
            assert!(!places.contains(place) && places.insert(place), "{place}");
            assert!(places.contains(place) && !places.insert(place), "{place}");
        }
        assert!(!places.contains(2) && !places.contains(4_097));
    }
}
