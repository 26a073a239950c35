//! Requests about departments.

use axum::http::StatusCode;
use kernel::{
    DepartmentId, Error, PermissionName, Result, StoreId,
    permission::{ManageStores, UseRoadbook},
};
use platform::{
    Allowed, Db, Platform,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, Query, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Department, DepartmentChange, DepartmentKind, NewDepartment, store};
use crate::{
    directory::{Ref, StoreRef, directory},
    memory::changing,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct DepartmentView {
    pub id: DepartmentId,
    pub store: StoreRef,
    pub name: String,
    pub kind: DepartmentKind,
    /// Who leads it.
    pub head: Option<Ref>,
    /// Active people in it.
    pub staff: i64,
    pub version: i32,
    /// `edit`, `remove`.
    pub can: Vec<&'static str>,
}

platform::has_version!(DepartmentView);

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DepartmentFilter {
    /// Only those of this store.
    store: Option<StoreId>,
}

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_departments, add_department))
        .routes(routes!(change_department, remove_department))
}

/// The departments of the stores one works in.
#[utoipa::path(get, path = "/api/v1/departments", tag = "access", params(DepartmentFilter, PageRequest),
    responses((status = 200, body = Page<DepartmentView>)))]
async fn list_departments(
    allowed: Allowed<UseRoadbook>,
    Query(filter): Query<DepartmentFilter>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<DepartmentView>>> {
    let db = allowed.read();
    let page = store::list(&db, filter.store, &request).await?;
    let items = views(&db, &page.items).await?;
    Ok(Json(page.with(items)))
}

/// Adds a department to a store.
#[utoipa::path(post, path = "/api/v1/departments", tag = "access", request_body = NewDepartment,
    responses((status = 201, body = DepartmentView), (status = 404), (status = 409, description = "department.name_taken")))]
async fn add_department(
    allowed: Allowed<ManageStores>,
    Json(form): Json<NewDepartment>,
) -> Reply<(StatusCode, Json<DepartmentView>)> {
    let department = changing(&allowed, async |tx| store::add_department(tx, &form).await).await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), department).await?)))
}

/// Changes a department.
#[utoipa::path(patch, path = "/api/v1/departments/{id}", tag = "access", request_body = DepartmentChange,
    params(("id" = DepartmentId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = DepartmentView), (status = 404), (status = 412)))]
async fn change_department(
    allowed: Allowed<ManageStores>,
    Path(id): Path<DepartmentId>,
    if_match: IfMatch,
    Json(form): Json<DepartmentChange>,
) -> Reply<Fresh<DepartmentView>> {
    let department = changing(&allowed, async |tx| {
        let mut department = find_to_change(&tx.db(), id, if_match).await?;
        let led_before = department.head_id;
        match department.change(&form, tx.now())? {
            Some(event) => store::save(tx, department, led_before, event).await,
            None => Ok(department),
        }
    })
    .await?;
    Ok(Fresh(view(&allowed.read(), department).await?))
}

/// Removes a department nobody belongs to.
#[utoipa::path(delete, path = "/api/v1/departments/{id}", tag = "access",
    params(("id" = DepartmentId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 204), (status = 404), (status = 409, description = "department.in_use"), (status = 412)))]
async fn remove_department(
    allowed: Allowed<ManageStores>,
    Path(id): Path<DepartmentId>,
    if_match: IfMatch,
) -> Reply<StatusCode> {
    changing(&allowed, async |tx| {
        let department = find_to_change(&tx.db(), id, if_match).await?;
        store::remove(tx, &department).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find_to_change(db: &Db<'_>, id: DepartmentId, if_match: IfMatch) -> Result<Department> {
    let department = store::find(db, id).await?;
    if !db.scope().span().covers(department.store_id, &[]) {
        return Err(Error::Forbidden { permission: PermissionName::ManageStores.name() });
    }
    let current = view(db, department.clone()).await?;
    if_match.check(department.version, || current)?;
    Ok(department)
}

async fn view(db: &Db<'_>, department: Department) -> Result<DepartmentView> {
    views(db, &[department]).await?.pop().ok_or(Error::NotFound)
}

async fn views(db: &Db<'_>, departments: &[Department]) -> Result<Vec<DepartmentView>> {
    let ids: Vec<DepartmentId> = departments.iter().map(|department| department.id).collect();
    let members = store::members(db, &ids).await?;
    let directory = directory(db).await?;
    let scope = db.scope();
    let view = |department: &Department| DepartmentView {
        id: department.id,
        store: directory.store(department.store_id),
        name: department.name.clone(),
        kind: department.kind,
        head: department.head_id.map(|head| directory.staff(head)),
        staff: members.get(&department.id).copied().unwrap_or_default(),
        version: department.version,
        can: if scope.may_for(PermissionName::ManageStores, department.store_id, &[]) {
            vec!["edit", "remove"]
        } else {
            Vec::new()
        },
    };
    Ok(departments.iter().map(view).collect())
}
