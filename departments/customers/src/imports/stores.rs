//! The stores that rows may come to: the one chosen for the import, and those a column of the file names by code or name.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Error, PermissionName, Result, StoreId, time::Calendar};
use platform::{
    Db, Span,
    names::{self, NamedStore, StoreRef, Wanted},
};

use super::store_words::{StoreWords, WordsFault};
use crate::open_stores;

/// A store as rows need it.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: StoreId,
    pub code: String,
    pub calendar: Calendar,
    /// The day there.
    pub today: NaiveDate,
}

/// Where rows may come to.
#[derive(Clone, Debug)]
pub struct Places {
    /// Holds where a row names none.
    chosen: Place,
    /// Within the importer's reach.
    others: HashMap<StoreId, Place>,
    /// All that are open, in reach or not.
    words: StoreWords,
    /// Where the importer may record consents.
    consents: Span,
}

/// Why the store a row names is none of those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceFault {
    Unknown,
    /// What the stores are that may be meant.
    Ambiguous(Vec<String>),
    OutOfReach,
}

impl From<WordsFault> for PlaceFault {
    fn from(fault: WordsFault) -> Self {
        match fault {
            WordsFault::Unknown => Self::Unknown,
            WordsFault::Ambiguous(stores) => Self::Ambiguous(stores),
        }
    }
}

impl Places {
    pub fn new(chosen: Place, others: Vec<Place>, words: StoreWords, consents: Span) -> Self {
        Self { chosen, others: others.into_iter().map(|place| (place.id, place)).collect(), words, consents }
    }

    pub fn chosen(&self) -> &Place {
        &self.chosen
    }

    /// One of them; the chosen one for any other id.
    pub fn of(&self, store: StoreId) -> &Place {
        self.others.get(&store).unwrap_or(&self.chosen)
    }

    /// The code of a store, of those that were read.
    pub fn code_of(&self, store: StoreId) -> Option<&str> {
        Some(self.of(store)).filter(|place| place.id == store).map(|place| place.code.as_str())
    }

    /// Whether the importer may record what customers of a store agree to.
    pub fn may_record_consents(&self, store: StoreId) -> bool {
        self.consents.covers(store, &[])
    }

    /// The store of this code or name.
    pub fn find(&self, words: &str) -> Result<&Place, PlaceFault> {
        let store = self.words.find(words)?;
        if store == self.chosen.id {
            return Ok(&self.chosen);
        }
        self.others.get(&store).ok_or(PlaceFault::OutOfReach)
    }
}

/// The places of an import into `chosen`; the other stores are read only when rows name theirs.
pub async fn places(db: &Db<'_>, chosen: StoreId, rows_name_theirs: bool) -> Result<Places> {
    let mut stores = match rows_name_theirs {
        true => open_stores::named(db).await?,
        false => HashMap::new(),
    };
    if !stores.contains_key(&chosen) {
        let known = names::of(db, Wanted { stores: [chosen].into(), ..Wanted::default() }).await?;
        stores.extend(known.stores);
    }
    let now = db.platform().clock().now();
    let place = |id: StoreId, store: &NamedStore| Place {
        id,
        code: store.code.clone(),
        calendar: store.calendar,
        today: store.calendar.day(now),
    };
    let words = if rows_name_theirs { StoreWords::of(&stores, &group_name(db).await?) } else { StoreWords::default() };
    let span = db.scope().span();
    let others = stores.iter().filter(|(id, _)| span.welcomes(**id)).map(|(id, store)| place(*id, store)).collect();
    let chosen = place(chosen, stores.get(&chosen).ok_or(Error::NotFound)?);
    let consents = db.scope().span_of(PermissionName::RecordConsents).cloned().unwrap_or_default();
    Ok(Places::new(chosen, others, words, consents))
}

/// What the open stores of the group are called.
pub async fn words(db: &Db<'_>) -> Result<StoreWords> {
    Ok(StoreWords::of(&open_stores::named(db).await?, &group_name(db).await?))
}

/// The open stores rows may be told to come to, in the order of their codes.
pub async fn within_reach(db: &Db<'_>) -> Result<Vec<StoreRef>> {
    let span = db.scope().span();
    let stores = open_stores::named(db).await?.into_iter().filter(|(id, _)| span.welcomes(*id));
    let mut stores: Vec<StoreRef> =
        stores.map(|(id, store)| StoreRef { id, code: store.code, name: store.name }).collect();
    stores.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(stores)
}

platform::record! {
    struct GroupName { name: String }
}

async fn group_name(db: &Db<'_>) -> Result<String> {
    let sql = "select name from dealer_groups where id = $1";
    let rows: Vec<GroupName> = db.fetch_text(sql, vec![db.scope().group().into()]).await?;
    Ok(rows.into_iter().next().map(|row| row.name).unwrap_or_default())
}
