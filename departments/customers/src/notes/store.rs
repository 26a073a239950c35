//! Notes in and out of the database.

use journal::{About, events::customers::CustomersEvent};
use kernel::{CustomerId, EntryId, NoteId, Result};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::note::{Column, Entity, Note};
use crate::people::customer::Customer;

/// One note of a customer inside the scope.
pub async fn find(db: &Db<'_>, id: NoteId) -> Result<Note> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

pub async fn find_all(db: &Db<'_>, ids: Vec<NoteId>) -> Result<Vec<Note>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    db.all(db.select::<Entity>().filter(Column::Id.is_in(ids))).await
}

/// The pinned notes of a customer, newest first.
pub async fn pinned(db: &Db<'_>, customer: CustomerId) -> Result<Vec<Note>> {
    let select = db
        .select::<Entity>()
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::IsPinned.eq(true))
        .filter(Column::DeletedAt.is_null());
    db.all(select.order_by_desc(Column::HappenedAt).limit(20)).await
}

/// Writes a note down; answers its line in the journal.
pub async fn add(tx: &mut Tx, note: Note) -> Result<EntryId> {
    let event = CustomersEvent::NoteWritten {
        note: note.id,
        kind: note.kind.word().into(),
        outcome: note.outcome.map(|outcome| outcome.word().into()),
    };
    let about = about(&note).at(note.happened_at);
    tx.insert::<Entity>(note).await?;
    journal::record(tx, about, event).await
}

/// Saves a note together with what happened to it.
pub async fn save(tx: &mut Tx, note: Note, event: CustomersEvent) -> Result<Note> {
    let note = tx.replace::<Entity>(note).await?;
    journal::record(tx, about(&note), event).await?;
    Ok(note)
}

fn about(note: &Note) -> About {
    About::customer(note.store_id, note.customer_id).with_vehicle(note.vehicle_id)
}

/// The note that came with a new customer.
pub async fn write_first(tx: &mut Tx, customer: &Customer, text: &str) -> Result<EntryId> {
    let text = super::rules::checked_text(text, false)?;
    let note = Note::about(customer, tx.scope().actor(), text, tx.now());
    add(tx, note).await
}
