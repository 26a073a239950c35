//! One deed to many tasks: each is done or refused on its own.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use kernel::{
    Error, Result, StaffId, TaskId,
    permission::{AssignTasks, DoTasks, Permission},
};
use platform::{
    Allowed, Tx,
    http::{Json, ProblemView, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::change;
use crate::deeds::{self, Act};

const TASKS_MAX: usize = 200;

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TasksDeed {
    /// 1 to 200 tasks; the answer keeps their order, and one named twice is taken once.
    pub ids: Vec<TaskId>,
    pub deed: TasksDeedKind,
    /// With `snooze`.
    pub until: Option<DateTime<Utc>>,
    /// With `assign`.
    pub staff_id: Option<StaffId>,
    /// With `complete`.
    pub outcome: Option<String>,
    /// With `complete` and `assign`.
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TasksDeedKind {
    Complete,
    Snooze,
    Assign,
    Cancel,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct TasksOutcome {
    pub done: Vec<TaskId>,
    pub refused: Vec<RefusedTask>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RefusedTask {
    pub id: TaskId,
    pub code: String,
    pub detail: String,
}

/// Completes, puts off, hands over or cancels many tasks. Those that can't be are named with the reason, the others are done.
#[utoipa::path(post, path = "/api/v1/tasks/bulk", tag = "tasks", operation_id = "change_tasks", request_body = TasksDeed,
    responses((status = 200, body = TasksOutcome),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
pub async fn change_tasks(allowed: Allowed<DoTasks>, Json(form): Json<TasksDeed>) -> Reply<Json<TasksOutcome>> {
    let act = form.act()?;
    let door = match form.deed {
        TasksDeedKind::Assign if !allowed.scope().may(AssignTasks::NAME) => {
            return Err(Error::Forbidden { permission: AssignTasks::NAME.name() }.into());
        }
        TasksDeedKind::Assign => allowed.under(AssignTasks::NAME),
        TasksDeedKind::Complete | TasksDeedKind::Snooze | TasksDeedKind::Cancel => allowed.under(DoTasks::NAME),
    };
    Ok(Json(door.write(async |tx| act_on_all(tx, &form.ids, &act).await).await?))
}

async fn act_on_all(tx: &mut Tx, ids: &[TaskId], act: &Act) -> Result<TasksOutcome> {
    let mut outcome = TasksOutcome::default();
    let mut seen = HashSet::new();
    for id in ids.iter().filter(|id| seen.insert(**id)) {
        match deeds::act_on(tx, *id, act.clone(), |_| Ok(())).await {
            Ok(_) => outcome.done.push(*id),
            // Refused before anything was written, so the transaction is whole.
            Err(Error::Refused { code, detail }) => outcome.refuse(*id, code, detail),
            Err(Error::NotFound) => {
                outcome.refuse(*id, "not_found", "There is no such task, or it is not yours to change.".into());
            }
            Err(Error::Stale { .. }) => {
                outcome.refuse(*id, "stale", "Somebody else was faster; look at the task again.".into());
            }
            Err(other) => return Err(other),
        }
    }
    Ok(outcome)
}

impl TasksOutcome {
    fn refuse(&mut self, id: TaskId, code: &str, detail: String) {
        self.refused.push(RefusedTask { id, code: code.to_owned(), detail });
    }
}

impl TasksDeed {
    fn act(&self) -> Result<Act> {
        if !(1..=TASKS_MAX).contains(&self.ids.len()) {
            return Err(Error::invalid("ids", "ids.count", format!("name 1 to {TASKS_MAX} tasks")));
        }
        let missing = |field: &str| Error::invalid(field, format!("{field}.missing"), "this deed needs it");
        match self.deed {
            TasksDeedKind::Complete => change::complete(self.outcome.clone(), self.note.as_deref()),
            TasksDeedKind::Snooze => change::snooze(self.until.ok_or_else(|| missing("until"))?),
            TasksDeedKind::Assign => {
                change::hand_over(self.staff_id.ok_or_else(|| missing("staff_id"))?, self.note.as_deref())
            }
            TasksDeedKind::Cancel => Ok(Act::Cancel),
        }
    }
}
