//! What the journal hears of an undone row: everything the import had added to a customer who was there before.

use journal::{About, Draft, events::customers::CustomersEvent};
use kernel::{Money, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter};

use super::import_row::Undo;
use crate::{
    addresses::address,
    contacts::contact,
    history::past_record::{self, PastRecord},
    notes::note,
    people::customer::Customer,
    tags::tag,
    vehicles::{self, person},
};

/// Reads what is about to be taken from a customer, to be written into the journal once it is gone: no reader can look it up
/// then. `registered` is the car the row had brought.
pub async fn read(
    db: &Db<'_>,
    row: &Customer,
    registered: Option<VehicleId>,
    undo: &Undo,
) -> Result<Vec<Draft<CustomersEvent>>> {
    let about = About::customer(row.store_id, row.id);
    let mut events = records(db, undo).await?;
    events.extend(parts(db, undo).await?);
    let mut drafts: Vec<_> = events.into_iter().map(|event| Draft { about, event, actor: None }).collect();
    for car in vehicles::store::find_all(db, registered).await? {
        let event = CustomersEvent::VehicleDeleted { title: car.title() };
        drafts.push(Draft { about: about.with_vehicle(Some(car.id)), event, actor: None });
    }
    let links = db.select::<person::Entity>().filter(person::Column::Id.is_in(undo.links.iter().copied()));
    for link in db.all(links).await? {
        for car in vehicles::store::find_all(db, [link.vehicle_id]).await? {
            let event = CustomersEvent::PersonUnlinked { role: link.role.word().into(), vehicle_title: car.title() };
            drafts.push(Draft { about: about.with_vehicle(Some(car.id)), event, actor: None });
        }
    }
    Ok(drafts)
}

/// Writes it down.
pub async fn tell(tx: &mut Tx, drafts: Vec<Draft<CustomersEvent>>) -> Result<()> {
    journal::record_all(tx, drafts).await?;
    Ok(())
}

async fn records(db: &Db<'_>, undo: &Undo) -> Result<Vec<CustomersEvent>> {
    let select = db.select::<past_record::Entity>();
    let rows = db.all(select.filter(past_record::Column::Id.is_in(undo.records.iter().copied()))).await?;
    Ok(rows.iter().map(removed).collect())
}

fn removed(record: &PastRecord) -> CustomersEvent {
    CustomersEvent::HistoryRemoved {
        record: record.id,
        kind: Some(record.kind),
        on: Some(record.happened_on),
        amount: record.amount.map(Money::cny),
        is_open: record.is_open,
    }
}

async fn parts(db: &Db<'_>, undo: &Undo) -> Result<Vec<CustomersEvent>> {
    let mut events = Vec::new();
    let notes = db.select::<note::Entity>().filter(note::Column::Id.is_in(undo.note));
    for note in db.all(notes).await? {
        events.push(CustomersEvent::NoteDeleted { note: note.id, kind: note.kind.word().into() });
    }
    let contacts = db.select::<contact::Entity>();
    for contact in db.all(contacts.filter(contact::Column::Id.is_in(undo.contacts.iter().copied()))).await? {
        events.push(CustomersEvent::ContactRemoved { kind: contact.kind.word().into() });
    }
    let addresses = db.select::<address::Entity>().filter(address::Column::Id.is_in(undo.address));
    for address in db.all(addresses).await? {
        events.push(CustomersEvent::AddressRemoved { city: address.city });
    }
    let tags = db.select::<tag::Entity>().filter(tag::Column::Id.is_in(undo.tags.iter().copied()));
    for tag in db.all(tags).await? {
        events.push(CustomersEvent::TagRemoved { tag: tag.id, title: tag.name, by_rule: false });
    }
    Ok(events)
}
