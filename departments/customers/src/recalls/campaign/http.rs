//! Requests in, views out: recalls.

use axum::http::StatusCode;
use kernel::{
    RecallId, Result,
    permission::{ManageRecalls, SeeVehicles},
};
use platform::{
    Allowed, Door, Platform, Tx,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    change::RecallChange,
    draft::NewRecall,
    recall::{Recall, RecallKind, RecallState},
    rules::Aim,
    store::{self, Asked},
    view::{RecallRow, RecallView, rows, view},
};
use crate::{
    people::http::calendar,
    recalls::{criteria, vins, works},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_recalls, add_recall))
        .routes(routes!(find_recall, change_recall, remove_recall))
        .routes(routes!(open_recall))
        .routes(routes!(close_recall, reopen_recall))
}

/// Which recalls are shown.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct RecallQuery {
    state: Option<RecallState>,
    kind: Option<RecallKind>,
    /// Part of number, title or brand.
    q: Option<String>,
}

/// Recalls and service campaigns, the newest first, each with how far its cars have come.
#[utoipa::path(get, path = "/api/v1/recalls", tag = "recalls", params(RecallQuery, PageRequest),
    responses((status = 200, body = Page<RecallRow>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_recalls(
    allowed: Allowed<SeeVehicles>,
    Query(query): Query<RecallQuery>,
    Query(page): Query<PageRequest>,
) -> Reply<Json<Page<RecallRow>>> {
    let db = allowed.read();
    let q = query.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
    let asked = Asked { state: query.state, kind: query.kind, q };
    Ok(Json(rows(&db, store::list(&db, &asked, &page).await?).await?))
}

/// Write a recall down, as a draft.
#[utoipa::path(post, path = "/api/v1/recalls", tag = "recalls", request_body = NewRecall,
    responses((status = 201, body = RecallView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_recall(
    allowed: Allowed<ManageRecalls>,
    Json(form): Json<NewRecall>,
) -> Reply<(StatusCode, Fresh<RecallView>)> {
    let now = allowed.platform().clock().now();
    let recall = form.draft(allowed.scope().group(), calendar(&allowed).await?.day(now), now)?;
    let recall = allowed.write(async |tx| store::add(tx, recall.clone()).await).await?;
    Ok((StatusCode::CREATED, Fresh(view(&allowed.read(), recall).await?)))
}

/// One recall, with its criteria and how far its cars have come in each store.
#[utoipa::path(get, path = "/api/v1/recalls/{id}", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 200, body = RecallView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_recall(allowed: Allowed<SeeVehicles>, Path(id): Path<RecallId>) -> Reply<Fresh<RecallView>> {
    let db = allowed.read();
    Ok(Fresh(view(&db, store::find(&db, id).await?).await?))
}

/// Change some fields of a recall that is not closed; null empties one.
#[utoipa::path(patch, path = "/api/v1/recalls/{id}", tag = "recalls", params(("id" = RecallId, Path)),
    request_body = RecallChange,
    responses((status = 200, body = RecallView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn change_recall(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    version: IfMatch,
    Json(form): Json<RecallChange>,
) -> Reply<Fresh<RecallView>> {
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let changed = act(&allowed, id, version, async |tx, mut recall| {
        let fields = form.apply(&mut recall, today)?;
        match recall.changed(fields, tx.now())? {
            Some(event) => store::save(tx, recall, event).await,
            None => Ok(recall),
        }
    });
    Ok(Fresh(changed.await?))
}

/// Remove a draft with its VINs and criteria.
#[utoipa::path(delete, path = "/api/v1/recalls/{id}", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_recall(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    version: IfMatch,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let recall = store::find(&tx.db(), id).await?;
            version.check(recall.version, || recall.version)?;
            store::remove(tx, &recall).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Open a draft: its cars are looked for in the background, and cars that arrive later are compared at once.
#[utoipa::path(put, path = "/api/v1/recalls/{id}/opening", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 200, body = RecallView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn open_recall(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    version: IfMatch,
) -> Reply<Fresh<RecallView>> {
    let opened = act(&allowed, id, version, async |tx, mut recall| {
        let opened = recall.open(aim(tx, &recall).await?, tx.now())?;
        let recall = store::save(tx, recall, opened).await?;
        works::store::look_for_cars(tx, &recall).await?;
        Ok(recall)
    });
    Ok(Fresh(opened.await?))
}

/// Close a recall: its cars are looked for no more, and nobody is reminded of it.
#[utoipa::path(put, path = "/api/v1/recalls/{id}/closure", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 200, body = RecallView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn close_recall(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    version: IfMatch,
) -> Reply<Fresh<RecallView>> {
    let closed = act(&allowed, id, version, async |tx, mut recall| {
        let closed = recall.close(tx.now())?;
        store::save(tx, recall, closed).await
    });
    Ok(Fresh(closed.await?))
}

/// Open a closed recall again; cars that arrived meanwhile are looked for.
#[utoipa::path(delete, path = "/api/v1/recalls/{id}/closure", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 200, body = RecallView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn reopen_recall(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    version: IfMatch,
) -> Reply<Fresh<RecallView>> {
    let reopened = act(&allowed, id, version, async |tx, mut recall| {
        let reopened = recall.reopen(tx.now())?;
        let recall = store::save(tx, recall, reopened).await?;
        works::store::look_for_cars(tx, &recall).await?;
        Ok(recall)
    });
    Ok(Fresh(reopened.await?))
}

/// Finds a recall of the version the caller has seen and lets `work` happen to it.
async fn act(
    door: &Door,
    id: RecallId,
    version: IfMatch,
    work: impl AsyncFnOnce(&mut Tx, Recall) -> Result<Recall>,
) -> Result<RecallView> {
    let done = door
        .write(async |tx| {
            let recall = store::find(&tx.db(), id).await?;
            version.check(recall.version, || ())?;
            work(tx, recall).await
        })
        .await;
    match done {
        Ok(recall) => view(&door.read(), recall).await,
        Err(kernel::Error::Stale { .. }) => {
            let current = view(&door.read(), store::find(&door.read(), id).await?).await?;
            Err(kernel::Error::Stale { current: serde_json::to_value(current)? })
        }
        Err(other) => Err(other),
    }
}

async fn aim(tx: &Tx, recall: &Recall) -> Result<Aim> {
    let db = tx.db();
    let has_criteria = !criteria::store::of_recall(&db, recall.id).await?.is_empty();
    Ok(if has_criteria || vins::store::has_any(&db, recall.id).await? { Aim::Cars } else { Aim::Nothing })
}
