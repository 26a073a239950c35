//! Searching: entries of the journal and looks as one list, newest first, inside the caller's reach.

mod entries;
mod looks;
mod reach;

use chrono::{DateTime, Utc};
use journal::Entry;
use kernel::{CustomerId, Result, StoreId, VehicleId};
use platform::{
    Db,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::prelude::Uuid;

use crate::{kinds::Kind, look::Look};

/// Which lines; all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub kind: Option<Kind>,
    /// The name of an event or look.
    pub name: Option<String>,
    pub actor: Option<Uuid>,
    pub customer: Option<CustomerId>,
    pub vehicle: Option<VehicleId>,
    /// Any other record that was seen.
    pub record: Option<Uuid>,
    pub store: Option<StoreId>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub enum Found {
    Entry(Box<Entry>),
    Look(Box<Look>),
}

/// How far a list has come: all entries and all looks before these were not shown yet.
pub type Place = (i64, i64);

const BEGINNING: Place = (i64::MAX, i64::MAX);

impl Found {
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Entry(entry) => entry.recorded_at,
            Self::Look(look) => look.at,
        }
    }
}

/// A page, newest first.
pub async fn list(db: &Db<'_>, filter: &Filter, request: &PageRequest) -> Result<Page<Found>> {
    let limit = request.limit()?;
    let after = request.after::<Place>()?.unwrap_or(BEGINNING);
    let found = find(db, filter, after, limit + 1).await?;
    let reached = reached(after, found.iter().take(usize::try_from(limit).unwrap_or(usize::MAX)));
    page(found, limit, |_| reached)
}

/// The newest `most` lines.
pub async fn newest(db: &Db<'_>, filter: &Filter, most: u64) -> Result<Vec<Found>> {
    find(db, filter, BEGINNING, most).await
}

async fn find(db: &Db<'_>, filter: &Filter, (entry, look): Place, most: u64) -> Result<Vec<Found>> {
    let entries = entries::before(db, filter, entry, most).await?;
    let looks = looks::before(db, filter, look, most).await?;
    let mut merged = Vec::with_capacity(entries.len() + looks.len());
    let mut entries = entries.into_iter().map(|entry| Found::Entry(Box::new(entry))).peekable();
    let mut looks = looks.into_iter().map(|look| Found::Look(Box::new(look))).peekable();
    while (merged.len() as u64) < most {
        let next = match (entries.peek(), looks.peek()) {
            (Some(entry), Some(look)) if entry.at() > look.at() => entries.next(),
            (_, Some(_)) => looks.next(),
            (_, None) => entries.next(),
        };
        let Some(next) = next else { break };
        merged.push(next);
    }
    Ok(merged)
}

fn reached<'a>(after: Place, shown: impl Iterator<Item = &'a Found>) -> Place {
    shown.fold(after, |(entries, looks), found| match found {
        Found::Entry(entry) => (entry.position, looks),
        Found::Look(look) => (entries, look.number),
    })
}

impl Found {
    pub fn customer(&self) -> Option<CustomerId> {
        match self {
            Self::Entry(entry) => entry.customer_id,
            Self::Look(look) => look.customer_id,
        }
    }

    pub fn vehicle(&self) -> Option<VehicleId> {
        match self {
            Self::Entry(entry) => entry.vehicle_id,
            Self::Look(look) => look.vehicle_id,
        }
    }

    pub fn store(&self) -> Option<StoreId> {
        match self {
            Self::Entry(entry) => entry.store_id,
            Self::Look(look) => look.store_id,
        }
    }
}
