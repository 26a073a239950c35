//! What may happen between a customer and a household: pure, an event or a refusal.

use chrono::{DateTime, Utc};
use journal::events::customers::CustomersEvent;
use kernel::Refusal;

use super::household::Household;
use crate::people::customer::Customer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseholdRefusal {
    None,
    Unnamed,
}

impl Refusal for HouseholdRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::None => "household.none",
            Self::Unnamed => "household.unnamed",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::None => "This customer belongs to no household.",
            Self::Unnamed => "Give the id of a household, or the name of a new one.",
        }
        .into()
    }
}

impl Customer {
    /// Joins a household, leaving another, or becomes something else in it; nothing happens when all is as it was.
    pub fn join(
        &mut self,
        household: &Household,
        relation: Option<String>,
        now: DateTime<Utc>,
    ) -> Option<CustomersEvent> {
        if self.household_id == Some(household.id) && self.relation == relation {
            return None;
        }
        self.household_id = Some(household.id);
        self.relation = relation;
        self.changed_at = now;
        Some(CustomersEvent::HouseholdJoined { household: household.id, title: household.name.clone() })
    }

    /// Leaves the household.
    pub fn leave(&mut self, household: &Household, now: DateTime<Utc>) -> CustomersEvent {
        self.household_id = None;
        self.relation = None;
        self.changed_at = now;
        CustomersEvent::HouseholdLeft { household: household.id, title: household.name.clone() }
    }
}
