//! Reading the work list: filtered pages, one task, the numbers.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use kernel::{CustomerId, Error, Fault, Result, StaffId, TaskId, VehicleId, permission::SeeTasks};
use platform::{
    Allowed, Db,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
};
use serde::{Deserialize, de::IntoDeserializer};
use utoipa::{IntoParams, ToSchema};

use crate::{
    store::{self, Filter, StateFilter, Whose},
    task::TaskKind,
    view::{self, TaskSummary, TaskView},
};

/// Which tasks; all that is given must hold.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskFilter {
    /// Only the caller's own.
    pub mine: Option<bool>,
    /// Those of the caller's own store, as far as they see them.
    pub team: Option<bool>,
    /// Those of this staff member, or `none` for tasks nobody has.
    pub assignee: Option<String>,
    /// What is to be done now (`open`, the default), what is put off, what is over, or all.
    #[param(inline)]
    pub state: Option<AskedState>,
    /// Due at or after this instant, or this day in the caller's store.
    pub from: Option<String>,
    /// Due before this instant, or up to the end of this day.
    pub to: Option<String>,
    pub customer: Option<CustomerId>,
    pub vehicle: Option<VehicleId>,
    /// One kind or several, separated by commas.
    pub kind: Option<String>,
    /// The department that asked for it.
    pub department: Option<String>,
    /// Only what is late, put off or not.
    pub overdue: Option<bool>,
}

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskedState {
    Open,
    Snoozed,
    Done,
    Cancelled,
    All,
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
    let filter = filter_of(&db, asked).await?;
    let mut page = store::list(&db, &filter, &request).await?;
    let views = view::views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(views)))
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
pub async fn get_task(allowed: Allowed<SeeTasks>, Path(id): Path<TaskId>) -> Reply<Json<TaskView>> {
    let db = allowed.read();
    let task = store::find(&db, id).await?;
    Ok(Json(view::view_of(&db, task).await?))
}

async fn filter_of(db: &Db<'_>, asked: TaskFilter) -> Result<Filter> {
    let now = db.platform().clock().now();
    let calendar = view::calendar_of(db, db.scope().home()).await?;
    let is_late = asked.overdue == Some(true);
    let before = instant("to", asked.to.as_deref(), |day| calendar.end_of(day))?;
    Ok(Filter {
        whose: whose(db, asked.mine, asked.team, asked.assignee.as_deref())?,
        store: None,
        state: match asked.state {
            None if is_late => StateFilter::Open,
            None | Some(AskedState::Open) => StateFilter::Awake,
            Some(AskedState::Snoozed) => StateFilter::Asleep,
            Some(AskedState::Done) => StateFilter::Done,
            Some(AskedState::Cancelled) => StateFilter::Cancelled,
            Some(AskedState::All) => StateFilter::All,
        },
        due_from: instant("from", asked.from.as_deref(), |day| calendar.start_of(day))?,
        due_before: if is_late { Some(before.map_or(now, |before| before.min(now))) } else { before },
        customer: asked.customer,
        vehicle: asked.vehicle,
        kinds: kinds(asked.kind.as_deref())?,
        department: asked.department,
    })
}

fn whose(db: &Db<'_>, mine: Option<bool>, team: Option<bool>, assignee: Option<&str>) -> Result<Whose> {
    let scope = db.scope();
    match (mine, team, assignee) {
        (Some(true), _, _) => scope
            .staff()
            .map(Whose::Assigned)
            .ok_or_else(|| Error::invalid("mine", "mine.nobody", "a key has no tasks of its own; ask by assignee")),
        (_, Some(true), _) => Ok(scope.home().map_or(Whose::Anyones, Whose::OfStore)),
        (_, _, Some("none")) => Ok(Whose::Unassigned),
        (_, _, Some(id)) => id.parse::<StaffId>().map(Whose::Assigned).map_err(|_| {
            Error::invalid("assignee", "id.malformed", "assignee takes the id of a staff member, or 'none'")
        }),
        _ => Ok(Whose::Anyones),
    }
}

fn kinds(text: Option<&str>) -> Result<Vec<TaskKind>> {
    let words = text.into_iter().flat_map(|text| text.split(',')).map(str::trim).filter(|word| !word.is_empty());
    words
        .map(|word| {
            TaskKind::deserialize(IntoDeserializer::<serde::de::value::Error>::into_deserializer(word)).map_err(|_| {
                Error::Invalid(vec![Fault::new("kind", "kind.unknown", format!("there is no kind of task '{word}'"))])
            })
        })
        .collect()
}

/// An instant in RFC 3339, or a day whose instant `of_day` knows.
fn instant(
    field: &str,
    text: Option<&str>,
    of_day: impl FnOnce(NaiveDate) -> DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Some(of_day(day)));
    }
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| {
        Error::invalid(field, "instant.malformed", "give a day (2026-03-01) or an instant (2026-03-01T09:00:00Z)")
    })?;
    Ok(Some(at.with_timezone(&Utc).trunc_subsecs(3)))
}
