//! Requests in, views out: the price list, and what messages cost together.

use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{
    Error, MessagePriceId, Result,
    permission::{ManageChannels, SeeMessages},
};
use platform::{
    Allowed, Platform,
    http::{Json, Path, ProblemView, Query, Reply},
    names::{self, StoreRef, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{price::MessagePrice, store};
use crate::{
    http::checked_day,
    message::{ChannelKind, Purpose},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_message_prices, add_message_price))
        .routes(routes!(remove_message_price))
        .routes(routes!(sum_message_costs))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessagePriceView {
    pub id: MessagePriceId,
    pub channel: ChannelKind,
    pub from_day: NaiveDate,
    /// Per SMS or message, in thousandths of the currency's unit: 45 are 4.5 fen.
    pub thousandths: i64,
    pub currency: String,
    pub created_at: DateTime<Utc>,
}

/// Request body of `POST /message-prices`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessagePrice {
    pub channel: ChannelKind,
    pub from_day: NaiveDate,
    pub thousandths: i64,
    /// `CNY` when not given.
    #[serde(default)]
    pub currency: Option<String>,
}

/// The days of a sum, both included.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CostPeriod {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

/// What the messages of one store, channel and purpose cost together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageCostView {
    pub store: StoreRef,
    pub channel: ChannelKind,
    pub purpose: Purpose,
    pub messages: i64,
    pub parts: i64,
    /// Null where there was no price.
    pub thousandths: Option<i64>,
    pub currency: Option<String>,
    /// Of how many it is noted whether they are read, how many of those were opened, and of how many a link was followed.
    pub watched: i64,
    pub opened: i64,
    pub clicked: i64,
}

const THOUSANDTHS_MAX: i64 = 1_000_000;
const DAYS_MAX: i64 = 400;

/// What messages cost, from which day on.
#[utoipa::path(get, path = "/api/v1/message-prices", tag = "channels", operation_id = "list_message_prices",
    responses((status = 200, body = Vec<MessagePriceView>)))]
async fn list_message_prices(allowed: Allowed<ManageChannels>) -> Reply<Json<Vec<MessagePriceView>>> {
    Ok(Json(store::all(&allowed.read()).await?.into_iter().map(view).collect()))
}

/// Adds a price from a day on.
#[utoipa::path(post, path = "/api/v1/message-prices", tag = "channels", operation_id = "add_message_price",
    request_body = NewMessagePrice,
    responses((status = 201, body = MessagePriceView),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn add_message_price(
    allowed: Allowed<ManageChannels>,
    Json(form): Json<NewMessagePrice>,
) -> Reply<(StatusCode, Json<MessagePriceView>)> {
    let currency = checked(&form)?;
    let price = allowed
        .write(async |tx| {
            let price = MessagePrice {
                id: MessagePriceId::new(tx.now()),
                group_id: tx.scope().group(),
                channel: form.channel,
                from_day: form.from_day,
                thousandths: form.thousandths,
                currency,
                created_by: tx.scope().staff(),
                created_at: tx.now(),
            };
            store::add(tx, price).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(price))))
}

/// Removes a price; messages sent keep what they cost.
#[utoipa::path(delete, path = "/api/v1/message-prices/{id}", tag = "channels", operation_id = "remove_message_price",
    params(("id" = MessagePriceId, Path)),
    responses((status = 204), (status = 404, body = ProblemView, content_type = "application/problem+json")))]
async fn remove_message_price(allowed: Allowed<ManageChannels>, Path(id): Path<MessagePriceId>) -> Reply<StatusCode> {
    allowed.write(async |tx| store::remove(tx, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What messages cost by store, channel and purpose, over the days they were sent.
#[utoipa::path(get, path = "/api/v1/message-costs", tag = "messages", operation_id = "sum_message_costs",
    params(CostPeriod),
    responses((status = 200, body = Vec<MessageCostView>),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn sum_message_costs(
    allowed: Allowed<SeeMessages>,
    Query(period): Query<CostPeriod>,
) -> Reply<Json<Vec<MessageCostView>>> {
    checked_day("from", period.from)?;
    checked_day("until", period.until)?;
    let days = (period.until - period.from).num_days();
    if !(0..=DAYS_MAX).contains(&days) {
        let message = format!("give a first and a last day, at most {DAYS_MAX} days apart");
        return Err(Error::invalid("until", "period.malformed", message).into());
    }
    let db = allowed.read();
    let sums = store::sums(&db, period.from, period.until).await?;
    let wanted = Wanted { stores: sums.iter().map(|sum| sum.store_id).collect(), ..Wanted::default() };
    let known = names::of(&db, wanted).await?;
    let mut views: Vec<MessageCostView> = sums
        .into_iter()
        .map(|sum| MessageCostView {
            store: known.store(sum.store_id),
            channel: sum.channel,
            purpose: sum.purpose,
            messages: sum.messages,
            parts: sum.parts,
            thousandths: sum.thousandths,
            currency: sum.currency,
            watched: sum.watched,
            opened: sum.opened,
            clicked: sum.clicked,
        })
        .collect();
    views.sort_by(|one, other| {
        let key = |view: &MessageCostView| (view.store.code.clone(), view.channel.code(), view.purpose.code());
        key(one).cmp(&key(other))
    });
    Ok(Json(views))
}

fn checked(form: &NewMessagePrice) -> Result<String> {
    let currency = form.currency.clone().unwrap_or_else(|| "CNY".into());
    let mut faults = Vec::new();
    if !(0..=THOUSANDTHS_MAX).contains(&form.thousandths) {
        let message = format!("a price is 0 to {THOUSANDTHS_MAX} thousandths");
        faults.push(kernel::Fault::new("thousandths", "price.malformed", message));
    }
    if currency.len() != 3 || !currency.chars().all(|c| c.is_ascii_uppercase()) {
        faults.push(kernel::Fault::new("currency", "currency.malformed", "three capital letters, CNY"));
    }
    let is_of_our_time = (2_000..2_100).contains(&chrono::Datelike::year(&form.from_day));
    if !is_of_our_time {
        faults.push(kernel::Fault::new("from_day", "day.out_of_range", "a day of this century"));
    }
    Error::unless_valid(faults).map(|()| currency)
}

fn view(price: MessagePrice) -> MessagePriceView {
    MessagePriceView {
        id: price.id,
        channel: price.channel,
        from_day: price.from_day,
        thousandths: price.thousandths,
        currency: price.currency,
        created_at: price.created_at,
    }
}
