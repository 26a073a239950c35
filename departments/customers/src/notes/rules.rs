//! What may happen to a note: pure, an event or a refusal.

use chrono::{DateTime, TimeDelta, Utc};
use journal::events::customers::CustomersEvent;
use kernel::{Error, Fault, NoteId, Refusal, Result, StaffId};
use platform::Actor;

use super::note::{Note, NoteKind, Outcome};
use crate::people::customer::Customer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteRefusal {
    Deleted,
    NotYours,
    AlreadyPinned,
    NotPinned,
}

impl Refusal for NoteRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Deleted => "note.deleted",
            Self::NotYours => "note.not_yours",
            Self::AlreadyPinned => "note.already_pinned",
            Self::NotPinned => "note.not_pinned",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Deleted => "This note was deleted.",
            Self::NotYours => "Only its author changes a note; write another one beside it.",
            Self::AlreadyPinned => "This note is already pinned.",
            Self::NotPinned => "This note is not pinned.",
        }
        .into()
    }
}

pub const TEXT_CHARACTERS_MAX: usize = 5_000;
const AHEAD_MAX: TimeDelta = TimeDelta::minutes(5);
const FIRST_RECORDS: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// The text of a note, or what is wrong with it. A call or a visit with an outcome may do without words.
pub fn checked_text(raw: &str, has_outcome: bool) -> Result<String> {
    let text = raw.trim();
    if text.is_empty() && !has_outcome {
        return Err(Error::invalid("text", "note.empty", "write a few words, or give an outcome"));
    }
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        return Err(Error::invalid(
            "text",
            "note.too_long",
            format!("a note has at most {TEXT_CHARACTERS_MAX} characters"),
        ));
    }
    Ok(text.to_owned())
}

/// When it happened: now when not given, never ahead of time, never before any dealer kept records.
pub fn checked_time(happened_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    match happened_at {
        Some(at) if at > now + AHEAD_MAX => Err(Error::Invalid(vec![Fault::new(
            "happened_at",
            "note.in_the_future",
            "a note tells what has happened; make a task for what will",
        )])),
        Some(at) if at < FIRST_RECORDS => {
            Err(Error::invalid("happened_at", "note.before_all_records", "a note tells of something since 1970"))
        }
        Some(at) => Ok(at),
        None => Ok(now),
    }
}

/// Whose note it is; machines sign with their name only.
fn author(actor: &Actor) -> (Option<StaffId>, String) {
    match actor {
        Actor::Staff { id, name } => (Some(*id), name.clone()),
        Actor::Key { name, .. } => (None, name.clone()),
        Actor::System(actor) => (None, actor.name().to_owned()),
    }
}

impl Note {
    /// Words about a customer, written down now.
    pub fn about(customer: &Customer, by: &Actor, text: String, now: DateTime<Utc>) -> Self {
        let (author_id, author_name) = author(by);
        Self {
            id: NoteId::new(now),
            group_id: customer.group_id,
            store_id: customer.store_id,
            customer_id: customer.id,
            vehicle_id: None,
            kind: NoteKind::Note,
            text,
            outcome: None,
            author_id,
            author_name,
            is_pinned: false,
            happened_at: now,
            created_at: now,
            deleted_at: None,
            version: 1,
        }
    }

    /// Changes words or outcome; nothing happens when both are as they were.
    pub fn change(
        &mut self,
        text: Option<String>,
        outcome: Option<Option<Outcome>>,
        by: Option<StaffId>,
    ) -> Result<Option<CustomersEvent>, NoteRefusal> {
        self.must_be_of(by)?;
        let before = (self.text.clone(), self.outcome);
        if let Some(text) = text {
            self.text = text;
        }
        if let Some(outcome) = outcome {
            self.outcome = outcome;
        }
        let is_changed = before != (self.text.clone(), self.outcome);
        Ok(is_changed.then_some(CustomersEvent::NoteChanged { note: self.id }))
    }

    pub fn delete(&mut self, by: Option<StaffId>, now: DateTime<Utc>) -> Result<CustomersEvent, NoteRefusal> {
        self.must_be_of(by)?;
        self.deleted_at = Some(now);
        self.is_pinned = false;
        Ok(CustomersEvent::NoteDeleted { note: self.id, kind: self.kind.word().into() })
    }

    /// Pins it to the top, for everybody, or takes it down again.
    pub fn pin(&mut self) -> Result<CustomersEvent, NoteRefusal> {
        if self.is_pinned {
            return Err(NoteRefusal::AlreadyPinned);
        }
        self.set_pin(true)
    }

    pub fn unpin(&mut self) -> Result<CustomersEvent, NoteRefusal> {
        if !self.is_pinned {
            return Err(NoteRefusal::NotPinned);
        }
        self.set_pin(false)
    }

    /// Whether this person wrote it; notes of machines are nobody's.
    pub fn is_of(&self, person: Option<StaffId>) -> bool {
        person.is_some() && self.author_id == person
    }

    fn set_pin(&mut self, is_pinned: bool) -> Result<CustomersEvent, NoteRefusal> {
        if self.deleted_at.is_some() {
            return Err(NoteRefusal::Deleted);
        }
        self.is_pinned = is_pinned;
        Ok(CustomersEvent::NoteChanged { note: self.id })
    }

    fn must_be_of(&self, person: Option<StaffId>) -> Result<(), NoteRefusal> {
        if self.deleted_at.is_some() {
            return Err(NoteRefusal::Deleted);
        }
        if self.is_of(person) { Ok(()) } else { Err(NoteRefusal::NotYours) }
    }
}
