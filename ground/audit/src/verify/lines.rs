//! Lines as they now are, of either chain.

use chrono::{DateTime, Utc};
use journal::{Entry, entry, listen::Cursor, mark::Mark};
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
            Chain::Journal => {
                for entry in entries_at(db, group, some).await? {
                    lines.push(Line::of_entry(&entry, keys)?);
                }
            }
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

/// Which places were met: a bit for each, since there are many millions.
#[derive(Debug, Default)]
pub struct Places(Vec<u64>);

impl Places {
    /// Answers whether it is new.
    pub fn insert(&mut self, place: i64) -> bool {
        let Ok(place) = usize::try_from(place) else { return true };
        let (word, bit) = (place / 64, 1 << (place % 64));
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }

    pub fn contains(&self, place: i64) -> bool {
        usize::try_from(place)
            .is_ok_and(|place| self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1))
    }
}
