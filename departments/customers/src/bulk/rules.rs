//! What may happen to a bulk change, and what a deed does to the record of one customer: pure.

use chrono::{DateTime, Utc};
use journal::events::customers::{CustomersEvent, StaffName};
use kernel::{PermissionName, Refusal, StaffId, TagId};

use super::bulk_change::{BulkChange, BulkState, Deed, DeedKind};
use crate::people::{
    change::CustomerChange,
    customer::{Customer, Stage},
    rules::CustomerRefusal,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkRefusal {
    StillRunning,
    AlreadyUndone,
    NothingDone,
}

impl Refusal for BulkRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::StillRunning => "bulk_change.still_running",
            Self::AlreadyUndone => "bulk_change.already_undone",
            Self::NothingDone => "bulk_change.nothing_done",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::StillRunning => "This change is still under way; undo it when it has ended.",
            Self::AlreadyUndone => "This change was undone already.",
            Self::NothingDone => "This change has changed nobody, so there is nothing to undo.",
        }
        .into()
    }
}

impl BulkChange {
    /// Begins to take it back; what was done is counted anew on the way.
    pub fn undo(&mut self) -> Result<(), BulkRefusal> {
        self.may_be_undone()?;
        self.state = BulkState::Undoing;
        self.total = self.done;
        (self.done, self.failed, self.skipped) = (0, 0, 0);
        (self.last_id, self.fault, self.finished_at) = (None, None, None);
        Ok(())
    }

    pub fn may_be_undone(&self) -> Result<(), BulkRefusal> {
        match self.state {
            BulkState::Waiting | BulkState::Running | BulkState::Undoing => Err(BulkRefusal::StillRunning),
            BulkState::Undone => Err(BulkRefusal::AlreadyUndone),
            BulkState::Done | BulkState::Failed if self.done == 0 => Err(BulkRefusal::NothingDone),
            BulkState::Done | BulkState::Failed => Ok(()),
        }
    }
}

impl Deed {
    /// The permission one needs for doing it to a single customer.
    pub fn permission(&self) -> PermissionName {
        match self {
            Self::AssignConsultant(_) | Self::AssignAdvisor(_) => PermissionName::AssignCustomers,
            Self::AddTag(_) | Self::RemoveTag(_) => PermissionName::TagCustomers,
            Self::SetStage(_) => PermissionName::EditCustomers,
            Self::Delete => PermissionName::DeleteCustomers,
        }
    }

    pub fn kind(&self) -> DeedKind {
        match self {
            Self::AssignConsultant(_) => DeedKind::AssignConsultant,
            Self::AssignAdvisor(_) => DeedKind::AssignAdvisor,
            Self::AddTag(_) => DeedKind::AddTag,
            Self::RemoveTag(_) => DeedKind::RemoveTag,
            Self::SetStage(_) => DeedKind::SetStage,
            Self::Delete => DeedKind::Delete,
        }
    }

    /// What it sets, as it was asked for.
    pub fn value(&self) -> Option<String> {
        match self {
            Self::AssignConsultant(to) | Self::AssignAdvisor(to) => to.as_ref().map(|to| to.id.to_string()),
            Self::AddTag(tag) | Self::RemoveTag(tag) => Some(tag.to_string()),
            Self::SetStage(stage) => Some(stage.word().to_owned()),
            Self::Delete => None,
        }
    }

    /// The tag it is about.
    pub fn tag(&self) -> Option<TagId> {
        match self {
            Self::AddTag(tag) | Self::RemoveTag(tag) => Some(*tag),
            _ => None,
        }
    }

    /// The value of the deed's field on a record, for a row to keep; tags are not on the record.
    pub fn field(&self, customer: &Customer) -> Option<String> {
        match self {
            Self::AssignConsultant(_) => customer.consultant_id.map(|id| id.to_string()),
            Self::AssignAdvisor(_) => customer.advisor_id.map(|id| id.to_string()),
            Self::SetStage(_) => Some(customer.stage.word().to_owned()),
            // Milliseconds: what both engines give back as it was.
            Self::Delete => customer.deleted_at.map(|at| at.timestamp_millis().to_string()),
            Self::AddTag(_) | Self::RemoveTag(_) => None,
        }
    }

    /// Does it to the record; nothing happens when the record is that way already.
    pub fn apply(
        &self,
        customer: &mut Customer,
        now: DateTime<Utc>,
    ) -> Result<Option<CustomersEvent>, CustomerRefusal> {
        match self {
            Self::AssignConsultant(to) => unless_same(customer.assign(Some(to.clone()), None, now)),
            Self::AssignAdvisor(to) => unless_same(customer.assign(None, Some(to.clone()), now)),
            Self::SetStage(stage) => set_stage(customer, *stage, now),
            Self::Delete if customer.is_deleted() => Ok(None),
            Self::Delete => customer.delete(now).map(Some),
            Self::AddTag(_) | Self::RemoveTag(_) => customer.must_be_there().map(|()| None),
        }
    }

    /// Takes it back on the record; `name_of` says what the people of before are called.
    pub fn take_back(
        &self,
        customer: &mut Customer,
        before: Option<&str>,
        name_of: impl Fn(StaffId) -> String,
        now: DateTime<Utc>,
    ) -> Result<Option<CustomersEvent>, CustomerRefusal> {
        let person = || {
            let id: Option<StaffId> = before.and_then(|id| id.parse().ok());
            id.map(|id| StaffName { id, name: name_of(id) })
        };
        match self {
            Self::AssignConsultant(_) => unless_same(customer.assign(Some(person()), None, now)),
            Self::AssignAdvisor(_) => unless_same(customer.assign(None, Some(person()), now)),
            Self::SetStage(_) => match before.and_then(Stage::find) {
                Some(stage) => set_stage(customer, stage, now),
                None => Ok(None),
            },
            Self::Delete => customer.restore(now).map(Some),
            Self::AddTag(_) | Self::RemoveTag(_) => customer.must_be_there().map(|()| None),
        }
    }
}

fn unless_same(outcome: Result<CustomersEvent, CustomerRefusal>) -> Result<Option<CustomersEvent>, CustomerRefusal> {
    match outcome {
        Err(CustomerRefusal::SameConsultants) => Ok(None),
        other => other.map(Some),
    }
}

fn set_stage(
    customer: &mut Customer,
    stage: Stage,
    now: DateTime<Utc>,
) -> Result<Option<CustomersEvent>, CustomerRefusal> {
    customer.change(&CustomerChange { stage: Some(stage), ..CustomerChange::default() }, now)
}
