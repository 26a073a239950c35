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
    listen::Cursor,
    live::{LiveFeed, Missed, missed_since},
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
const LOOKED_AGAIN_EVERY: Duration = Duration::from_secs(5);

/// One change, small enough to say what to read again.
#[derive(Debug, Serialize, ToSchema)]
struct LiveEntry {
    name: String,
    customer_id: Option<CustomerId>,
    vehicle_id: Option<VehicleId>,
    store_id: Option<StoreId>,
    happened_at: DateTime<Utc>,
}

/// Changes as they happen, those of the last ten seconds first: event `entry`. Every event has an id, and blocks with an id alone say how
/// far one has come; `Last-Event-ID` resumes behind it, on any node. Event `reload` says that too much was missed to be told one by one:
/// read everything again. The stream ends when the session or key does, or when what it may see changes: whoever still may, comes back.
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
    let Missed { entries, reached, is_too_much } = missed_since(&door.read(), last_seen(&headers)).await?;
    let mut stopping = allowed.platform().provided::<Stopping>().ok().map(|stopping| stopping.0.clone());
    let stream = async_stream::stream! {
        for sent in entries.iter().filter_map(|entry| sent(&door, entry)) {
            yield Ok(sent);
        }
        yield Ok(if is_too_much { reload(Some(reached)) } else { Sent::default().id(id_of(reached)) });
        let mut unseen = 0;
        let mut looked_again = tokio::time::interval(LOOKED_AGAIN_EVERY);
        loop {
            let next = tokio::select! {
                next = heard.recv() => next,
                _ = looked_again.tick() => {
                    if door.still_holds(&headers).await { continue } else { break }
                }
                () = closing(stopping.as_mut()) => break,
            };
            match next {
                Ok(entry) if Cursor::of(&entry) <= reached => {}
                Ok(entry) => {
                    if let Some(sent) = sent(&door, &entry) {
                        unseen = 0;
                        yield Ok(sent);
                    } else if unseen >= UNSEEN_MOST {
                        unseen = 0;
                        yield Ok(Sent::default().id(id_of(Cursor::of(&entry))));
                    } else {
                        unseen += 1;
                    }
                }
                Err(RecvError::Lagged(_)) => yield Ok(reload(None)),
                Err(RecvError::Closed) => break,
            }
        }
    };
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// After so many entries that are not for the caller they are told how far the stream has come, so that resuming stays cheap.
const UNSEEN_MOST: usize = 100;

fn reload(reached: Option<Cursor>) -> Sent {
    let event = Sent::default().event("reload").data("{}");
    match reached {
        Some(reached) => event.id(id_of(reached)),
        None => event,
    }
}

fn id_of(cursor: Cursor) -> String {
    format!("{}-{}", cursor.transaction_id, cursor.position)
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
    Sent::default().event("entry").id(id_of(Cursor::of(entry))).json_data(body).ok()
}

fn is_visible(door: &Door, entry: &Entry) -> bool {
    let scope = door.scope();
    if entry.group_id != scope.group() {
        return false;
    }
    let span = scope.span();
    let mine = entry.actor_id.map(StaffId) == scope.staff();
    span.is_whole() || mine || entry.store_id.is_none_or(|store| span.welcomes(store))
}

fn last_seen(headers: &HeaderMap) -> Option<Cursor> {
    let (transaction, position) = headers.get("last-event-id")?.to_str().ok()?.split_once('-')?;
    Some(Cursor { transaction_id: transaction.parse().ok()?, position: position.parse().ok()? })
}
