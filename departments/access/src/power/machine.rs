//! Power lent to machines that other departments keep, such as webhooks: a role over a store or the group, without a person behind it.

use std::collections::HashMap;

use kernel::{PermissionName, Reach, Result, RoleId, StoreId};
use platform::Db;

use super::store::must_cover_place;
use crate::{roles, stores};

platform::record! {
    struct Permitted { role: RoleId, permission: String }
}

/// Refuses unless role and store are there and the caller holds all the role permits in that place; what does not exist is not found.
pub async fn must_lend(db: &Db<'_>, role: RoleId, reach: Reach, store: Option<StoreId>) -> Result<()> {
    let role = roles::store::find(db, role).await?;
    if let Some(store) = store {
        stores::store::find(db, store).await?;
    }
    let permissions = roles::store::permissions_of(db, role.id).await?;
    must_cover_place(db, &permissions, reach, store)
}

/// What each of these roles permits now; a role that was removed is missing. The caller has found who acts with them inside the
/// scope.
pub async fn permissions_of_roles(db: &Db<'_>, roles: &[RoleId]) -> Result<HashMap<RoleId, Vec<PermissionName>>> {
    if roles.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=roles.len()).map(|place| format!("${place}")).collect();
    let text = format!("select role_id, permission from role_permissions where role_id in ({})", places.join(", "));
    let rows: Vec<Permitted> = db.fetch_text(&text, roles.iter().map(|role| (*role).into()).collect()).await?;
    let mut permitted: HashMap<RoleId, Vec<PermissionName>> = HashMap::new();
    for row in rows {
        if let Some(permission) = PermissionName::find(&row.permission) {
            permitted.entry(row.role).or_default().push(permission);
        }
    }
    Ok(permitted)
}

/// The names of all roles of the group in the caller's language.
pub async fn role_titles(db: &Db<'_>) -> Result<HashMap<RoleId, String>> {
    roles::store::titles(db).await
}
