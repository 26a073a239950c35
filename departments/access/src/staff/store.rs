//! Finding, adding and saving staff with their grants.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use journal::{About, events::access::AccessEvent};
use kernel::{DepartmentId, Error, GrantId, Result, SessionId, StaffId, StoreId};
use platform::{
    Db, Door, Tx,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    NewGrant, NewStaff, Staff, StaffRefusal,
    member::{Column, Entity},
    rules::{Profile, settled},
};
use crate::{
    departments, factors, groups,
    memory::{Memory, changing},
    power,
    roles::{self, Grant, grant},
    sessions::{self, breached::must_be_good, guessable::Surroundings, password::PasswordHash},
    stores,
    taken::refused_when_taken,
};

/// What to look for in the list of staff.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct StaffFilter {
    /// Part of the name, or the beginning of the login.
    pub q: Option<String>,
    pub store: Option<StoreId>,
    pub department: Option<DepartmentId>,
    pub is_active: Option<bool>,
}

/// The person, or [`Error::NotFound`].
pub(crate) async fn find(db: &Db<'_>, id: StaffId) -> Result<Staff> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

pub(crate) async fn find_by_login(db: &Db<'_>, login: &str) -> Result<Option<Staff>> {
    db.maybe(db.select::<Entity>().filter(Column::Login.eq(login))).await
}

/// The person who signs in with this login, inside the scope.
pub async fn find_staff_by_login(db: &Db<'_>, login: &str) -> Result<Staff> {
    find_by_login(db, &super::login_of(login)).await?.ok_or(Error::NotFound)
}

/// A page of staff by login.
pub(crate) async fn list(db: &Db<'_>, filter: &StaffFilter, request: &PageRequest) -> Result<Page<Staff>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some(q) = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let login = Column::Login.starts_with(super::login_of(q));
        select = select.filter(Condition::any().add(Column::Name.contains(q)).add(login));
    }
    if let Some(store) = filter.store {
        select = select.filter(Column::StoreId.eq(store));
    }
    if let Some(department) = filter.department {
        select = select.filter(Column::DepartmentId.eq(department));
    }
    if let Some(is_active) = filter.is_active {
        select = select.filter(Column::IsActive.eq(is_active));
    }
    if let Some(last) = request.after::<String>()? {
        select = select.filter(Column::Login.gt(last));
    }
    let rows = db.all(select.order_by_asc(Column::Login).limit(limit + 1)).await?;
    page(rows, limit, |staff| staff.login.clone())
}

platform::record! {
    /// A person to choose, with what tells them from another of the same name.
    pub(crate) struct ChoiceLine {
        pub id: StaffId,
        pub name: String,
        pub title: Option<String>,
        pub store: StoreId,
        pub department: Option<DepartmentId>,
        pub department_name: Option<String>,
    }
}

/// The active colleagues in the stores one works in, by login; `q` is part of the name or the beginning of the login.
pub(crate) async fn choices(db: &Db<'_>, q: &str, store: Option<StoreId>, most: i64) -> Result<Vec<ChoiceLine>> {
    let directory = crate::directory::directory(db).await?;
    let span = db.scope().span();
    let stores = directory.stores(|id| span.welcomes(id) && store.is_none_or(|store| store == id));
    if stores.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (0..stores.len()).map(|index| format!("${}", index + 5)).collect();
    let text = format!(
        "select p.id, p.name, p.title, p.store_id, p.department_id, d.name from staff p
         left join departments d on d.id = p.department_id
         where p.group_id = $1 and p.is_active = true and (p.name like $2 or p.login like $3) and p.store_id in ({})
         order by p.login limit $4",
        places.join(", ")
    );
    let q = q.trim();
    let mut values: Vec<sea_orm::Value> = vec![
        db.scope().group().into(),
        format!("%{q}%").into(),
        format!("{}%", super::login_of(q)).into(),
        most.into(),
    ];
    values.extend(stores.iter().map(|store| sea_orm::Value::from(store.id)));
    db.fetch_text(&text, values).await
}

platform::record! {
    struct Seen { staff: StaffId, at: Option<DateTime<Utc>> }
}

/// When each of these people was last seen; those who never were are missing.
pub(crate) async fn last_seen(db: &Db<'_>, ids: &[StaffId]) -> Result<HashMap<StaffId, DateTime<Utc>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "select staff_id, max(seen_at) from sessions where staff_id in ({}) group by staff_id",
        places.join(", ")
    );
    let seen: Vec<Seen> = db.fetch_text(&text, ids.iter().map(|id| (*id).into()).collect()).await?;
    Ok(seen.into_iter().filter_map(|line| Some((line.staff, line.at?))).collect())
}

/// The grants of these people.
pub(crate) async fn grants_of(db: &Db<'_>, ids: &[StaffId]) -> Result<Vec<Grant>> {
    let of_these = grant::Column::StaffId.is_in(ids.iter().copied());
    db.all(db.select::<grant::Entity>().filter(of_these).order_by_asc(grant::Column::Id)).await
}

/// Adds a person with grants inside the caller's own power. `hash` comes from [`PasswordHash::of`], made before the
/// transaction began; the plain password in `new` is not read here.
pub async fn add_staff(tx: &mut Tx, new: &NewStaff, hash: Option<PasswordHash>) -> Result<Staff> {
    let profile = Profile::of_new(new).checked()?;
    must_be_free(tx, &profile.login, None).await?;
    let (now, id) = (tx.now(), StaffId::new(tx.now()));
    let (phone, email) = sealed(tx, id, &profile)?;
    let staff = Staff {
        id,
        group_id: tx.scope().group(),
        store_id: new.store_id,
        department_id: new.department_id,
        login: profile.login,
        name: profile.name,
        title: profile.title,
        phone,
        email,
        language: new.language,
        password_until: hash.as_ref().and_then(|hash| hash.until(now)),
        password_hash: hash.map(PasswordHash::into_text),
        is_active: true,
        locked_at: None,
        created_at: now,
        changed_at: now,
        version: 1,
    };
    must_fit_in(&tx.db(), &staff).await?;
    let grants = grants(tx, &staff, &settled(&new.grants, staff.store_id)).await?;
    power::store::must_cover(&tx.db(), &staff, &grants).await?;
    tx.insert::<Entity>(staff.clone()).await.map_err(refused_when_taken(StaffRefusal::LoginTaken))?;
    tx.insert_all::<grant::Entity>(grants).await?;
    let event = AccessEvent::StaffAdded { staff: staff.id, title: staff.name.clone() };
    journal::record(tx, About::store(staff.store_id), event).await?;
    Memory::of(tx.platform()).forget();
    Ok(staff)
}

/// Saves a person, with all grants when they changed, together with what happened.
pub(crate) async fn save(tx: &mut Tx, staff: Staff, grants: Option<Vec<Grant>>, event: AccessEvent) -> Result<Staff> {
    let saved = tx.replace::<Entity>(staff).await;
    let staff = saved.map_err(refused_when_taken(StaffRefusal::LoginTaken))?;
    if let Some(grants) = grants {
        tx.delete::<grant::Entity>(grant::Column::StaffId.eq(staff.id)).await?;
        tx.insert_all::<grant::Entity>(grants).await?;
    }
    journal::record(tx, About::store(staff.store_id), event).await?;
    Ok(staff)
}

/// Saves a new password and ends all sessions but the one given.
pub(crate) async fn set_password(
    tx: &mut Tx,
    mut staff: Staff,
    hash: PasswordHash,
    but: Option<SessionId>,
) -> Result<Staff> {
    staff.password_until = hash.until(tx.now());
    staff.password_hash = Some(hash.into_text());
    staff.changed_at = tx.now();
    let event = AccessEvent::PasswordChanged { staff: staff.id };
    let staff = save(tx, staff, None, event).await?;
    sessions::store::revoke_all(tx, &staff, but).await?;
    sessions::forget_failures(tx, &staff.login).await?;
    Ok(staff)
}

/// Gives somebody a new first password and takes every lock off: who runs the machine mends what nobody inside can.
pub async fn set_password_by_hand(door: &Door, login: &str, new: &str) -> Result<()> {
    let login = super::login_of(login);
    let staff = find_staff_by_login(&door.read(), &login).await?;
    let around = surroundings(&door.read(), &staff).await?;
    must_be_good(door.platform(), "password", new, &around).await?;
    let hash = PasswordHash::of(new).await?.as_first();
    changing(door, async |tx| {
        let mut staff = find_staff_by_login(&tx.db(), &login).await?;
        staff.locked_at = None;
        set_password(tx, staff, hash, None).await?;
        Ok(())
    })
    .await
}

/// What the password of this person must not be made of, and whether it stands alone.
pub(crate) async fn surroundings(db: &Db<'_>, staff: &Staff) -> Result<Surroundings> {
    let group = groups::store::find(db, staff.group_id).await?.name;
    let has_second_factor = factors::store::is_on(db, staff.id).await?;
    Ok(Surroundings { login: staff.login.clone(), names: vec![staff.name.clone(), group], has_second_factor })
}

/// The same for a person to be added.
pub(crate) async fn surroundings_of_new(db: &Db<'_>, new: &NewStaff) -> Result<Surroundings> {
    let group = groups::store::find(db, db.scope().group()).await?.name;
    let names = vec![new.name.trim().to_owned(), group];
    Ok(Surroundings { login: super::login_of(&new.login), names, has_second_factor: false })
}

/// The login must be nobody else's, in any group.
pub(crate) async fn must_be_free(tx: &Tx, login: &str, whose: Option<StaffId>) -> Result<()> {
    let taken: Vec<Taken> = tx.db().fetch_text("select id from staff where login = $1", vec![login.into()]).await?;
    match taken.first() {
        Some(other) if Some(other.id) != whose => Err(StaffRefusal::LoginTaken.into()),
        _ => Ok(()),
    }
}

platform::record! {
    struct Taken { id: StaffId }
}

/// Store and department must be of the group, the one inside the other, and the store inside the caller's reach.
pub(crate) async fn must_fit_in(db: &Db<'_>, staff: &Staff) -> Result<()> {
    let unknown =
        |field: &str, code: &str| Error::invalid(field, code, "there is no such record, or it is not yours to use");
    let is_store = stores::store::find(db, staff.store_id).await.is_ok();
    let is_oneself = db.scope().staff() == Some(staff.id);
    if !is_store || !(is_oneself || db.scope().span().covers(staff.store_id, &[])) {
        return Err(unknown("store_id", "store.unknown"));
    }
    let Some(department) = staff.department_id else { return Ok(()) };
    match departments::store::find(db, department).await {
        Ok(department) if department.store_id == staff.store_id => Ok(()),
        _ => Err(unknown("department_id", "department.unknown")),
    }
}

/// Grants as rows, their roles and stores found in the group.
pub(crate) async fn grants(tx: &Tx, staff: &Staff, wanted: &[NewGrant]) -> Result<Vec<Grant>> {
    let db = tx.db();
    let directory = crate::directory::directory(&db).await?;
    let mut grants = Vec::with_capacity(wanted.len());
    for new in wanted {
        let role = roles::store::find(&db, new.role_id).await.map_err(|error| match error {
            Error::NotFound => Error::invalid("grants", "role.unknown", "there is no such role in the group"),
            other => other,
        })?;
        if new.store_id.is_some_and(|store| directory.place(store).is_none()) {
            return Err(Error::invalid("grants", "store.unknown", "there is no such store in the group"));
        }
        grants.push(Grant {
            id: GrantId::new(tx.now()),
            group_id: staff.group_id,
            staff_id: staff.id,
            role_id: role.id,
            reach: new.reach,
            store_id: new.store_id,
        });
    }
    Ok(grants)
}

/// A text as it is kept, when there is one.
type Sealed = Option<Vec<u8>>;

/// Phone and e-mail of a profile as they are kept.
pub(crate) fn sealed(tx: &Tx, id: StaffId, profile: &Profile) -> Result<(Sealed, Sealed)> {
    let keys = tx.platform().keys();
    let seal = |field: &str, text: &Option<String>| {
        text.as_deref().map(|text| keys.seal(text, &context(field, id))).transpose()
    };
    Ok((seal("phone", &profile.phone)?, seal("email", &profile.email)?))
}

/// Phone and e-mail of a person in plain text.
pub(crate) fn opened(db: &Db<'_>, staff: &Staff) -> Result<(Option<String>, Option<String>)> {
    let keys = db.platform().keys();
    let open = |field: &str, sealed: &Option<Vec<u8>>| {
        sealed.as_deref().map(|sealed| keys.open(sealed, &context(field, staff.id))).transpose()
    };
    Ok((open("phone", &staff.phone)?, open("email", &staff.email)?))
}

fn context(field: &str, id: StaffId) -> Vec<u8> {
    format!("staff.{field}/{id}").into_bytes()
}
