//! Reading the work list: filtered pages, one task, the numbers.

use kernel::{TaskId, permission::SeeTasks};
use platform::{
    Allowed,
    database::paging::{Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    listing::{self, TaskFilter, whose},
    store,
    view::{self, TaskSummary, TaskView},
};

/// Whose tasks a summary counts; all the caller sees when nothing is given.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SummaryFilter {
    /// Only the caller's own.
    pub mine: Option<bool>,
    /// Those of the caller's own store, as far as they see them.
    pub team: Option<bool>,
    /// Those of this staff member, or `none` for tasks nobody has.
    pub assignee: Option<String>,
}

/// Tasks by due time, the most urgent first; done ones the latest first.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks", operation_id = "list_tasks", params(TaskFilter, PageRequest),
    responses((status = 200, body = Page<TaskView>),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_tasks(
    allowed: Allowed<SeeTasks>,
    Query(asked): Query<TaskFilter>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<TaskView>>> {
    let db = allowed.read();
    Ok(Json(listing::page(&db, &asked, None, &request).await?))
}

/// How much there is to do, and for whom.
#[utoipa::path(get, path = "/api/v1/tasks/summary", tag = "tasks", operation_id = "task_summary", params(SummaryFilter),
    responses((status = 200, body = TaskSummary)))]
pub async fn task_summary(allowed: Allowed<SeeTasks>, Query(asked): Query<SummaryFilter>) -> Reply<Json<TaskSummary>> {
    let db = allowed.read();
    let whose = whose(&db, asked.mine, asked.team, asked.assignee.as_deref())?;
    Ok(Json(view::summary(&db, whose, None).await?))
}

/// One task.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "tasks", operation_id = "get_task", params(("id" = TaskId, Path)),
    responses((status = 200, body = TaskView),
              (status = 404, body = ProblemView, content_type = "application/problem+json")))]
pub async fn get_task(allowed: Allowed<SeeTasks>, Path(id): Path<TaskId>) -> Reply<Fresh<TaskView>> {
    let db = allowed.read();
    let task = store::find(&db, id).await?;
    Ok(Fresh(view::view_of(&db, task).await?))
}
