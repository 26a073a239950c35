//! Reads who holds which grants, and what they come to.

use std::collections::{BTreeMap, HashMap};

use kernel::{Error, Language, PermissionName, Reach, Result, RoleId, SessionId, StaffId, StoreId};
use platform::{Actor, Admission, Db, Span, Tx};

use super::{
    desk,
    rules::{Gift, PowerRefusal, may_give},
    span::span_of,
};
use crate::{
    roles::{self, Grant},
    staff::Staff,
};

platform::record! {
    struct Line { role: RoleId, reach: Reach, store: Option<StoreId>, permission: String }
}

platform::record! {
    struct Person { id: StaffId }
}

platform::record! {
    struct Counted { count: i64 }
}

/// One permission as one grant gives it.
#[derive(Clone, Debug)]
pub(crate) struct Reason {
    pub permission: PermissionName,
    pub role: RoleId,
    pub reach: Reach,
    pub store: Option<StoreId>,
    pub span: Span,
}

/// Every permission of this person with the grant that gives it. The caller has found the person inside the scope.
pub(crate) async fn reasons_of(db: &Db<'_>, staff: &Staff) -> Result<Vec<Reason>> {
    let lines: Vec<Line> = db
        .fetch_text(
            "select g.role_id, g.reach, g.store_id, p.permission from grants g
             join role_permissions p on p.role_id = g.role_id where g.staff_id = $1",
            vec![staff.id.into()],
        )
        .await?;
    let mut teams: HashMap<StoreId, Vec<StaffId>> = HashMap::new();
    for line in &lines {
        if let (Reach::Team, Some(store)) = (line.reach, line.store)
            && !teams.contains_key(&store)
        {
            teams.insert(store, team_of(db, staff, store).await?);
        }
    }
    let reasons = lines.into_iter().filter_map(|line| {
        let team = line.store.and_then(|store| teams.get(&store)).map_or(&[][..], Vec::as_slice);
        Some(Reason {
            permission: PermissionName::find(&line.permission)?,
            role: line.role,
            reach: line.reach,
            store: line.store,
            span: span_of(line.reach, line.store, Some(staff.id), team),
        })
    });
    Ok(reasons.collect())
}

/// The union of all grants, permission by permission.
pub(crate) fn spans_of(reasons: &[Reason]) -> BTreeMap<PermissionName, Span> {
    let mut spans: BTreeMap<PermissionName, Span> = BTreeMap::new();
    for reason in reasons {
        spans.entry(reason.permission).or_default().join(&reason.span);
    }
    spans
}

/// How this person comes in, with a session or as others look at what they see.
pub(crate) async fn admission(
    db: &Db<'_>,
    staff: &Staff,
    reasons: &[Reason],
    session: Option<SessionId>,
) -> Result<Admission> {
    Ok(Admission {
        group: staff.group_id,
        actor: Actor::Staff { id: staff.id, name: staff.name.clone() },
        language: staff.language,
        spans: spans_of(reasons).into(),
        session,
        home: Some(staff.store_id),
        desk: desk::of(db, staff).await?,
        duty: None,
    })
}

/// The people of this person's team in a store: of the own department and those one heads, in another store of its
/// departments of the same kind.
async fn team_of(db: &Db<'_>, staff: &Staff, store: StoreId) -> Result<Vec<StaffId>> {
    let people: Vec<Person> = db
        .fetch_text(
            "select p.id from staff p join departments d on d.id = p.department_id
             where d.store_id = $1 and (d.id = $2 or d.head_id = $3
                 or (d.store_id <> $4 and d.kind = (select kind from departments where id = $2)))",
            vec![store.into(), staff.department_id.into(), staff.id.into(), staff.store_id.into()],
        )
        .await?;
    Ok(people.into_iter().map(|person| person.id).collect())
}

/// Refuses unless the caller could give these grants to this person, and so may also take them or act for the person.
pub(crate) async fn must_cover(db: &Db<'_>, staff: &Staff, grants: &[Grant]) -> Result<()> {
    let permissions = roles::store::all_permissions(db).await?;
    match beyond_own(db, &permissions, staff, grants).await? {
        Some(refusal) => Err(refusal.into()),
        None => Ok(()),
    }
}

/// Why the caller could not give these grants to this person, if so; `permissions` are those of all roles.
pub(crate) async fn beyond_own(
    db: &Db<'_>,
    permissions: &HashMap<RoleId, Vec<PermissionName>>,
    staff: &Staff,
    grants: &[Grant],
) -> Result<Option<PowerRefusal>> {
    let scope = db.scope();
    for grant in grants {
        let permissions = permissions.get(&grant.role_id).map_or(&[][..], Vec::as_slice);
        let mut people = match (grant.reach, grant.store_id) {
            (Reach::Team, Some(store)) => team_of(db, staff, store).await?,
            _ => Vec::new(),
        };
        people.push(staff.id);
        let gift = Gift { permissions, reach: grant.reach, store: grant.store_id, people: &people };
        if let Err(refusal) = may_give(|permission| scope.span_of(permission), &gift) {
            return Ok(Some(refusal));
        }
    }
    Ok(None)
}

/// Refuses unless the caller holds all these permissions over this store or the whole group, as whoever makes keys (or,
/// over the group, shapes roles) must.
pub(crate) fn must_cover_place(
    db: &Db<'_>,
    permissions: &[PermissionName],
    reach: Reach,
    store: Option<StoreId>,
) -> Result<()> {
    let gift = Gift { permissions, reach, store, people: &[] };
    Ok(may_give(|permission| db.scope().span_of(permission), &gift)?)
}

/// Runs a change of power, one at a time per group, and refuses it when it would leave the group without anyone who manages
/// staff and roles everywhere.
pub(crate) async fn keeping_an_administrator<T>(
    tx: &mut Tx,
    change: impl AsyncFnOnce(&mut Tx) -> Result<T>,
) -> Result<T> {
    let group = tx.scope().group();
    let held: Vec<Name> =
        tx.db().fetch_text("select name from dealer_groups where id = $1 {hold}", vec![group.into()]).await?;
    if held.is_empty() {
        return Err(Error::NotFound);
    }
    let before = administrators(&tx.db()).await?;
    let value = change(tx).await?;
    if before > 0 && administrators(&tx.db()).await? == 0 {
        return Err(PowerRefusal::LastAdministrator.into());
    }
    Ok(value)
}

platform::record! {
    struct Name { _name: String }
}

platform::record! {
    /// Somebody who may do something over the whole group.
    #[derive(Clone, Debug)]
    pub struct Holder {
        pub id: StaffId,
        pub store_id: StoreId,
        /// In which they read.
        pub language: Language,
    }
}

/// The active people who may do this over the whole group, by login.
pub async fn holders_over_the_group(db: &Db<'_>, permission: PermissionName) -> Result<Vec<Holder>> {
    let sql = "select s.id, s.store_id, s.language from staff s where s.group_id = $1 and s.is_active = true
        and exists (select 1 from grants g join role_permissions p on p.role_id = g.role_id
            where g.staff_id = s.id and g.reach = 'group' and p.permission = $2)
        order by s.login";
    db.fetch_text(sql, vec![db.scope().group().into(), permission.name().into()]).await
}

async fn administrators(db: &Db<'_>) -> Result<i64> {
    let counted: Vec<Counted> = db
        .fetch_text(
            "select count(*) from staff s where s.group_id = $1 and s.is_active = true and s.locked_at is null
             and s.password_hash is not null
             and exists (select 1 from grants g join role_permissions p on p.role_id = g.role_id
                 where g.staff_id = s.id and g.reach = 'group' and p.permission = $2)
             and exists (select 1 from grants g join role_permissions p on p.role_id = g.role_id
                 where g.staff_id = s.id and g.reach = 'group' and p.permission = $3)",
            vec![
                db.scope().group().into(),
                PermissionName::ManageStaff.name().into(),
                PermissionName::ManageRoles.name().into(),
            ],
        )
        .await?;
    Ok(counted.first().map_or(0, |row| row.count))
}
