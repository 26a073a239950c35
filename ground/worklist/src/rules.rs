//! What may happen to a task, and when its light turns amber and red.

use chrono::{DateTime, TimeDelta, Utc};
use journal::events::{
    customers::{FieldChange, StaffName},
    worklist::WorklistEvent,
};
use kernel::{CustomerId, Refusal, VehicleId, time::Calendar};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::task::{Priority, Task, TaskKind, TaskState};

/// Nobody puts a task off for longer than this.
pub const SNOOZE_DAYS_MAX: i64 = 90;

/// What can be done to a task; views name those allowed now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    Edit,
    Complete,
    Reopen,
    Cancel,
    Snooze,
    Wake,
    Assign,
}

/// Why a deed is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaskRefusal {
    Closed,
    Open,
    NotSnoozed,
    SnoozeInPast,
    SnoozeTooFar,
    SameAssignee,
}

/// The traffic light of a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sla {
    Green,
    Amber,
    Red,
}

/// How long before it is due a task of a kind turns amber; red it is when due has passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amber {
    /// Appointed to the hour: the customer waits.
    Hours(i64),
    /// A day's work: the whole day it is due on, as the store counts days.
    Today,
}

/// New values of a task; what is not given stays, an inner `None` clears.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub title: Option<String>,
    pub kind: Option<TaskKind>,
    pub due_at: Option<DateTime<Utc>>,
    pub priority: Option<Priority>,
    pub note: Option<Option<String>>,
    pub customer: Option<Option<CustomerId>>,
    pub vehicle: Option<Option<VehicleId>>,
}

/// When each kind turns amber.
pub const fn amber(kind: TaskKind) -> Amber {
    match kind {
        TaskKind::Call | TaskKind::Visit | TaskKind::Message => Amber::Hours(2),
        TaskKind::Verify | TaskKind::ConfirmData | TaskKind::FollowUp | TaskKind::Other => Amber::Today,
    }
}

impl Task {
    /// Whether the deed is refused now, whatever its particulars.
    pub fn permits(&self, deed: Deed, now: DateTime<Utc>) -> Result<(), TaskRefusal> {
        match (deed, self.state) {
            (Deed::Reopen, TaskState::Open) => Err(TaskRefusal::Open),
            (Deed::Reopen, _) => Ok(()),
            (_, TaskState::Done | TaskState::Cancelled) => Err(TaskRefusal::Closed),
            (Deed::Wake, TaskState::Open) if !self.is_asleep(now) => Err(TaskRefusal::NotSnoozed),
            (_, TaskState::Open) => Ok(()),
        }
    }

    /// Put off, and the time has not come.
    pub fn is_asleep(&self, now: DateTime<Utc>) -> bool {
        self.state == TaskState::Open && self.snoozed_until.is_some_and(|until| until > now)
    }

    /// The light of an open task now, of a done one when it was done; a cancelled one keeps nobody waiting.
    pub fn sla(&self, now: DateTime<Utc>, calendar: Calendar) -> Sla {
        match self.state {
            TaskState::Cancelled => Sla::Green,
            TaskState::Done if self.done_at.is_some_and(|done| done > self.due_at) => Sla::Red,
            TaskState::Done => Sla::Green,
            TaskState::Open if self.due_at < now => Sla::Red,
            TaskState::Open => match amber(self.kind) {
                Amber::Hours(hours) if self.due_at - now <= TimeDelta::hours(hours) => Sla::Amber,
                Amber::Today if calendar.day(self.due_at) == calendar.day(now) => Sla::Amber,
                Amber::Hours(_) | Amber::Today => Sla::Green,
            },
        }
    }

    pub fn complete(
        &mut self,
        outcome: Option<String>,
        note: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<WorklistEvent, TaskRefusal> {
        self.permits(Deed::Complete, now)?;
        self.state = TaskState::Done;
        self.done_at = Some(now);
        self.outcome.clone_from(&outcome);
        self.snoozed_until = None;
        self.changed_at = now;
        if let Some(more) = &note {
            self.note = Some(self.note.as_ref().map_or_else(|| more.clone(), |said| format!("{said}\n{more}")));
        }
        Ok(WorklistEvent::Completed { task: self.id, title: self.title.clone(), outcome, note })
    }

    pub fn reopen(&mut self, now: DateTime<Utc>) -> Result<WorklistEvent, TaskRefusal> {
        self.permits(Deed::Reopen, now)?;
        self.state = TaskState::Open;
        self.done_at = None;
        self.outcome = None;
        self.changed_at = now;
        Ok(WorklistEvent::Reopened { task: self.id, title: self.title.clone() })
    }

    pub fn cancel(&mut self, now: DateTime<Utc>) -> Result<WorklistEvent, TaskRefusal> {
        self.permits(Deed::Cancel, now)?;
        self.state = TaskState::Cancelled;
        self.snoozed_until = None;
        self.changed_at = now;
        Ok(WorklistEvent::Cancelled { task: self.id, title: self.title.clone() })
    }

    /// Takes the task off the list until then. Its due time stays, so that putting off does not hide being late.
    pub fn snooze(&mut self, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<WorklistEvent, TaskRefusal> {
        self.permits(Deed::Snooze, now)?;
        if until <= now {
            return Err(TaskRefusal::SnoozeInPast);
        }
        if until - now > TimeDelta::days(SNOOZE_DAYS_MAX) {
            return Err(TaskRefusal::SnoozeTooFar);
        }
        self.snoozed_until = Some(until);
        self.changed_at = now;
        Ok(WorklistEvent::Snoozed { task: self.id, title: self.title.clone(), until })
    }

    pub fn wake(&mut self, now: DateTime<Utc>) -> Result<WorklistEvent, TaskRefusal> {
        self.permits(Deed::Wake, now)?;
        self.snoozed_until = None;
        self.changed_at = now;
        Ok(WorklistEvent::Woken { task: self.id, title: self.title.clone() })
    }

    /// Gives the task to somebody else and wakes it, so that the new person sees it. `from` names who had it.
    pub fn hand_over(
        &mut self,
        from: Option<StaffName>,
        to: StaffName,
        note: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<WorklistEvent, TaskRefusal> {
        self.permits(Deed::Assign, now)?;
        if self.assignee_id == Some(to.id) {
            return Err(TaskRefusal::SameAssignee);
        }
        self.assignee_id = Some(to.id);
        self.stands_in_for = None;
        self.snoozed_until = None;
        self.changed_at = now;
        Ok(WorklistEvent::HandedOver { task: self.id, title: self.title.clone(), from, to, note })
    }

    /// Nothing happened when nothing is different.
    pub fn edit(&mut self, changes: Changes, now: DateTime<Utc>) -> Result<Option<WorklistEvent>, TaskRefusal> {
        self.permits(Deed::Edit, now)?;
        let before = self.clone();
        self.title = changes.title.unwrap_or_else(|| before.title.clone());
        self.kind = changes.kind.unwrap_or(before.kind);
        self.due_at = changes.due_at.unwrap_or(before.due_at);
        self.priority = changes.priority.unwrap_or(before.priority);
        self.note = changes.note.unwrap_or_else(|| before.note.clone());
        self.customer_id = changes.customer.unwrap_or(before.customer_id);
        self.vehicle_id = changes.vehicle.unwrap_or(before.vehicle_id);
        let fields = differences(&before, self);
        if fields.is_empty() {
            return Ok(None);
        }
        self.changed_at = now;
        Ok(Some(WorklistEvent::Changed { task: self.id, title: self.title.clone(), fields }))
    }
}

impl Deed {
    pub fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Complete => "complete",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
            Self::Snooze => "snooze",
            Self::Wake => "wake",
            Self::Assign => "assign",
        }
    }
}

impl Refusal for TaskRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Closed => "task.closed",
            Self::Open => "task.open",
            Self::NotSnoozed => "task.not_snoozed",
            Self::SnoozeInPast => "task.snooze_in_past",
            Self::SnoozeTooFar => "task.snooze_too_far",
            Self::SameAssignee => "task.same_assignee",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Closed => "The task is done or cancelled; reopen it first.".into(),
            Self::Open => "The task is still open; there is nothing to reopen.".into(),
            Self::NotSnoozed => "The task is not put off; it is on the list already.".into(),
            Self::SnoozeInPast => "A task can be put off only until a time to come.".into(),
            Self::SnoozeTooFar => {
                format!("A task can be put off for {SNOOZE_DAYS_MAX} days at most; give it a later due time instead.")
            }
            Self::SameAssignee => "The task is with this person already.".into(),
        }
    }
}

fn differences(before: &Task, after: &Task) -> Vec<FieldChange> {
    let texts = |task: &Task| {
        [
            ("title", Some(task.title.clone())),
            ("kind", Some(task.kind.code())),
            ("due_at", Some(task.due_at.to_rfc3339())),
            ("priority", Some(task.priority.code())),
            ("note", task.note.clone()),
            ("customer", task.customer_id.map(|id| id.to_string())),
            ("vehicle", task.vehicle_id.map(|id| id.to_string())),
        ]
    };
    std::iter::zip(texts(before), texts(after))
        .filter(|((_, from), (_, to))| from != to)
        .map(|((field, from), (_, to))| FieldChange { field: field.to_owned(), from, to })
        .collect()
}

#[cfg(test)]
mod tests;
