//! What others see of tasks: a view with names, its light and what the caller can do to it now.

use chrono::{DateTime, Utc};
use kernel::{
    CustomerId, PermissionName, Result, StoreId, TaskId, VehicleId,
    permission::{AssignTasks, DoTasks, Permission, SeeTasks},
    time::Calendar,
};
use platform::{
    Db, Scope,
    names::{self, Known, Ref, StoreRef, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    rules::{Deed, Sla},
    store::{self, Days, Load, Whom, Whose},
    task::{Priority, Task, TaskKind, TaskState},
};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskView {
    pub id: TaskId,
    pub title: String,
    pub kind: TaskKind,
    pub state: TaskState,
    pub due_at: DateTime<Utc>,
    pub sla: Sla,
    pub priority: Priority,
    pub snoozed_until: Option<DateTime<Utc>>,
    pub customer: Option<Ref>,
    pub vehicle: Option<Ref>,
    pub assignee: Option<Ref>,
    /// Whose work it is, while they are away.
    pub stands_in_for: Option<Ref>,
    pub created_by: Option<Ref>,
    pub department: String,
    pub note: Option<String>,
    pub outcome: Option<String>,
    pub store: StoreRef,
    pub created_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
    pub version: i32,
    /// The deeds allowed now: edit, complete, reopen, cancel, snooze, wake, assign.
    pub can: Vec<&'static str>,
}

platform::has_version!(TaskView);

/// The work list in numbers. What is put off does not count until it wakes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskSummary {
    pub open: i64,
    pub overdue: i64,
    /// Due today, what has passed already included.
    pub today: i64,
    /// Due in this week, Monday to Sunday.
    pub week: i64,
    pub done_today: i64,
    /// The latest first; tasks of nobody are in the sums only.
    pub by_assignee: Vec<AssigneeLoad>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssigneeLoad {
    pub assignee: Ref,
    pub open: i64,
    pub overdue: i64,
}

/// The open tasks about a customer that the caller may see, most urgent first.
pub async fn of_customer(db: &Db<'_>, id: CustomerId, limit: u64) -> Result<Vec<TaskView>> {
    let db = db.under(SeeTasks::NAME);
    views(&db, store::open_about(&db, Whom::Customer(id), limit).await?).await
}

/// The open tasks about a car that the caller may see, most urgent first.
pub async fn of_vehicle(db: &Db<'_>, id: VehicleId, limit: u64) -> Result<Vec<TaskView>> {
    let db = db.under(SeeTasks::NAME);
    views(&db, store::open_about(&db, Whom::Vehicle(id), limit).await?).await
}

/// The next tasks on the caller's own list, for the home page; of all they see when a machine asks.
pub async fn next_due(db: &Db<'_>, store: Option<StoreId>, limit: u64) -> Result<Vec<TaskView>> {
    let db = db.under(SeeTasks::NAME);
    let whose = db.scope().staff().map_or(Whose::Anyones, Whose::Assigned);
    views(&db, store::next_due(&db, whose, store, limit).await?).await
}

/// Open tasks whose due time has passed, the latest of all first; for those who must step in.
pub async fn overdue(db: &Db<'_>, whose: Whose, limit: u64) -> Result<Vec<TaskView>> {
    let db = db.under(SeeTasks::NAME);
    views(&db, store::overdue(&db, whose, limit).await?).await
}

/// The numbers of the work list the caller sees, of one store or of all. Days are those of that store, else of the caller's.
pub async fn summary(db: &Db<'_>, whose: Whose, store: Option<StoreId>) -> Result<TaskSummary> {
    let db = db.under(SeeTasks::NAME);
    let days = days(calendar_of(&db, store.or(db.scope().home())).await?, db.platform().clock().now());
    let mut loads = store::loads(&db, whose, store, days).await?;
    let done_today = store::done_since(&db, whose, store, days.today.0).await?;
    let sum = |count: fn(&Load) -> i64| loads.iter().map(count).sum();
    let (open, overdue) = (sum(|load| load.open), sum(|load| load.overdue));
    let (today, week) = (sum(|load| load.today), sum(|load| load.week));
    loads.sort_by_key(|load| (std::cmp::Reverse((load.overdue, load.open)), load.assignee));
    let staff = loads.iter().filter_map(|load| load.assignee).collect();
    let known = names::of(&db, Wanted { staff, ..Wanted::default() }).await?;
    let of_person = |load: &Load| {
        load.assignee.map(|id| AssigneeLoad { assignee: known.staff(id), open: load.open, overdue: load.overdue })
    };
    let by_assignee = loads.iter().filter_map(of_person).collect();
    Ok(TaskSummary { open, overdue, today, week, done_today, by_assignee })
}

/// Views of these tasks, with all names from one question.
pub async fn views(db: &Db<'_>, tasks: Vec<Task>) -> Result<Vec<TaskView>> {
    let known = names::of(db, wanted(&tasks)).await?;
    let now = db.platform().clock().now();
    Ok(tasks.into_iter().map(|task| view(db.scope(), task, &known, now)).collect())
}

pub(crate) async fn view_of(db: &Db<'_>, task: Task) -> Result<TaskView> {
    let known = names::of(db, wanted(std::slice::from_ref(&task))).await?;
    Ok(view(db.scope(), task, &known, db.platform().clock().now()))
}

/// The calendar of a store, the default one when none is known.
pub(crate) async fn calendar_of(db: &Db<'_>, store: Option<StoreId>) -> Result<Calendar> {
    let Some(store) = store else { return Ok(Calendar::default()) };
    let known = names::of(db, Wanted { stores: [store].into(), ..Wanted::default() }).await?;
    Ok(known.calendar(store))
}

fn wanted(tasks: &[Task]) -> Wanted {
    Wanted {
        customers: tasks.iter().filter_map(|task| task.customer_id).collect(),
        vehicles: tasks.iter().filter_map(|task| task.vehicle_id).collect(),
        staff: tasks
            .iter()
            .flat_map(|task| [task.assignee_id, task.stands_in_for, task.created_by])
            .flatten()
            .collect(),
        stores: tasks.iter().map(|task| task.store_id).collect(),
    }
}

fn view(scope: &Scope, task: Task, known: &Known, now: DateTime<Utc>) -> TaskView {
    TaskView {
        id: task.id,
        sla: task.sla(now, known.calendar(task.store_id)),
        can: allowed_deeds(scope, &task, now),
        kind: task.kind,
        state: task.state,
        due_at: task.due_at,
        priority: task.priority,
        snoozed_until: task.snoozed_until,
        customer: task.customer_id.map(|id| known.customer(id)),
        vehicle: task.vehicle_id.map(|id| known.vehicle(id)),
        assignee: task.assignee_id.map(|id| known.staff(id)),
        stands_in_for: task.stands_in_for.map(|id| known.staff(id)),
        created_by: task.created_by.map(|id| known.staff(id)),
        store: known.store(task.store_id),
        title: task.title,
        department: task.department,
        note: task.note,
        outcome: task.outcome,
        created_at: task.created_at,
        done_at: task.done_at,
        version: task.version,
    }
}

fn allowed_deeds(scope: &Scope, task: &Task, now: DateTime<Utc>) -> Vec<&'static str> {
    let may = |permission: PermissionName| scope.may_for(permission, task.store_id, &[task.assignee_id]);
    let (may_do, may_assign) = (may(DoTasks::NAME), may(AssignTasks::NAME));
    [Deed::Edit, Deed::Complete, Deed::Reopen, Deed::Cancel, Deed::Snooze, Deed::Wake, Deed::Assign]
        .into_iter()
        .filter(|deed| if *deed == Deed::Assign { may_assign } else { may_do })
        .filter(|deed| task.permits(*deed, now).is_ok())
        .map(Deed::name)
        .collect()
}

fn days(calendar: Calendar, now: DateTime<Utc>) -> Days {
    let today = calendar.day(now);
    let week = today.week(chrono::Weekday::Mon);
    Days {
        now,
        today: (calendar.start_of(today), calendar.end_of(today)),
        week: (calendar.start_of(week.first_day()), calendar.end_of(week.last_day())),
    }
}
