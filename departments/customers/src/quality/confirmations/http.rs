//! Requests in, views out: how the yearly asking goes.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, Utc};
use kernel::{StoreId, permission::SeeDataQuality};
use platform::{
    Allowed, Platform,
    http::{Json, ProblemView, Reply},
    names::{self, StoreRef, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store;
use crate::quality::figures;

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_confirmations))
}

/// How the askings of a store went in the last twelve months.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmationsView {
    pub store: StoreRef,
    pub asked: i64,
    /// Of them as a task, because no message could go.
    pub as_tasks: i64,
    pub answered_right: i64,
    pub changed: i64,
    pub since: DateTime<Utc>,
}

/// How many customers were asked to confirm their record in the last twelve months, and what they said, by store.
#[utoipa::path(get, path = "/api/v1/quality/confirmations", tag = "quality",
    responses((status = 200, body = Vec<ConfirmationsView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_confirmations(allowed: Allowed<SeeDataQuality>) -> Reply<Json<Vec<ConfirmationsView>>> {
    let db = allowed.read();
    let now = allowed.platform().clock().now();
    let since = now.checked_sub_months(Months::new(12)).unwrap_or(now);
    let stores: BTreeSet<StoreId> =
        figures::store::figures(&db, None).await?.into_iter().map(|figure| figure.store_id).collect();
    let come = store::come(&db, &stores, since).await?;
    let known = names::within_reach(&db, Wanted { stores, ..Wanted::default() }).await?;
    let mut views: Vec<ConfirmationsView> = come
        .into_iter()
        .map(|come| ConfirmationsView {
            store: known.store(come.store),
            asked: come.asked,
            as_tasks: come.as_tasks,
            answered_right: come.answered_right,
            changed: come.changed,
            since,
        })
        .collect();
    views.sort_by(|one, other| one.store.code.cmp(&other.store.code));
    Ok(Json(views))
}
