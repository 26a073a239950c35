//! Policies and their versions in and out of the database.

use journal::{About, events::privacy::PrivacyEvent};
use kernel::{Error, PolicyId, PolicyTextId, Result};
use messaging::consents::{self, PolicyMark};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    policy::{self, Policy, PurposeCodes},
    policy_text::{self, PolicyText},
    rules::PolicyRefusal,
};

/// A group has so many policies at most; a version is not a policy.
pub const POLICIES_MAX: u64 = 100;
/// Versions shown of one policy, newest first.
const VERSIONS_MAX: u64 = 200;

pub async fn find(db: &Db<'_>, id: PolicyId) -> Result<Policy> {
    db.one(db.select::<policy::Entity>().filter(policy::Column::Id.eq(id))).await
}

/// All policies of the group, in the order they were made.
pub async fn all(db: &Db<'_>) -> Result<Vec<Policy>> {
    let select = db.select::<policy::Entity>().order_by_asc(policy::Column::CreatedAt).order_by_asc(policy::Column::Id);
    db.all(select.limit(POLICIES_MAX)).await
}

/// The versions of these policies, newest first, with their bodies.
pub async fn texts(db: &Db<'_>, policy: PolicyId) -> Result<Vec<PolicyText>> {
    let select = db.select::<policy_text::Entity>().filter(policy_text::Column::PolicyId.eq(policy));
    db.all(select.order_by_desc(policy_text::Column::Number).limit(VERSIONS_MAX)).await
}

pub async fn text(db: &Db<'_>, policy: PolicyId, number: i32) -> Result<PolicyText> {
    let select = db.select::<policy_text::Entity>().filter(policy_text::Column::PolicyId.eq(policy));
    db.one(select.filter(policy_text::Column::Number.eq(number))).await
}

/// The version customers read now.
pub async fn present(db: &Db<'_>, policy: PolicyId) -> Result<Option<PolicyText>> {
    let select = db.select::<policy_text::Entity>().filter(policy_text::Column::PolicyId.eq(policy));
    let published = select.filter(policy_text::Column::PublishedAt.is_not_null());
    db.maybe(published.order_by_desc(policy_text::Column::Number)).await
}

/// What a consent to this purpose is given to: the named version, else the present one of the first policy for the purpose.
pub async fn mark_for(db: &Db<'_>, purpose: &str, named: Option<PolicyTextId>) -> Result<Option<PolicyMark>> {
    if let Some(id) = named {
        let found = db.maybe(db.select::<policy_text::Entity>().filter(policy_text::Column::Id.eq(id))).await?;
        let mark = found.and_then(|text| text.mark()).ok_or_else(|| {
            Error::invalid("policy_text_id", "policy.unknown_text", "there is no such published version of a policy")
        })?;
        return Ok(Some(mark));
    }
    let policies = all(db).await?;
    for policy in policies.iter().filter(|policy| policy.purposes.0.iter().any(|code| code == purpose)) {
        if let Some(mark) = present(db, policy.id).await?.and_then(|text| text.mark()) {
            return Ok(Some(mark));
        }
    }
    Ok(None)
}

pub async fn add(tx: &mut Tx, name: String, purposes: Vec<String>) -> Result<Policy> {
    let policy = Policy {
        id: PolicyId::new(tx.now()),
        group_id: tx.scope().group(),
        name,
        purposes: PurposeCodes(purposes),
        created_at: tx.now(),
        changed_at: tx.now(),
        version: 1,
    };
    tx.insert::<policy::Entity>(policy.clone()).await?;
    record(tx, PrivacyEvent::PolicyAdded { policy: policy.id, title: policy.name.clone() }).await?;
    Ok(policy)
}

/// Saves what a policy is called and for what it is; its texts stay.
pub async fn save(tx: &mut Tx, policy: Policy) -> Result<Policy> {
    let policy = tx.replace::<policy::Entity>(policy).await?;
    record(tx, PrivacyEvent::PolicyChanged { policy: policy.id, title: policy.name.clone() }).await?;
    Ok(policy)
}

/// Begins a draft.
pub async fn begin(tx: &mut Tx, text: PolicyText, event: PrivacyEvent) -> Result<PolicyText> {
    tx.insert::<policy_text::Entity>(text.clone()).await.map_err(|cause| match cause {
        // The number of a version is taken once.
        Error::Internal(_) => PolicyRefusal::DraftChanged.into(),
        other => other,
    })?;
    record(tx, event).await?;
    Ok(text)
}

/// Saves a draft, or the draft that was published, together with what happened to it.
pub async fn save_text(tx: &mut Tx, text: PolicyText, event: PrivacyEvent) -> Result<PolicyText> {
    let text = tx.replace::<policy_text::Entity>(text).await?;
    record(tx, event).await?;
    if text.published_at.is_some() && text.demands_consent {
        consents::demand_anew(tx, text.policy_id, text.number).await?;
    }
    Ok(text)
}

async fn record(tx: &mut Tx, event: PrivacyEvent) -> Result<()> {
    let about = About { store: tx.scope().home(), ..About::default() };
    journal::record(tx, about, event).await.map(drop)
}
