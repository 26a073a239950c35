//! Requests about a group's identity providers.

use axum::http::{HeaderMap, StatusCode};
use kernel::{Error, IdentityProviderId, PermissionName, Reach, Result, RoleId, StoreId, permission::ManageSignIn};
use platform::{
    Allowed, Platform, Tx,
    http::{Fresh, IfMatch, Json, Path, Reply},
    outside::Targets,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    FactorRule, Matching, NewProvider, Provider, ProviderChange,
    back_channel::BACK_CHANNEL,
    begin::{CALLBACK, own_address},
    rules::Form,
    store,
};
use crate::{memory::Memory, power, roles, stores};

#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderView {
    pub id: IdentityProviderId,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    /// The secret itself is never shown.
    pub has_secret: bool,
    pub matching: Matching,
    pub login_claim: String,
    pub is_on: bool,
    pub factor: FactorRule,
    /// Levels of assurance (`acr`), with blanks between them, that count as several factors.
    pub factor_levels: String,
    pub joining_role_id: Option<RoleId>,
    pub joining_store_id: Option<StoreId>,
    /// What to register there as redirect address, as the caller reaches this server.
    pub redirect_address: String,
    /// What to register there as back-channel logout address.
    pub logout_address: String,
    pub version: i32,
}

platform::has_version!(ProviderView);

/// What a provider says about itself just now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderCheck {
    pub authorization_endpoint: String,
    /// It ends its session when ours does.
    pub ends_sessions: bool,
    pub keys: usize,
}

pub(super) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_providers, add_provider))
        .routes(routes!(change_provider, remove_provider))
        .routes(routes!(check_provider))
}

/// The group's identity providers, by name.
#[utoipa::path(get, path = "/api/v1/identity-providers", tag = "access", responses((status = 200, body = Vec<ProviderView>)))]
async fn list_providers(allowed: Allowed<ManageSignIn>, headers: HeaderMap) -> Reply<Json<Vec<ProviderView>>> {
    allowed.scope().must_reach_the_group(PermissionName::ManageSignIn)?;
    let own = own_address(allowed.platform(), &headers);
    let providers = store::list(&allowed.read()).await?;
    Ok(Json(providers.into_iter().map(|provider| view(provider, &own)).collect()))
}

/// Adds an identity provider to the group.
#[utoipa::path(post, path = "/api/v1/identity-providers", tag = "access", request_body = NewProvider,
    responses((status = 201, body = ProviderView),
        (status = 409, description = "identity.name_taken, role.beyond_own_power, session.step_up"),
        (status = 422, description = "address.malformed, address.inside, identity.joins_nowhere")))]
async fn add_provider(
    allowed: Allowed<ManageSignIn>,
    headers: HeaderMap,
    Json(new): Json<NewProvider>,
) -> Reply<(StatusCode, Json<ProviderView>)> {
    allowed.scope().must_reach_the_group(PermissionName::ManageSignIn)?;
    allowed.must_be_proven_lately().await?;
    let form = Form::of_new(&new).checked(&Targets::of(allowed.platform())).map_err(Error::Invalid)?;
    let provider = allowed
        .write(async |tx| {
            must_let_join(tx, &form).await?;
            store::add(tx, form, new.client_secret.as_deref()).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(provider, &own_address(allowed.platform(), &headers)))))
}

/// Changes an identity provider. Another issuer unlinks all accounts: they were accounts of the one before.
#[utoipa::path(patch, path = "/api/v1/identity-providers/{id}", tag = "access", request_body = ProviderChange,
    params(("id" = IdentityProviderId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ProviderView), (status = 404), (status = 412),
        (status = 409, description = "identity.name_taken, identity.none_on, role.beyond_own_power, session.step_up")))]
async fn change_provider(
    allowed: Allowed<ManageSignIn>,
    Path(id): Path<IdentityProviderId>,
    seen: IfMatch,
    headers: HeaderMap,
    Json(change): Json<ProviderChange>,
) -> Reply<Fresh<ProviderView>> {
    allowed.scope().must_reach_the_group(PermissionName::ManageSignIn)?;
    allowed.must_be_proven_lately().await?;
    let own = own_address(allowed.platform(), &headers);
    let provider = allowed
        .write(async |tx| {
            let mut provider = store::find(&tx.db(), id).await?;
            seen.check(provider.version, || view(provider.clone(), &own))?;
            let form =
                Form::changed(&provider, &change).checked(&Targets::of(tx.platform())).map_err(Error::Invalid)?;
            must_let_join(tx, &form).await?;
            let changes = form.put_into(&mut provider);
            store::save(tx, provider, changes, change.client_secret.clone()).await
        })
        .await?;
    Memory::of(allowed.platform()).providers.forget();
    Ok(Fresh(view(provider, &own)))
}

/// Removes an identity provider with all links to it.
#[utoipa::path(delete, path = "/api/v1/identity-providers/{id}", tag = "access", params(("id" = IdentityProviderId, Path)),
    responses((status = 204), (status = 404), (status = 409, description = "identity.none_on, session.step_up")))]
async fn remove_provider(allowed: Allowed<ManageSignIn>, Path(id): Path<IdentityProviderId>) -> Reply<StatusCode> {
    allowed.scope().must_reach_the_group(PermissionName::ManageSignIn)?;
    allowed.must_be_proven_lately().await?;
    let provider = store::find(&allowed.read(), id).await?;
    allowed.write(async |tx| store::remove(tx, provider).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks a provider what it says about itself, to see whether issuer and network are right.
#[utoipa::path(post, path = "/api/v1/identity-providers/{id}/checks", tag = "access", params(("id" = IdentityProviderId, Path)),
    responses((status = 200, body = ProviderCheck), (status = 404),
        (status = 409, description = "identity.unreachable, identity.malformed, identity.address_inside, identity.certificate_not_trusted")))]
async fn check_provider(
    allowed: Allowed<ManageSignIn>,
    Path(id): Path<IdentityProviderId>,
) -> Reply<Json<ProviderCheck>> {
    allowed.scope().must_reach_the_group(PermissionName::ManageSignIn)?;
    let provider = store::find(&allowed.read(), id).await?;
    let known = &Memory::of(allowed.platform()).providers;
    known.forget();
    let metadata = known.document(allowed.platform(), &provider.issuer).await?;
    let keys = known.keys(allowed.platform(), &metadata).await?;
    Ok(Json(ProviderCheck {
        authorization_endpoint: metadata.authorization_endpoint.clone(),
        ends_sessions: metadata.end_session_endpoint.is_some(),
        keys: keys.keys.len(),
    }))
}

/// Nobody lets others join with more than they could give themselves.
async fn must_let_join(tx: &Tx, form: &Form) -> Result<()> {
    let (Some(role), Some(store)) = (form.joining_role_id, form.joining_store_id) else { return Ok(()) };
    let db = tx.db();
    let unknown = |field: &str, code: &str| Error::invalid(field, code, "there is no such record in the group");
    let role = roles::store::find(&db, role).await.map_err(|_| unknown("joining_role_id", "role.unknown"))?;
    stores::store::find(&db, store).await.map_err(|_| unknown("joining_store_id", "store.unknown"))?;
    let permissions = roles::store::permissions_of(&db, role.id).await?;
    power::store::must_cover_place(&db, &permissions, Reach::Store, Some(store))
}

fn view(provider: Provider, own: &str) -> ProviderView {
    ProviderView {
        id: provider.id,
        name: provider.name,
        issuer: provider.issuer,
        client_id: provider.client_id,
        has_secret: provider.client_secret.is_some(),
        matching: provider.matching,
        login_claim: provider.login_claim,
        is_on: provider.is_on,
        factor: provider.factor,
        factor_levels: provider.factor_levels,
        joining_role_id: provider.joining_role_id,
        joining_store_id: provider.joining_store_id,
        redirect_address: format!("{own}{CALLBACK}"),
        logout_address: format!("{own}{BACK_CHANNEL}"),
        version: provider.version,
    }
}
