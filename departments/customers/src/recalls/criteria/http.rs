//! Requests in, views out: which cars a recall is about, by range and model.

use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::{
    RecallCriterionId, RecallId,
    permission::{ManageRecalls, SeeVehicles},
};
use platform::{
    Allowed, Platform,
    http::{Json, Path, ProblemView, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{criterion::Criterion, draft::NewCriterion, store};
use crate::{
    people::http::calendar,
    recalls::{campaign, works},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_criteria, add_criterion)).routes(routes!(remove_criterion))
}

/// Cars of one range of VINs, or of one model.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecallCriterion)]
pub struct CriterionView {
    pub id: RecallCriterionId,
    /// As far as it is given, with `*` for the check digit: `LSVAA418*E2`.
    pub vin_prefix: Option<String>,
    pub sequence_from: Option<String>,
    pub sequence_to: Option<String>,
    pub brand: Option<String>,
    pub series: Option<String>,
    pub registered_from: Option<NaiveDate>,
    pub registered_to: Option<NaiveDate>,
}

impl From<Criterion> for CriterionView {
    fn from(criterion: Criterion) -> Self {
        let tail = criterion.vin_tail.map(|tail| format!("*{tail}")).unwrap_or_default();
        Self {
            id: criterion.id,
            vin_prefix: criterion.vin_head.map(|head| head + &tail),
            sequence_from: criterion.sequence_from,
            sequence_to: criterion.sequence_to,
            brand: criterion.brand,
            series: criterion.series,
            registered_from: criterion.registered_from,
            registered_to: criterion.registered_to,
        }
    }
}

/// The criteria of a recall.
#[utoipa::path(get, path = "/api/v1/recalls/{id}/criteria", tag = "recalls", params(("id" = RecallId, Path)),
    responses((status = 200, body = Vec<CriterionView>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_criteria(allowed: Allowed<SeeVehicles>, Path(id): Path<RecallId>) -> Reply<Json<Vec<CriterionView>>> {
    let db = allowed.read();
    let recall = campaign::store::find(&db, id).await?;
    let criteria = store::of_recall(&db, recall.id).await?;
    Ok(Json(criteria.into_iter().map(Into::into).collect()))
}

/// Say which cars a recall is about; of an open one they are looked for at once, in the background.
#[utoipa::path(post, path = "/api/v1/recalls/{id}/criteria", tag = "recalls", params(("id" = RecallId, Path)),
    request_body = NewCriterion,
    responses((status = 201, body = CriterionView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_criterion(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    Json(form): Json<NewCriterion>,
) -> Reply<(StatusCode, Json<CriterionView>)> {
    let today = calendar(&allowed).await?.day(allowed.platform().clock().now());
    let criterion = allowed
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            let criterion = store::add(tx, &recall, form.draft(&recall, today, tx.now())?).await?;
            works::store::look_for_cars(tx, &recall).await?;
            Ok(criterion)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(criterion.into())))
}

/// Take a criterion back. Cars it found stay with the recall; say of those that are not affected.
#[utoipa::path(delete, path = "/api/v1/recalls/{id}/criteria/{criterion_id}", tag = "recalls",
    params(("id" = RecallId, Path), ("criterion_id" = RecallCriterionId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_criterion(
    allowed: Allowed<ManageRecalls>,
    Path((id, criterion_id)): Path<(RecallId, RecallCriterionId)>,
) -> Reply<StatusCode> {
    allowed
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            let criterion = store::find(&tx.db(), id, criterion_id).await?;
            store::remove(tx, &recall, &criterion).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
