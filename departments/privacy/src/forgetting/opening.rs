//! Opening what the law wants kept of somebody forgotten: by name, for a reason, and written down.

use chrono::NaiveDate;
use journal::{About, events::person_requests::PersonRequestsEvent};
use kernel::{Error, Fault, KeptRecordId, PersonRequestId, Result, permission::OpenKeptRecords};
use platform::{
    Allowed, Db, Platform,
    http::{Json, Path, ProblemView, Reply},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    deletion::{Deletion, DeletionRefusal},
    kept, store,
};
use crate::{fields::required, requests::store as requests};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(open_kept_records))
}

/// Request body of `POST /person-requests/{id}/kept-records`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptOpening {
    /// Which authority or dispute wants to see them.
    pub reason: String,
}

/// A record that is kept although its person is forgotten.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptRecordView {
    pub id: KeptRecordId,
    /// `repair`, `sale` or `recall`.
    pub kind: String,
    /// The law that wants it kept.
    pub basis: String,
    /// The last day it is kept.
    pub until: NaiveDate,
    /// What was sealed.
    #[schema(value_type = Object)]
    pub record: Value,
}

const REASON_CHARS_MAX: usize = 200;
/// Nobody has more repairs than this within the years of the law.
const RECORDS_MAX: u64 = 1_000;

/// Open what the law wants kept of a person who was forgotten, at most 1,000 records; who did and why is written down.
#[utoipa::path(post, path = "/api/v1/person-requests/{id}/kept-records", tag = "person-requests", params(("id" = PersonRequestId, Path)),
    request_body = KeptOpening,
    responses((status = 200, body = Vec<KeptRecordView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn open_kept_records(
    allowed: Allowed<OpenKeptRecords>,
    Path(id): Path<PersonRequestId>,
    Json(mut form): Json<KeptOpening>,
) -> Reply<Json<Vec<KeptRecordView>>> {
    let mut faults: Vec<Fault> = Vec::new();
    required("reason", &mut form.reason, REASON_CHARS_MAX, &mut faults);
    allowed.must_be_proven_lately().await?;
    let opened = allowed
        .write(async |tx| {
            let request = requests::find(&tx.db(), id).await?;
            Error::unless_valid(faults)?;
            let deletion = store::of_request(&tx.db(), id).await?.ok_or(DeletionRefusal::NotProven)?;
            let records = opened(&tx.db(), &deletion).await?;
            let event = PersonRequestsEvent::KeptOpened {
                request: id,
                number: request.number,
                reason: form.reason,
                records: records.len(),
            };
            journal::record(tx, About { store: Some(deletion.store_id), ..About::default() }, event).await?;
            Ok(records)
        })
        .await?;
    Ok(Json(opened))
}

async fn opened(db: &Db<'_>, deletion: &Deletion) -> Result<Vec<KeptRecordView>> {
    let select = db.select::<kept::Entity>();
    let select = select.filter(kept::Column::DeletionId.eq(deletion.id));
    let rows = db.all(select.order_by_asc(kept::Column::Id).limit(RECORDS_MAX)).await?;
    rows.into_iter().map(|row| view(db, row)).collect()
}

fn view(db: &Db<'_>, row: kept::Model) -> Result<KeptRecordView> {
    let text = db.platform().keys().open(&row.sealed, &kept::context(row.id))?;
    Ok(KeptRecordView {
        id: row.id,
        kind: row.kind,
        basis: row.basis,
        until: row.until,
        record: serde_json::from_str(&text)?,
    })
}
