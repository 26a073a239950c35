//! Putting a change that passed into the record, by the same rules as a direct one.

use kernel::{Error, Result};
use platform::Tx;

use super::{
    pending_change::{ChangeDeed, PendingChange},
    rules::ChangeRefusal,
};
use crate::{
    contacts::{
        self,
        contact::ContactKind,
        rules::{ContactChange, Contacts, NewValue},
    },
    people::{self, arrival::blind_of, customer::Customer},
};

/// Changes the record. Refused when it is not any more as it was when the change was asked for.
pub async fn apply(tx: &mut Tx, customer: Customer, change: &PendingChange) -> Result<()> {
    customer.must_be_there()?;
    let keys = tx.platform().keys().clone();
    let value = match &change.new_sealed {
        Some(sealed) => Some(keys.open(sealed, change.id.0.as_bytes())?),
        None => None,
    };
    match change.field.kind() {
        Some(kind) => apply_contact(tx, customer, change, kind, value).await,
        None => apply_id_number(tx, customer, change, value.as_deref()).await,
    }
}

async fn apply_contact(
    tx: &mut Tx,
    customer: Customer,
    change: &PendingChange,
    kind: ContactKind,
    value: Option<String>,
) -> Result<()> {
    let keys = tx.platform().keys().clone();
    let before = contacts::store::of_customer(&tx.db(), customer.id).await?;
    let id = change.contact_id.ok_or(ChangeRefusal::Outdated)?;
    must_be_as_asked(&before, change, kind)?;
    let mut after = before.clone();
    let proved_at = Some(tx.now());
    let outdated = |error| match error {
        Error::NotFound => ChangeRefusal::Outdated.into(),
        other => other,
    };
    let event = match (change.deed, value) {
        (ChangeDeed::Replace, Some(value)) => {
            let blind = blind_of(kind, &value, customer.group_id, &keys);
            let sealed = keys.seal(&value, id.0.as_bytes())?;
            let value = Some(NewValue { sealed, blind, since: tx.now() });
            after.change(id, ContactChange { value, proved_at, ..ContactChange::default() })
        }
        (ChangeDeed::Promote, _) => {
            after.change(id, ContactChange { is_primary: Some(true), proved_at, ..ContactChange::default() })
        }
        _ => after.remove(id).map(Some),
    };
    if let Some(event) = event.map_err(outdated)? {
        contacts::store::save(tx, customer, &before, &after, event).await?;
    }
    Ok(())
}

/// The contact that was shown to whoever asked is still what it was.
fn must_be_as_asked(contacts: &Contacts, change: &PendingChange, kind: ContactKind) -> Result<(), ChangeRefusal> {
    let old = match change.deed {
        ChangeDeed::Promote => contacts.primary(kind),
        ChangeDeed::Replace | ChangeDeed::Remove => {
            contacts.0.iter().find(|contact| Some(contact.id) == change.contact_id)
        }
    };
    if old.map(|contact| &contact.blind) == change.old_blind.as_ref() { Ok(()) } else { Err(ChangeRefusal::Outdated) }
}

async fn apply_id_number(
    tx: &mut Tx,
    mut customer: Customer,
    change: &PendingChange,
    value: Option<&str>,
) -> Result<()> {
    if customer.id_number_blind != change.old_blind {
        return Err(ChangeRefusal::Outdated.into());
    }
    if let Some(event) = customer.set_id_number(value, tx.platform().keys(), tx.now())? {
        people::store::save(tx, customer, event).await?;
    }
    Ok(())
}
