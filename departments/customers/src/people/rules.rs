//! What may happen to a customer: pure, an event or a refusal.

use chrono::{DateTime, Utc};
use journal::events::customers::{CustomersEvent, FieldChange, StaffName};
use kernel::{Refusal, StaffId};

use super::{change::CustomerChange, customer::Customer, draft::CustomerDraft};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerRefusal {
    Deleted,
    Merged,
    NotDeleted,
    SameConsultants,
    OnlyOneself,
}

impl Refusal for CustomerRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Deleted => "customer.deleted",
            Self::Merged => "customer.merged",
            Self::NotDeleted => "customer.not_deleted",
            Self::SameConsultants => "customer.same_consultants",
            Self::OnlyOneself => "customer.only_oneself",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Deleted => "This customer was deleted; restore the record before you change it.",
            Self::Merged => "This record was merged into another; change that one, or take the merge back first.",
            Self::NotDeleted => "This customer is not deleted, so there is nothing to restore.",
            Self::SameConsultants => "This customer is already looked after by these people.",
            Self::OnlyOneself => {
                "You may name only yourself as consultant or advisor of a new customer; ask somebody who may assign customers."
            }
        }
        .into()
    }
}

impl CustomerDraft {
    /// Refuses anyone but this person as consultant or advisor: to name others takes the right to assign.
    pub fn names_only(&self, oneself: Option<StaffId>) -> Result<(), CustomerRefusal> {
        let mut named = [self.consultant_id, self.advisor_id].into_iter().flatten();
        if named.all(|one| Some(one) == oneself) { Ok(()) } else { Err(CustomerRefusal::OnlyOneself) }
    }
}

impl Customer {
    /// Changes fields of the record; nothing happens when all of them are as they were.
    pub fn change(
        &mut self,
        change: &CustomerChange,
        now: DateTime<Utc>,
    ) -> Result<Option<CustomersEvent>, CustomerRefusal> {
        self.must_be_there()?;
        let fields: Vec<FieldChange> = change.apply(self);
        if fields.is_empty() {
            return Ok(None);
        }
        self.changed_at = now;
        Ok(Some(CustomersEvent::Changed { fields }))
    }

    /// Gives the customer to a consultant, an advisor, or both; `None` leaves a place as it is, `Some(None)` empties it.
    pub fn assign(
        &mut self,
        consultant: Option<Option<StaffName>>,
        advisor: Option<Option<StaffName>>,
        now: DateTime<Utc>,
    ) -> Result<CustomersEvent, CustomerRefusal> {
        self.must_be_there()?;
        let id_of = |person: &Option<StaffName>| person.as_ref().map(|person| person.id);
        let to_consultant: Option<StaffId> = consultant.as_ref().map_or(self.consultant_id, id_of);
        let to_advisor: Option<StaffId> = advisor.as_ref().map_or(self.advisor_id, id_of);
        if (to_consultant, to_advisor) == (self.consultant_id, self.advisor_id) {
            return Err(CustomerRefusal::SameConsultants);
        }
        self.consultant_id = to_consultant;
        self.advisor_id = to_advisor;
        self.changed_at = now;
        Ok(CustomersEvent::Assigned { consultant: consultant.flatten(), advisor: advisor.flatten() })
    }

    /// Puts the record away; it can be restored.
    pub fn delete(&mut self, now: DateTime<Utc>) -> Result<CustomersEvent, CustomerRefusal> {
        self.must_be_there()?;
        self.deleted_at = Some(now);
        self.changed_at = now;
        Ok(CustomersEvent::Deleted {})
    }

    /// Brings a deleted record back as it was.
    pub fn restore(&mut self, now: DateTime<Utc>) -> Result<CustomersEvent, CustomerRefusal> {
        if self.merged_into.is_some() {
            return Err(CustomerRefusal::Merged);
        }
        if !self.is_deleted() {
            return Err(CustomerRefusal::NotDeleted);
        }
        self.deleted_at = None;
        self.changed_at = now;
        Ok(CustomersEvent::Restored {})
    }

    /// Refuses a change to a record that is deleted or lives on in another.
    pub fn must_be_there(&self) -> Result<(), CustomerRefusal> {
        match (self.merged_into, self.is_deleted()) {
            (Some(_), _) => Err(CustomerRefusal::Merged),
            (None, true) => Err(CustomerRefusal::Deleted),
            (None, false) => Ok(()),
        }
    }
}
