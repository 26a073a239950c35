//! Finding, adding, saving and removing departments.

use std::collections::HashMap;

use journal::{About, events::access::AccessEvent};
use kernel::{DepartmentId, Error, Result, StaffId, StoreId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Department, DepartmentKind, DepartmentRefusal, NewDepartment,
    department::{Column, Entity},
    rules::checked_name,
};
use crate::{power, staff, stores, taken::refused_when_taken};

/// The department, or [`Error::NotFound`].
pub(crate) async fn find(db: &Db<'_>, id: DepartmentId) -> Result<Department> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The first department of this kind in a store, if it has one.
pub async fn find_department(db: &Db<'_>, store: StoreId, kind: DepartmentKind) -> Result<Option<Department>> {
    let of_kind = db.select::<Entity>().filter(Column::StoreId.eq(store)).filter(Column::Kind.eq(kind));
    db.maybe(of_kind.order_by_asc(Column::Id).limit(1)).await
}

/// A page of departments in the order they were made, of one store when given.
pub(crate) async fn list(db: &Db<'_>, store: Option<StoreId>, request: &PageRequest) -> Result<Page<Department>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some(store) = store {
        select = select.filter(Column::StoreId.eq(store));
    }
    if let Some(last) = request.after::<DepartmentId>()? {
        select = select.filter(Column::Id.gt(last));
    }
    let rows = db.all(select.order_by_asc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |department| department.id)
}

/// What these departments are called; those unknown are missing.
pub(crate) async fn names(db: &Db<'_>, ids: &[DepartmentId]) -> Result<HashMap<DepartmentId, String>> {
    let rows = db.all(db.select::<Entity>().filter(Column::Id.is_in(ids.iter().copied()))).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

platform::record! {
    struct Members { department: DepartmentId, count: i64 }
}

/// How many active people belong to each of these departments; empty ones are missing.
pub(crate) async fn members(db: &Db<'_>, ids: &[DepartmentId]) -> Result<HashMap<DepartmentId, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "select department_id, count(*) from staff where is_active = true and department_id in ({}) group by department_id",
        places.join(", ")
    );
    let counted: Vec<Members> = db.fetch_text(&text, ids.iter().map(|id| (*id).into()).collect()).await?;
    Ok(counted.into_iter().map(|line| (line.department, line.count)).collect())
}

/// Adds a department to a store the caller's permission reaches.
pub async fn add_department(tx: &mut Tx, new: &NewDepartment) -> Result<Department> {
    let store = stores::store::find(&tx.db(), new.store_id).await?;
    let now = tx.now();
    let department = Department {
        id: DepartmentId::new(now),
        group_id: store.group_id,
        store_id: store.id,
        name: checked_name(&new.name)?,
        kind: new.kind,
        head_id: new.head_id,
        created_at: now,
        changed_at: now,
        version: 1,
    };
    must_be_sound(&tx.db(), &department).await?;
    let event = AccessEvent::DepartmentAdded { title: department.name.clone() };
    tx.insert::<Entity>(department.clone()).await.map_err(refused_when_taken(DepartmentRefusal::NameTaken))?;
    must_be_led_soundly(&tx.db(), &department).await?;
    journal::record(tx, About::store(store.id), event).await?;
    Ok(department)
}

/// Saves a department together with what happened to it; `led_before` is who led it until now.
pub(crate) async fn save(
    tx: &mut Tx,
    department: Department,
    led_before: Option<StaffId>,
    event: AccessEvent,
) -> Result<Department> {
    must_be_sound(&tx.db(), &department).await?;
    let saved = tx.replace::<Entity>(department).await;
    let department = saved.map_err(refused_when_taken(DepartmentRefusal::NameTaken))?;
    if department.head_id != led_before {
        must_be_led_soundly(&tx.db(), &department).await?;
    }
    journal::record(tx, About::store(department.store_id), event).await?;
    Ok(department)
}

/// Removes a department nobody belongs to, not even somebody who left.
pub(crate) async fn remove(tx: &mut Tx, department: &Department) -> Result<()> {
    let counted: Vec<Count> =
        tx.db().fetch_text("select count(*) from staff where department_id = $1", vec![department.id.into()]).await?;
    let event = department.remove(counted.first().map_or(0, |line| line.count))?;
    tx.delete::<Entity>(Column::Id.eq(department.id)).await?;
    journal::record(tx, About::store(department.store_id), event).await?;
    Ok(())
}

platform::record! {
    struct Count { count: i64 }
}

/// The name must be free in the store.
async fn must_be_sound(db: &Db<'_>, department: &Department) -> Result<()> {
    let same_name = db
        .select::<Entity>()
        .filter(Column::StoreId.eq(department.store_id))
        .filter(Column::Name.eq(department.name.as_str()))
        .filter(Column::Id.ne(department.id));
    match db.maybe(same_name).await? {
        Some(_) => Err(DepartmentRefusal::NameTaken.into()),
        None => Ok(()),
    }
}

/// The head must be somebody the caller reaches, and leading must not lift them above the caller: a team reach grows by it.
async fn must_be_led_soundly(db: &Db<'_>, department: &Department) -> Result<()> {
    let Some(head) = department.head_id else { return Ok(()) };
    let head = staff::store::find(db, head).await.ok().filter(|head| head.is_active);
    let Some(head) = head else {
        return Err(Error::invalid(
            "head_id",
            "staff.unknown",
            "there is no such person, or they are not yours to choose",
        ));
    };
    let grants = staff::store::grants_of(db, &[head.id]).await?;
    power::store::must_cover(db, &head, &grants).await
}
