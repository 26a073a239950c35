//! Requests about roles and the permissions there are.

use axum::http::StatusCode;
use kernel::{
    Error, PermissionName, Reach, Result, RoleId,
    permission::{ManageRoles, UseRoadbook},
};
use platform::{
    Allowed, Db, Platform,
    database::paging::Page,
    http::{Fresh, IfMatch, Json, Path, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{NewRole, Role, RoleChange, RoleRefusal, rules::Terms, store};
use crate::{memory::changing, power};

#[derive(Debug, Serialize, ToSchema)]
pub struct RoleView {
    pub id: RoleId,
    pub code: String,
    /// In the language of the request.
    pub name: String,
    pub permissions: Vec<&'static str>,
    pub is_built_in: bool,
    /// People and keys that act with it.
    pub staff: i64,
    pub version: i32,
    /// `edit`, `remove`.
    pub can: Vec<&'static str>,
}

platform::has_version!(RoleView);

#[derive(Debug, Serialize, ToSchema)]
pub struct PermissionView {
    pub name: &'static str,
    /// The department whose deed it is.
    pub department: &'static str,
    /// What it allows, in the language of the request.
    pub description: &'static str,
}

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_permissions)).routes(routes!(list_roles, add_role)).routes(routes!(
        see_role,
        change_role,
        remove_role
    ))
}

/// Everything that can be permitted.
#[utoipa::path(get, path = "/api/v1/permissions", tag = "access", responses((status = 200, body = Vec<PermissionView>)))]
async fn list_permissions(allowed: Allowed<UseRoadbook>) -> Reply<Json<Vec<PermissionView>>> {
    let language = allowed.scope().language();
    let view = |permission: PermissionName| PermissionView {
        name: permission.name(),
        department: permission.department(),
        description: permission.description(language),
    };
    Ok(Json(PermissionName::all().map(view).collect()))
}

/// The roles of the group, built-in ones first and by rank.
#[utoipa::path(get, path = "/api/v1/roles", tag = "access", responses((status = 200, body = Page<RoleView>)))]
async fn list_roles(allowed: Allowed<UseRoadbook>) -> Reply<Json<Page<RoleView>>> {
    let db = allowed.read();
    let roles = store::list(&db).await?;
    Ok(Json(Page { items: views(&db, roles).await?, next: None }))
}

/// Adds a role that permits nothing its maker may not do everywhere.
#[utoipa::path(post, path = "/api/v1/roles", tag = "access", request_body = NewRole,
    responses((status = 201, body = RoleView), (status = 409, description = "role.beyond_own_power, role.code_taken, session.step_up")))]
async fn add_role(allowed: Allowed<ManageRoles>, Json(form): Json<NewRole>) -> Reply<(StatusCode, Json<RoleView>)> {
    allowed.must_be_proven_lately().await?;
    let (terms, code) = (form.terms()?, form.wanted_code()?);
    let role = changing(&allowed, async |tx| {
        must_shape(&tx.db(), &terms.permissions)?;
        let id = RoleId::new(tx.now());
        let code = code.unwrap_or_else(|| format!("role_{}", &id.0.simple().to_string()[20..]));
        if store::is_code_taken(&tx.db(), &code).await? {
            return Err(RoleRefusal::CodeTaken.into());
        }
        let role = Role {
            id,
            group_id: tx.scope().group(),
            code,
            name: terms.name,
            name_english: terms.name_english,
            is_built_in: false,
            created_at: tx.now(),
            changed_at: tx.now(),
            version: 1,
        };
        store::add(tx, role.clone(), &terms.permissions).await?;
        Ok(role)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(view(&allowed.read(), role).await?)))
}

/// One role.
#[utoipa::path(get, path = "/api/v1/roles/{id}", tag = "access", params(("id" = RoleId, Path)),
    responses((status = 200, body = RoleView), (status = 404)))]
async fn see_role(allowed: Allowed<UseRoadbook>, Path(id): Path<RoleId>) -> Reply<Fresh<RoleView>> {
    let db = allowed.read();
    let role = store::find(&db, id).await?;
    Ok(Fresh(view(&db, role).await?))
}

/// Changes what a role is called or permits, for all who have it and at once.
#[utoipa::path(patch, path = "/api/v1/roles/{id}", tag = "access", request_body = RoleChange,
    params(("id" = RoleId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = RoleView), (status = 404), (status = 412),
        (status = 409, description = "role.beyond_own_power, session.step_up, staff.last_administrator")))]
async fn change_role(
    allowed: Allowed<ManageRoles>,
    Path(id): Path<RoleId>,
    if_match: IfMatch,
    Json(form): Json<RoleChange>,
) -> Reply<Fresh<RoleView>> {
    allowed.must_be_proven_lately().await?;
    let role = changing(&allowed, async |tx| {
        power::store::keeping_an_administrator(tx, async |tx| {
            let (mut role, permits) = find_to_change(&tx.db(), id, if_match).await?;
            let terms: Terms = role.changed(&permits, &form)?;
            must_shape(&tx.db(), &terms.permissions)?;
            match role.change(&permits, &terms, tx.now()) {
                Some(event) => store::save(tx, role, &terms.permissions, event).await,
                None => Ok(role),
            }
        })
        .await
    })
    .await?;
    Ok(Fresh(view(&allowed.read(), role).await?))
}

/// Removes a role nobody has.
#[utoipa::path(delete, path = "/api/v1/roles/{id}", tag = "access",
    params(("id" = RoleId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 204), (status = 404), (status = 409, description = "role.built_in, role.in_use, session.step_up"), (status = 412)))]
async fn remove_role(allowed: Allowed<ManageRoles>, Path(id): Path<RoleId>, if_match: IfMatch) -> Reply<StatusCode> {
    allowed.must_be_proven_lately().await?;
    changing(&allowed, async |tx| {
        let (role, _) = find_to_change(&tx.db(), id, if_match).await?;
        let holders = store::holders(&tx.db()).await?;
        role.remove(holders.get(&role.id).copied().unwrap_or_default())?;
        store::remove(tx, &role).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find_to_change(db: &Db<'_>, id: RoleId, if_match: IfMatch) -> Result<(Role, Vec<PermissionName>)> {
    let role = store::find(db, id).await?;
    let current = view(db, role.clone()).await?;
    if_match.check(role.version, || current)?;
    let permits = store::permissions_of(db, id).await?;
    must_shape(db, &permits)?;
    Ok((role, permits))
}

/// Roles hold for the whole group, so whoever shapes one must hold all of it over the whole group.
fn must_shape(db: &Db<'_>, permissions: &[PermissionName]) -> Result<()> {
    let span = db.scope().span();
    if !span.group && !span.everywhere {
        return Err(Error::Forbidden { permission: PermissionName::ManageRoles.name() });
    }
    power::store::must_cover_place(db, permissions, Reach::Group, None)
}

async fn view(db: &Db<'_>, role: Role) -> Result<RoleView> {
    views(db, vec![role]).await?.pop().ok_or(Error::NotFound)
}

async fn views(db: &Db<'_>, roles: Vec<Role>) -> Result<Vec<RoleView>> {
    let (permissions, holders) = (store::all_permissions(db).await?, store::holders(db).await?);
    let manager = db.under(PermissionName::ManageRoles);
    let language = db.scope().language();
    let view = |role: Role| {
        let permits = permissions.get(&role.id).map_or(&[][..], Vec::as_slice);
        let staff = holders.get(&role.id).copied().unwrap_or_default();
        let mut can = Vec::new();
        if must_shape(&manager, permits).is_ok() {
            can.push("edit");
            if role.remove(staff).is_ok() {
                can.push("remove");
            }
        }
        RoleView {
            id: role.id,
            name: role.title(language).to_owned(),
            code: role.code,
            permissions: permits.iter().map(|permission| permission.name()).collect(),
            is_built_in: role.is_built_in,
            staff,
            version: role.version,
            can,
        }
    };
    Ok(roles.into_iter().map(view).collect())
}
