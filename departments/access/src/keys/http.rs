//! Requests about API keys.

use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderName},
    },
    response::AppendHeaders,
};
use chrono::{DateTime, Utc};
use kernel::{ApiKeyId, Error, Reach, Result, permission::ManageKeys};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, Path, Query, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{ApiKey, NewKey, store};
use crate::{
    directory::{Ref, StoreRef, directory},
    memory::changing,
    roles,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct KeyView {
    pub id: ApiKeyId,
    pub name: String,
    /// The first letters of the secret.
    pub prefix: String,
    pub role: Ref,
    pub reach: Reach,
    pub store: Option<StoreRef>,
    pub created_at: DateTime<Utc>,
    /// At most a minute behind.
    pub used_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub by: Option<Ref>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedKey {
    pub key: KeyView,
    /// Shown this once and kept nowhere: send it as `Authorization: Bearer rb_…`.
    pub secret: String,
}

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_keys, create_key)).routes(routes!(revoke_key))
}

/// Keys, the newest first, with those that were revoked or ran out.
#[utoipa::path(get, path = "/api/v1/keys", tag = "access", params(PageRequest),
    responses((status = 200, body = Page<KeyView>)))]
async fn list_keys(allowed: Allowed<ManageKeys>, Query(request): Query<PageRequest>) -> Reply<Json<Page<KeyView>>> {
    let db = allowed.read();
    let page = store::list(&db, &request).await?;
    let items = views(&db, &page.items).await?;
    Ok(Json(page.with(items)))
}

/// No cache and no kept answer of a repeated request may hold the secret.
type ShownOnce<T> = (StatusCode, AppendHeaders<[(HeaderName, &'static str); 1]>, Json<T>);

/// Makes a key that may do no more than its maker.
#[utoipa::path(post, path = "/api/v1/keys", tag = "access", request_body = NewKey,
    responses((status = 201, body = CreatedKey), (status = 404), (status = 409, description = "role.beyond_own_power, session.step_up")))]
async fn create_key(allowed: Allowed<ManageKeys>, Json(form): Json<NewKey>) -> Reply<ShownOnce<CreatedKey>> {
    allowed.must_be_proven_lately().await?;
    let (key, secret) = store::create_key(&allowed, form).await?;
    let view = views(&allowed.read(), &[key]).await?.pop().ok_or(Error::NotFound)?;
    let headers = AppendHeaders([(CACHE_CONTROL, "no-store")]);
    Ok((StatusCode::CREATED, headers, Json(CreatedKey { key: view, secret })))
}

/// Revokes a key at once.
#[utoipa::path(delete, path = "/api/v1/keys/{id}", tag = "access", params(("id" = ApiKeyId, Path)),
    responses((status = 204), (status = 404)))]
async fn revoke_key(allowed: Allowed<ManageKeys>, Path(id): Path<ApiKeyId>) -> Reply<StatusCode> {
    changing(&allowed, async |tx| store::revoke(tx, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn views(db: &Db<'_>, keys: &[ApiKey]) -> Result<Vec<KeyView>> {
    let directory = directory(db).await?;
    let roles = roles::store::titles(db).await?;
    let view = |key: &ApiKey| KeyView {
        id: key.id,
        name: key.name.clone(),
        prefix: key.prefix.clone(),
        role: Ref { id: key.role_id.0, name: roles.get(&key.role_id).cloned().unwrap_or_default() },
        reach: key.reach,
        store: key.store_id.map(|store| directory.store(store)),
        created_at: key.created_at,
        used_at: key.used_at,
        expires_at: key.expires_at,
        revoked_at: key.revoked_at,
        by: key.created_by.map(|by| directory.staff(by)),
    };
    Ok(keys.iter().map(view).collect())
}
