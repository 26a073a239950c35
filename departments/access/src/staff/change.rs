//! How a change of a person is carried out: the rules decide, rows and journal follow.

use journal::events::access::AccessEvent;
use kernel::{Result, StaffId};
use platform::{Db, Tx};

use super::{
    NewGrant, Staff, StaffChange, StaffRefusal,
    rules::{Profile, moved, settled},
    store,
};
use crate::{
    directory::directory,
    power,
    roles::{self, Grant},
    sessions,
};

/// Whether a change touches what one signs in with, is reached by, or may do and where: a device left alone must not be enough for
/// it. A form that says again what holds already changes nothing, and one that is not in order is refused later.
pub(super) async fn is_sensitive(db: &Db<'_>, id: StaffId, form: &StaffChange) -> Result<bool> {
    let staff = store::find(db, id).await?;
    let before = profile_of(db, &staff)?;
    let Ok(new) = before.clone().changed(form).checked() else { return Ok(false) };
    let is_moved = form.store_id.is_some_and(|store| store != staff.store_id)
        || form.department_id.is_some_and(|department| department != staff.department_id)
        || form.is_active.is_some_and(|is_active| is_active != staff.is_active);
    let is_reached_otherwise = (new.login, new.phone, new.email) != (before.login, before.phone, before.email);
    if is_moved || is_reached_otherwise {
        return Ok(true);
    }
    let held = store::grants_of(db, &[id]).await?;
    Ok(wanted_grants(&held, form, staff.store_id, &staff).is_some())
}

/// Changes fields and grants; who leaves is signed out.
pub(super) async fn change(tx: &mut Tx, mut staff: Staff, form: &StaffChange) -> Result<Staff> {
    let (home, was_active) = (staff.store_id, staff.is_active);
    let profile = profile_of(&tx.db(), &staff)?;
    let new = profile.clone().changed(form).checked()?;
    store::must_be_free(tx, &new.login, Some(staff.id)).await?;
    let (phone, email) = store::sealed(tx, staff.id, &new)?;
    let now = tx.now();
    let mut changes = staff.change(new.clone(), form, now);
    if was_active && !staff.is_active && tx.scope().staff() == Some(staff.id) {
        return Err(StaffRefusal::Oneself.into());
    }
    if new.phone != profile.phone {
        changes.secretly("phone");
        staff.phone = phone;
    }
    if new.email != profile.email {
        changes.secretly("email");
        staff.email = email;
    }
    if changes.has("store") || changes.has("department") {
        store::must_fit_in(&tx.db(), &staff).await?;
    }
    let before = store::grants_of(&tx.db(), &[staff.id]).await?;
    let grants = wanted_grants(&before, form, home, &staff);
    let grants = match grants {
        Some(wanted) => Some(store::grants(tx, &staff, &wanted).await?),
        None => None,
    };
    if let Some(grants) = &grants {
        changes.note("grants", Some(in_words(tx, &before).await?), Some(in_words(tx, grants).await?));
    }
    // A person without new grants may still reach farther: a team is that of the department one is in.
    power::store::must_cover(&tx.db(), &staff, grants.as_ref().unwrap_or(&before)).await?;
    let fields = changes.into_fields();
    if fields.is_empty() {
        return Ok(staff);
    }
    let event = AccessEvent::StaffChanged { staff: staff.id, title: staff.name.clone(), fields };
    let staff = store::save(tx, staff, grants, event).await?;
    if was_active && !staff.is_active {
        sessions::store::revoke_all(tx, &staff, None).await?;
    }
    Ok(staff)
}

/// Locks a person by hand; one who is locked stays so.
pub(super) async fn lock(tx: &mut Tx, mut staff: Staff) -> Result<Staff> {
    if tx.scope().staff() == Some(staff.id) {
        return Err(StaffRefusal::Oneself.into());
    }
    if staff.locked_at.is_some() {
        return Ok(staff);
    }
    staff.locked_at = Some(tx.now());
    save_lock(tx, staff, "true").await
}

/// Takes every lock off a person.
pub(super) async fn unlock(tx: &mut Tx, mut staff: Staff) -> Result<Staff> {
    sessions::forget_failures(tx, &staff.login).await?;
    if staff.locked_at.take().is_none() {
        return Ok(staff);
    }
    save_lock(tx, staff, "false").await
}

async fn save_lock(tx: &mut Tx, mut staff: Staff, is_locked: &str) -> Result<Staff> {
    staff.changed_at = tx.now();
    let mut changes = crate::changes::Changes::default();
    let was_locked = if is_locked == "true" { "false" } else { "true" };
    changes.note("is_locked", Some(was_locked.to_owned()), Some(is_locked.to_owned()));
    let fields = changes.into_fields();
    let event = AccessEvent::StaffChanged { staff: staff.id, title: staff.name.clone(), fields };
    store::save(tx, staff, None, event).await
}

fn profile_of(db: &Db<'_>, staff: &Staff) -> Result<Profile> {
    let (phone, email) = store::opened(db, staff)?;
    Ok(Profile { login: staff.login.clone(), name: staff.name.clone(), title: staff.title.clone(), phone, email })
}

/// The grants the person will have, when they change: those asked for, or the old ones moved along to another store.
fn wanted_grants(before: &[Grant], form: &StaffChange, home: kernel::StoreId, staff: &Staff) -> Option<Vec<NewGrant>> {
    let held: Vec<NewGrant> = before
        .iter()
        .map(|grant| NewGrant { role_id: grant.role_id, reach: grant.reach, store_id: grant.store_id })
        .collect();
    let wanted = match &form.grants {
        Some(wanted) => settled(wanted, staff.store_id),
        None => moved(&held, home, staff.store_id),
    };
    let is_same = wanted.len() == held.len() && wanted.iter().all(|grant| held.contains(grant));
    (!is_same).then_some(wanted)
}

/// Grants as the journal shows them: `sales_consultant own SH01`.
async fn in_words(tx: &Tx, grants: &[Grant]) -> Result<String> {
    let db = tx.db();
    let (directory, roles) = (directory(&db).await?, roles::store::list(&db).await?);
    let words: Vec<String> = grants
        .iter()
        .map(|grant| {
            let role = roles.iter().find(|role| role.id == grant.role_id).map_or("?", |role| role.code.as_str());
            let store = grant.store_id.map(|store| directory.store(store).code).unwrap_or_default();
            format!("{role} {} {store}", power::reach_word(grant.reach)).trim_end().to_owned()
        })
        .collect();
    Ok(words.join(", "))
}
