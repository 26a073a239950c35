//! Contacts in and out of the database, with all that is derived from them: the phone on the customer and its search terms.

use journal::{
    About,
    events::{customers::CustomersEvent, quality::QualityEvent},
};
use kernel::{CustomerId, Result};
use platform::{Db, KeyRing, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::{
    contact::{Column, Contact, ContactKind, Entity},
    rules::Contacts,
};
use crate::{
    people::{self, customer::Customer},
    search::{self, term::SearchTerm, terms},
};

/// All contacts of a customer inside the scope, oldest first.
pub async fn of_customer(db: &Db<'_>, customer: CustomerId) -> Result<Contacts> {
    let select = db.select::<Entity>().filter(Column::CustomerId.eq(customer));
    Ok(Contacts(db.all(select.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id)).await?))
}

/// The value of a contact.
pub fn open(contact: &Contact, keys: &KeyRing) -> Result<String> {
    keys.open(&contact.sealed, contact.id.0.as_bytes())
}

/// Saves the contacts of a customer together with what happened to them; only rows that differ are written.
pub async fn save(
    tx: &mut Tx,
    mut customer: Customer,
    before: &Contacts,
    after: &Contacts,
    event: CustomersEvent,
) -> Result<Customer> {
    write_rows(tx, before, after).await?;
    let keys = tx.platform().keys().clone();
    let (old, new) = (phone_terms(before, &keys)?, phone_terms(after, &keys)?);
    search::store::replace(tx, old, new).await?;
    let phone = after.primary(ContactKind::Phone);
    if before.primary(ContactKind::Phone).map(|contact| &contact.blind) != phone.map(|contact| &contact.blind) {
        customer.phone_sealed = match phone {
            Some(contact) => Some(keys.seal(&open(contact, &keys)?, customer.id.0.as_bytes())?),
            None => None,
        };
    }
    customer.changed_at = tx.now();
    people::store::save(tx, customer, event).await
}

/// Saves that a contact was found wrong, or right after all.
pub async fn save_judged(
    tx: &mut Tx,
    customer: &Customer,
    before: &Contacts,
    after: &Contacts,
    event: QualityEvent,
) -> Result<()> {
    write_rows(tx, before, after).await?;
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(())
}

async fn write_rows(tx: &mut Tx, before: &Contacts, after: &Contacts) -> Result<()> {
    for gone in before.0.iter().filter(|old| after.find(old.id).is_err()) {
        tx.delete::<Entity>(Column::Id.eq(gone.id)).await?;
    }
    for contact in &after.0 {
        match before.find(contact.id) {
            Ok(old) if old == contact => {}
            Ok(_) => write_over(tx, contact).await?,
            Err(_) => tx.insert::<Entity>(contact.clone()).await?,
        }
    }
    Ok(())
}

async fn write_over(tx: &mut Tx, contact: &Contact) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Sealed, Expr::val(contact.sealed.clone()))
        .col_expr(Column::Blind, Expr::val(contact.blind.clone()))
        .col_expr(Column::Label, Expr::val(contact.label.clone()))
        .col_expr(Column::IsPrimary, Expr::val(contact.is_primary))
        .col_expr(Column::WrongSince, Expr::val(contact.wrong_since))
        .col_expr(Column::ValueSince, Expr::val(contact.value_since))
        .col_expr(Column::ProvedAt, Expr::val(contact.proved_at))
        .filter(Column::Id.eq(contact.id));
    tx.run(update).await?;
    Ok(())
}

fn phone_terms(contacts: &Contacts, keys: &KeyRing) -> Result<Vec<SearchTerm>> {
    let mut found = Vec::new();
    for contact in contacts.0.iter().filter(|contact| contact.kind == ContactKind::Phone) {
        found.extend(terms::of_phone(contact.group_id, contact.customer_id, &open(contact, keys)?, keys));
    }
    Ok(found)
}
