//! Requests in, views out: merges.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use kernel::{
    CustomerId, Error, MergeId,
    permission::{MergeCustomers, SeeCustomers},
};
use platform::{
    Allowed, Platform,
    database::paging::{Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    field::MergeField,
    merging::{self, Keeps, Wish},
    preview::{self, MergePreview},
    rules::{Caution, Side},
    separating, store,
    view::{MergeView, view, views},
};
use crate::{
    duplicates,
    people::{self, http::calendar},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(preview_merge))
        .routes(routes!(list_merges))
        .routes(routes!(merge_customers))
        .routes(routes!(find_merge))
        .routes(routes!(undo_merge))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct WithQuery {
    /// The record that would live on in this one; needed.
    with: Option<CustomerId>,
}

/// Request body of `POST /merges`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    /// The record that goes on.
    pub keep: CustomerId,
    /// The record that lives on in it.
    pub absorb: CustomerId,
    /// The versions the caller has seen; another one is answered 412 with both records as they are.
    pub keep_version: Option<i32>,
    pub absorb_version: Option<i32>,
    /// Whose value wins, by field; where it says nothing, what the preview proposes.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Side>)]
    pub choices: BTreeMap<MergeField, Side>,
}

/// This record and another side by side, as they would become one; this one goes on.
#[utoipa::path(get, path = "/api/v1/customers/{id}/merges/preview", tag = "merges", params(("id" = CustomerId, Path), WithQuery),
    responses((status = 200, body = MergePreview), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn preview_merge(
    allowed: Allowed<MergeCustomers>,
    Path(id): Path<CustomerId>,
    Query(query): Query<WithQuery>,
) -> Reply<Json<MergePreview>> {
    let db = allowed.read();
    let kept = people::store::find(&db, id).await?;
    let with =
        query.with.ok_or_else(|| Error::invalid("with", "merge.with_missing", "name the other record: with=<id>"))?;
    Ok(Json(preview::preview(&db, kept.id, with, calendar(&allowed).await?).await?))
}

/// Merge two records of one customer: everything that pointed at either points at the kept one.
#[utoipa::path(post, path = "/api/v1/merges", tag = "merges", request_body = NewMerge,
    responses((status = 201, body = MergeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn merge_customers(
    allowed: Allowed<MergeCustomers>,
    Json(form): Json<NewMerge>,
) -> Reply<(StatusCode, Json<MergeView>)> {
    let wish = Wish {
        keep: form.keep,
        absorb: form.absorb,
        keep_version: form.keep_version,
        absorb_version: form.absorb_version,
        choices: form.choices,
        run: None,
        keeps: Keeps::AsNamed,
    };
    let merge = allowed.write(async |tx| merging::merge(tx, wish).await).await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), merge).await?)))
}

/// The merges of a customer, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/merges", tag = "merges", params(("id" = CustomerId, Path), PageRequest),
    responses((status = 200, body = Page<MergeView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_merges(
    allowed: Allowed<SeeCustomers>,
    Path(id): Path<CustomerId>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<MergeView>>> {
    let db = allowed.read();
    let customer = people::store::find(&db, id).await?;
    let mut page = store::of_customer(&db, customer.id, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// One merge.
#[utoipa::path(get, path = "/api/v1/merges/{id}", tag = "merges", params(("id" = MergeId, Path)),
    responses((status = 200, body = MergeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_merge(allowed: Allowed<SeeCustomers>, Path(id): Path<MergeId>) -> Reply<Fresh<MergeView>> {
    let db = allowed.read();
    let merge = store::find(&db, id).await?;
    Ok(Fresh(view(&db, merge).await?))
}

/// Take a merge back: both records are as they were, and what came since stays with the kept one unless it is about a car that
/// goes back.
#[utoipa::path(put, path = "/api/v1/merges/{id}/undo", tag = "merges", params(("id" = MergeId, Path)),
    responses((status = 200, body = MergeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn undo_merge(allowed: Allowed<MergeCustomers>, Path(id): Path<MergeId>) -> Reply<Fresh<MergeView>> {
    let merge = allowed
        .write(async |tx| {
            let merge = separating::separate(tx, id).await?;
            // Whoever took the two apart knows better than a merge of many.
            duplicates::held::hold_back(tx, (merge.kept_id, merge.absorbed_id), Caution::TakenApart).await?;
            Ok(merge)
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), merge).await?))
}
