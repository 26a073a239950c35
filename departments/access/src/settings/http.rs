//! Requests in, views out: the group's rules for signing in.

use kernel::{
    Error, PermissionName, RoleId,
    permission::{ManageSignIn, UseRoadbook},
};
use platform::{
    Allowed, Platform, Scope,
    http::{Fresh, IfMatch, Json, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    policy::{Policy, SignInSettingsChange},
    store,
};
use crate::memory::changing;

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(find_sign_in_settings, change_sign_in_settings))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SignInSettingsView {
    /// Everybody must have a second factor.
    pub everyone: bool,
    /// Holders of these roles must have one.
    pub roles: Vec<RoleId>,
    /// So long people may still come in without, counted from when the rule or they themselves began.
    pub grace_days: i32,
    /// For so long a proof of who one is suffices for exports, keys and the like.
    pub step_up_minutes: i32,
    /// A session nobody uses ends after so long.
    pub idle_hours: i32,
    /// Any session ends after so long.
    pub session_days: i32,
    /// People come in by an identity provider alone; those who may change this also by a password.
    pub providers_only: bool,
    pub version: i32,
    /// `change`, for those who may.
    pub can: Vec<&'static str>,
}

platform::has_version!(SignInSettingsView);

/// Who must have a second factor, and how long proofs and sessions hold.
#[utoipa::path(get, path = "/api/v1/sign-in/settings", tag = "access", responses((status = 200, body = SignInSettingsView)))]
async fn find_sign_in_settings(allowed: Allowed<UseRoadbook>) -> Reply<Fresh<SignInSettingsView>> {
    let (policy, version) = store::find(&allowed.read()).await?;
    Ok(Fresh(view(&policy, version, allowed.scope())))
}

/// Changes some of it, for the whole group; who changes it proved lately who they are.
#[utoipa::path(patch, path = "/api/v1/sign-in/settings", tag = "access", request_body = SignInSettingsChange,
    params(("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SignInSettingsView), (status = 409, description = "session.step_up, identity.none_on"), (status = 412)))]
async fn change_sign_in_settings(
    allowed: Allowed<ManageSignIn>,
    seen: IfMatch,
    Json(form): Json<SignInSettingsChange>,
) -> Reply<Fresh<SignInSettingsView>> {
    // The rules are the group's.
    allowed.scope().must_reach_the_group(PermissionName::ManageSignIn)?;
    allowed.must_be_proven_lately().await?;
    let scope = allowed.scope().clone();
    let (policy, version) = changing(&allowed, async |tx| {
        let (before, version) = store::find(&tx.db()).await?;
        seen.check(version, || view(&before, version, &scope))?;
        let after = before.changed(&form, tx.now()).map_err(Error::Invalid)?;
        if after != before {
            store::save(tx, &before, &after, version).await?;
        }
        store::find(&tx.db()).await
    })
    .await?;
    Ok(Fresh(view(&policy, version, &scope)))
}

fn view(policy: &Policy, version: i32, scope: &Scope) -> SignInSettingsView {
    SignInSettingsView {
        everyone: policy.everyone_since.is_some(),
        roles: policy.roles.iter().map(|one| one.role).collect(),
        grace_days: policy.grace_days,
        step_up_minutes: policy.step_up_minutes,
        idle_hours: policy.idle_hours,
        session_days: policy.session_days,
        providers_only: policy.providers_only,
        version,
        can: if scope.must_reach_the_group(PermissionName::ManageSignIn).is_ok() { vec!["change"] } else { Vec::new() },
    }
}
