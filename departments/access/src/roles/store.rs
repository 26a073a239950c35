//! Finding, saving and removing roles.

use std::collections::{BTreeSet, HashMap};

use journal::{About, events::access::AccessEvent};
use kernel::{Error, Language, PermissionName, Result, RoleId, StaffId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{
    Grant, Role, RoleRefusal,
    built_in::{BUILT_IN, rank},
    grant,
    role::{Column, Entity},
    role_permission::{self, RolePermission},
};
use crate::taken::refused_when_taken;

platform::record! {
    struct Permitted { permission: String }
}

platform::record! {
    struct RolePermitted { role: RoleId, permission: String }
}

platform::record! {
    struct Held { role: RoleId, count: i64 }
}

/// The role, or [`Error::NotFound`].
pub(crate) async fn find(db: &Db<'_>, id: RoleId) -> Result<Role> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The role of the caller's group with this code, `sales_consultant`.
pub async fn find_role(db: &Db<'_>, code: &str) -> Result<Role> {
    let found = db.maybe(db.select::<Entity>().filter(Column::Code.eq(code))).await?;
    found.ok_or_else(|| Error::invalid("role", "role.unknown", format!("there is no role called '{code}'")))
}

/// All roles of the group, built-in ones first and by rank.
pub(crate) async fn list(db: &Db<'_>) -> Result<Vec<Role>> {
    let mut roles = db.all(db.select::<Entity>()).await?;
    roles.sort_by(|one, other| (rank(&one.code), &one.code).cmp(&(rank(&other.code), &other.code)));
    Ok(roles)
}

/// The names of all roles of the group in the caller's language.
pub(crate) async fn titles(db: &Db<'_>) -> Result<HashMap<RoleId, String>> {
    let language = db.scope().language();
    let roles = db.all(db.select::<Entity>()).await?;
    Ok(roles.into_iter().map(|role| (role.id, role.title(language).to_owned())).collect())
}

/// The names of the roles this person has, by rank.
pub(crate) async fn titles_of(db: &Db<'_>, staff: StaffId, language: Language) -> Result<Vec<String>> {
    let held: Vec<Grant> = db.all(db.select::<grant::Entity>().filter(grant::Column::StaffId.eq(staff))).await?;
    let roles = list(db).await?;
    let held = roles.iter().filter(|role| held.iter().any(|grant| grant.role_id == role.id));
    Ok(held.map(|role| role.title(language).to_owned()).collect())
}

pub(crate) async fn is_code_taken(db: &Db<'_>, code: &str) -> Result<bool> {
    Ok(db.maybe(db.select::<Entity>().filter(Column::Code.eq(code))).await?.is_some())
}

/// What a role permits, in the order of the permission list. The caller has found the role inside the scope.
pub(crate) async fn permissions_of(db: &Db<'_>, role: RoleId) -> Result<Vec<PermissionName>> {
    let rows: Vec<Permitted> =
        db.fetch_text("select permission from role_permissions where role_id = $1", vec![role.into()]).await?;
    let mut permissions: Vec<_> = rows.iter().filter_map(|row| PermissionName::find(&row.permission)).collect();
    permissions.sort_unstable();
    Ok(permissions)
}

/// What every role of the group permits.
pub(crate) async fn all_permissions(db: &Db<'_>) -> Result<HashMap<RoleId, Vec<PermissionName>>> {
    let rows: Vec<RolePermitted> = db
        .fetch_text(
            "select p.role_id, p.permission from role_permissions p join roles r on r.id = p.role_id
             where r.group_id = $1",
            vec![db.scope().group().into()],
        )
        .await?;
    let mut permissions: HashMap<RoleId, Vec<PermissionName>> = HashMap::new();
    for row in rows {
        if let Some(permission) = PermissionName::find(&row.permission) {
            permissions.entry(row.role).or_default().push(permission);
        }
    }
    permissions.values_mut().for_each(|all| all.sort_unstable());
    Ok(permissions)
}

/// How many people and keys act with each role of the group; roles nobody has are missing.
pub(crate) async fn holders(db: &Db<'_>) -> Result<HashMap<RoleId, i64>> {
    let rows: Vec<Held> = db
        .fetch_text(
            "select role_id, count(distinct holder) from (
                 select role_id, staff_id as holder from grants where group_id = $1
                 union all
                 select role_id, id as holder from api_keys where group_id = $1 and revoked_at is null
             ) held group by role_id",
            vec![db.scope().group().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.role, row.count)).collect())
}

/// Adds a role with what it permits.
pub(crate) async fn add(tx: &mut Tx, role: Role, permissions: &[PermissionName]) -> Result<()> {
    let event = AccessEvent::RoleAdded { role: role.id, title: role.name.clone() };
    let id = role.id;
    tx.insert::<Entity>(role).await.map_err(refused_when_taken(RoleRefusal::CodeTaken))?;
    put_permissions(tx, id, permissions).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

/// Saves a role, what it permits now, and what happened to it.
pub(crate) async fn save(tx: &mut Tx, role: Role, permissions: &[PermissionName], event: AccessEvent) -> Result<Role> {
    let role = tx.replace::<Entity>(role).await?;
    tx.delete::<role_permission::Entity>(role_permission::Column::RoleId.eq(role.id)).await?;
    put_permissions(tx, role.id, permissions).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(role)
}

/// Removes a role nobody has.
pub(crate) async fn remove(tx: &mut Tx, role: &Role) -> Result<()> {
    // Keys that were revoked or ran out still name the role they had; they go with it.
    tx.execute_text(
        "delete from api_keys where role_id = $1 and revoked_at is not null and group_id = $2",
        vec![role.id.into(), tx.scope().group().into()],
    )
    .await?;
    tx.delete::<role_permission::Entity>(role_permission::Column::RoleId.eq(role.id)).await?;
    tx.delete::<Entity>(Column::Id.eq(role.id)).await?;
    let event = AccessEvent::RoleRemoved { role: role.id, title: role.name.clone() };
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

/// Adds the roles every group begins with.
pub(crate) async fn add_built_in(tx: &mut Tx) -> Result<()> {
    let (now, group_id) = (tx.now(), tx.scope().group());
    let mut permitted = Vec::new();
    let mut roles = Vec::new();
    for built_in in BUILT_IN {
        let id = RoleId::new(now);
        permitted
            .extend(built_in.permissions().into_iter().map(|permission| RolePermission { role_id: id, permission }));
        roles.push(Role {
            id,
            group_id,
            code: built_in.code.to_owned(),
            name: built_in.name.to_owned(),
            name_english: Some(built_in.name_english.to_owned()),
            is_built_in: true,
            created_at: now,
            changed_at: now,
            version: 1,
        });
    }
    tx.insert_all::<Entity>(roles).await?;
    tx.insert_all::<role_permission::Entity>(permitted).await
}

async fn put_permissions(tx: &mut Tx, role: RoleId, permissions: &[PermissionName]) -> Result<()> {
    let each: BTreeSet<PermissionName> = permissions.iter().copied().collect();
    let rows = each.into_iter().map(|permission| RolePermission { role_id: role, permission }).collect();
    tx.insert_all::<role_permission::Entity>(rows).await
}
