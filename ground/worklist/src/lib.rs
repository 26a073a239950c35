//! What people must do: one work list over all departments, with due times, a traffic light, putting off and handing over.
//!
//! Departments add tasks with [`add`], listeners with [`add_once`] (hearing an entry twice adds one task), forms that carry a
//! next task with [`add_asked`]; each works inside the caller's transaction. What is put off wakes by itself, because lists
//! compare with the clock: nothing runs in the background. Who sees a task is decided by `see_tasks` over its store and its
//! assignee; names of customers, cars and staff come from [`platform::Names`], because this crate stands below those who keep them.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

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
pub use http::routes;
pub use keyed::{settle, steer};
pub use migrations::MIGRATIONS;
pub use rules::Sla;
pub use store::{Draft, Whose, add, add_once};
pub use task::{Entity as TaskEntity, Priority, Task, TaskKind, TaskState};
pub use view::{AssigneeLoad, TaskSummary, TaskView, next_due, of_customer, of_vehicle, overdue, summary, views};

/// The department of tasks that people give themselves and each other.
pub const DEPARTMENT: &str = "worklist";
