//! One deed done to one customer, or taken back, through the rules and with its line in the journal.

use kernel::{CustomerId, PermissionName, Result, StaffId};
use platform::{Db, Tx};

use super::{bulk_change::Deed, bulk_change_row::BulkChangeRow, store::Tally};
use crate::{
    people::{self, customer::Customer},
    tags::{self, tag::Tag},
};

/// What came of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Changed, from one value of the deed's field to another.
    Done { before: Option<String>, after: Option<String> },
    /// Nothing to do, or not the caller's to do.
    Skipped,
    /// Refused by a rule.
    Failed,
}

impl Tally {
    pub(super) fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Done { .. } => self.done += 1,
            Outcome::Skipped => self.skipped += 1,
            Outcome::Failed => self.failed += 1,
        }
    }
}

/// Customers of a batch inside the scope in the order of ids, so that two batches at once never wait for one another in a ring.
pub(super) async fn customers(db: &Db<'_>, ids: &[CustomerId]) -> Result<Vec<Customer>> {
    let mut customers = people::store::find_all(db, ids.iter().copied()).await?;
    customers.sort_by_key(|customer| customer.id);
    Ok(customers)
}

/// The tag of a deed that is about one.
pub(super) async fn tag_of(db: &Db<'_>, deed: &Deed) -> Result<Option<Tag>> {
    match deed.tag() {
        Some(tag) => tags::store::find(db, tag).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn apply(tx: &mut Tx, deed: &Deed, tag: Option<&Tag>, mut customer: Customer) -> Result<Outcome> {
    let people = customer.people();
    if !tx.scope().may_for(PermissionName::BulkEditCustomers, customer.store_id, &people) {
        return Ok(Outcome::Skipped);
    }
    let before = deed.field(&customer);
    let event = match deed.apply(&mut customer, tx.now()) {
        Ok(event) => event,
        Err(_refused) => return Ok(Outcome::Failed),
    };
    if let Some(tag) = tag {
        return put(tx, matches!(deed, Deed::AddTag(_)), tag, &customer).await;
    }
    match event {
        Some(event) => {
            let after = deed.field(&people::store::save(tx, customer, event).await?);
            Ok(Outcome::Done { before, after })
        }
        None => Ok(Outcome::Skipped),
    }
}

/// Takes the deed back where the value is still the one it set.
pub(super) async fn take_back(
    tx: &mut Tx,
    deed: &Deed,
    tag: Option<&Tag>,
    row: &BulkChangeRow,
    mut customer: Customer,
    name_of: impl Fn(StaffId) -> String,
) -> Result<Outcome> {
    if !tx.scope().may_for(PermissionName::BulkEditCustomers, customer.store_id, &customer.people()) {
        return Ok(Outcome::Skipped);
    }
    let before = deed.field(&customer);
    if before != row.after {
        return Ok(Outcome::Skipped);
    }
    let event = match deed.take_back(&mut customer, row.before.as_deref(), name_of, tx.now()) {
        Ok(event) => event,
        Err(_refused) => return Ok(Outcome::Failed),
    };
    if let Some(tag) = tag {
        return put(tx, matches!(deed, Deed::RemoveTag(_)), tag, &customer).await;
    }
    match event {
        Some(event) => {
            let after = deed.field(&people::store::save(tx, customer, event).await?);
            Ok(Outcome::Done { before, after })
        }
        None => Ok(Outcome::Skipped),
    }
}

/// A tag changed hands or not; there is no other value to keep.
async fn put(tx: &mut Tx, is_put_on: bool, tag: &Tag, customer: &Customer) -> Result<Outcome> {
    if tag.must_be_kept_by_hand().is_err() {
        return Ok(Outcome::Failed);
    }
    let is_changed = match is_put_on {
        true => tags::store::put_on(tx, customer, tag).await?,
        false => tags::store::take_off(tx, customer, tag).await?,
    };
    Ok(if is_changed { Outcome::Done { before: None, after: None } } else { Outcome::Skipped })
}
