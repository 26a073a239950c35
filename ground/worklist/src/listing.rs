//! Which tasks are asked for, by a list, a summary or an export, and the pages of them.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use kernel::{CustomerId, Error, Fault, Result, StaffId, TaskId, VehicleId};
use platform::{
    Db,
    database::paging::{Page, PageRequest},
};
use serde::{Deserialize, de::IntoDeserializer};
use utoipa::{IntoParams, ToSchema};

use crate::{
    store::{self, Filter, StateFilter, Whose},
    task::TaskKind,
    view::{self, TaskView},
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskedState {
    Open,
    Snoozed,
    Done,
    Cancelled,
    All,
}

/// A page of tasks by due time; with `ids`, only those of them.
pub async fn page(
    db: &Db<'_>,
    asked: &TaskFilter,
    ids: Option<&[TaskId]>,
    request: &PageRequest,
) -> Result<Page<TaskView>> {
    let filter = filter_of(db, asked, ids).await?;
    let mut page = store::list(db, &filter, request).await?;
    let views = view::views(db, std::mem::take(&mut page.items)).await?;
    Ok(page.with(views))
}

/// How many there are.
pub async fn count(db: &Db<'_>, asked: &TaskFilter, ids: Option<&[TaskId]>) -> Result<u64> {
    store::count(db, &filter_of(db, asked, ids).await?).await
}

impl TaskFilter {
    /// From `field:is:value` as other lists have them; the fields are the parameters of `GET /tasks`.
    pub fn of_words(filters: &[String]) -> Result<Self> {
        let mut asked = Self::default();
        for filter in filters {
            let mut parts = filter.splitn(3, ':');
            let (Some(field), Some(operator), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(Error::invalid(
                    "filter",
                    "filter.value_missing",
                    format!("'{filter}' is not field:is:value"),
                ));
            };
            if !matches!(operator, "is" | "any_of") {
                let message = format!("tasks are filtered by 'is', not '{operator}'");
                return Err(Error::invalid("filter", "filter.unknown_operator", message));
            }
            asked.take(field, value)?;
        }
        Ok(asked)
    }

    /// Says what is wrong with it, before anything is begun.
    pub async fn check(&self, db: &Db<'_>) -> Result<()> {
        filter_of(db, self, None).await.map(drop)
    }

    fn take(&mut self, field: &str, value: &str) -> Result<()> {
        match field {
            "mine" => self.mine = Some(value == "true"),
            "team" => self.team = Some(value == "true"),
            "overdue" => self.overdue = Some(value == "true"),
            "assignee" => self.assignee = Some(value.to_owned()),
            "state" => self.state = Some(word(value)?),
            "from" => self.from = Some(value.to_owned()),
            "to" => self.to = Some(value.to_owned()),
            "customer" => self.customer = Some(value.parse().map_err(|_| no_id(value))?),
            "vehicle" => self.vehicle = Some(value.parse().map_err(|_| no_id(value))?),
            "kind" => self.kind = Some(value.to_owned()),
            "department" => self.department = Some(value.to_owned()),
            _ => {
                let message = format!("tasks are not filtered by '{field}'; take a parameter of GET /tasks");
                return Err(Error::invalid("filter", "filter.unknown_field", message));
            }
        }
        Ok(())
    }
}

fn word(value: &str) -> Result<AskedState> {
    AskedState::deserialize(IntoDeserializer::<serde::de::value::Error>::into_deserializer(value))
        .map_err(|_| Error::invalid("filter", "filter.unknown_choice", format!("there is no state '{value}'")))
}

fn no_id(value: &str) -> Error {
    Error::invalid("filter", "filter.no_id", format!("'{value}' is no id"))
}

async fn filter_of(db: &Db<'_>, asked: &TaskFilter, ids: Option<&[TaskId]>) -> Result<Filter> {
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
        department: asked.department.clone(),
        ids: ids.map(<[TaskId]>::to_vec),
    })
}

/// Whose tasks are asked for.
pub fn whose(db: &Db<'_>, mine: Option<bool>, team: Option<bool>, assignee: Option<&str>) -> Result<Whose> {
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
