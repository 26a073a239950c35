//! How each event of the journal moves a customer's facts. Pure: a rebuild is these rules over the whole journal.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use journal::{
    Entry, Event,
    events::{customers::CustomersEvent, merges::MergesEvent, messaging::MessagingEvent, quality::QualityEvent},
};
use kernel::{CustomerId, Money, PastRecordId};

use super::fact::Facts;

/// Whether what is filed under the customer changed with this entry: two records became one, or two again.
pub fn changed_hands(entry: &Entry) -> bool {
    MergesEvent::read(entry).is_some()
}

/// The record an entry says never happened.
pub fn removed_record(entry: &Entry) -> Option<PastRecordId> {
    match CustomersEvent::read(entry) {
        Some(CustomersEvent::HistoryRemoved { record, .. }) => Some(record),
        _ => None,
    }
}

impl Facts {
    /// Counted anew from everything heard of one customer, in order; records that were removed later count nowhere.
    pub fn recounted(customer: CustomerId, entries: &[&Entry]) -> Option<Self> {
        let removed: HashSet<PastRecordId> = entries.iter().filter_map(|entry| removed_record(entry)).collect();
        let counts = |entry: &&&Entry| record_of(entry).is_none_or(|record| !removed.contains(&record));
        let counted: Vec<&Entry> = entries.iter().filter(counts).copied().collect();
        let mut facts = Self::begun(customer, &counted)?;
        counted.iter().for_each(|entry| facts.hear_entry(entry));
        Some(facts)
    }

    /// Nothing counted yet, of somebody known since the record of them was made: what is told of a car, or of the record itself later,
    /// may lie before that and makes nobody known.
    pub fn begun(customer: CustomerId, entries: &[&Entry]) -> Option<Self> {
        let made = |entry: &&&Entry| matches!(CustomersEvent::read(entry), Some(CustomersEvent::Created { .. }));
        let first = entries.iter().find(made).or(entries.first())?;
        Some(Self::new(customer, first.group_id, first.happened_at))
    }

    /// Takes in one entry of the journal.
    pub fn hear_entry(&mut self, entry: &Entry) {
        if let Some(event) = CustomersEvent::read(entry) {
            self.hear(&event, entry.happened_at);
        } else if let Some(event) = MessagingEvent::read(entry) {
            self.hear_message(&event, entry.happened_at);
        } else if let Some(QualityEvent::RecordConfirmed { .. }) = QualityEvent::read(entry) {
            self.confirmed_at = self.confirmed_at.max(Some(entry.happened_at));
        }
    }

    /// Takes in what a department reported; `at` is when it happened.
    pub fn hear(&mut self, event: &CustomersEvent, at: DateTime<Utc>) {
        match event {
            // Two records may have become one: known since the first of them was.
            CustomersEvent::Created { .. } => self.first_seen_at = self.first_seen_at.min(at),
            CustomersEvent::HistoryRecorded { kind, amount, is_open, .. } => {
                self.hear_history(*kind, *amount, *is_open, at);
            }
            CustomersEvent::ComplaintClosed { .. } => self.complaints_open = (self.complaints_open - 1).max(0),
            CustomersEvent::NoteWritten { kind, .. } => {
                self.notes += 1;
                if kind != "note" {
                    self.contacted(at);
                }
            }
            CustomersEvent::NoteDeleted { .. } => self.notes = (self.notes - 1).max(0),
            _ => {}
        }
    }

    /// A message of care or of an offer that left the house is a contact. A code or a notice is none: whoever gets only those has heard
    /// from nobody.
    pub fn hear_message(&mut self, event: &MessagingEvent, at: DateTime<Utc>) {
        let MessagingEvent::Sent { purpose, .. } = event else { return };
        if !matches!(purpose.as_deref(), Some("code" | "notice")) {
            self.contacted(at);
        }
    }

    fn hear_history(
        &mut self,
        kind: journal::events::customers::HistoryKind,
        amount: Option<Money>,
        is_open: bool,
        at: DateTime<Utc>,
    ) {
        use journal::events::customers::HistoryKind;
        let amount = amount.map_or(0, |money| money.amount);
        self.first_seen_at = self.first_seen_at.min(at);
        match kind {
            HistoryKind::Purchase => {
                self.purchases += 1;
                self.purchase_amount += amount;
                self.spend += amount;
                self.last_purchase_at = self.last_purchase_at.max(at);
                self.last_contact_at = self.last_contact_at.max(at);
            }
            HistoryKind::Maintenance | HistoryKind::Repair | HistoryKind::Accident => {
                self.visits += 1;
                self.visit_amount += amount;
                self.spend += amount;
                self.last_visit_at = self.last_visit_at.max(at);
                self.last_contact_at = self.last_contact_at.max(at);
            }
            HistoryKind::Complaint => {
                self.complaints += 1;
                self.complaints_open += i32::from(is_open);
                self.last_contact_at = self.last_contact_at.max(at);
            }
            HistoryKind::TestDrive | HistoryKind::Contact => self.contacted(at),
        }
    }

    fn contacted(&mut self, at: DateTime<Utc>) {
        self.contacts += 1;
        self.last_contact_at = self.last_contact_at.max(at);
    }
}

/// The past record an entry counts.
fn record_of(entry: &Entry) -> Option<PastRecordId> {
    match CustomersEvent::read(entry) {
        Some(CustomersEvent::HistoryRecorded { record, .. } | CustomersEvent::ComplaintClosed { record, .. }) => {
            Some(record)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fact::NEVER;
    use chrono::NaiveDate;
    use journal::events::customers::HistoryKind;
    use kernel::{CustomerId, GroupId, NoteId, PastRecordId};

    fn facts() -> Facts {
        Facts::new(
            CustomerId(uuid_nil()),
            GroupId(uuid_nil()),
            DateTime::from_timestamp_nanos(1_700_000_000_000_000_000),
        )
    }

    fn uuid_nil() -> sea_orm::prelude::Uuid {
        sea_orm::prelude::Uuid::nil()
    }

    fn history(kind: HistoryKind, yuan: i64, is_open: bool) -> CustomersEvent {
        CustomersEvent::HistoryRecorded {
            record: PastRecordId(uuid_nil()),
            kind,
            on: NaiveDate::default(),
            amount: Some(Money::cny(yuan * 100)),
            mileage_km: None,
            summary: String::new(),
            is_open,
        }
    }

    #[test]
    fn a_visit_counts_its_amount_and_its_day() {
        let mut facts = facts();
        let at = facts.first_seen_at;
        facts.hear(&history(HistoryKind::Maintenance, 680, false), at);
        assert_eq!((facts.visits, facts.visit_amount, facts.spend, facts.last_visit_at), (1, 68_000, 68_000, at));
        assert_eq!(facts.last_purchase_at, NEVER);
    }

    #[test]
    fn a_complaint_stays_open_until_it_is_closed() {
        let mut facts = facts();
        let at = facts.first_seen_at;
        facts.hear(&history(HistoryKind::Complaint, 0, true), at);
        assert_eq!((facts.complaints, facts.complaints_open), (1, 1));
        let closed = CustomersEvent::ComplaintClosed { record: PastRecordId(uuid_nil()), on: NaiveDate::default() };
        facts.hear(&closed, at);
        facts.hear(&closed, at);
        assert_eq!((facts.complaints, facts.complaints_open), (1, 0));
    }

    #[test]
    fn a_note_is_no_contact_but_a_call_is() {
        let mut facts = facts();
        let at = facts.first_seen_at;
        let note =
            |kind: &str| CustomersEvent::NoteWritten { note: NoteId(uuid_nil()), kind: kind.into(), outcome: None };
        facts.hear(&note("note"), at);
        assert_eq!((facts.notes, facts.contacts, facts.last_contact_at), (1, 0, NEVER));
        facts.hear(&note("call"), at);
        assert_eq!((facts.notes, facts.contacts, facts.last_contact_at), (2, 1, at));
    }

    #[test]
    fn a_code_or_a_notice_is_no_contact() {
        let sent = |purpose: Option<&str>| MessagingEvent::Sent {
            message: kernel::MessageId(uuid_nil()),
            channel: "sms".into(),
            subject: None,
            text: "您好".into(),
            purpose: purpose.map(str::to_owned),
        };
        let at = DateTime::from_timestamp_nanos(1_800_000_000_000_000_000);
        for (purpose, contacts) in [(Some("code"), 0), (Some("notice"), 0), (Some("care"), 1), (None, 1)] {
            let mut facts = facts();
            facts.hear_message(&sent(purpose), at);
            assert_eq!((facts.contacts, facts.last_contact_at == at), (contacts, contacts == 1), "{purpose:?}");
        }
    }
}
