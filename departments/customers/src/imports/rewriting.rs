//! A phone, e-mail or messenger account of a row that takes the place of the one a customer is reached by: it becomes the primary one,
//! and the one before stays beside it. Only where the mapping says that cells replace what is known.

use std::collections::HashSet;

use kernel::{ContactId, Error, Result};
use platform::Tx;

use super::{cell_fault::CellFault, import_row::Undo, known::Known, reading::Ready, targets::Field, writing::Writing};
use crate::{
    contacts::{
        self,
        contact::ContactKind,
        rules::{ContactChange, Contacts},
    },
    people::{
        arrival::{blind_of, seal_contact},
        customer::Customer,
    },
    verified,
};

/// The primary contacts of a customer as a row has them; nothing when they are so already.
#[derive(Debug, Default)]
pub(super) struct Rewritten(Vec<Step>);

/// The contacts before and after one of them took its place.
#[derive(Debug)]
struct Step {
    before: Contacts,
    after: Contacts,
    event: journal::events::customers::CustomersEvent,
    /// Of a contact that was not there.
    added: Option<ContactId>,
    primary_before: Option<ContactId>,
}

const FIELDS: [(Field, ContactKind); 3] =
    [(Field::Phone, ContactKind::Phone), (Field::Email, ContactKind::Email), (Field::Wechat, ContactKind::Wechat)];

impl Rewritten {
    /// What is to be done, or why the row can't have it.
    pub async fn of(
        tx: &Tx,
        writing: &Writing<'_>,
        known: &Known,
        customer: &Customer,
        row: &Ready,
    ) -> Result<std::result::Result<Self, CellFault>> {
        let mut steps: Vec<Step> = Vec::new();
        let wanted = FIELDS.into_iter().filter(|(field, _)| row.draft.rewrites.contains(field));
        for (field, kind) in wanted {
            let Some(new) = row.draft.customer.contacts.iter().find(|contact| contact.kind == kind) else { continue };
            let keys = tx.platform().keys();
            let blind = blind_of(kind, &new.value, customer.group_id, keys);
            if known.primaries.contains(&(customer.id, kind, blind.clone())) {
                continue;
            }
            let before = match steps.last() {
                Some(step) => step.after.clone(),
                None => contacts::store::of_customer(&tx.db(), customer.id).await?,
            };
            let Some(primary) = before.primary(kind).map(|contact| contact.id) else { continue };
            let mut after = before.clone();
            let there = before.0.iter().find(|contact| contact.kind == kind && contact.blind == blind);
            let (taken, added) = match there.map(|contact| contact.id) {
                Some(id) => {
                    let change = ContactChange { is_primary: Some(true), ..ContactChange::default() };
                    (after.change(id, change), None)
                }
                None => {
                    let contact = seal_contact(new, customer.id, customer.group_id, true, tx.now(), keys)?;
                    let id = contact.id;
                    (after.add(contact).map(Some).map_err(Error::from), Some(id))
                }
            };
            let allowed = verified::guard_contact(tx, &before, kind).await;
            match allowed.and(taken) {
                Ok(Some(event)) => {
                    steps.push(Step { before, after, event, added, primary_before: Some(primary) });
                }
                Ok(None) => {}
                Err(Error::Refused { code, detail }) => {
                    let column = writing.import.columns.0.iter().find(|column| column.field == Some(field));
                    let chinese = in_chinese(code).map_or_else(|| detail.clone(), str::to_owned);
                    let column = column.map(|column| column.index);
                    return Ok(Err(CellFault::new(column, Some(field), code, detail, chinese)));
                }
                Err(other) => return Err(other),
            }
        }
        Ok(Ok(Self(steps)))
    }

    /// Writes it; answers the blind indexes of what was added.
    pub async fn write(self, tx: &mut Tx, customer: &mut Customer, undo: &mut Undo) -> Result<HashSet<String>> {
        let mut blinds = HashSet::new();
        for Step { before, after, event, added, primary_before } in self.0 {
            if let Some(contact) = added.and_then(|id| after.find(id).ok()) {
                blinds.insert(contact.blind.clone());
                undo.contacts.push(contact.id);
            }
            undo.primaries.extend(primary_before);
            *customer = contacts::store::save(tx, customer.clone(), &before, &after, event).await?;
        }
        Ok(blinds)
    }
}

/// Makes contacts the primary ones again that were so before a row.
pub(super) async fn restore_primaries(
    tx: &mut Tx,
    mut customer: Customer,
    primaries: &[ContactId],
) -> Result<Customer> {
    for primary in primaries {
        let before = contacts::store::of_customer(&tx.db(), customer.id).await?;
        let mut after = before.clone();
        let change = ContactChange { is_primary: Some(true), ..ContactChange::default() };
        match after.change(*primary, change) {
            Ok(Some(event)) => customer = contacts::store::save(tx, customer, &before, &after, event).await?,
            // Gone, or the primary one already.
            Ok(None) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(customer)
}

fn in_chinese(code: &str) -> Option<&'static str> {
    Some(match code {
        "contact.too_many" => "这位客户的联系方式已满 20 个。请先删除不用的。",
        "change.needs_proof" => "更改这项关键资料需要核验客户身份。请在客户档案中更改，或把该列改为只填空白。",
        _ => return None,
    })
}
