//! Contacts and addresses of two who become one: one of each kind is the primary one, and two that say the same are one.

use kernel::{CustomerId, MergeId, Result};
use platform::{KeyRing, Tx};
use sea_orm::{ColumnTrait, QueryFilter, prelude::Uuid, sea_query::Expr};

use super::{part::MergePart, store};
use crate::{
    addresses::{
        self,
        address::{self, Address},
    },
    contacts::{
        self,
        contact::{self, Contact, ContactKind},
    },
    people::customer::Customer,
};

const CONTACTS: &str = "contacts";
const ADDRESSES: &str = "addresses";

/// Brings contacts and addresses over. The kept customer's primary ones stay that.
pub async fn bring_over(tx: &mut Tx, merge: MergeId, from: CustomerId, to: CustomerId) -> Result<()> {
    let known = store::parts_of(&tx.db(), merge).await?;
    let is_new = |id: Uuid| !known.iter().any(|part| part.row_id == id);
    let (own, other) =
        (contacts::store::of_customer(&tx.db(), to).await?, contacts::store::of_customer(&tx.db(), from).await?);
    for contact in other.0.iter().filter(|contact| is_new(contact.id.0)) {
        let twin = own.0.iter().find(|known| known.kind == contact.kind && known.blind == contact.blind);
        let part = part(merge, CONTACTS, contact.id.0, twin.map(|twin| twin.id.0), contact.is_primary);
        store::add_part(tx, part).await?;
        if twin.is_none() {
            move_contact(tx, contact, to, contact.is_primary && own.primary(contact.kind).is_none()).await?;
        }
    }
    let (own, other) =
        (addresses::store::of_customer(&tx.db(), to).await?, addresses::store::of_customer(&tx.db(), from).await?);
    let keys = tx.platform().keys().clone();
    for address in other.0.iter().filter(|address| is_new(address.id.0)) {
        let mut twin = None;
        for known in &own.0 {
            if twin.is_none() && reads(known, &keys)? == reads(address, &keys)? {
                twin = Some(known.id.0);
            }
        }
        store::add_part(tx, part(merge, ADDRESSES, address.id.0, twin, address.is_primary)).await?;
        if twin.is_none() {
            move_address(tx, address, to, address.is_primary && own.primary().is_none()).await?;
        }
    }
    Ok(())
}

/// Takes back those that went along and are still there; each side has a primary one again.
pub async fn take_back(tx: &mut Tx, merge: MergeId, from: CustomerId, to: CustomerId) -> Result<()> {
    let parts = store::parts_of(&tx.db(), merge).await?;
    let went = |id: Uuid| parts.iter().find(|part| part.row_id == id && part.folded_into.is_none());
    for contact in &contacts::store::of_customer(&tx.db(), from).await?.0 {
        if let Some(part) = went(contact.id.0) {
            move_contact(tx, contact, to, part.was_primary).await?;
        }
    }
    for address in &addresses::store::of_customer(&tx.db(), from).await?.0 {
        if let Some(part) = went(address.id.0) {
            move_address(tx, address, to, part.was_primary).await?;
        }
    }
    for customer in [from, to] {
        make_sure_of_primaries(tx, customer).await?;
    }
    Ok(())
}

/// The copies on the customer follow: the primary phone, sealed under the record, and the city.
pub async fn copy_primaries(tx: &Tx, customer: &mut Customer) -> Result<()> {
    let keys = tx.platform().keys();
    let contacts = contacts::store::of_customer(&tx.db(), customer.id).await?;
    customer.phone_sealed = match contacts.primary(ContactKind::Phone) {
        Some(phone) => Some(keys.seal(&contacts::store::open(phone, keys)?, customer.id.0.as_bytes())?),
        None => None,
    };
    let addresses = addresses::store::of_customer(&tx.db(), customer.id).await?;
    customer.city = addresses.primary().and_then(|address| address.city.clone());
    Ok(())
}

async fn make_sure_of_primaries(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    let contacts = contacts::store::of_customer(&tx.db(), customer).await?;
    for kind in [ContactKind::Phone, ContactKind::Email, ContactKind::Wechat, ContactKind::Wecom] {
        let oldest = contacts.0.iter().find(|contact| contact.kind == kind);
        if let Some(oldest) = oldest.filter(|_| contacts.primary(kind).is_none()) {
            move_contact(tx, oldest, customer, true).await?;
        }
    }
    let addresses = addresses::store::of_customer(&tx.db(), customer).await?;
    if let Some(oldest) = addresses.0.first().filter(|_| addresses.primary().is_none()) {
        move_address(tx, oldest, customer, true).await?;
    }
    Ok(())
}

async fn move_contact(tx: &mut Tx, contact: &Contact, to: CustomerId, is_primary: bool) -> Result<()> {
    let update = tx
        .update::<contact::Entity>()
        .col_expr(contact::Column::CustomerId, Expr::val(to))
        .col_expr(contact::Column::IsPrimary, Expr::val(is_primary))
        .filter(contact::Column::Id.eq(contact.id));
    tx.run(update).await?;
    Ok(())
}

async fn move_address(tx: &mut Tx, address: &Address, to: CustomerId, is_primary: bool) -> Result<()> {
    let update = tx
        .update::<address::Entity>()
        .col_expr(address::Column::CustomerId, Expr::val(to))
        .col_expr(address::Column::IsPrimary, Expr::val(is_primary))
        .filter(address::Column::Id.eq(address.id));
    tx.run(update).await?;
    Ok(())
}

fn part(merge_id: MergeId, table: &str, row_id: Uuid, folded_into: Option<Uuid>, was_primary: bool) -> MergePart {
    MergePart { merge_id, table_name: table.into(), row_id, folded_into, was_primary }
}

/// An address as it is read, by which two are the same.
fn reads(address: &Address, keys: &KeyRing) -> Result<[Option<String>; 4]> {
    let detail = address.detail_sealed.as_ref().map(|sealed| keys.open(sealed, address.id.0.as_bytes())).transpose()?;
    Ok([address.province.clone(), address.city.clone(), address.district.clone(), detail])
}
