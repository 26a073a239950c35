//! Requests in, views out: audits.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{
    Error, Fault, QualityAuditId, Result, StoreId,
    permission::{ManageDataQuality, SeeDataQuality},
};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, ProblemView, Query, Reply},
    names::{self, StoreRef, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    audit::{Audit, AuditState},
    jobs, store,
};
use crate::quality::settings;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_quality_audits, begin_quality_audit))
}

/// Request body of `POST /quality/audits`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQualityAudit {
    pub store_id: StoreId,
    /// Records with a lower score become tasks, 1 to 100; as the settings say when not given.
    pub score_below: Option<i32>,
    /// 1 to 50; as the settings say when not given.
    pub per_person_per_day: Option<i32>,
}

/// A round of completing records, and how far it has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct QualityAuditView {
    pub id: QualityAuditId,
    pub store: StoreRef,
    /// `2026Q4`.
    pub quarter: String,
    pub score_below: i32,
    pub per_person_per_day: i32,
    pub state: AuditState,
    /// Records that became tasks.
    pub total: i64,
    pub done: i64,
    /// Neither done nor cancelled.
    pub left: i64,
    /// Records for which nobody had room.
    pub beyond: i64,
    /// Records nobody looks after.
    pub nobodys: i64,
    /// The average score of its records when it began, and now.
    pub average_before: i64,
    pub average_now: i64,
    pub started_by: String,
    pub started_at: DateTime<Utc>,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct AuditsQuery {
    store: Option<StoreId>,
}

/// Audits of the stores one oversees, the latest first.
#[utoipa::path(get, path = "/api/v1/quality/audits", tag = "quality", params(AuditsQuery, PageRequest),
    responses((status = 200, body = Page<QualityAuditView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_quality_audits(
    allowed: Allowed<SeeDataQuality>,
    Query(query): Query<AuditsQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<QualityAuditView>>> {
    let db = allowed.read();
    let mut page = store::list(&db, query.store, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// Begin the audit of a store for this quarter; its tasks are made in the background.
#[utoipa::path(post, path = "/api/v1/quality/audits", tag = "quality", request_body = NewQualityAudit,
    responses((status = 201, body = QualityAuditView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_quality_audit(
    allowed: Allowed<ManageDataQuality>,
    Json(form): Json<NewQualityAudit>,
) -> Reply<(StatusCode, Json<QualityAuditView>)> {
    let db = allowed.read();
    let settings = settings::store::find(&db).await?.settings;
    let score_below = form.score_below.unwrap_or(settings.audit_score_below);
    let per_person_per_day = form.per_person_per_day.unwrap_or(settings.audit_per_person_per_day);
    checked(score_below, per_person_per_day)?;
    let audit = jobs::begin(&allowed, form.store_id, score_below, per_person_per_day).await?;
    let view = views(&db, vec![audit]).await?.pop().ok_or(Error::NotFound)?;
    Ok((StatusCode::CREATED, Json(view)))
}

fn checked(score_below: i32, per_person_per_day: i32) -> Result<()> {
    let mut faults = Vec::new();
    if !(1..=100).contains(&score_below) {
        faults.push(Fault::new("score_below", "audit.out_of_range", "give a whole number from 1 to 100"));
    }
    if !(1..=50).contains(&per_person_per_day) {
        faults.push(Fault::new("per_person_per_day", "audit.out_of_range", "give a whole number from 1 to 50"));
    }
    Error::unless_valid(faults)
}

async fn views(db: &Db<'_>, audits: Vec<Audit>) -> Result<Vec<QualityAuditView>> {
    let stores = audits.iter().map(|audit| audit.store_id).collect();
    let known = names::of(db, Wanted { stores, ..Wanted::default() }).await?;
    let progress = store::progress(db, &audits).await?;
    let view = |audit: Audit| {
        let come = progress.get(&audit.id);
        let (done, cancelled) = come.map_or((0, 0), |come| (come.done, come.cancelled));
        let average = |sum: i64| if audit.total == 0 { 0 } else { (sum + audit.total / 2) / audit.total };
        QualityAuditView {
            id: audit.id,
            store: known.store(audit.store_id),
            average_before: come.map_or(0, |come| average(come.before)),
            average_now: come.map_or(0, |come| average(come.after)),
            left: (audit.total - done - cancelled).max(0),
            done,
            quarter: audit.quarter,
            score_below: audit.score_below,
            per_person_per_day: audit.per_person_per_day,
            state: audit.state,
            total: audit.total,
            beyond: audit.beyond,
            nobodys: audit.nobodys,
            started_by: audit.started_name,
            started_at: audit.started_at,
        }
    };
    Ok(audits.into_iter().map(view).collect())
}
