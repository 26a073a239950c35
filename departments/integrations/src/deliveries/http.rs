//! Requests in, views out: what became of the events a webhook was to be told.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use journal::Sight;
use kernel::{DeliveryId, Error, Result, WebhookId, permission::ManageWebhooks};
use platform::{
    Allowed, Db, Platform, SystemActor,
    database::paging::{COUNT_MAX, Count, Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    jobs,
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    attempt,
    delivery::{Delivery, DeliveryState},
    replay::ReplayDeliveries,
    store,
    view::{DeliveryDetailView, DeliveryView, views},
};
use crate::webhooks::{self, Power};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_deliveries))
        .routes(routes!(find_delivery))
        .routes(routes!(replay_deliveries))
        .routes(routes!(try_webhook))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    #[param(inline)]
    state: Option<DeliveryState>,
    /// `customer.created`.
    event: Option<String>,
}

/// Request body of `POST /webhooks/{id}/replays`: what is to be sent again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "which", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReplayForm {
    /// One delivery, whatever has become of it.
    One { delivery_id: DeliveryId },
    /// All that were given up since then.
    Failed { since: DateTime<Utc> },
    /// All that came within this time and are settled, delivered or not.
    Range { from: DateTime<Utc>, until: DateTime<Utc> },
}

/// What a webhook was to be told, newest first.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks",
    params(("id" = WebhookId, Path), DeliveriesQuery, PageRequest),
    responses((status = 200, body = Page<DeliveryView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_deliveries(
    allowed: Allowed<ManageWebhooks>,
    Path(id): Path<WebhookId>,
    Query(query): Query<DeliveriesQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<DeliveryView>>> {
    let db = allowed.read();
    webhooks::store::find(&db, id).await?;
    let filter = store::Filter { state: query.state, event: query.event };
    let page = store::list(&db, id, &filter, &request).await?;
    let items = views(&db, &page.items).await?;
    Ok(Json(page.with(items)))
}

/// One delivery: what is sent, and what was answered.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries/{delivery_id}", tag = "webhooks",
    params(("id" = WebhookId, Path), ("delivery_id" = DeliveryId, Path)),
    responses((status = 200, body = DeliveryDetailView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_delivery(
    allowed: Allowed<ManageWebhooks>,
    Path((id, delivery_id)): Path<(WebhookId, DeliveryId)>,
) -> Reply<Json<DeliveryDetailView>> {
    let db = allowed.read();
    let webhook = webhooks::store::find(&db, id).await?;
    let delivery = store::find(&db, id, delivery_id).await?;
    let power = Power::of(&db, &webhook).await?;
    let sight = power.sight().and(Sight::of(db.scope()));
    let payload = attempt::payload(&db, &webhook, &delivery, &power, sight).await?;
    Ok(Json(DeliveryDetailView {
        message_id: delivery.message_id(),
        request: payload.map(|payload| serde_json::to_string_pretty(&payload)).transpose().map_err(Error::from)?,
        tries: delivery.tries(),
        delivery: view(&db, &delivery).await?,
    }))
}

/// Send again: one delivery, all that failed since a time, or all of a time. Receivers know them again by `webhook-id`.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/replays", tag = "webhooks", params(("id" = WebhookId, Path)), request_body = ReplayForm,
    responses((status = 202, body = Count), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn replay_deliveries(
    allowed: Allowed<ManageWebhooks>,
    Path(id): Path<WebhookId>,
    Json(form): Json<ReplayForm>,
) -> Reply<(StatusCode, Json<Count>)> {
    let db = allowed.read();
    let webhook = webhooks::store::find(&db, id).await?;
    let now = db.platform().clock().now();
    let (which, from, until) = match form {
        ReplayForm::One { delivery_id } => {
            allowed
                .write(async |tx| {
                    store::begin_anew(tx, id, delivery_id).await?;
                    webhooks::store::record_replay(tx, &webhook, "one").await
                })
                .await?;
            return Ok((StatusCode::ACCEPTED, Json(Count::exact(1))));
        }
        ReplayForm::Failed { since } => ("failed", since, now),
        ReplayForm::Range { from, until } => ("range", from, until),
    };
    if from > until {
        return Err(Error::invalid("from", "range.backwards", "the beginning lies before the end").into());
    }
    let replay = ReplayDeliveries { webhook: id, only_failed: which == "failed", from, until, asked_at: now };
    let count = replay.count(&db, COUNT_MAX + 1).await?;
    if count > 0 {
        allowed
            .write(async |tx| {
                jobs::enqueue(tx, &replay, &format!("{id}:{which}:{}", now.timestamp_millis())).await?;
                webhooks::store::record_replay(tx, &webhook, which).await
            })
            .await?;
    }
    Ok((StatusCode::ACCEPTED, Json(Count::capped(count))))
}

/// Send a trial event at once and see how it is answered, also while the webhook is paused.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/trials", tag = "webhooks", params(("id" = WebhookId, Path)),
    responses((status = 201, body = DeliveryDetailView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn try_webhook(
    allowed: Allowed<ManageWebhooks>,
    Path(id): Path<WebhookId>,
) -> Reply<(StatusCode, Json<DeliveryDetailView>)> {
    let webhook = webhooks::store::find(&allowed.read(), id).await?;
    let trial = allowed.write(async |tx| store::add_trial(tx, id).await).await?;
    let house = allowed.platform().system(SystemActor::Jobs, webhook.group_id);
    let delivery = attempt::make(&house, &webhook, trial).await?;
    let db = allowed.read();
    let detail = DeliveryDetailView {
        message_id: delivery.message_id(),
        request: None,
        tries: delivery.tries(),
        delivery: view(&db, &delivery).await?,
    };
    Ok((StatusCode::CREATED, Json(detail)))
}

async fn view(db: &Db<'_>, delivery: &Delivery) -> Result<DeliveryView> {
    views(db, std::slice::from_ref(delivery)).await?.pop().ok_or(Error::NotFound)
}
