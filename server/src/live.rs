//! Live changes as server-sent events: what was just written to the journal, inside the caller's reach.

use std::{convert::Infallible, time::Duration};

use axum::{
    Router,
    response::sse::{Event as Sent, KeepAlive, Sse},
    routing::get,
};
use chrono::{DateTime, Utc};
use futures::Stream;
use http::HeaderMap;
use journal::{
    Entry,
    listen::{Cursor, HEARD_AT_ONCE, entries_after},
    live::{LiveFeed, entries_lately},
};
use kernel::{CustomerId, Result, StaffId, StoreId, VehicleId, permission::UseRoadbook};
use platform::{Allowed, Door, Platform, http::Reply};
use serde::Serialize;
use tokio::sync::{broadcast::error::RecvError, watch};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::serve::Stopping;

/// The stream is described with the rest but served apart: it has no end, so it must not be timed or compressed.
pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::with_openapi(described())
}

pub fn stream_routes() -> Router<Platform> {
    Router::new().route(PATH, get(live))
}

const PATH: &str = "/api/v1/live";
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// One change, small enough to say what to read again.
#[derive(Debug, Serialize, ToSchema)]
struct LiveEntry {
    name: String,
    customer_id: Option<CustomerId>,
    vehicle_id: Option<VehicleId>,
    store_id: Option<StoreId>,
    happened_at: DateTime<Utc>,
}

/// Changes as they happen, those of the last ten seconds first: event `entry`, id to resume from with `Last-Event-ID`; event `missed`
/// says to read everything again.
#[utoipa::path(get, path = "/api/v1/live", tag = "live",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last event seen; what came after it is sent first.")),
    responses((status = 200, body = LiveEntry, content_type = "text/event-stream")))]
async fn live(
    allowed: Allowed<UseRoadbook>,
    headers: HeaderMap,
) -> Reply<Sse<impl Stream<Item = Result<Sent, Infallible>>>> {
    let feed = allowed.platform().provided::<LiveFeed>()?;
    let mut heard = feed.subscribe().await;
    let door: Door = Door::clone(&allowed);
    let missed = match last_seen(&headers) {
        Some(cursor) => entries_after(&door.read(), cursor, HEARD_AT_ONCE).await?,
        None => entries_lately(&door.read()).await?,
    };
    let mut stopping = allowed.platform().provided::<Stopping>().ok().map(|stopping| stopping.0.clone());
    let stream = async_stream::stream! {
        let mut reached = None;
        for entry in missed {
            reached = Some(Cursor::of(&entry));
            if let Some(sent) = sent(&door, &entry) {
                yield Ok(sent);
            }
        }
        loop {
            let next = tokio::select! {
                next = heard.recv() => next,
                () = closing(stopping.as_mut()) => break,
            };
            match next {
                Ok(entry) if reached.is_some_and(|reached| is_before(&entry, reached)) => {}
                Ok(entry) => {
                    if let Some(sent) = sent(&door, &entry) {
                        yield Ok(sent);
                    }
                }
                Err(RecvError::Lagged(_)) => yield Ok(Sent::default().event("missed").data("{}")),
                Err(RecvError::Closed) => break,
            }
        }
    };
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Returns when the house is about to close.
async fn closing(stopping: Option<&mut watch::Receiver<bool>>) {
    if let Some(stopping) = stopping
        && stopping.wait_for(|is_closing| *is_closing).await.is_ok()
    {
        return;
    }
    std::future::pending().await
}

fn described() -> utoipa::openapi::OpenApi {
    let (_, document) = OpenApiRouter::<Platform>::new().routes(routes!(live)).split_for_parts();
    document
}

/// The entry as an event, when it lies inside what the caller may see.
fn sent(door: &Door, entry: &Entry) -> Option<Sent> {
    is_visible(door, entry).then_some(())?;
    let body = LiveEntry {
        name: entry.name.clone(),
        customer_id: entry.customer_id,
        vehicle_id: entry.vehicle_id,
        store_id: entry.store_id,
        happened_at: entry.happened_at,
    };
    Sent::default().event("entry").id(format!("{}-{}", entry.transaction_id, entry.position)).json_data(body).ok()
}

fn is_visible(door: &Door, entry: &Entry) -> bool {
    let scope = door.scope();
    if entry.group_id != scope.group() {
        return false;
    }
    let span = scope.span();
    let mine = entry.actor_id.map(StaffId) == scope.staff();
    span.everywhere || span.group || mine || entry.store_id.is_none_or(|store| span.welcomes(store))
}

fn is_before(entry: &Entry, reached: Cursor) -> bool {
    (entry.transaction_id, entry.position) <= (reached.transaction_id, reached.position)
}

fn last_seen(headers: &HeaderMap) -> Option<Cursor> {
    let (transaction, position) = headers.get("last-event-id")?.to_str().ok()?.split_once('-')?;
    Some(Cursor { transaction_id: transaction.parse().ok()?, position: position.parse().ok()? })
}
