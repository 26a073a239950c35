//! Requests in, views out: bulk changes.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use kernel::{BulkChangeId, CustomerId, Error, PermissionName, Result, StaffId, TagId, permission::BulkEditCustomers};
use platform::{
    Allowed, Db, Door, Mandate, Platform, Scope,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    jobs::enqueue,
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    bulk_change::{BulkAbout, BulkChange, BulkState, Deed, DeedKind, Whom},
    change_many::ChangeMany,
    store,
    undo_many::UndoMany,
    view::{BulkChangeView, view, views},
};
use crate::{
    caller,
    people::{customer::Stage, http::named_staff, list::Asked},
    tags,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_bulk_changes, begin_bulk_change))
        .routes(routes!(find_bulk_change))
        .routes(routes!(undo_bulk_change))
}

/// Request body of `POST /bulk-changes`: what to do to whom. Without `ids` it is the whole list, as far as the caller sees it
/// when the change runs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBulkChange {
    pub about: BulkAbout,
    /// `field:operator:value,value`; all must hold.
    #[serde(default)]
    pub filters: Vec<String>,
    pub q: Option<String>,
    /// These customers and no others, at most 10,000.
    pub ids: Option<BTreeSet<CustomerId>>,
    pub change: NewDeed,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeed {
    pub kind: DeedKind,
    /// The id of a person or a tag, or a stage; null to assign nobody, and for `delete`.
    pub value: Option<String>,
}

const IDS_MAX: usize = 10_000;

/// Change many customers in the background. Each passes the same rules as alone, and needs the permission of the deed itself.
#[utoipa::path(post, path = "/api/v1/bulk-changes", tag = "bulk-changes", request_body = NewBulkChange,
    responses((status = 201, body = BulkChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn begin_bulk_change(
    allowed: Allowed<BulkEditCustomers>,
    Json(form): Json<NewBulkChange>,
) -> Reply<(StatusCode, Json<BulkChangeView>)> {
    let asked = whom(form.filters, form.q, form.ids)?;
    let deed = deed(&allowed.read(), form.change).await?;
    let mandate = mandate(allowed.scope(), &deed)?;
    let change = allowed
        .write(async |tx| {
            let change = BulkChange {
                id: BulkChangeId::new(tx.now()),
                group_id: tx.scope().group(),
                actor_id: caller::id(tx.scope()),
                actor_name: caller::name(tx.scope()),
                about: form.about,
                deed,
                asked,
                state: BulkState::Waiting,
                total: 0,
                done: 0,
                failed: 0,
                skipped: 0,
                last_id: None,
                fault: None,
                created_at: tx.now(),
                finished_at: None,
            };
            let job = ChangeMany { bulk_change: change.id, mandate };
            enqueue(tx, &job, &change.id.to_string()).await?;
            store::add(tx, change).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), change).await?)))
}

/// One's own bulk changes, newest first; all of the group for who may change customers everywhere.
#[utoipa::path(get, path = "/api/v1/bulk-changes", tag = "bulk-changes", params(PageRequest),
    responses((status = 200, body = Page<BulkChangeView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_bulk_changes(
    allowed: Allowed<BulkEditCustomers>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<BulkChangeView>>> {
    let db = allowed.read();
    let mut page = store::list(&db, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// How far a bulk change has come.
#[utoipa::path(get, path = "/api/v1/bulk-changes/{id}", tag = "bulk-changes", params(("id" = BulkChangeId, Path)),
    responses((status = 200, body = BulkChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_bulk_change(
    allowed: Allowed<BulkEditCustomers>,
    Path(id): Path<BulkChangeId>,
) -> Reply<Json<BulkChangeView>> {
    let db = allowed.read();
    let change = store::find(&db, id).await?;
    Ok(Json(view(&db, change).await?))
}

/// Take a bulk change back, in the background: customers become as before, except where somebody changed them since.
#[utoipa::path(put, path = "/api/v1/bulk-changes/{id}/undo", tag = "bulk-changes", params(("id" = BulkChangeId, Path)),
    responses((status = 200, body = BulkChangeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn undo_bulk_change(
    allowed: Allowed<BulkEditCustomers>,
    Path(id): Path<BulkChangeId>,
) -> Reply<Json<BulkChangeView>> {
    let change = undo(&allowed, id).await?;
    Ok(Json(view(&allowed.read(), change).await?))
}

async fn undo(door: &Door, id: BulkChangeId) -> Result<BulkChange> {
    door.write(async |tx| {
        let mut change = store::find(&tx.db(), id).await?;
        let mandate = mandate(tx.scope(), &change.deed)?;
        let from = change.state;
        change.undo()?;
        let job = UndoMany { bulk_change: id, mandate };
        enqueue(tx, &job, &format!("{id}:{}", tx.now().timestamp_millis())).await?;
        store::change_state(tx, change, from).await
    })
    .await
}

fn whom(filters: Vec<String>, q: Option<String>, ids: Option<BTreeSet<CustomerId>>) -> Result<Whom> {
    let list = Asked { filters, q: q.filter(|q| !q.trim().is_empty()), ..Asked::default() };
    list.check()?;
    let ids: Option<Vec<CustomerId>> = ids.map(|ids| ids.into_iter().collect());
    match &ids {
        Some(ids) if ids.is_empty() => Err(Error::invalid("ids", "bulk_change.nobody", "name at least one customer")),
        Some(ids) if ids.len() > IDS_MAX => {
            let message = format!("name at most {IDS_MAX} customers; for more, give the filters of the list instead");
            Err(Error::invalid("ids", "bulk_change.too_many_ids", message))
        }
        _ => Ok(Whom { list, ids }),
    }
}

/// The deed with everything it speaks of found.
async fn deed(db: &Db<'_>, form: NewDeed) -> Result<Deed> {
    let value = form.value.as_deref();
    Ok(match form.kind {
        DeedKind::AssignConsultant => {
            Deed::AssignConsultant(named_staff(db, FIELD, Some(staff(value)?)).await?.flatten())
        }
        DeedKind::AssignAdvisor => Deed::AssignAdvisor(named_staff(db, FIELD, Some(staff(value)?)).await?.flatten()),
        DeedKind::AddTag => Deed::AddTag(tag(db, value).await?),
        DeedKind::RemoveTag => Deed::RemoveTag(tag(db, value).await?),
        DeedKind::SetStage => {
            let stage = value.and_then(Stage::find);
            Deed::SetStage(
                stage.ok_or_else(|| unknown("stage.unknown", &format!("one of {}", Stage::WORDS.join(", "))))?,
            )
        }
        DeedKind::Delete => Deed::Delete,
    })
}

const FIELD: &str = "change.value";

fn staff(value: Option<&str>) -> Result<Option<StaffId>> {
    value.map(|id| id.parse().map_err(|_| unknown("staff.unknown", "the id of a person who works here"))).transpose()
}

async fn tag(db: &Db<'_>, value: Option<&str>) -> Result<TagId> {
    let wrong = || unknown("tag.unknown", "the id of a tag of the library");
    let id: TagId = value.and_then(|id| id.parse().ok()).ok_or_else(wrong)?;
    match tags::store::find(db, id).await {
        Ok(tag) => {
            tag.must_be_kept_by_hand()?;
            Ok(tag.id)
        }
        Err(Error::NotFound) => Err(wrong()),
        Err(other) => Err(other),
    }
}

fn unknown(code: &str, wanted: &str) -> Error {
    Error::invalid(FIELD, code, format!("give {wanted}"))
}

/// What the job may do in the caller's name; refused when they may not do the deed at all.
fn mandate(scope: &Scope, deed: &Deed) -> Result<Mandate> {
    let needed = [PermissionName::SeeCustomers, deed.permission()];
    if let Some(missing) = needed.into_iter().find(|permission| !scope.may(*permission)) {
        return Err(Error::Forbidden { permission: missing.name() });
    }
    Ok(scope.mandate(&[needed[0], needed[1], PermissionName::BulkEditCustomers]))
}
