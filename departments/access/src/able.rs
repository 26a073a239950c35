//! Who is able: the people whose roles give them a permission in a store, and who leads them there.

use kernel::{PermissionName, Result, StaffId, StoreId};
use platform::Db;

platform::record! {
    /// Somebody who works in a store and may do it there.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Able { pub id: StaffId, pub name: String, pub title: Option<String> }
}

platform::record! {
    struct Person { id: StaffId }
}

const HOLDS: &str = "p.group_id = $1 and p.is_active = true and exists (select 1 from grants g
    join role_permissions r on r.role_id = g.role_id
    where g.staff_id = p.id and r.permission = $2 and (g.reach = 'group' or g.store_id = $3))";
const STORE_MANAGER: &str = "store_manager";

/// Everybody who works in this store and has this permission there, by login; whatever the reach of whoever asks.
pub async fn able_in(db: &Db<'_>, permission: PermissionName, store: StoreId) -> Result<Vec<Able>> {
    let text = format!("select p.id, p.name, p.title from staff p where {HOLDS} and p.store_id = $3 order by p.login");
    db.fetch_text(&text, vec![db.scope().group().into(), permission.name().into(), store.into()]).await
}

/// Whether this person works here and has this permission in this store, wherever they have their desk.
pub async fn is_able(db: &Db<'_>, permission: PermissionName, store: StoreId, staff: StaffId) -> Result<bool> {
    let text = format!("select p.id from staff p where {HOLDS} and p.id = $4");
    let values = vec![db.scope().group().into(), permission.name().into(), store.into(), staff.into()];
    let found: Vec<Person> = db.fetch_text(&text, values).await?;
    Ok(!found.is_empty())
}

/// Who heads the department this person works in.
pub async fn head_of(db: &Db<'_>, staff: StaffId) -> Result<Option<StaffId>> {
    let text = "select h.id from staff p join departments d on d.id = p.department_id join staff h on h.id = d.head_id
                where p.group_id = $1 and p.id = $2 and h.is_active = true and h.id <> p.id";
    let found: Vec<Person> = db.fetch_text(text, vec![db.scope().group().into(), staff.into()]).await?;
    Ok(found.first().map(|one| one.id))
}

/// Who manages this store by their role; of several the first by login.
pub async fn manager_of(db: &Db<'_>, store: StoreId) -> Result<Option<StaffId>> {
    let text = "select p.id from staff p join grants g on g.staff_id = p.id join roles r on r.id = g.role_id
                where p.group_id = $1 and p.is_active = true and r.code = $2 and g.store_id = $3 order by p.login limit 1";
    let values = vec![db.scope().group().into(), STORE_MANAGER.into(), store.into()];
    let found: Vec<Person> = db.fetch_text(text, values).await?;
    Ok(found.first().map(|one| one.id))
}
