//! Requests in, views out: which changes need a proof. One row per group that set something.

use journal::{About, events::verified::VerifiedEvent};
use kernel::{
    Error, Fault, PermissionName, Result,
    permission::{ManageDataQuality, SeeCustomers},
};
use platform::{
    Allowed, Db, Platform, Scope, Tx,
    http::{Fresh, IfMatch, Json, ProblemView, Reply},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::policy::{Policy, ProofNeeded};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(find_verification_settings, change_verification_settings))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationSettingsView {
    pub phone: ProofNeeded,
    pub email: ProofNeeded,
    pub id_number: ProofNeeded,
    /// So long after it was written down a slip may be put right without a proof.
    pub typing_minutes: i32,
    /// After so long a change that nobody proved is given up.
    pub expires_hours: i32,
    pub version: i32,
    /// `change`, for those who may.
    pub can: Vec<&'static str>,
}

platform::has_version!(VerificationSettingsView);

/// Request body of `PATCH /verification/settings`: any subset.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VerificationSettingsChange {
    pub phone: Option<ProofNeeded>,
    pub email: Option<ProofNeeded>,
    pub id_number: Option<ProofNeeded>,
    /// 0 to 1,440.
    pub typing_minutes: Option<i32>,
    /// 1 to 720.
    pub expires_hours: Option<i32>,
}

/// Which changes of phone, e-mail and ID number the customer must prove.
#[utoipa::path(get, path = "/api/v1/verification/settings", tag = "verification",
    responses((status = 200, body = VerificationSettingsView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_verification_settings(allowed: Allowed<SeeCustomers>) -> Reply<Fresh<VerificationSettingsView>> {
    let (policy, version) = find(&allowed.read()).await?;
    Ok(Fresh(view(policy, version, allowed.scope())))
}

/// Change some of it; takes the right to let changes pass as well, because that is what it does.
#[utoipa::path(patch, path = "/api/v1/verification/settings", tag = "verification", request_body = VerificationSettingsChange,
    responses((status = 200, body = VerificationSettingsView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_verification_settings(
    allowed: Allowed<ManageDataQuality>,
    seen: IfMatch,
    Json(form): Json<VerificationSettingsChange>,
) -> Reply<Fresh<VerificationSettingsView>> {
    let scope = allowed.scope().clone();
    must_also_override(&scope)?;
    let (policy, version) = allowed
        .write(async |tx| {
            let (before, version) = find(&tx.db()).await?;
            seen.check(version, || view(before, version, &scope))?;
            let after = form.applied(before)?;
            if after == before {
                return Ok((before, version));
            }
            save(tx, before, after, version).await?;
            find(&tx.db()).await
        })
        .await?;
    Ok(Fresh(view(policy, version, &scope)))
}

platform::record! {
    struct Row { settings: Value, version: i32 }
}

/// The policy of the caller's group, and its version; 0 while nothing was ever set.
pub async fn find(db: &Db<'_>) -> Result<(Policy, i32)> {
    let sql = "select settings, version from verification_settings where group_id = $1";
    let rows: Vec<Row> = db.fetch_text(sql, vec![db.scope().group().into()]).await?;
    match rows.into_iter().next() {
        Some(row) => Ok((serde_json::from_value(row.settings)?, row.version)),
        None => Ok((Policy::default(), 0)),
    }
}

impl VerificationSettingsChange {
    fn applied(&self, before: Policy) -> Result<Policy> {
        let mut faults = Vec::new();
        let mut within = |field: &str, value: Option<i32>, least: i32, most: i32| {
            if value.is_some_and(|value| !(least..=most).contains(&value)) {
                let words = format!("give a whole number from {least} to {most}");
                faults.push(Fault::new(field, "verification.out_of_range", words));
            }
        };
        within("typing_minutes", self.typing_minutes, 0, 1_440);
        within("expires_hours", self.expires_hours, 1, 720);
        Error::unless_valid(faults)?;
        Ok(Policy {
            phone: self.phone.unwrap_or(before.phone),
            email: self.email.unwrap_or(before.email),
            id_number: self.id_number.unwrap_or(before.id_number),
            typing_minutes: self.typing_minutes.unwrap_or(before.typing_minutes),
            expires_hours: self.expires_hours.unwrap_or(before.expires_hours),
        })
    }
}

async fn save(tx: &mut Tx, before: Policy, after: Policy, version: i32) -> Result<()> {
    let (group, now) = (tx.scope().group(), tx.now());
    let nothing = serde_json::to_value(Policy::default())?;
    let first = "insert into verification_settings (group_id, settings, changed_at, version) values ($1, $2, $3, 0)
                 on conflict do nothing";
    tx.execute_text(first, vec![group.into(), nothing.into(), now.into()]).await?;
    let sql = "update verification_settings set settings = $2, changed_at = $3, version = version + 1
               where group_id = $1 and version = $4";
    let values = vec![group.into(), serde_json::to_value(after)?.into(), now.into(), version.into()];
    if tx.execute_text(sql, values).await? == 0 {
        return Err(Error::Stale { current: Value::Null });
    }
    let (before, after) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    let parts = after.as_object().into_iter().flatten();
    let fields = parts.filter(|(name, value)| before.get(name.as_str()) != Some(*value)).map(|(name, _)| name.clone());
    journal::record(tx, About::default(), VerifiedEvent::SettingsChanged { fields: fields.collect() }).await?;
    Ok(())
}

fn must_also_override(scope: &Scope) -> Result<()> {
    let needed = PermissionName::OverrideVerification;
    if scope.may(needed) { Ok(()) } else { Err(Error::Forbidden { permission: needed.name() }) }
}

fn view(policy: Policy, version: i32, scope: &Scope) -> VerificationSettingsView {
    let may = scope.may(PermissionName::ManageDataQuality) && scope.may(PermissionName::OverrideVerification);
    VerificationSettingsView {
        phone: policy.phone,
        email: policy.email,
        id_number: policy.id_number,
        typing_minutes: policy.typing_minutes,
        expires_hours: policy.expires_hours,
        version,
        can: if may { vec!["change"] } else { Vec::new() },
    }
}
