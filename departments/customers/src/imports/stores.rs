//! The stores that rows may come to: the one chosen for the import, and those a column of the file names by code or name.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Error, Result, StoreId, time::Calendar};
use platform::{
    Db,
    names::{self, NamedStore, StoreRef, Wanted},
};

use super::plan::Known;

/// Codes and names of stores, whichever way a file writes them.
pub type StoreWords = Known<StoreId>;

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
}

/// Why the store a row names is none of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceFault {
    Unknown,
    Ambiguous,
    OutOfReach,
}

impl Places {
    pub fn new(chosen: Place, others: Vec<Place>, words: StoreWords) -> Self {
        Self { chosen, others: others.into_iter().map(|place| (place.id, place)).collect(), words }
    }

    pub fn chosen(&self) -> &Place {
        &self.chosen
    }

    /// One of them; the chosen one for any other id.
    pub fn of(&self, store: StoreId) -> &Place {
        self.others.get(&store).unwrap_or(&self.chosen)
    }

    /// The store of this code or name.
    pub fn find(&self, words: &str) -> Result<&Place, PlaceFault> {
        let store = self.words.find(words).ok_or(PlaceFault::Unknown)?.ok_or(PlaceFault::Ambiguous)?;
        if store == self.chosen.id {
            return Ok(&self.chosen);
        }
        self.others.get(&store).ok_or(PlaceFault::OutOfReach)
    }
}

/// The places of an import into `chosen`; the other stores are read only when rows name theirs.
pub async fn places(db: &Db<'_>, chosen: StoreId, rows_name_theirs: bool) -> Result<Places> {
    let mut stores = match rows_name_theirs {
        true => open_stores(db).await?,
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
    let words = words_of(&stores);
    let span = db.scope().span();
    let others = stores.iter().filter(|(id, _)| span.welcomes(**id)).map(|(id, store)| place(*id, store)).collect();
    let chosen = place(chosen, stores.get(&chosen).ok_or(Error::NotFound)?);
    Ok(Places::new(chosen, others, words))
}

/// What the open stores of the group are called.
pub async fn words(db: &Db<'_>) -> Result<StoreWords> {
    Ok(words_of(&open_stores(db).await?))
}

/// The open stores rows may be told to come to, in the order of their codes.
pub async fn within_reach(db: &Db<'_>) -> Result<Vec<StoreRef>> {
    let span = db.scope().span();
    let stores = open_stores(db).await?.into_iter().filter(|(id, _)| span.welcomes(*id));
    let mut stores: Vec<StoreRef> =
        stores.map(|(id, store)| StoreRef { id, code: store.code, name: store.name }).collect();
    stores.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(stores)
}

fn words_of(stores: &HashMap<StoreId, NamedStore>) -> StoreWords {
    Known::of(stores.iter().flat_map(|(id, store)| [(store.code.clone(), *id), (store.name.clone(), *id)]))
}

platform::record! {
    struct OpenStore { id: StoreId }
}

async fn open_stores(db: &Db<'_>) -> Result<HashMap<StoreId, NamedStore>> {
    let sql = "select id from stores where group_id = $1 and is_open";
    let open: Vec<OpenStore> = db.fetch_text(sql, vec![db.scope().group().into()]).await?;
    let stores = open.into_iter().map(|store| store.id).collect();
    Ok(names::of(db, Wanted { stores, ..Wanted::default() }).await?.stores)
}
