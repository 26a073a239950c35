//! The only file of the worklist that builds queries: find, list, count, add, save.

use chrono::{DateTime, Utc};
use journal::{
    About,
    events::{customers::StaffName, worklist::WorklistEvent},
};
use kernel::{CustomerId, Error, Result, StaffId, StoreId, TaskId, VehicleId};
use platform::{
    Db, Owned, Tx,
    database::paging::{Page, PageRequest, page, row_after, row_before},
    names::{self, Wanted},
};
use sea_orm::{
    ColumnTrait, Condition, Insert, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, SimpleExpr},
};

use crate::absences;
use crate::task::{Column, Entity, Priority, Task, TaskKind, TaskState};

/// Which tasks of a list; all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub whose: Whose,
    pub store: Option<StoreId>,
    pub state: StateFilter,
    pub due_from: Option<DateTime<Utc>>,
    /// Due before this instant.
    pub due_before: Option<DateTime<Utc>>,
    pub customer: Option<CustomerId>,
    pub vehicle: Option<VehicleId>,
    /// Any of these; none means all.
    pub kinds: Vec<TaskKind>,
    pub department: Option<String>,
    /// Only these, when given.
    pub ids: Option<Vec<TaskId>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    #[default]
    Anyones,
    Assigned(StaffId),
    Unassigned,
    OfStore(StoreId),
}

/// Whom or what tasks are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Customer(CustomerId),
    Vehicle(VehicleId),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateFilter {
    /// Open and not put off: what is to be done.
    #[default]
    Awake,
    /// Open, put off or not.
    Open,
    /// Open and put off.
    Asleep,
    Done,
    Cancelled,
    All,
}

/// A task about to be added by a department.
#[derive(Clone, Debug)]
pub struct Draft {
    pub store: StoreId,
    /// The name of the crate that wants it done.
    pub department: &'static str,
    pub title: String,
    pub kind: TaskKind,
    pub due_at: DateTime<Utc>,
    pub priority: Priority,
    pub customer: Option<CustomerId>,
    pub vehicle: Option<VehicleId>,
    pub assignee: Option<StaffId>,
    pub note: Option<String>,
}

platform::record! {
    /// What one person (or nobody) has to do.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Load { pub assignee: Option<StaffId>, pub open: i64, pub overdue: i64, pub today: i64, pub week: i64 }
}

/// The instants a summary counts by.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub now: DateTime<Utc>,
    pub today: (DateTime<Utc>, DateTime<Utc>),
    pub week: (DateTime<Utc>, DateTime<Utc>),
}

pub async fn find(db: &Db<'_>, id: TaskId) -> Result<Task> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page in the order of due times: the most urgent first, of done tasks the latest first.
pub async fn list(db: &Db<'_>, filter: &Filter, request: &PageRequest) -> Result<Page<Task>> {
    let limit = request.limit()?;
    let now = db.platform().clock().now();
    let mut select = db.select::<Entity>().filter(matching(filter, now));
    let key = || [Expr::col(Column::DueAt), Expr::col(Column::Id)];
    let newest_first = filter.state == StateFilter::Done;
    if let Some((due, id)) = request.after::<(DateTime<Utc>, TaskId)>()? {
        let values = [due.into(), id.into()];
        select = select.filter(if newest_first { row_before(key(), values) } else { row_after(key(), values) });
    }
    let order = if newest_first { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    let select = select.order_by(Column::DueAt, order.clone()).order_by(Column::Id, order);
    let rows = db.all(select.limit(limit + 1)).await?;
    page(rows, limit, |task| (task.due_at, task.id))
}

/// How many tasks a list has.
pub async fn count(db: &Db<'_>, filter: &Filter) -> Result<u64> {
    db.count_up_to(db.select::<Entity>().filter(matching(filter, db.platform().clock().now())), i64::MAX.unsigned_abs())
        .await
}

/// How many open tasks about a customer the caller sees, put off or not.
pub async fn open_of_customer(db: &Db<'_>, customer: CustomerId) -> Result<i64> {
    let filter = Filter { customer: Some(customer), state: StateFilter::Open, ..Filter::default() };
    Ok(i64::try_from(count(db, &filter).await?).unwrap_or(i64::MAX))
}

/// The open tasks about a customer or a car, put off or not, most urgent first.
pub async fn open_about(db: &Db<'_>, whom: Whom, limit: u64) -> Result<Vec<Task>> {
    let open = db.select::<Entity>().filter(Column::State.eq(TaskState::Open)).filter(match whom {
        Whom::Customer(id) => Column::CustomerId.eq(id),
        Whom::Vehicle(id) => Column::VehicleId.eq(id),
    });
    db.all(open.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit)).await
}

/// What is to be done next: open and awake, most urgent first.
pub async fn next_due(db: &Db<'_>, whose: Whose, store: Option<StoreId>, limit: u64) -> Result<Vec<Task>> {
    let filter = Filter { whose, store, ..Filter::default() };
    let awake = db.select::<Entity>().filter(matching(&filter, db.platform().clock().now()));
    db.all(awake.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit)).await
}

/// Open tasks whose due time has passed, the latest of all first, for those who must step in. Putting off does not hide them.
pub async fn overdue(db: &Db<'_>, whose: Whose, limit: u64) -> Result<Vec<Task>> {
    let now = db.platform().clock().now();
    let late = db.select::<Entity>().filter(Column::State.eq(TaskState::Open)).filter(Column::DueAt.lt(now));
    db.all(late.filter(of(whose)).order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit)).await
}

/// What is open and awake, per assignee.
pub async fn loads(db: &Db<'_>, whose: Whose, store: Option<StoreId>, days: Days) -> Result<Vec<Load>> {
    let filter = Filter { whose, store, ..Filter::default() };
    let awake = db.select::<Entity>().filter(matching(&filter, days.now));
    let counted = awake
        .select_only()
        .column(Column::AssigneeId)
        .expr(Expr::val(1).count())
        .expr(how_many(Column::DueAt.lt(days.now)))
        .expr(how_many(due_within(days.today)))
        .expr(how_many(due_within(days.week)))
        .group_by(Column::AssigneeId);
    db.fetch(&counted.into_query()).await
}

/// How many were done since an instant.
pub async fn done_since(db: &Db<'_>, whose: Whose, store: Option<StoreId>, since: DateTime<Utc>) -> Result<i64> {
    platform::record! { struct Counted { count: i64 } }
    let done = db.select::<Entity>().filter(Column::DoneAt.gte(since)).filter(of(whose).add_option(in_store(store)));
    let rows: Vec<Counted> = db.fetch(&done.select_only().expr(Expr::val(1).count()).into_query()).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// Adds a task and reports it.
pub async fn add(tx: &mut Tx, draft: Draft) -> Result<Task> {
    let task = minded(tx, task_of(tx, draft, None)).await?;
    tx.insert::<Entity>(task.clone()).await?;
    report_created(tx, &task).await?;
    Ok(task)
}

/// Adds a task unless the group has one under this key, open or closed; `None` when it has.
pub async fn add_once(tx: &mut Tx, unique_key: &str, draft: Draft) -> Result<Option<Task>> {
    let task = minded(tx, task_of(tx, draft, Some(unique_key.to_owned()))).await?;
    if !Entity::welcome(tx.scope(), &task) {
        return Err(Error::NotFound);
    }
    let insert = Insert::one(task.clone().into_active_model()).on_conflict(OnConflict::new().do_nothing().to_owned());
    if tx.execute(insert).await? == 0 {
        return Ok(None);
    }
    report_created(tx, &task).await?;
    Ok(Some(task))
}

/// Saves the task together with what happened to it; there is no way to save one without the other.
pub async fn save(tx: &mut Tx, task: Task, event: WorklistEvent) -> Result<Task> {
    let task = tx.replace::<Entity>(task).await?;
    journal::record(tx, about(&task), event).await?;
    Ok(task)
}

/// A person's name as events keep it.
pub async fn staff_name(db: &Db<'_>, id: StaffId) -> Result<StaffName> {
    let known = names::of(db, Wanted { staff: [id].into(), ..Wanted::default() }).await?;
    Ok(StaffName { id, name: known.staff(id).name })
}

/// Goes to the stand-in when whoever should do it is away and not back in time.
async fn minded(tx: &Tx, task: Task) -> Result<Task> {
    let Some(away) = task.assignee_id else { return Ok(task) };
    Ok(match absences::store::stand_in_for(tx, away, task.due_at).await? {
        Some(stand_in) => Task { assignee_id: Some(stand_in), stands_in_for: Some(away), ..task },
        None => task,
    })
}

async fn report_created(tx: &mut Tx, task: &Task) -> Result<()> {
    let assignee = match task.assignee_id {
        Some(id) => Some(staff_name(&tx.db(), id).await?),
        None => None,
    };
    let event = WorklistEvent::Created { task: task.id, title: task.title.clone(), due_at: task.due_at, assignee };
    journal::record(tx, about(task), event).await?;
    Ok(())
}

fn about(task: &Task) -> About {
    About::store(task.store_id).with_customer(task.customer_id).with_vehicle(task.vehicle_id)
}

fn task_of(tx: &Tx, draft: Draft, unique_key: Option<String>) -> Task {
    let now = tx.now();
    Task {
        id: TaskId::new(now),
        group_id: tx.scope().group(),
        store_id: draft.store,
        title: draft.title,
        kind: draft.kind,
        state: TaskState::Open,
        due_at: draft.due_at,
        priority: draft.priority,
        snoozed_until: None,
        customer_id: draft.customer,
        vehicle_id: draft.vehicle,
        assignee_id: draft.assignee,
        stands_in_for: None,
        created_by: tx.scope().staff(),
        department: draft.department.to_owned(),
        note: draft.note,
        outcome: None,
        done_at: None,
        unique_key,
        version: 1,
        created_at: now,
        changed_at: now,
    }
}

fn matching(filter: &Filter, now: DateTime<Utc>) -> Condition {
    let mut all = Condition::all().add(of(filter.whose)).add(in_state(filter.state, now));
    all = all.add_option(in_store(filter.store));
    all = all.add_option(filter.due_from.map(|from| Column::DueAt.gte(from)));
    all = all.add_option(filter.due_before.map(|before| Column::DueAt.lt(before)));
    all = all.add_option(filter.customer.map(|id| Column::CustomerId.eq(id)));
    all = all.add_option(filter.vehicle.map(|id| Column::VehicleId.eq(id)));
    all = all.add_option(filter.department.as_deref().map(|name| Column::Department.eq(name)));
    all = all.add_option(filter.ids.as_ref().map(|ids| Column::Id.is_in(ids.iter().copied())));
    if filter.kinds.is_empty() { all } else { all.add(Column::Kind.is_in(filter.kinds.iter().copied())) }
}

fn of(whose: Whose) -> Condition {
    match whose {
        Whose::Anyones => Condition::all(),
        Whose::Assigned(id) => Condition::all().add(Column::AssigneeId.eq(id)),
        Whose::Unassigned => Condition::all().add(Column::AssigneeId.is_null()),
        Whose::OfStore(id) => Condition::all().add(Column::StoreId.eq(id)),
    }
}

fn in_store(store: Option<StoreId>) -> Option<SimpleExpr> {
    store.map(|id| Column::StoreId.eq(id))
}

fn in_state(state: StateFilter, now: DateTime<Utc>) -> Condition {
    let open = || Condition::all().add(Column::State.eq(TaskState::Open));
    match state {
        StateFilter::Awake => {
            open().add(Condition::any().add(Column::SnoozedUntil.is_null()).add(Column::SnoozedUntil.lte(now)))
        }
        StateFilter::Open => open(),
        StateFilter::Asleep => open().add(Column::SnoozedUntil.gt(now)),
        StateFilter::Done => Condition::all().add(Column::State.eq(TaskState::Done)),
        StateFilter::Cancelled => Condition::all().add(Column::State.eq(TaskState::Cancelled)),
        StateFilter::All => Condition::all(),
    }
}

fn due_within((from, before): (DateTime<Utc>, DateTime<Utc>)) -> SimpleExpr {
    Column::DueAt.gte(from).and(Column::DueAt.lt(before))
}

fn how_many(condition: SimpleExpr) -> SimpleExpr {
    let one_or_none: SimpleExpr = CaseStatement::new().case(condition, 1).finally(0).into();
    one_or_none.sum()
}
