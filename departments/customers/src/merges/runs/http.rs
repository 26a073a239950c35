//! Requests in, views out: many merges at once.

use axum::http::StatusCode;
use kernel::{CustomerId, Error, MergeRunId, PermissionName, Result, StoreId, permission::MergeCustomers};
use platform::{
    Allowed, Db, Mandate, Platform, Scope,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    jobs::enqueue,
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    merge_many::MergeMany,
    run::{MergeRun, MergeRunState},
    run_pair::{PairState, RunPair},
    store,
    undo_many::UndoMerges,
    view::{self, MergeRunView, RunPairView},
};
use crate::{caller, candidates::verdict::MatchBand, duplicates};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(merge_many, list_merge_runs))
        .routes(routes!(find_merge_run))
        .routes(routes!(list_merge_pairs))
        .routes(routes!(undo_merge_run))
}

/// Request body of `POST /merges/bulk`: pairs, or a band of duplicates.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMergeRun {
    /// 1 to 5,000, merged in this order with the values the preview proposes.
    #[serde(default)]
    pub pairs: Vec<NewPair>,
    /// `same`: all open pairs of duplicates that are surely one and of which the caller sees both, the surest 20,000; of each the
    /// record goes on that knows more.
    pub band: Option<MatchBand>,
    /// With a band: pairs of which at least one stands in this store.
    pub store_id: Option<StoreId>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMergePair)]
pub struct NewPair {
    pub keep: CustomerId,
    pub absorb: CustomerId,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct PairsQuery {
    state: Option<PairState>,
    cursor: Option<String>,
    limit: Option<u64>,
}

const PAIRS_MAX: usize = 5_000;

/// Merge many pairs in the background. A pair that takes a person to decide (two ID numbers, another birthday, only a phone in
/// common …) is refused and listed; the others are merged.
#[utoipa::path(post, path = "/api/v1/merges/bulk", tag = "merges", request_body = NewMergeRun,
    responses((status = 201, body = MergeRunView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn merge_many(
    allowed: Allowed<MergeCustomers>,
    Json(form): Json<NewMergeRun>,
) -> Reply<(StatusCode, Json<MergeRunView>)> {
    let mandate = mandate(allowed.scope());
    let pairs = wanted(&allowed.read(), &form).await?;
    let run = allowed
        .write(async |tx| {
            let run = MergeRun {
                id: MergeRunId::new(tx.now()),
                group_id: tx.scope().group(),
                actor_id: caller::id(tx.scope()),
                actor_name: caller::name(tx.scope()),
                chooses: form.band.is_some(),
                state: MergeRunState::Running,
                total: i64::try_from(pairs.len()).unwrap_or(i64::MAX),
                done: 0,
                failed: 0,
                fault: None,
                created_at: tx.now(),
                finished_at: None,
            };
            enqueue(tx, &MergeMany { run: run.id, mandate }, &run.id.to_string()).await?;
            let pairs = pairs_of(&run, pairs);
            store::add(tx, run, pairs).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view::view(&allowed.read(), run).await?)))
}

/// Runs of merges, the latest first: one's own, or all for who may merge everywhere.
#[utoipa::path(get, path = "/api/v1/merges/bulk", tag = "merges", params(PageRequest),
    responses((status = 200, body = Page<MergeRunView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_merge_runs(
    allowed: Allowed<MergeCustomers>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<MergeRunView>>> {
    let db = allowed.read();
    let mut page = store::list(&db, &request).await?;
    let items = view::views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// How far many merges have come.
#[utoipa::path(get, path = "/api/v1/merges/bulk/{id}", tag = "merges", params(("id" = MergeRunId, Path)),
    responses((status = 200, body = MergeRunView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_merge_run(allowed: Allowed<MergeCustomers>, Path(id): Path<MergeRunId>) -> Reply<Json<MergeRunView>> {
    let db = allowed.read();
    let run = store::find(&db, id).await?;
    Ok(Json(view::view(&db, run).await?))
}

/// The pairs of a run and what became of each; `state=refused` lists what a person has to look at.
#[utoipa::path(get, path = "/api/v1/merges/bulk/{id}/pairs", tag = "merges", params(("id" = MergeRunId, Path), PairsQuery),
    responses((status = 200, body = Page<RunPairView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_merge_pairs(
    allowed: Allowed<MergeCustomers>,
    Path(id): Path<MergeRunId>,
    Query(query): Query<PairsQuery>,
) -> Reply<Json<Page<RunPairView>>> {
    let db = allowed.read();
    let run = store::find(&db, id).await?;
    let request = PageRequest { cursor: query.cursor, limit: query.limit };
    let mut page = store::pairs(&db, run.id, query.state, &request).await?;
    let items = view::pairs(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// Take all merges of a run back, in the background, the last one first; what can't come back exactly is listed as `not_undone`.
#[utoipa::path(put, path = "/api/v1/merges/bulk/{id}/undo", tag = "merges", params(("id" = MergeRunId, Path)),
    responses((status = 200, body = MergeRunView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn undo_merge_run(allowed: Allowed<MergeCustomers>, Path(id): Path<MergeRunId>) -> Reply<Json<MergeRunView>> {
    let mandate = mandate(allowed.scope());
    let run = allowed
        .write(async |tx| {
            let mut run = store::find(&tx.db(), id).await?;
            let from = run.state;
            run.undo(store::merged(&tx.db(), id).await?)?;
            enqueue(tx, &UndoMerges { run: id, mandate }, &format!("{id}:{}", tx.now().timestamp_millis())).await?;
            store::change_state(tx, run, from).await
        })
        .await?;
    Ok(Json(view::view(&allowed.read(), run).await?))
}

/// The pairs to merge.
async fn wanted(db: &Db<'_>, form: &NewMergeRun) -> Result<Vec<NewPair>> {
    let nobody = || Error::invalid("pairs", "merge_run.nobody", "name at least one pair");
    match (form.band, form.pairs.len()) {
        (None, 0) => Err(nobody()),
        (None, 1..=PAIRS_MAX) => Ok(form.pairs.clone()),
        (None, _) => {
            Err(Error::invalid("pairs", "merge_run.too_many", format!("name at most {PAIRS_MAX} pairs at once")))
        }
        (Some(MatchBand::Same), 0) => {
            let open = duplicates::store::open_same(db, form.store_id, store::PAIRS_MAX).await?;
            if open.is_empty() {
                return Err(Error::invalid(
                    "band",
                    "merge_run.none_open",
                    "there is no open pair that is surely the same",
                ));
            }
            Ok(open.into_iter().map(|(keep, absorb)| NewPair { keep, absorb }).collect())
        }
        (Some(MatchBand::Same), _) => {
            Err(Error::invalid("band", "merge_run.pairs_or_band", "name pairs or a band, not both"))
        }
        (Some(_), _) => {
            let message = "only pairs that are surely the same are merged at once: band=same";
            Err(Error::invalid("band", "merge_run.only_same", message))
        }
    }
}

fn pairs_of(run: &MergeRun, pairs: Vec<NewPair>) -> Vec<RunPair> {
    let pairs = pairs.into_iter().zip(0..);
    let pair = |(pair, position): (NewPair, i64)| RunPair {
        run_id: run.id,
        position,
        keep_id: pair.keep,
        absorb_id: pair.absorb,
        state: PairState::Waiting,
        reason: None,
        detail: None,
        merge_id: None,
    };
    pairs.map(pair).collect()
}

/// What the job may do in the caller's name.
fn mandate(scope: &Scope) -> Mandate {
    scope.mandate(&[PermissionName::MergeCustomers, PermissionName::SeeCustomers, PermissionName::SeeTasks])
}
