//! One row per group that set something.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use journal::{About, events::sign_in::SignInEvent};
use kernel::{Error, Result, RoleId};
use platform::{Db, Tx};
use serde_json::Value;

use super::policy::Policy;
use crate::{
    providers, roles,
    staff::{self, Staff},
};

platform::record! {
    struct Row { settings: Value, version: i32 }
}

/// The rules of the caller's group, and their version; 0 while nothing was ever set.
pub(crate) async fn find(db: &Db<'_>) -> Result<(Policy, i32)> {
    let sql = "select settings, version from sign_in_settings where group_id = $1";
    let rows: Vec<Row> = db.fetch_text(sql, vec![db.scope().group().into()]).await?;
    match rows.into_iter().next() {
        Some(row) => Ok((serde_json::from_value(row.settings)?, row.version)),
        None => Ok((Policy::default(), 0)),
    }
}

/// Until when this person may come in without a second factor, when they need one at all.
pub(crate) async fn factor_due(db: &Db<'_>, policy: &Policy, staff: &Staff) -> Result<Option<DateTime<Utc>>> {
    let grants = staff::store::grants_of(db, &[staff.id]).await?;
    let roles: Vec<RoleId> = grants.into_iter().map(|grant| grant.role_id).collect();
    Ok(policy.factor_due(&roles, staff.created_at))
}

/// Saves changed rules; sessions of those who now need a factor and have none end when their grace does.
pub(crate) async fn save(tx: &mut Tx, before: &Policy, after: &Policy, version: i32) -> Result<()> {
    must_know_new_roles(tx, before, after).await?;
    if after.providers_only && !before.providers_only {
        providers::store::must_offer_one(tx, None).await?;
    }
    let (group, now) = (tx.scope().group(), tx.now());
    let first = "insert into sign_in_settings (group_id, settings, changed_at, version) values ($1, $2, $3, 0)
                 on conflict do nothing";
    let nothing = serde_json::to_value(Policy::default())?;
    tx.execute_text(first, vec![group.into(), nothing.into(), now.into()]).await?;
    let sql = "update sign_in_settings set settings = $2, changed_at = $3, version = version + 1
               where group_id = $1 and version = $4";
    let values = vec![group.into(), serde_json::to_value(after)?.into(), now.into(), version.into()];
    if tx.execute_text(sql, values).await? == 0 {
        return Err(Error::Stale { current: Value::Null });
    }
    end_by_grace(tx, after).await?;
    let fields = changed_fields(before, after)?;
    journal::record(tx, About::default(), SignInEvent::SettingsChanged { fields }).await?;
    Ok(())
}

/// A role that was removed may stay named; it holds for nobody.
async fn must_know_new_roles(tx: &Tx, before: &Policy, after: &Policy) -> Result<()> {
    let known: BTreeSet<RoleId> = roles::store::list(&tx.db()).await?.into_iter().map(|role| role.id).collect();
    if after.roles.iter().all(|one| before.roles.contains(one) || known.contains(&one.role)) {
        return Ok(());
    }
    Err(Error::invalid("roles", "role.unknown", "there is no such role in the group"))
}

/// One statement per rule, however many people there are.
async fn end_by_grace(tx: &mut Tx, policy: &Policy) -> Result<()> {
    let (group, now) = (tx.scope().group(), tx.now());
    let ends = |since: DateTime<Utc>| (since + chrono::TimeDelta::days(i64::from(policy.grace_days))).max(now);
    let open = "update sessions set ends_by = $2, expires_at = $2
                where group_id = $1 and revoked_at is null and expires_at > $2
                  and not exists (select 1 from second_factors f where f.staff_id = sessions.staff_id and f.secret is not null)";
    if let Some(since) = policy.everyone_since {
        tx.execute_text(open, vec![group.into(), ends(since).into()]).await?;
    }
    let of_role =
        format!("{open} and exists (select 1 from grants g where g.staff_id = sessions.staff_id and g.role_id = $3)");
    for one in &policy.roles {
        tx.execute_text(&of_role, vec![group.into(), ends(one.since).into(), one.role.into()]).await?;
    }
    Ok(())
}

fn changed_fields(before: &Policy, after: &Policy) -> Result<Vec<String>> {
    let (before, after) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    let parts = after.as_object().into_iter().flatten();
    Ok(parts.filter(|(name, value)| before.get(name.as_str()) != Some(*value)).map(|(name, _)| name.clone()).collect())
}
