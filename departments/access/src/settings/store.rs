//! One row per group that set something.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use journal::{About, events::sign_in::SignInEvent};
use kernel::{Error, Result, RoleId};
use platform::{Db, Tx};
use serde_json::Value;

use super::policy::Policy;
use crate::{
    providers, roles, sessions,
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

/// The rules as they are and stay until this transaction ends: nobody is let in by rules that change in the same moment.
pub(crate) async fn find_held(tx: &mut Tx) -> Result<Policy> {
    keep_a_row(tx).await?;
    let sql = "select settings, version from sign_in_settings where group_id = $1 {hold}";
    let rows: Vec<Row> = tx.db().fetch_text(sql, vec![tx.scope().group().into()]).await?;
    let row = rows.into_iter().next().ok_or(Error::NotFound)?;
    Ok(serde_json::from_value(row.settings)?)
}

/// Until when this person may come in without a second factor, when they need one at all.
pub(crate) async fn factor_due(db: &Db<'_>, policy: &Policy, staff: &Staff) -> Result<Option<DateTime<Utc>>> {
    let grants = staff::store::grants_of(db, &[staff.id]).await?;
    let roles: Vec<RoleId> = grants.into_iter().map(|grant| grant.role_id).collect();
    Ok(policy.factor_due(&roles, staff.created_at))
}

/// Saves changed rules; sessions of those who now need a factor and have none end when their grace does, and sessions opened by a
/// password at once where people come in by providers alone from now on.
pub(crate) async fn save(tx: &mut Tx, before: &Policy, after: &Policy, version: i32) -> Result<()> {
    must_know_new_roles(tx, before, after).await?;
    let shuts_out_passwords = after.providers_only && !before.providers_only;
    if shuts_out_passwords {
        providers::store::must_offer_one(tx, None).await?;
    }
    keep_a_row(tx).await?;
    let (group, now) = (tx.scope().group(), tx.now());
    let sql = "update sign_in_settings set settings = $2, changed_at = $3, version = version + 1
               where group_id = $1 and version = $4";
    let values = vec![group.into(), serde_json::to_value(after)?.into(), now.into(), version.into()];
    if tx.execute_text(sql, values).await? == 0 {
        return Err(Error::Stale { current: Value::Null });
    }
    end_by_grace(tx, after).await?;
    if shuts_out_passwords {
        sessions::store::end_those_by_password(tx).await?;
    }
    let fields = changed_fields(before, after)?;
    journal::record(tx, About::default(), SignInEvent::SettingsChanged { fields }).await?;
    Ok(())
}

/// A group that never set anything has a row with what holds from the start.
async fn keep_a_row(tx: &mut Tx) -> Result<()> {
    let (group, now) = (tx.scope().group(), tx.now());
    let first = "insert into sign_in_settings (group_id, settings, changed_at, version) values ($1, $2, $3, 0)
                 on conflict do nothing";
    let nothing = serde_json::to_value(Policy::default())?;
    tx.execute_text(first, vec![group.into(), nothing.into(), now.into()]).await?;
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
