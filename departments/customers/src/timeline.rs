//! The timeline as pages show it: entries of the journal with names in place of ids, and the notes they speak of.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use journal::{
    Entry, Event, Kind,
    events::customers::CustomersEvent,
    read::{self, Whose},
};
use kernel::{CustomerId, EntryId, NoteId, Result, VehicleId};
use platform::{
    Db,
    database::paging::{Page, PageRequest},
    names::{self, Ref, StoreRef},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    notes::{
        note::Note,
        store as notes,
        view::{NoteView, note_view},
    },
    words::words,
};

/// One line of a timeline.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
pub struct EntryView {
    pub id: EntryId,
    /// `customer.created`, `note.written` …; the page has a sentence for each.
    pub name: String,
    pub kind: Kind,
    pub happened_at: DateTime<Utc>,
    pub actor: ActorView,
    pub customer: Option<Ref>,
    pub vehicle: Option<Ref>,
    pub store: Option<StoreRef>,
    /// The facts of the event, by its name.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub body: Value,
    /// The note the entry speaks of, as it now reads.
    pub note: Option<NoteView>,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorView {
    pub kind: ActorKind,
    pub id: Option<Uuid>,
    pub name: String,
}

words! {
    /// Who can do something: a person of the house, a machine with a key, the house itself, a customer.
    ActorKind { Staff "staff", Key "key", System "system", Owner "owner" }
}

/// A page of a customer's timeline. The customer was found inside the scope before.
pub async fn of_customer(
    db: &Db<'_>,
    id: CustomerId,
    kind: Option<Kind>,
    request: &PageRequest,
) -> Result<Page<EntryView>> {
    let page = read::timeline(db, Whose::Customer(id), kind, request).await?;
    views(db, page).await
}

/// A page of a car's timeline. The car was found inside the scope before.
pub async fn of_vehicle(
    db: &Db<'_>,
    id: VehicleId,
    kind: Option<Kind>,
    request: &PageRequest,
) -> Result<Page<EntryView>> {
    let page = read::timeline(db, Whose::Vehicle(id), kind, request).await?;
    views(db, page).await
}

/// Entries as views, with a handful of queries whatever their number.
pub async fn views_of(db: &Db<'_>, entries: Vec<Entry>) -> Result<Vec<EntryView>> {
    let wanted = names::Wanted {
        customers: entries.iter().filter_map(|entry| entry.customer_id).collect(),
        vehicles: entries.iter().filter_map(|entry| entry.vehicle_id).collect(),
        stores: entries.iter().filter_map(|entry| entry.store_id).collect(),
        ..names::Wanted::default()
    };
    let known = names::of(db, wanted).await?;
    let ids: Vec<NoteId> = entries.iter().filter_map(note_of).collect();
    let notes: HashMap<NoteId, Note> =
        notes::find_all(db, ids).await?.into_iter().map(|note| (note.id, note)).collect();
    Ok(entries
        .into_iter()
        .map(|entry| {
            let note = note_of(&entry).and_then(|id| notes.get(&id)).map(|note| note_view(note, db.scope()));
            view(entry, &known, note)
        })
        .collect())
}

async fn views(db: &Db<'_>, page: Page<Entry>) -> Result<Page<EntryView>> {
    let next = page.next;
    Ok(Page { items: views_of(db, page.items).await?, next })
}

fn note_of(entry: &Entry) -> Option<NoteId> {
    if entry.name != "note.written" {
        return None;
    }
    match CustomersEvent::read(entry)? {
        CustomersEvent::NoteWritten { note, .. } => Some(note),
        _ => None,
    }
}

fn view(entry: Entry, known: &names::Known, note: Option<NoteView>) -> EntryView {
    EntryView {
        id: entry.id,
        name: entry.name,
        kind: entry.kind,
        happened_at: entry.happened_at,
        actor: ActorView {
            kind: ActorKind::find(&entry.actor_kind).unwrap_or(ActorKind::System),
            id: entry.actor_id,
            name: entry.actor_name,
        },
        customer: entry.customer_id.map(|id| known.customer(id)),
        vehicle: entry.vehicle_id.map(|id| known.vehicle(id)),
        store: entry.store_id.map(|id| known.store(id)),
        body: entry.body,
        note,
    }
}
