//! Requests in, views out: webhooks.

use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderName},
    },
    response::AppendHeaders,
};
use kernel::{Error, Result, WebhookId, permission::ManageWebhooks};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
    outside::{Targets, TypedAddress},
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    rules::WebhookForm,
    store,
    view::{WebhookView, views},
    webhook::{Webhook, WebhookState},
};
use crate::{deliveries, signing};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_webhooks, add_webhook))
        .routes(routes!(find_webhook, change_webhook, remove_webhook))
        .routes(routes!(renew_webhook_secret))
        .routes(routes!(pause_webhook, resume_webhook))
}

/// A webhook with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookWithSecret {
    pub webhook: WebhookView,
    /// Shown this once: receivers check signatures with it, `whsec_…`.
    pub secret: String,
}

/// No cache and no kept answer of a repeated request may hold the secret.
type ShownOnce<T> = (StatusCode, AppendHeaders<[(HeaderName, &'static str); 1]>, Json<T>);

/// Webhooks, newest first.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks", params(PageRequest),
    responses((status = 200, body = Page<WebhookView>)))]
async fn list_webhooks(
    allowed: Allowed<ManageWebhooks>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<WebhookView>>> {
    let db = allowed.read();
    let mut page = store::list(&db, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// Add a webhook that is told no more than its maker may see.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", request_body = WebhookForm,
    responses((status = 201, body = WebhookWithSecret), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_webhook(
    allowed: Allowed<ManageWebhooks>,
    Json(form): Json<WebhookForm>,
) -> Reply<ShownOnce<WebhookWithSecret>> {
    allowed.must_be_proven_lately().await?;
    let form = checked(&allowed.read(), form).await?;
    let secret = signing::new_secret()?;
    let webhook = allowed
        .write(async |tx| {
            let id = WebhookId::new(tx.now());
            let webhook = Webhook {
                id,
                group_id: tx.scope().group(),
                name: form.name.clone(),
                url: form.url.clone(),
                events: json!(form.events),
                role_id: form.role_id,
                reach: form.reach,
                store_id: form.store_id,
                secret: tx.platform().keys().seal(&secret, &Webhook::seal_context(id))?,
                former_secret: None,
                former_until: None,
                state: WebhookState::On,
                death: None,
                created_by: tx.scope().staff(),
                created_at: tx.now(),
                changed_at: tx.now(),
                version: 1,
            };
            store::add(tx, webhook).await
        })
        .await?;
    shown_once(&allowed.read(), webhook, secret, StatusCode::CREATED).await
}

/// One webhook.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = WebhookId, Path)),
    responses((status = 200, body = WebhookView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_webhook(allowed: Allowed<ManageWebhooks>, Path(id): Path<WebhookId>) -> Reply<Fresh<WebhookView>> {
    let db = allowed.read();
    Ok(Fresh(view(&db, store::find(&db, id).await?).await?))
}

/// Change where a webhook is called and what it is told.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = WebhookId, Path)), request_body = WebhookForm,
    responses((status = 200, body = WebhookView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_webhook(
    allowed: Allowed<ManageWebhooks>,
    Path(id): Path<WebhookId>,
    seen: IfMatch,
    Json(form): Json<WebhookForm>,
) -> Reply<Fresh<WebhookView>> {
    allowed.must_be_proven_lately().await?;
    let db = allowed.read();
    let current = view(&db, store::find(&db, id).await?).await?;
    let form = checked(&db, form).await?;
    let webhook = allowed
        .write(async |tx| {
            let mut webhook = store::find(&tx.db(), id).await?;
            seen.check(webhook.version, || &current)?;
            match webhook.change(form.clone(), tx.now()) {
                Some(event) => store::save(tx, webhook, event).await,
                None => Ok(webhook),
            }
        })
        .await?;
    Ok(Fresh(view(&db, webhook).await?))
}

/// Remove a webhook; what waited for it is not told any more.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks", params(("id" = WebhookId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_webhook(allowed: Allowed<ManageWebhooks>, Path(id): Path<WebhookId>) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let webhook = store::find(&tx.db(), id).await?;
            store::remove(tx, webhook).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a webhook a new secret; for a day each call carries the signatures of both.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/secrets", tag = "webhooks", params(("id" = WebhookId, Path)),
    responses((status = 201, body = WebhookWithSecret), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn renew_webhook_secret(
    allowed: Allowed<ManageWebhooks>,
    Path(id): Path<WebhookId>,
) -> Reply<ShownOnce<WebhookWithSecret>> {
    allowed.must_be_proven_lately().await?;
    let secret = signing::new_secret()?;
    let webhook = allowed
        .write(async |tx| {
            let mut webhook = store::find(&tx.db(), id).await?;
            let sealed = tx.platform().keys().seal(&secret, &Webhook::seal_context(id))?;
            let renewed = webhook.renew_secret(sealed, tx.now());
            store::save(tx, webhook, renewed).await
        })
        .await?;
    shown_once(&allowed.read(), webhook, secret, StatusCode::CREATED).await
}

/// Stop calling a webhook for a while; what happens meanwhile waits.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}/pause", tag = "webhooks", params(("id" = WebhookId, Path)),
    responses((status = 200, body = WebhookView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn pause_webhook(allowed: Allowed<ManageWebhooks>, Path(id): Path<WebhookId>) -> Reply<Fresh<WebhookView>> {
    let webhook = allowed
        .write(async |tx| {
            let mut webhook = store::find(&tx.db(), id).await?;
            let paused = webhook.pause(tx.now())?;
            store::save(tx, webhook, paused).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), webhook).await?))
}

/// Call a webhook again that was paused or given up; what waits is told at once.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}/pause", tag = "webhooks", params(("id" = WebhookId, Path)),
    responses((status = 200, body = WebhookView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn resume_webhook(allowed: Allowed<ManageWebhooks>, Path(id): Path<WebhookId>) -> Reply<Fresh<WebhookView>> {
    let webhook = allowed
        .write(async |tx| {
            let mut webhook = store::find(&tx.db(), id).await?;
            let resumed = webhook.resume(tx.now())?;
            store::forget_failures(tx, id).await?;
            deliveries::store::hasten(tx, id).await?;
            store::save(tx, webhook, resumed).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), webhook).await?))
}

/// The form in order, with an address outside and no more power than the caller's.
async fn checked(db: &Db<'_>, mut form: WebhookForm) -> Result<WebhookForm> {
    let mut faults = form.check();
    match TypedAddress::parse(&form.url, "url", &Targets::of(db.platform())) {
        Ok(address) => form.url = address.to_string(),
        Err(fault) => faults.push(fault),
    }
    Error::unless_valid(faults)?;
    access::must_lend(db, form.role_id, form.reach, form.store_id).await?;
    Ok(form)
}

async fn shown_once(
    db: &Db<'_>,
    webhook: Webhook,
    secret: String,
    status: StatusCode,
) -> Reply<ShownOnce<WebhookWithSecret>> {
    let webhook = view(db, webhook).await?;
    Ok((status, AppendHeaders([(CACHE_CONTROL, "no-store")]), Json(WebhookWithSecret { webhook, secret })))
}

async fn view(db: &Db<'_>, webhook: Webhook) -> Result<WebhookView> {
    views(db, vec![webhook]).await?.pop().ok_or(Error::NotFound)
}
