//! Requests in, views out: browsers that let themselves be written to.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{
    CustomerId, Error, MessageId, PushSubscriptionId, Result,
    permission::{EditCustomers, UseRoadbook},
};
use platform::{
    Allowed, Db, Platform, Scope, Tx,
    http::{Json, Path, ProblemView, Reply},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    store::{self, Reader},
    subscription::{BrowserSubscription, PushSubscription},
};
use crate::{
    carriers::{GONE, key_of, public_half},
    channel::{Audience, Outgoing, Undelivered},
    channels::{self, setup::Settings},
    message::ChannelKind,
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(show_push_key))
        .routes(routes!(list_push_subscriptions, subscribe_browser))
        .routes(routes!(end_push_subscription))
        .routes(routes!(try_push_subscription))
        .routes(routes!(subscribe_customer))
}

/// What a browser needs before it can subscribe.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushKey {
    /// `applicationServerKey`; null while web push is not set up.
    pub public_key: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PushSubscription)]
pub struct PushSubscriptionView {
    pub id: PushSubscriptionId,
    /// `Chrome · Windows`
    pub browser: String,
    pub created_at: DateTime<Utc>,
}

/// A browser to be written to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPushSubscription {
    /// As `PushSubscription.toJSON()` gives it.
    pub subscription: BrowserSubscription,
    /// What people call it, `Chrome · Windows`; at most 60 characters.
    pub browser: String,
}

/// What came of trying to write to a browser.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushTrial {
    pub is_sent: bool,
    /// What the browser's service said when not.
    pub cause: Option<String>,
}

const BROWSER_CHARACTERS_MAX: usize = 60;

/// The key of the house by which browsers know who writes to them.
#[utoipa::path(get, path = "/api/v1/push-key", tag = "push", responses((status = 200, body = PushKey)))]
async fn show_push_key(allowed: Allowed<UseRoadbook>) -> Reply<Json<PushKey>> {
    let public_key = set_up(&allowed.read()).await?.map(|(key, _)| key);
    Ok(Json(PushKey { public_key }))
}

/// One's own browsers, the latest first.
#[utoipa::path(get, path = "/api/v1/push-subscriptions", tag = "push",
    responses((status = 200, body = Vec<PushSubscriptionView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_push_subscriptions(allowed: Allowed<UseRoadbook>) -> Reply<Json<Vec<PushSubscriptionView>>> {
    let reader = person(allowed.scope())?;
    let rows = store::of_reader(&allowed.read(), reader).await?;
    Ok(Json(rows.into_iter().map(view).collect()))
}

/// Be written to in this browser.
#[utoipa::path(post, path = "/api/v1/push-subscriptions", tag = "push", request_body = NewPushSubscription,
    responses((status = 201, body = PushSubscriptionView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn subscribe_browser(
    allowed: Allowed<UseRoadbook>,
    Json(form): Json<NewPushSubscription>,
) -> Reply<(StatusCode, Json<PushSubscriptionView>)> {
    let reader = person(allowed.scope())?;
    let kept = allowed.write(async |tx| keep(tx, reader, &form).await).await?;
    Ok((StatusCode::CREATED, Json(view(kept))))
}

/// Be written to no more in a browser.
#[utoipa::path(delete, path = "/api/v1/push-subscriptions/{id}", tag = "push", params(("id" = PushSubscriptionId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn end_push_subscription(allowed: Allowed<UseRoadbook>, Path(id): Path<PushSubscriptionId>) -> Reply<StatusCode> {
    let reader = person(allowed.scope())?;
    allowed.write(async |tx| store::end(tx, reader, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Write to one of one's own browsers, to see that it arrives.
#[utoipa::path(post, path = "/api/v1/push-subscriptions/{id}/tests", tag = "push", params(("id" = PushSubscriptionId, Path)),
    responses((status = 200, body = PushTrial), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn try_push_subscription(
    allowed: Allowed<UseRoadbook>,
    Path(id): Path<PushSubscriptionId>,
) -> Reply<Json<PushTrial>> {
    let reader = person(allowed.scope())?;
    let row = store::find(&allowed.read(), reader, id).await?;
    let cause = match tried(&allowed.read(), &row).await? {
        Ok(_) => None,
        Err(Undelivered::Later(cause) | Undelivered::Never(cause) | Undelivered::Unknown(cause)) => Some(cause),
    };
    if cause.as_deref() == Some(GONE) {
        allowed.write(async |tx| store::forget_gone(tx, &row.address_blind).await).await?;
    }
    Ok(Json(PushTrial { is_sent: cause.is_none(), cause }))
}

/// Let a customer be written to in a browser of theirs, for a site or an app of the dealer's own where they asked for it.
#[utoipa::path(post, path = "/api/v1/customers/{id}/push-subscriptions", tag = "push", params(("id" = CustomerId, Path)),
    request_body = NewPushSubscription,
    responses((status = 201, body = PushSubscriptionView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn subscribe_customer(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    Json(form): Json<NewPushSubscription>,
) -> Reply<(StatusCode, Json<PushSubscriptionView>)> {
    let kept = allowed
        .write(async |tx| {
            let wanted = Wanted { customers: [id].into(), ..Wanted::default() };
            let known = names::within_reach(&tx.db(), wanted).await?;
            let store = known.customers.get(&id).map(|named| named.store).ok_or(Error::NotFound)?;
            keep(tx, Reader::Customer(id, store), &form).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(kept))))
}

async fn keep(tx: &mut Tx, reader: Reader, form: &NewPushSubscription) -> Result<PushSubscription> {
    let Some((_, services)) = set_up(&tx.db()).await? else {
        return Err(Error::Refused {
            code: "push.not_set_up",
            detail: "Nobody has set up web push for this group yet; see the channels in the settings.".into(),
        });
    };
    let browser = kernel::name::clean(&form.browser);
    let mut faults = form.subscription.faults(&services);
    if browser.is_empty() || browser.chars().count() > BROWSER_CHARACTERS_MAX {
        let message = format!("what people call the browser, 1 to {BROWSER_CHARACTERS_MAX} characters");
        faults.push(kernel::Fault::new("browser", "browser.malformed", message));
    }
    Error::unless_valid(faults)?;
    store::keep(tx, reader, browser, &form.subscription).await
}

/// The public key and the push services known beside the usual ones, when web push is set up.
async fn set_up(db: &Db<'_>) -> Result<Option<(String, Vec<String>)>> {
    let Some(setup) = channels::store::find(db, ChannelKind::Push).await? else { return Ok(None) };
    let Settings::WebPush { services, .. } = setup.settings()? else { return Ok(None) };
    let secret = setup.open_secret(db.platform().keys())?;
    Ok(secret.as_deref().and_then(key_of).map(|key| (public_half(&key), services)))
}

async fn tried(db: &Db<'_>, row: &PushSubscription) -> Result<Result<crate::channel::Receipt, Undelivered>> {
    let carrier = channels::store::carrier(db, ChannelKind::Push).await?.carrier;
    let language = db.scope().language();
    let text = language.pick("这台设备可以收到路书的通知。", "This device receives notices of Roadbook.");
    let outgoing = Outgoing {
        id: MessageId::new(db.platform().clock().now()),
        channel: ChannelKind::Push,
        to: store::open(db, row)?,
        subject: Some(language.pick("路书", "Roadbook").to_owned()),
        text: text.to_owned(),
        approved: None,
        audience: Audience::Staff,
        receipt: None,
        unsubscribe: None,
        watched: None,
    };
    Ok(carrier.send(&outgoing).await)
}

fn person(scope: &Scope) -> Result<Reader> {
    scope.staff().map(Reader::Staff).ok_or_else(|| Error::Refused {
        code: "push.person_needed",
        detail: "A browser is a person's own; a key has none.".into(),
    })
}

fn view(row: PushSubscription) -> PushSubscriptionView {
    PushSubscriptionView { id: row.id, browser: row.browser, created_at: row.created_at }
}
