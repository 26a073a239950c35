//! Webhooks as pages show them.

use chrono::{DateTime, Utc};
use kernel::{Reach, Result, WebhookId};
use platform::{
    Db,
    names::{Ref, StoreRef},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    store,
    webhook::{Death, Webhook, WebhookState},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookView {
    pub id: WebhookId,
    pub name: String,
    pub url: String,
    pub events: Vec<String>,
    /// It is told what this role may see; null when the role was removed, and then it is told nothing.
    pub role: Option<Ref>,
    pub reach: Reach,
    pub store: Option<StoreRef>,
    pub state: WebhookState,
    /// Why the house stopped calling it.
    pub death: Option<Death>,
    /// Nothing but failures since then; null while it answers.
    pub failing_since: Option<DateTime<Utc>>,
    /// The house tries again then, after many failures in a row.
    pub rests_until: Option<DateTime<Utc>>,
    /// Until then the former secret signs too.
    pub former_secret_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub by: Option<Ref>,
    pub version: i32,
    /// `edit`, `renew_secret`, `test`, `replay`, `pause` or `resume`, `remove`.
    pub can: Vec<&'static str>,
}

platform::has_version!(WebhookView);

/// Webhooks as views, with a handful of queries whatever their number.
pub async fn views(db: &Db<'_>, webhooks: Vec<Webhook>) -> Result<Vec<WebhookView>> {
    let directory = access::directory(db).await?;
    let roles = access::role_titles(db).await?;
    let health = store::health(db, &webhooks).await?;
    let now = db.platform().clock().now();
    let view = |webhook: Webhook| {
        let health = health.get(&webhook.id);
        WebhookView {
            events: webhook.patterns(),
            role: roles.get(&webhook.role_id).map(|name| Ref { id: webhook.role_id.0, name: name.clone() }),
            store: webhook.store_id.map(|store| directory.store(store)),
            failing_since: health.map(|health| health.failing_since),
            rests_until: health.and_then(|health| health.rests_until).filter(|until| *until > now),
            former_secret_until: webhook.former_until.filter(|until| *until > now),
            by: webhook.created_by.map(|by| directory.staff(by)),
            can: webhook.can(),
            id: webhook.id,
            name: webhook.name,
            url: webhook.url,
            reach: webhook.reach,
            state: webhook.state,
            death: webhook.death,
            created_at: webhook.created_at,
            version: webhook.version,
        }
    };
    Ok(webhooks.into_iter().map(view).collect())
}
