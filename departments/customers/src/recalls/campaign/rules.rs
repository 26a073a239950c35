//! What may happen to a recall: pure, an event or a refusal.

use chrono::{DateTime, Utc};
use journal::events::{customers::FieldChange, recalls::RecallsEvent};
use kernel::Refusal;

use super::recall::{Recall, RecallState};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecallRefusal {
    NumberTaken,
    NotADraft,
    NotOpen,
    NotClosed,
    Closed,
    AboutNoCar,
}

impl Refusal for RecallRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NumberTaken => "recall.number_taken",
            Self::NotADraft => "recall.not_a_draft",
            Self::NotOpen => "recall.not_open",
            Self::NotClosed => "recall.not_closed",
            Self::Closed => "recall.closed",
            Self::AboutNoCar => "recall.about_no_car",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NumberTaken => "A recall with this number is there already; change that one.",
            Self::NotADraft => "Only a draft can be opened or removed; one that was opened is closed.",
            Self::NotOpen => "This recall is not open; open it first.",
            Self::NotClosed => "Only a closed recall can be opened again.",
            Self::Closed => "This recall is closed; open it again first.",
            Self::AboutNoCar => "Say first which cars it is about: add VINs, or a criterion.",
        }
        .into()
    }
}

impl Recall {
    pub fn drafted(&self) -> RecallsEvent {
        RecallsEvent::Drafted { recall: self.id, number: self.number.clone(), title: self.title.clone() }
    }

    /// Some fields were changed; nothing happened when none differs.
    pub fn changed(
        &mut self,
        fields: Vec<FieldChange>,
        now: DateTime<Utc>,
    ) -> Result<Option<RecallsEvent>, RecallRefusal> {
        if fields.is_empty() {
            return Ok(None);
        }
        self.must_not_be_closed()?;
        self.changed_at = now;
        let (recall, number, title) = self.named();
        Ok(Some(RecallsEvent::Changed { recall, number, title, fields }))
    }

    pub fn remove(&self) -> Result<RecallsEvent, RecallRefusal> {
        if self.state != RecallState::Draft {
            return Err(RecallRefusal::NotADraft);
        }
        Ok(RecallsEvent::Removed { number: self.number.clone(), title: self.title.clone() })
    }

    /// From now on its cars are looked for and told of it.
    pub fn open(&mut self, is_about_cars: Aim, now: DateTime<Utc>) -> Result<RecallsEvent, RecallRefusal> {
        if self.state != RecallState::Draft {
            return Err(RecallRefusal::NotADraft);
        }
        if is_about_cars == Aim::Nothing {
            return Err(RecallRefusal::AboutNoCar);
        }
        self.state = RecallState::Open;
        self.opened_at = Some(now);
        self.changed_at = now;
        let (recall, number, title) = self.named();
        Ok(RecallsEvent::Opened { recall, number, title })
    }

    /// Its cars are looked for no more, and nobody is reminded of it.
    pub fn close(&mut self, now: DateTime<Utc>) -> Result<RecallsEvent, RecallRefusal> {
        self.must_be_open()?;
        self.state = RecallState::Closed;
        self.closed_at = Some(now);
        self.changed_at = now;
        let (recall, number, title) = self.named();
        Ok(RecallsEvent::Closed { recall, number, title })
    }

    pub fn reopen(&mut self, now: DateTime<Utc>) -> Result<RecallsEvent, RecallRefusal> {
        if self.state != RecallState::Closed {
            return Err(RecallRefusal::NotClosed);
        }
        self.state = RecallState::Open;
        self.closed_at = None;
        self.changed_at = now;
        let (recall, number, title) = self.named();
        Ok(RecallsEvent::Reopened { recall, number, title })
    }

    pub fn must_be_open(&self) -> Result<(), RecallRefusal> {
        match self.state {
            RecallState::Open => Ok(()),
            RecallState::Closed => Err(RecallRefusal::Closed),
            RecallState::Draft => Err(RecallRefusal::NotOpen),
        }
    }

    pub fn must_not_be_closed(&self) -> Result<(), RecallRefusal> {
        if self.state == RecallState::Closed { Err(RecallRefusal::Closed) } else { Ok(()) }
    }

    /// How events speak of it.
    pub fn named(&self) -> (kernel::RecallId, String, String) {
        (self.id, self.number.clone(), self.title.clone())
    }
}

/// Whether anything says which cars a recall is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    Cars,
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recalls::campaign::example::recall;
    use crate::vehicles::example::instant;

    #[test]
    fn a_recall_is_opened_closed_and_opened_again() {
        let now = instant("2026-03-16");
        let mut one = recall();
        assert_eq!(one.open(Aim::Nothing, now), Err(RecallRefusal::AboutNoCar));
        assert_eq!(one.close(now), Err(RecallRefusal::NotOpen));
        assert!(one.open(Aim::Cars, now).is_ok());
        assert_eq!(one.open(Aim::Cars, now), Err(RecallRefusal::NotADraft));
        assert_eq!(one.remove(), Err(RecallRefusal::NotADraft));
        assert_eq!(one.reopen(now), Err(RecallRefusal::NotClosed));
        assert!(one.close(now).is_ok());
        assert_eq!((one.close(now), one.must_be_open()), (Err(RecallRefusal::Closed), Err(RecallRefusal::Closed)));
        assert!(one.reopen(now).is_ok());
        assert_eq!((one.state, one.closed_at), (RecallState::Open, None));
    }

    #[test]
    fn a_closed_recall_is_not_changed() {
        let now = instant("2026-03-16");
        let mut one = Recall { state: RecallState::Closed, ..recall() };
        let field = FieldChange { field: "title".into(), from: None, to: None };
        assert_eq!(one.changed(vec![field], now), Err(RecallRefusal::Closed));
        assert_eq!(one.changed(Vec::new(), now), Ok(None));
    }
}
