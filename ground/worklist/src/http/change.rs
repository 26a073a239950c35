//! Adding one task and doing something to one.

use chrono::{DateTime, Utc};
use kernel::{
    CustomerId, Error, Fault, Result, StaffId, TaskId, VehicleId,
    permission::{AssignTasks, DoTasks},
};
use platform::{
    Allowed, Door,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use crate::{
    DEPARTMENT,
    asked::{self, NewTask},
    deeds::{self, Act},
    rules::Changes,
    store,
    task::{Priority, TaskKind},
    view::{self, TaskView},
};

const VERSION_SEEN: &str =
    "The version seen, \"3\"; when the task has another one now, the answer is 412 with the task as it is.";

/// New values of a task; what is not given stays, null clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskChanges {
    pub title: Option<String>,
    pub kind: Option<TaskKind>,
    pub due_at: Option<DateTime<Utc>>,
    pub priority: Option<Priority>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub note: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<CustomerId>)]
    pub customer_id: Option<Option<CustomerId>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<VehicleId>)]
    pub vehicle_id: Option<Option<VehicleId>>,
}

/// What came of it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskCompletion {
    /// A code: reached, no_answer, interested, not_interested, booked, wrong_number or another in small letters.
    pub outcome: Option<String>,
    /// Added below the note of the task.
    pub note: Option<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskSnooze {
    /// At most 90 days ahead.
    pub until: DateTime<Utc>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskHandOver {
    pub staff_id: StaffId,
    /// What the next person should know; kept in the timeline.
    pub note: Option<String>,
}

/// Adds a task.
#[utoipa::path(post, path = "/api/v1/tasks", tag = "tasks", operation_id = "add_task", request_body = NewTask,
    responses((status = 201, body = TaskView),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
pub async fn add_task(
    allowed: Allowed<DoTasks>,
    Json(form): Json<NewTask>,
) -> Reply<(http::StatusCode, Json<TaskView>)> {
    let task = allowed.write(async |tx| asked::add_asked(tx, DEPARTMENT, form).await).await?;
    Ok((http::StatusCode::CREATED, Json(view::view_of(&allowed.read(), task).await?)))
}

/// Changes what an open task says.
#[utoipa::path(patch, path = "/api/v1/tasks/{id}", tag = "tasks", operation_id = "edit_task", request_body = TaskChanges,
    params(("id" = TaskId, Path), ("If-Match" = Option<String>, Header, description = VERSION_SEEN)),
    responses((status = 200, body = TaskView),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 412, body = ProblemView, content_type = "application/problem+json")))]
pub async fn edit_task(
    allowed: Allowed<DoTasks>,
    Path(id): Path<TaskId>,
    if_match: IfMatch,
    Json(form): Json<TaskChanges>,
) -> Reply<Fresh<TaskView>> {
    act(&allowed, id, if_match, Act::Edit(Box::new(form.checked()?))).await
}

/// Ticks a task off.
#[utoipa::path(put, path = "/api/v1/tasks/{id}/completion", tag = "tasks", operation_id = "complete_task",
    request_body = TaskCompletion,
    params(("id" = TaskId, Path), ("If-Match" = Option<String>, Header, description = VERSION_SEEN)),
    responses((status = 200, body = TaskView),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
pub async fn complete_task(
    allowed: Allowed<DoTasks>,
    Path(id): Path<TaskId>,
    if_match: IfMatch,
    Json(form): Json<TaskCompletion>,
) -> Reply<Fresh<TaskView>> {
    let completion = complete(form.outcome, form.note.as_deref())?;
    act(&allowed, id, if_match, completion).await
}

/// Opens a done or cancelled task again.
#[utoipa::path(delete, path = "/api/v1/tasks/{id}/completion", tag = "tasks", operation_id = "reopen_task",
    params(("id" = TaskId, Path), ("If-Match" = Option<String>, Header, description = VERSION_SEEN)),
    responses((status = 200, body = TaskView),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
pub async fn reopen_task(
    allowed: Allowed<DoTasks>,
    Path(id): Path<TaskId>,
    if_match: IfMatch,
) -> Reply<Fresh<TaskView>> {
    act(&allowed, id, if_match, Act::Reopen).await
}

/// Takes a task off the list without doing it.
#[utoipa::path(put, path = "/api/v1/tasks/{id}/cancellation", tag = "tasks", operation_id = "cancel_task",
    params(("id" = TaskId, Path), ("If-Match" = Option<String>, Header, description = VERSION_SEEN)),
    responses((status = 200, body = TaskView),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
pub async fn cancel_task(
    allowed: Allowed<DoTasks>,
    Path(id): Path<TaskId>,
    if_match: IfMatch,
) -> Reply<Fresh<TaskView>> {
    act(&allowed, id, if_match, Act::Cancel).await
}

/// Puts a task off.
#[utoipa::path(put, path = "/api/v1/tasks/{id}/snooze", tag = "tasks", operation_id = "snooze_task", request_body = TaskSnooze,
    params(("id" = TaskId, Path), ("If-Match" = Option<String>, Header, description = VERSION_SEEN)),
    responses((status = 200, body = TaskView),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
pub async fn snooze_task(
    allowed: Allowed<DoTasks>,
    Path(id): Path<TaskId>,
    if_match: IfMatch,
    Json(form): Json<TaskSnooze>,
) -> Reply<Fresh<TaskView>> {
    act(&allowed, id, if_match, snooze(form.until)?).await
}

/// Puts a task that was put off back on the list.
#[utoipa::path(delete, path = "/api/v1/tasks/{id}/snooze", tag = "tasks", operation_id = "wake_task",
    params(("id" = TaskId, Path), ("If-Match" = Option<String>, Header, description = VERSION_SEEN)),
    responses((status = 200, body = TaskView),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
pub async fn wake_task(allowed: Allowed<DoTasks>, Path(id): Path<TaskId>, if_match: IfMatch) -> Reply<Fresh<TaskView>> {
    act(&allowed, id, if_match, Act::Wake).await
}

/// Gives a task to somebody else.
#[utoipa::path(put, path = "/api/v1/tasks/{id}/assignee", tag = "tasks", operation_id = "hand_task_over",
    request_body = TaskHandOver,
    params(("id" = TaskId, Path), ("If-Match" = Option<String>, Header, description = VERSION_SEEN)),
    responses((status = 200, body = TaskView),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
pub async fn hand_task_over(
    allowed: Allowed<AssignTasks>,
    Path(id): Path<TaskId>,
    if_match: IfMatch,
    Json(form): Json<TaskHandOver>,
) -> Reply<Fresh<TaskView>> {
    act(&allowed, id, if_match, hand_over(form.staff_id, form.note.as_deref())?).await
}

pub(super) fn complete(outcome: Option<String>, note: Option<&str>) -> Result<Act> {
    const OUTCOME_CHARACTERS_MAX: usize = 40;
    let mut faults = Vec::new();
    let is_code = |code: &String| {
        (1..=OUTCOME_CHARACTERS_MAX).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    if !outcome.as_ref().is_none_or(is_code) {
        faults.push(Fault::new("outcome", "outcome.malformed", "an outcome is a code in small letters, 'no_answer'"));
    }
    let note = asked::note(note).map_err(|fault| faults.push(fault)).unwrap_or_default();
    Error::unless_valid(faults)?;
    Ok(Act::Complete { outcome, note })
}

pub(super) fn snooze(until: DateTime<Utc>) -> Result<Act> {
    let until = asked::instant("until", until).map_err(|fault| Error::Invalid(vec![fault]))?;
    Ok(Act::Snooze { until })
}

pub(super) fn hand_over(to: StaffId, note: Option<&str>) -> Result<Act> {
    let note = asked::note(note).map_err(|fault| Error::Invalid(vec![fault]))?;
    Ok(Act::HandOver { to, note })
}

async fn act(door: &Door, id: TaskId, if_match: IfMatch, act: Act) -> Reply<Fresh<TaskView>> {
    let done =
        door.write(async |tx| deeds::act_on(tx, id, act, |task| if_match.check(task.version, || ())).await).await;
    let db = door.read();
    match done {
        Ok(task) => Ok(Fresh(view::view_of(&db, task).await?)),
        Err(Error::Stale { .. }) => {
            let current = view::view_of(&db, store::find(&db, id).await?).await?;
            Err(Error::Stale { current: serde_json::to_value(current).map_err(Error::internal)? }.into())
        }
        Err(other) => Err(other.into()),
    }
}

impl TaskChanges {
    fn checked(self) -> Result<Changes> {
        let mut faults = Vec::new();
        let mut keep = |fault| faults.push(fault);
        let title = self.title.and_then(|text| asked::title(&text).map_err(&mut keep).ok());
        let due_at = self.due_at.and_then(|at| asked::instant("due_at", at).map_err(&mut keep).ok());
        let note = self.note.and_then(|note| asked::note(note.as_deref()).map_err(&mut keep).ok());
        Error::unless_valid(faults)?;
        Ok(Changes {
            title,
            kind: self.kind,
            due_at,
            priority: self.priority,
            note,
            customer: self.customer_id,
            vehicle: self.vehicle_id,
        })
    }
}

/// Tells null (clear it) from absent (leave it).
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}
