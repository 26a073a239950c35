//! What may happen to a change that waits for its proof: pure, an event or a refusal.

use chrono::{DateTime, TimeDelta, Utc};
use journal::events::{customers::StaffName, verified::VerifiedEvent};
use kernel::{Error, Refusal};

use super::pending_change::{ChangeState, CodeWay, PendingChange, SettledWay};

/// A code is good for so long.
pub const CODE_MINUTES: i64 = 10;
/// After so many wrong guesses a code is worth nothing.
pub const ATTEMPTS_MAX: i32 = 5;
/// So many codes are sent for one change.
pub const SENDS_MAX: i32 = 5;
/// Between two codes for one change.
pub const RESEND_SECONDS: i64 = 60;
/// Codes in any hour about one customer, and by one person.
pub const SENDS_PER_CUSTOMER: i64 = 5;
pub const SENDS_PER_PERSON: i64 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRefusal {
    Settled,
    Expired,
    NeedsProof,
    AlreadyPending,
    NothingDifferent,
    NoContact,
    NoCode,
    CodeExpired,
    CodeUsedUp,
    TooManyCodes,
    NotProvable,
    OwnApproval,
    NotProved,
    Outdated,
    NotThere,
}

impl Refusal for ChangeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Settled => "change.settled",
            Self::Expired => "change.expired",
            Self::NeedsProof => "change.needs_proof",
            Self::AlreadyPending => "change.already_pending",
            Self::NothingDifferent => "change.nothing_different",
            Self::NoContact => "change.no_contact",
            Self::NoCode => "code.none",
            Self::CodeExpired => "code.expired",
            Self::CodeUsedUp => "code.used_up",
            Self::TooManyCodes => "code.too_many_sent",
            Self::NotProvable => "change.not_provable",
            Self::OwnApproval => "change.own_approval",
            Self::NotProved => "change.not_proved",
            Self::Outdated => "change.outdated",
            Self::NotThere => "change.not_there",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Settled => "This change was applied, cancelled or given up already; ask for a new one.",
            Self::Expired => "Nobody proved this change in time; ask for a new one.",
            Self::NeedsProof => {
                "This tells customers apart, so the customer proves the change: ask for it with POST /customers/{id}/pending-changes and confirm the code."
            }
            Self::AlreadyPending => "A change of this field waits for its proof already; confirm or cancel that one.",
            Self::NothingDifferent => "This is what the record says already.",
            Self::NoContact => {
                "There is no contact to send a code to; send it to the new one, or let a manager override with a reason."
            }
            Self::NoCode => "No code is out; send one first.",
            Self::CodeExpired => "The code is older than ten minutes; send a new one.",
            Self::CodeUsedUp => "The code was guessed wrong five times and is worth nothing now; send a new one.",
            Self::TooManyCodes => "Five codes were sent for this change; a manager may override with a reason.",
            Self::NotProvable => "There is no new contact that could prove this; use the old one or an override.",
            Self::OwnApproval => "Whoever asked for a change can't approve it; ask somebody else.",
            Self::NotProved => "The code sent to the new contact was not confirmed yet.",
            Self::Outdated => "The record changed since this was asked for; cancel it and ask again.",
            Self::NotThere => "There is nothing to change yet; write it into the record directly.",
        }
        .into()
    }
}

/// What came of a guess.
#[derive(Clone, Debug, PartialEq)]
pub enum Guess {
    /// Wrong; so many tries are left.
    Wrong(i32),
    /// Right, and the change is to be applied.
    Passed(VerifiedEvent),
    /// Right, and a manager's approval is still wanted.
    Proved(VerifiedEvent),
}

impl PendingChange {
    /// Refuses what is over.
    pub fn must_wait(&self, now: DateTime<Utc>) -> Result<(), ChangeRefusal> {
        match self.state {
            ChangeState::Waiting if now >= self.expires_at => Err(ChangeRefusal::Expired),
            ChangeState::Waiting => Ok(()),
            ChangeState::Expired => Err(ChangeRefusal::Expired),
            ChangeState::Applied | ChangeState::Cancelled => Err(ChangeRefusal::Settled),
        }
    }

    /// A code goes out; the one before is worth nothing any more. `digest` is of the sending this will be.
    pub fn send(
        &mut self,
        way: CodeWay,
        to: String,
        digest: String,
        now: DateTime<Utc>,
    ) -> Result<VerifiedEvent, Error> {
        self.may_send(now)?;
        self.sends += 1;
        self.attempts = 0;
        self.code_digest = Some(digest);
        self.code_way = Some(way);
        self.code_to = Some(to.clone());
        self.code_sent_at = Some(now);
        self.code_expires_at = Some(now + TimeDelta::minutes(CODE_MINUTES));
        Ok(VerifiedEvent::CodeSent { change: self.id, field: self.field.word().into(), way: way.word().into(), to })
    }

    /// When the next code may go out; refuses when none may.
    pub fn may_send(&self, now: DateTime<Utc>) -> Result<(), Error> {
        self.must_wait(now)?;
        if self.proved_at.is_some() {
            return Err(ChangeRefusal::Settled.into());
        }
        if self.sends >= SENDS_MAX {
            return Err(ChangeRefusal::TooManyCodes.into());
        }
        let next = self.code_sent_at.map(|sent| sent + TimeDelta::seconds(RESEND_SECONDS));
        match next.filter(|next| now < *next) {
            Some(next) => {
                let seconds = u64::try_from((next - now).num_seconds().max(1)).unwrap_or(1);
                Err(Error::TooMany { code: "code.too_soon", retry_after_seconds: seconds })
            }
            None => Ok(()),
        }
    }

    /// Refuses when no guess counts: before a code is compared at all.
    pub fn may_guess(&self, now: DateTime<Utc>) -> Result<(), ChangeRefusal> {
        self.must_wait(now)?;
        match self.code_expires_at.filter(|_| self.code_digest.is_some()) {
            None => Err(ChangeRefusal::NoCode),
            Some(_) if self.attempts >= ATTEMPTS_MAX => Err(ChangeRefusal::CodeUsedUp),
            Some(until) if now >= until => Err(ChangeRefusal::CodeExpired),
            Some(_) => Ok(()),
        }
    }

    /// Takes a guess; `is_right` was found out by comparing digests. The change is saved whatever came of it.
    pub fn guess(&mut self, is_right: bool, now: DateTime<Utc>) -> Result<Guess, ChangeRefusal> {
        self.may_guess(now)?;
        if !is_right {
            self.attempts += 1;
            return Ok(Guess::Wrong(ATTEMPTS_MAX - self.attempts));
        }
        self.code_digest = None;
        if self.code_way == Some(CodeWay::Old) {
            return Ok(Guess::Passed(self.settle(SettledWay::OldContact, now)));
        }
        self.proved_at = Some(now);
        if self.approved_by.is_some() {
            return Ok(Guess::Passed(self.settle(SettledWay::NewContact, now)));
        }
        Ok(Guess::Proved(VerifiedEvent::Proved { change: self.id, field: self.field.word().into() }))
    }

    /// A manager answers for a change that the new contact has proven or will prove; `true` when it is to be applied now.
    pub fn approve(&mut self, by: StaffName, now: DateTime<Utc>) -> Result<(VerifiedEvent, bool), ChangeRefusal> {
        self.must_wait(now)?;
        if self.asked_by == Some(by.id) {
            return Err(ChangeRefusal::OwnApproval);
        }
        self.approved_by = Some(by.id);
        self.approved_name = Some(by.name);
        if self.proved_at.is_some() {
            return Ok((self.settle(SettledWay::NewContact, now), true));
        }
        Ok((VerifiedEvent::Approved { change: self.id, field: self.field.word().into() }, false))
    }

    /// A manager lets it pass without a proof and says why.
    pub fn let_pass(
        &mut self,
        by: Option<StaffName>,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<VerifiedEvent, ChangeRefusal> {
        self.must_wait(now)?;
        if let Some(by) = by {
            self.approved_by = Some(by.id);
            self.approved_name = Some(by.name);
        }
        self.reason = Some(reason.clone());
        self.settle(SettledWay::Override, now);
        Ok(VerifiedEvent::Overridden { change: self.id, field: self.field.word().into(), reason })
    }

    pub fn cancel(&mut self, now: DateTime<Utc>) -> Result<VerifiedEvent, ChangeRefusal> {
        self.must_wait(now)?;
        self.end(ChangeState::Cancelled, now);
        Ok(VerifiedEvent::Cancelled { change: self.id, field: self.field.word().into() })
    }

    /// Its time is over; nothing happens before, and to what is settled.
    pub fn expire(&mut self, now: DateTime<Utc>) -> Option<VerifiedEvent> {
        if self.state != ChangeState::Waiting || now < self.expires_at {
            return None;
        }
        self.end(ChangeState::Expired, now);
        Some(VerifiedEvent::Expired { change: self.id, field: self.field.word().into() })
    }

    fn settle(&mut self, way: SettledWay, now: DateTime<Utc>) -> VerifiedEvent {
        self.settled_way = Some(way);
        self.end(ChangeState::Applied, now);
        VerifiedEvent::Confirmed { change: self.id, field: self.field.word().into(), way: way.word().into() }
    }

    /// What is over holds no value and no code any more.
    fn end(&mut self, state: ChangeState, now: DateTime<Utc>) {
        self.state = state;
        self.settled_at = Some(now);
        self.code_digest = None;
    }
}

#[cfg(test)]
mod tests;
