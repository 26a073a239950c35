//! Requests in, views out: searching the base for duplicates.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{DuplicateScanId, Error, Result, StaffId, permission::FindDuplicates};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    jobs::enqueue,
    names::{self, Ref},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    rate::Rate,
    scan::{DuplicateScan, ScanState, ScanStep},
    scan_job::ScanBase,
    scan_store,
};
use crate::caller;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_scans, begin_scan)).routes(routes!(find_scan))
}

/// A search of the whole base.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DuplicateScan)]
pub struct ScanView {
    pub id: DuplicateScanId,
    pub state: ScanState,
    pub step: ScanStep,
    /// Of `total`, in the unit of the step.
    pub done: i64,
    pub total: i64,
    pub customers: i64,
    pub pairs_same: i64,
    pub pairs_ask: i64,
    pub before: Rate,
    /// As when it ended.
    pub after: Rate,
    pub by: Ref,
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// Search all customers of the group for duplicates, in the background. One search at a time.
#[utoipa::path(post, path = "/api/v1/duplicate-scans", tag = "duplicates",
    responses((status = 201, body = ScanView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_scan(allowed: Allowed<FindDuplicates>) -> Reply<(StatusCode, Json<ScanView>)> {
    let scan = allowed
        .write(async |tx| {
            let scan = DuplicateScan {
                id: DuplicateScanId::new(tx.now()),
                group_id: tx.scope().group(),
                state: ScanState::Waiting,
                step: ScanStep::Reading,
                done: 0,
                total: 0,
                customers: 0,
                pairs_same: 0,
                pairs_ask: 0,
                before: Rate::default(),
                after: Rate::default(),
                fault: None,
                actor_id: caller::id(tx.scope()),
                actor_name: caller::name(tx.scope()),
                created_at: tx.now(),
                finished_at: None,
            };
            let scan = scan_store::add(tx, scan).await?;
            enqueue(tx, &ScanBase { scan: scan.id }, &scan.id.to_string()).await?;
            Ok(scan)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), scan).await?)))
}

/// Searches of the group, newest first.
#[utoipa::path(get, path = "/api/v1/duplicate-scans", tag = "duplicates", params(PageRequest),
    responses((status = 200, body = Page<ScanView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_scans(
    allowed: Allowed<FindDuplicates>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<ScanView>>> {
    let db = allowed.read();
    let mut page = scan_store::list(&db, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// How far a search has come.
#[utoipa::path(get, path = "/api/v1/duplicate-scans/{id}", tag = "duplicates", params(("id" = DuplicateScanId, Path)),
    responses((status = 200, body = ScanView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_scan(allowed: Allowed<FindDuplicates>, Path(id): Path<DuplicateScanId>) -> Reply<Json<ScanView>> {
    let db = allowed.read();
    let scan = scan_store::find(&db, id).await?;
    Ok(Json(view(&db, scan).await?))
}

pub async fn views(db: &Db<'_>, rows: Vec<DuplicateScan>) -> Result<Vec<ScanView>> {
    let staff = rows.iter().map(|row| StaffId(row.actor_id)).collect();
    let known = names::of(db, names::Wanted { staff, ..Default::default() }).await?;
    let view = |row: DuplicateScan| ScanView {
        id: row.id,
        state: row.state,
        step: row.step,
        done: row.done,
        total: row.total,
        customers: row.customers,
        pairs_same: row.pairs_same,
        pairs_ask: row.pairs_ask,
        before: row.before,
        after: row.after,
        by: caller::reference(&known, row.actor_id, row.actor_name),
        error: row.fault,
        created_at: row.created_at,
        finished_at: row.finished_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

async fn view(db: &Db<'_>, row: DuplicateScan) -> Result<ScanView> {
    views(db, vec![row]).await?.pop().ok_or(Error::NotFound)
}
