//! How staff are shown.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use kernel::{DepartmentId, Error, Language, PermissionName, Reach, Result, StaffId};
use platform::Db;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Staff,
    store::{self, ChoiceLine},
};
use crate::{
    departments,
    directory::{Ref, StoreRef, directory},
    factors, power, roles,
    roles::Grant,
    sessions,
    settings::{self, policy::Policy},
};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StaffView {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub title: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub store: StoreRef,
    pub department: Option<Ref>,
    pub grants: Vec<GrantView>,
    pub language: Language,
    pub is_active: bool,
    /// By hand, or because of too many wrong passwords just now.
    pub is_locked: bool,
    pub last_seen_at: Option<DateTime<Utc>>,
    pub has_second_factor: bool,
    /// Until when they may sign in without a second factor; none when nobody asks one of them.
    pub factor_due_at: Option<DateTime<Utc>>,
    pub version: i32,
    /// `edit`, `set_password`, `lock`, `unlock`, `sign_out`, `take_off_factor`, `see_power`.
    pub can: Vec<&'static str>,
}

platform::has_version!(StaffView);

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GrantView {
    pub role: Ref,
    pub reach: Reach,
    /// The store it holds in; none over the group.
    pub store: Option<StoreRef>,
}

/// A colleague to choose.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StaffChoice {
    pub id: StaffId,
    pub name: String,
    pub title: Option<String>,
    pub store: StoreRef,
    pub department: Option<Ref>,
}

/// One person, as [`views`] shows many.
pub(super) async fn view(db: &Db<'_>, staff: &Staff) -> Result<StaffView> {
    views(db, std::slice::from_ref(staff)).await?.pop().ok_or(Error::NotFound)
}

/// People as shown to this caller, with as many queries for a page as for one.
pub(super) async fn views(db: &Db<'_>, staff: &[Staff]) -> Result<Vec<StaffView>> {
    let ids: Vec<StaffId> = staff.iter().map(|one| one.id).collect();
    let departments: Vec<DepartmentId> = staff.iter().filter_map(|one| one.department_id).collect();
    let surroundings = Surroundings {
        directory: directory(db).await?,
        departments: departments::store::names(db, &departments).await?,
        roles: roles::store::titles(db).await?,
        permissions: roles::store::all_permissions(db).await?,
        last_seen: store::last_seen(db, &ids).await?,
        locked: sessions::locked_logins(db, staff.iter().map(|one| one.login.as_str())).await?,
        factor_holders: factors::store::holders(db, &ids).await?,
        policy: settings::store::find(db).await?.0,
    };
    let mut grants: HashMap<StaffId, Vec<Grant>> = HashMap::new();
    for grant in store::grants_of(db, &ids).await? {
        grants.entry(grant.staff_id).or_default().push(grant);
    }
    let mut views = Vec::with_capacity(staff.len());
    for one in staff {
        let grants = grants.remove(&one.id).unwrap_or_default();
        views.push(surroundings.view(db, one, &grants).await?);
    }
    Ok(views)
}

/// A colleague to choose, named.
pub(super) async fn choices(db: &Db<'_>, lines: Vec<ChoiceLine>) -> Result<Vec<StaffChoice>> {
    let directory = directory(db).await?;
    let choice = |line: ChoiceLine| StaffChoice {
        id: line.id,
        name: line.name,
        title: line.title,
        store: directory.store(line.store),
        department: line.department.zip(line.department_name).map(|(id, name)| Ref { id: id.0, name }),
    };
    Ok(lines.into_iter().map(choice).collect())
}

/// What the views of one page have in common.
struct Surroundings {
    directory: std::sync::Arc<crate::Directory>,
    departments: HashMap<DepartmentId, String>,
    roles: HashMap<kernel::RoleId, String>,
    permissions: HashMap<kernel::RoleId, Vec<PermissionName>>,
    last_seen: HashMap<StaffId, DateTime<Utc>>,
    locked: Vec<String>,
    factor_holders: HashSet<StaffId>,
    policy: Policy,
}

impl Surroundings {
    async fn view(&self, db: &Db<'_>, staff: &Staff, grants: &[Grant]) -> Result<StaffView> {
        let (phone, email) = store::opened(db, staff)?;
        let is_locked = staff.locked_at.is_some() || self.locked.contains(&staff.login);
        let department = staff
            .department_id
            .map(|id| Ref { id: id.0, name: self.departments.get(&id).cloned().unwrap_or_default() });
        let roles: Vec<kernel::RoleId> = grants.iter().map(|grant| grant.role_id).collect();
        Ok(StaffView {
            id: staff.id,
            login: staff.login.clone(),
            name: staff.name.clone(),
            title: staff.title.clone(),
            phone,
            email,
            store: self.directory.store(staff.store_id),
            department,
            grants: grants.iter().map(|grant| self.grant(grant)).collect(),
            language: staff.language,
            is_active: staff.is_active,
            is_locked,
            last_seen_at: self.last_seen.get(&staff.id).copied(),
            has_second_factor: self.factor_holders.contains(&staff.id),
            factor_due_at: self.policy.factor_due(&roles, staff.created_at),
            version: staff.version,
            can: self.can(db, staff, grants, is_locked).await?,
        })
    }

    fn grant(&self, grant: &Grant) -> GrantView {
        GrantView {
            role: Ref { id: grant.role_id.0, name: self.roles.get(&grant.role_id).cloned().unwrap_or_default() },
            reach: grant.reach,
            store: grant.store_id.map(|store| self.directory.store(store)),
        }
    }

    async fn can(&self, db: &Db<'_>, staff: &Staff, grants: &[Grant], is_locked: bool) -> Result<Vec<&'static str>> {
        let may = |permission| db.scope().may_for(permission, staff.store_id, &[Some(staff.id)]);
        let mut can = Vec::new();
        let is_covered = power::store::beyond_own(db, &self.permissions, staff, grants).await?.is_none();
        if is_covered && may(PermissionName::ManageStaff) {
            can.extend(["edit", "set_password"]);
            if is_locked {
                can.push("unlock");
            } else if db.scope().staff() != Some(staff.id) {
                can.push("lock");
            }
            can.push("sign_out");
        }
        let has_factor = self.factor_holders.contains(&staff.id) && db.scope().staff() != Some(staff.id);
        if is_covered && has_factor && may(PermissionName::TakeOffFactors) {
            can.push("take_off_factor");
        }
        if may(PermissionName::SeePower) {
            can.push("see_power");
        }
        Ok(can)
    }
}
