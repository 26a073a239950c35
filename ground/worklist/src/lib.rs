//! What people must do: one work list over all departments, with due times, a traffic light, putting off and handing over.
//!
//! Departments add tasks with [`add`], listeners with [`add_once`] (hearing an entry twice adds one task), forms that carry a
//! next task with [`add_asked`]; each works inside the caller's transaction. What is put off wakes by itself, because lists
//! compare with the clock; only [`absences`] leave jobs, which hand tasks over and back. Who sees a task is decided by `see_tasks` over its store and its
//! assignee; names of customers, cars and staff come from [`platform::Names`], because this crate stands below those who keep them.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

use platform::{Platform, jobs::JobKind, traces::Trace};
use utoipa_axum::router::OpenApiRouter;

pub mod absences;
mod asked;
mod deeds;
mod http;
mod keyed;
pub mod listing;
mod migrations;
mod rules;
mod store;
mod task;
mod view;

pub use asked::{NewTask, add_asked};
pub use deeds::complete;
pub use keyed::{settle, steer, withdraw};
pub use migrations::{FOLLOWS, FOLLOWS_VEHICLE, MIGRATIONS};
pub use rules::Sla;
pub use store::{Draft, Whose, add, add_once, open_of_customer};
pub use task::{Entity as TaskEntity, Priority, Task, TaskKind, TaskState};
pub use view::{AssigneeLoad, TaskSummary, TaskView, next_due, of_customer, of_vehicle, overdue, summary, views};

/// All endpoints of the worklist.
pub fn routes() -> OpenApiRouter<Platform> {
    http::routes().merge(absences::http::routes())
}

/// The kinds of work the worklist leaves for the job runner.
pub fn jobs() -> Vec<JobKind> {
    absences::jobs::kinds()
}

/// What tasks hold of a person. A done task stays, for it counts in the figures of who did it.
pub const TRACES: &[Trace] = &[Trace::blanked(
    "tasks",
    &["customer_id"],
    "title = '', note = null, customer_id = null, vehicle_id = null, snoozed_until = null, changed_at = $1, version = version + 1, \
     state = case when state = 'open' then 'cancelled' else state end",
)
.and_of_cars(&["vehicle_id"])
.written_in(&["title", "note", "outcome"]),
Trace::nobody("absences", "who of the staff is away").written_in(&["reason"])];

/// The department of tasks that people give themselves and each other.
pub const DEPARTMENT: &str = "worklist";
