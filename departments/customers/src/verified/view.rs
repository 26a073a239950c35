//! What a pending change looks like from outside: masked always, and what the caller may do with it now.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CustomerId, PendingChangeId, PermissionName, Result};
use platform::{
    Db, Scope,
    names::{self, Ref},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    pending_change::{ChangeDeed, ChangeOrigin, ChangeState, CodeWay, KeyField, PendingChange, SettledWay},
    rules::{ATTEMPTS_MAX, RESEND_SECONDS, SENDS_MAX},
};
use crate::people::{self, customer::Customer};

/// A change of a key field on its way to being believed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PendingChangeView {
    pub id: PendingChangeId,
    pub customer: Ref,
    pub field: KeyField,
    pub deed: ChangeDeed,
    /// Masked.
    pub from: Option<String>,
    /// Masked; null when something is taken away.
    pub to: Option<String>,
    pub origin: ChangeOrigin,
    pub state: ChangeState,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// The code sent last.
    pub code: Option<CodeView>,
    /// When the code sent to the new contact was confirmed.
    pub proved_at: Option<DateTime<Utc>>,
    pub approved_by: Option<String>,
    pub reason: Option<String>,
    pub settled_way: Option<SettledWay>,
    pub settled_at: Option<DateTime<Utc>>,
    pub version: i32,
    /// Other customers who have the new phone or e-mail already; in lists none are looked for.
    pub matches: Vec<Ref>,
    /// The deeds allowed now: `send_old`, `send_new`, `confirm`, `approve`, `override`, `cancel`.
    pub can: Vec<&'static str>,
}

platform::has_version!(PendingChangeView);

/// A code that was sent; never the code.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeView {
    pub way: CodeWay,
    /// Masked.
    pub to: String,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub attempts_left: i32,
    /// From when on the next may be sent.
    pub resend_at: DateTime<Utc>,
}

pub async fn view(db: &Db<'_>, change: PendingChange) -> Result<PendingChangeView> {
    let mut views = views(db, vec![change]).await?;
    views.pop().ok_or(kernel::Error::NotFound)
}

/// Views of these changes, with all customers from one question.
pub async fn views(db: &Db<'_>, changes: Vec<PendingChange>) -> Result<Vec<PendingChangeView>> {
    let customers = people::store::find_all(db, changes.iter().map(|change| change.customer_id)).await?;
    let customers: HashMap<CustomerId, Customer> = customers.into_iter().map(|row| (row.id, row)).collect();
    let wanted = names::Wanted {
        customers: changes.iter().map(|change| change.customer_id).collect(),
        staff: changes.iter().flat_map(|change| [change.asked_by, change.approved_by]).flatten().collect(),
        ..names::Wanted::default()
    };
    let known = names::of(db, wanted).await?;
    let now = db.platform().clock().now();
    let one = |change: PendingChange| PendingChangeView {
        customer: known.customer(change.customer_id),
        can: customers.get(&change.customer_id).map_or_else(Vec::new, |row| deeds(db.scope(), row, &change, now)),
        code: code(&change),
        asked_by: change
            .asked_by
            .and_then(|id| known.staff.get(&id))
            .map_or_else(|| change.asked_name.clone(), |named| named.name.clone()),
        id: change.id,
        field: change.field,
        deed: change.deed,
        from: change.old_masked,
        to: change.new_masked,
        origin: change.origin,
        // What is over is over, also before the job has noticed.
        state: if change.state == ChangeState::Waiting && now >= change.expires_at {
            ChangeState::Expired
        } else {
            change.state
        },
        asked_at: change.asked_at,
        expires_at: change.expires_at,
        proved_at: change.proved_at,
        approved_by: change.approved_name,
        reason: change.reason,
        settled_way: change.settled_way,
        settled_at: change.settled_at,
        version: change.version,
        matches: Vec::new(),
    };
    Ok(changes.into_iter().map(one).collect())
}

fn code(change: &PendingChange) -> Option<CodeView> {
    let sent_at = change.code_sent_at?;
    Some(CodeView {
        way: change.code_way?,
        to: change.code_to.clone()?,
        sent_at,
        expires_at: change.code_expires_at?,
        attempts_left: ATTEMPTS_MAX - change.attempts,
        resend_at: sent_at + TimeDelta::seconds(RESEND_SECONDS),
    })
}

fn deeds(scope: &Scope, customer: &Customer, change: &PendingChange, now: DateTime<Utc>) -> Vec<&'static str> {
    let may = |permission| scope.may_for(permission, customer.store_id, &customer.people());
    let (edits, overrides) = (may(PermissionName::EditCustomers), may(PermissionName::OverrideVerification));
    if change.must_wait(now).is_err() {
        return Vec::new();
    }
    let is_unproved = change.proved_at.is_none();
    let may_send = edits && is_unproved && change.sends < SENDS_MAX;
    let has_new = change.field != KeyField::IdNumber && change.new_masked.is_some();
    let is_own = change.asked_by.is_some() && change.asked_by == scope.staff();
    [
        ("send_old", may_send),
        ("send_new", may_send && has_new),
        ("confirm", edits && change.may_guess(now).is_ok()),
        ("approve", overrides && !is_own && change.approved_by.is_none() && has_new),
        ("override", overrides),
        ("cancel", edits),
    ]
    .into_iter()
    .filter_map(|(deed, is_possible)| is_possible.then_some(deed))
    .collect()
}
