//! Asking for a change: what it would do, read from the record as it is; and the guard before a direct one.

use journal::events::verified::VerifiedEvent;
use kernel::{ContactId, Error, PendingChangeId, PermissionName, Result};
use platform::{Actor, Tx};

use super::{
    pending_change::{ChangeDeed, ChangeOrigin, ChangeState, KeyField, PendingChange},
    rules::ChangeRefusal,
    settings, store,
};
use crate::{
    caller,
    contacts::{
        self,
        contact::{Contact, ContactKind},
        id_number::checked_number,
        rules::Contacts,
    },
    people::{
        arrival::blind_of,
        customer::Customer,
        draft::{contact_value, masked},
    },
};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub field: KeyField,
    pub deed: ChangeDeed,
    pub contact: Option<ContactId>,
    pub value: Option<String>,
}

/// Refuses to touch the primary phone or e-mail directly where the group wants a proof. `contact` is the one to be changed,
/// removed or made the primary one.
pub async fn guard_contact(tx: &Tx, contacts: &Contacts, kind: ContactKind) -> Result<()> {
    let Some(field) = KeyField::of(kind) else { return Ok(()) };
    let Some(primary) = contacts.primary(kind) else { return Ok(()) };
    guard(tx, field, primary.created_at).await
}

/// Refuses to touch an ID number that is there where the group wants a proof.
pub async fn guard_id_number(tx: &Tx, customer: &Customer) -> Result<()> {
    if customer.id_number_blind.is_none() {
        return Ok(());
    }
    guard(tx, KeyField::IdNumber, customer.created_at).await
}

async fn guard(tx: &Tx, field: KeyField, since: chrono::DateTime<chrono::Utc>) -> Result<()> {
    let (policy, _) = settings::find(&tx.db()).await?;
    match origin(tx.scope().actor()) {
        Some(origin) if policy.needs_proof(field, origin, since, tx.now()) => Err(ChangeRefusal::NeedsProof.into()),
        _ => Ok(()),
    }
}

fn origin(actor: &Actor) -> Option<ChangeOrigin> {
    match actor {
        Actor::Staff { .. } => Some(ChangeOrigin::Staff),
        Actor::Key { .. } => Some(ChangeOrigin::Key),
        // The house itself answers for what it does: imports fill what is empty, confirmed changes are applied.
        Actor::System(_) => None,
    }
}

/// Writes down that a change is wanted; nothing changes yet.
pub async fn ask(tx: &mut Tx, customer: &Customer, wish: Wish) -> Result<PendingChange> {
    customer.must_be_there()?;
    let contacts = contacts::store::of_customer(&tx.db(), customer.id).await?;
    let known = match wish.field.kind() {
        Some(kind) => of_contact(tx, customer, &contacts, kind, &wish)?,
        None => of_id_number(tx, customer, &wish)?,
    };
    let (policy, _) = settings::find(&tx.db()).await?;
    let (id, now) = (PendingChangeId::new(tx.now()), tx.now());
    let keys = tx.platform().keys();
    let change = PendingChange {
        id,
        group_id: customer.group_id,
        customer_id: customer.id,
        field: wish.field,
        deed: wish.deed,
        contact_id: known.contact,
        old_blind: known.old_blind,
        old_masked: known.old_masked,
        new_masked: known.new.as_ref().map(|(_, masked)| masked.clone()),
        new_sealed: known.new.as_ref().map(|(value, _)| keys.seal(value, id.0.as_bytes())).transpose()?,
        origin: origin(tx.scope().actor()).unwrap_or(ChangeOrigin::Customer),
        state: ChangeState::Waiting,
        asked_by: tx.scope().staff(),
        asked_name: caller::name(tx.scope()),
        asked_at: now,
        expires_at: now + policy.expires_after(),
        code_digest: None,
        code_way: None,
        code_to: None,
        code_sent_at: None,
        code_expires_at: None,
        attempts: 0,
        sends: 0,
        proved_at: None,
        approved_by: None,
        approved_name: None,
        reason: None,
        settled_way: None,
        settled_at: None,
        version: 1,
    };
    let event = VerifiedEvent::Asked {
        change: id,
        field: change.field.word().into(),
        deed: change.deed.word().into(),
        from: change.old_masked.clone(),
        to: change.new_masked.clone(),
    };
    store::add(tx, customer, change.clone(), event).await?;
    Ok(change)
}

/// What a wish means for the record.
struct Meant {
    contact: Option<ContactId>,
    old_blind: Option<String>,
    old_masked: Option<String>,
    /// Value and mask.
    new: Option<(String, String)>,
}

fn of_contact(tx: &Tx, customer: &Customer, contacts: &Contacts, kind: ContactKind, wish: &Wish) -> Result<Meant> {
    let keys = tx.platform().keys();
    let primary = contacts.primary(kind).ok_or(ChangeRefusal::NotThere)?;
    let named = wish.contact.map(|id| contacts.find(id)).transpose()?.filter(|contact| contact.kind == kind);
    let shown = |contact: &Contact| Ok::<_, Error>(masked(kind, &contacts::store::open(contact, keys)?));
    let new = match wish.deed {
        ChangeDeed::Replace => {
            let raw = wish.value.as_deref().unwrap_or_default();
            let value = contact_value(kind, raw, "value").map_err(|fault| Error::Invalid(vec![fault]))?;
            let blind = blind_of(kind, &value, customer.group_id, keys);
            if contacts.0.iter().any(|contact| contact.kind == kind && contact.blind == blind) {
                return Err(ChangeRefusal::NothingDifferent.into());
            }
            let shown = masked(kind, &value);
            Some((value, shown))
        }
        ChangeDeed::Promote => {
            let named = named.ok_or(Error::NotFound)?;
            if named.is_primary {
                return Err(ChangeRefusal::NothingDifferent.into());
            }
            Some((contacts::store::open(named, keys)?, shown(named)?))
        }
        ChangeDeed::Remove => None,
    };
    // What is replaced or removed is the one named, the primary one when none is.
    let about = match wish.deed {
        ChangeDeed::Promote => named.unwrap_or(primary),
        ChangeDeed::Replace | ChangeDeed::Remove => named.unwrap_or(primary),
    };
    let old = if wish.deed == ChangeDeed::Promote { primary } else { about };
    Ok(Meant { contact: Some(about.id), old_blind: Some(old.blind.clone()), old_masked: Some(shown(old)?), new })
}

fn of_id_number(tx: &Tx, customer: &Customer, wish: &Wish) -> Result<Meant> {
    let scope = tx.scope();
    let needed = PermissionName::SeeIdNumber;
    if !scope.may_for(needed, customer.store_id, &customer.people()) {
        return Err(Error::Forbidden { permission: needed.name() });
    }
    let keys = tx.platform().keys();
    let (Some(sealed), Some(blind)) = (&customer.id_number_sealed, &customer.id_number_blind) else {
        return Err(ChangeRefusal::NotThere.into());
    };
    let mask = |value: &str| masked(ContactKind::Wechat, value);
    let new = match wish.deed {
        ChangeDeed::Remove => None,
        ChangeDeed::Replace | ChangeDeed::Promote => {
            let number = checked_number(customer.kind, wish.value.as_deref())?;
            let number = number.ok_or_else(|| Error::invalid("value", "id_number.missing", "write the new number"))?;
            if keys.blind("id number", customer.group_id, &number) == *blind {
                return Err(ChangeRefusal::NothingDifferent.into());
            }
            let shown = mask(&number);
            Some((number, shown))
        }
    };
    let old = keys.open(sealed, customer.id.0.as_bytes())?;
    Ok(Meant { contact: None, old_blind: Some(blind.clone()), old_masked: Some(mask(&old)), new })
}
