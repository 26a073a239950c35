//! Requests in, views out: the audit searched, and as a file.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use chrono::{DateTime, Utc};
use journal::{About, events::audit::AuditEvent};
use kernel::{CustomerId, StoreId, VehicleId, permission::SeeAudit};
use platform::{
    Allowed, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, ProblemView, Query, Reply},
};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    file,
    kinds::Kind,
    search::{self, Filter},
    view::{AuditLineView, views},
};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_audit_lines)).routes(routes!(export_audit_lines))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct AuditQuery {
    /// `saw`, `changed`, `exported` or `signed_in`.
    #[param(inline)]
    kind: Option<Kind>,
    /// The name of an event, or of a look: `customer.seen`, `vehicle.seen`, `customers.searched` …
    name: Option<String>,
    /// A member of staff or a key.
    actor_id: Option<Uuid>,
    customer_id: Option<CustomerId>,
    vehicle_id: Option<VehicleId>,
    /// Another record that was seen: a request, a message …
    record_id: Option<Uuid>,
    store_id: Option<StoreId>,
    /// Written down then or later.
    from: Option<DateTime<Utc>>,
    /// Written down before.
    until: Option<DateTime<Utc>>,
}

/// Who saw and who changed what, newest first, in the stores where the caller may see it.
#[utoipa::path(get, path = "/api/v1/audit-lines", tag = "audit", params(AuditQuery, PageRequest),
    responses((status = 200, body = Page<AuditLineView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_audit_lines(
    allowed: Allowed<SeeAudit>,
    Query(query): Query<AuditQuery>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<AuditLineView>>> {
    let db = allowed.read();
    let mut page = search::list(&db, &query.into(), &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

const EXPORTED_MAX: u64 = 10_000;

/// The newest 10,000 of these lines as a CSV file; that it was taken is written down.
#[utoipa::path(post, path = "/api/v1/audit-files", tag = "audit", params(AuditQuery),
    responses((status = 200, body = String, content_type = "text/csv"), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn export_audit_lines(
    allowed: Allowed<SeeAudit>,
    Query(query): Query<AuditQuery>,
) -> Reply<([(HeaderName, &'static str); 3], Vec<u8>)> {
    allowed.must_be_proven_lately().await?;
    let db = allowed.read();
    let lines = views(&db, search::newest(&db, &query.into(), EXPORTED_MAX).await?).await?;
    let rows = lines.len() as u64;
    let file = file::csv(&lines, allowed.scope().language())?;
    allowed
        .write(async |tx| {
            let about = tx.scope().home().map(About::store).unwrap_or_default();
            journal::record(tx, about, AuditEvent::Exported { rows }).await
        })
        .await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file))
}

impl From<AuditQuery> for Filter {
    fn from(query: AuditQuery) -> Self {
        Self {
            kind: query.kind,
            name: query.name,
            actor: query.actor_id,
            customer: query.customer_id,
            vehicle: query.vehicle_id,
            record: query.record_id,
            store: query.store_id,
            from: query.from,
            until: query.until,
        }
    }
}
