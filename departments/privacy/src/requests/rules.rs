//! What may happen to a request: pure, an event or a refusal.

use chrono::{DateTime, Utc};
use journal::events::{customers::StaffName, person_requests::PersonRequestsEvent};
use kernel::{CustomerId, Refusal};

use super::{
    identity_check::{CheckMethod, CheckResult, IdentityCheck},
    request::{AskedBy, AskedThrough, Outcome, PersonRequest, RefusalReason, RequestKind, RequestState},
    term::Term,
};

/// After so many checks that failed the request is refused.
pub const FAILED_CHECKS_MAX: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestRefusal {
    Decided,
    Irrevocable,
    NotDecided,
    Closed,
    NotIdentified,
    SomebodyElse,
    ChecksUsedUp,
    WrongProof,
    NotForRelatives,
    AlreadyExtended,
    TooLateToExtend,
    NoCustomer,
    CustomerKnown,
    WrongKind,
    NoCopyMade,
    NotDeleted,
    NotRestricted,
    NothingCorrected,
    NothingWithdrawn,
    NothingExplained,
    SameAssignee,
    InWork,
    NoCode,
    CodeExpired,
    CodeUsedUp,
    TooManyCodes,
    NoKnownContact,
}

impl Refusal for RequestRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Decided => "person_request.decided",
            Self::NotDecided => "person_request.not_decided",
            Self::Closed => "person_request.closed",
            Self::NotIdentified => "person_request.not_identified",
            Self::SomebodyElse => "person_request.somebody_else",
            Self::ChecksUsedUp => "person_request.checks_used_up",
            Self::WrongProof => "person_request.wrong_proof",
            Self::NotForRelatives => "person_request.not_for_relatives",
            Self::AlreadyExtended => "person_request.already_extended",
            Self::TooLateToExtend => "person_request.too_late_to_extend",
            Self::NoCustomer => "person_request.no_customer",
            Self::CustomerKnown => "person_request.customer_known",
            Self::WrongKind => "person_request.wrong_kind",
            Self::NoCopyMade => "person_request.no_copy_made",
            Self::NotDeleted => "person_request.not_deleted",
            Self::NotRestricted => "person_request.not_restricted",
            Self::NothingCorrected => "person_request.nothing_corrected",
            Self::NothingWithdrawn => "person_request.nothing_withdrawn",
            Self::NothingExplained => "person_request.nothing_explained",
            Self::Irrevocable => "person_request.irrevocable",
            Self::SameAssignee => "person_request.same_assignee",
            Self::InWork => "person_request.in_work",
            Self::NoCode => "code.none",
            Self::CodeExpired => "code.expired",
            Self::CodeUsedUp => "code.used_up",
            Self::TooManyCodes => "code.too_many_sent",
            Self::NoKnownContact => "person_request.no_known_contact",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Decided => "This request is answered or refused; receive a new one if more is wanted.",
            Self::NotDecided => "Answer or refuse the request before you close it.",
            Self::Closed => "This request is closed.",
            Self::NotIdentified => "First make sure that who asks is who they say they are.",
            Self::SomebodyElse => "A check found that this is somebody else's data; the request can only be refused.",
            Self::ChecksUsedUp => "Three checks have failed; the request can only be refused.",
            Self::WrongProof => "This proof does not fit who asks: kinship is for relatives, a mandate for agents.",
            Self::NotForRelatives => {
                "Those close to a person who died may have access, a copy, a correction or a deletion, and nothing else."
            }
            Self::AlreadyExtended => "The term was extended once already; answer within it.",
            Self::TooLateToExtend => "The term is over; it can be extended only before it ends.",
            Self::NoCustomer => "Say first which customer this is about.",
            Self::CustomerKnown => {
                "Who asks was identified as the customer of this request, or that customer is forgotten; receive a new one for another."
            }
            Self::WrongKind => "This is not what the person asked for; receive a request for it.",
            Self::NoCopyMade => {
                "No copy of what is held about the person is ready: make one and wait until it is, or answer that it was granted in \
                 part and say what was shown."
            }
            Self::NotDeleted => {
                "The person is not deleted yet: delete them and wait until the deletion is proven, or answer that it was granted in \
                 part and say what was deleted."
            }
            Self::NotRestricted => {
                "No restriction is in force for this request: restrict the person's data first, or answer that it was granted in part."
            }
            Self::NothingCorrected => {
                "Nothing in the person's record was changed since they asked: correct it first, or answer that it was granted in part."
            }
            Self::NothingWithdrawn => {
                "No consent of the person was taken back since they asked: name with the answer those it takes back, or answer that it \
                 was granted in part."
            }
            Self::NothingExplained => "Nothing is explained yet; write the explanation, which the letter gives.",
            Self::Irrevocable => "The deletion has begun and can't be taken back; answer that it was granted, whole or in part.",
            Self::SameAssignee => "This person sees to the request already.",
            Self::InWork => "This request is in work already.",
            Self::NoCode => "No code is out; send one first.",
            Self::CodeExpired => "The code is older than ten minutes; send a new one.",
            Self::CodeUsedUp => "The code was guessed wrong five times and is worth nothing now; send a new one.",
            Self::NoKnownContact => {
                "No phone or mailbox of this customer was there a week before the request or proved since; make sure in another way \
                 who asks."
            }
            Self::TooManyCodes => "Five codes were sent for this request; make sure in another way who asks.",
        }
        .into()
    }
}

impl RequestKind {
    /// Why a request of this kind can't be granted while nothing was done for it.
    fn undone(self) -> RequestRefusal {
        match self {
            Self::Access | Self::Copy | Self::Transfer => RequestRefusal::NoCopyMade,
            Self::Delete => RequestRefusal::NotDeleted,
            Self::Restrict => RequestRefusal::NotRestricted,
            Self::Correct => RequestRefusal::NothingCorrected,
            Self::Withdraw => RequestRefusal::NothingWithdrawn,
            Self::Explain => RequestRefusal::NothingExplained,
        }
    }
}

/// What somebody decided, ready for the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub outcome: Outcome,
    pub answer_sealed: Option<Vec<u8>>,
}

impl PersonRequest {
    /// Writes down a check. The request counts as identified when who asks is known and, for one who comes in another's name,
    /// their right to.
    pub fn check_identity(
        &mut self,
        before: &[IdentityCheck],
        method: CheckMethod,
        result: CheckResult,
        now: DateTime<Utc>,
    ) -> Result<PersonRequestsEvent, RequestRefusal> {
        self.must_be_open()?;
        self.may_go_on(before)?;
        let fits = match method {
            CheckMethod::KinshipProven => self.asked_by == AskedBy::Relative,
            CheckMethod::MandateSeen => self.asked_by == AskedBy::Agent,
            _ => true,
        };
        if !fits {
            return Err(RequestRefusal::WrongProof);
        }
        let passed = before.iter().filter(|check| check.result == CheckResult::Passed).map(|check| check.method);
        let passed: Vec<CheckMethod> = passed.chain((result == CheckResult::Passed).then_some(method)).collect();
        let knows_who = passed.iter().any(|method| method.tells_who());
        let in_whose_name = match self.asked_by {
            AskedBy::Person => true,
            AskedBy::Relative => passed.contains(&CheckMethod::KinshipProven),
            AskedBy::Agent => passed.contains(&CheckMethod::MandateSeen),
        };
        if self.state == RequestState::Received && knows_who && in_whose_name {
            self.state = RequestState::Identified;
        }
        if result == CheckResult::SomebodyElse {
            self.state = RequestState::Received;
        }
        self.changed_at = now;
        let (request, number, kind) = self.told();
        Ok(PersonRequestsEvent::IdentityChecked { request, number, kind, method: method.word(), result: result.word() })
    }

    /// Whose contact on record a code may be sent to.
    pub fn may_send_code(&self, checks: &[IdentityCheck]) -> Result<CustomerId, RequestRefusal> {
        self.must_be_open()?;
        self.may_go_on(checks)?;
        self.customer_id.ok_or(RequestRefusal::NoCustomer)
    }

    /// Whether the house itself may tell the person: they asked in their own name, and nothing says that somebody else did.
    pub fn may_tell(&self, checks: &[IdentityCheck]) -> Option<CustomerId> {
        let is_theirs = self.asked_by == AskedBy::Person && self.may_go_on(checks).is_ok();
        self.customer_id.filter(|_| is_theirs)
    }

    /// Says whom it is about: another as long as nobody was identified as that customer, and nobody at all once the deletion has
    /// begun, which takes the customer from the request.
    pub fn find_customer(
        &mut self,
        customer: CustomerId,
        is_irrevocable: bool,
        now: DateTime<Utc>,
    ) -> Result<PersonRequestsEvent, RequestRefusal> {
        self.must_be_open()?;
        if !self.may_find_customer(is_irrevocable) {
            return Err(RequestRefusal::CustomerKnown);
        }
        self.customer_id = Some(customer);
        self.changed_at = now;
        let (request, number, kind) = self.told();
        Ok(PersonRequestsEvent::CustomerFound { request, number, kind })
    }

    /// Somebody sets to work.
    pub fn begin(
        &mut self,
        checks: &[IdentityCheck],
        now: DateTime<Utc>,
    ) -> Result<PersonRequestsEvent, RequestRefusal> {
        if self.state == RequestState::InWork {
            return Err(RequestRefusal::InWork);
        }
        self.must_be_identified(checks)?;
        self.state = RequestState::InWork;
        self.changed_at = now;
        let (request, number, kind) = self.told();
        Ok(PersonRequestsEvent::Begun { request, number, kind })
    }

    pub fn hand_over(&mut self, to: StaffName, now: DateTime<Utc>) -> Result<PersonRequestsEvent, RequestRefusal> {
        self.must_be_open()?;
        if self.assignee_id == Some(to.id) {
            return Err(RequestRefusal::SameAssignee);
        }
        self.assignee_id = Some(to.id);
        self.changed_at = now;
        let (request, number, kind) = self.told();
        Ok(PersonRequestsEvent::HandedOver { request, number, kind, to })
    }

    /// Gives the request a longer term, once, for a reason that the person is told.
    pub fn extend(
        &mut self,
        term: Term,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<PersonRequestsEvent, RequestRefusal> {
        self.must_be_open()?;
        if self.extended_at.is_some() {
            return Err(RequestRefusal::AlreadyExtended);
        }
        if now >= self.due_at {
            return Err(RequestRefusal::TooLateToExtend);
        }
        (self.warn_at, self.due_on, self.due_at) = (term.warn_at, term.due_on, term.due_at);
        self.is_due_assumed = term.is_assumed;
        self.extended_at = Some(now);
        self.extension_reason = Some(reason);
        self.changed_at = now;
        let (request, number, kind) = self.told();
        Ok(PersonRequestsEvent::Extended { request, number, kind, due_on: self.due_on })
    }

    /// Takes the term the calendar gives now; nothing when it is the same.
    pub fn count_term(&mut self, term: Term, now: DateTime<Utc>) -> Option<PersonRequestsEvent> {
        let is_same = (self.warn_at, self.due_on, self.is_due_assumed) == (term.warn_at, term.due_on, term.is_assumed);
        if is_same {
            return None;
        }
        (self.warn_at, self.due_on, self.due_at) = (term.warn_at, term.due_on, term.due_at);
        self.is_due_assumed = term.is_assumed;
        self.changed_at = now;
        let (request, number, kind) = self.told();
        Some(PersonRequestsEvent::TermCounted { request, number, kind, due_on: self.due_on })
    }

    /// Refuses work of another kind, without a customer, or before who asks is known.
    pub fn permits_work(&self, kinds: &[RequestKind], checks: &[IdentityCheck]) -> Result<CustomerId, RequestRefusal> {
        if !kinds.contains(&self.kind) {
            return Err(RequestRefusal::WrongKind);
        }
        self.must_be_identified(checks)?;
        self.customer_id.ok_or(RequestRefusal::NoCustomer)
    }

    /// Answers the request. `is_done` says whether what it asks the house to do was done, as far as the house can tell.
    pub fn answer(
        &mut self,
        decision: Decision,
        checks: &[IdentityCheck],
        is_done: bool,
        now: DateTime<Utc>,
    ) -> Result<PersonRequestsEvent, RequestRefusal> {
        self.must_be_identified(checks)?;
        if decision.outcome == Outcome::Granted && !is_done {
            return Err(self.kind.undone());
        }
        self.state = RequestState::Answered;
        self.decide(decision, now);
        let (request, number, kind) = self.told();
        let outcome = self.outcome.map_or("", Outcome::word).to_owned();
        Ok(PersonRequestsEvent::Answered { request, number, kind, outcome })
    }

    /// Refuses the request, with the reason; also when who asks takes it back. Too late once what can't be taken back has begun.
    pub fn refuse(
        &mut self,
        reason: RefusalReason,
        answer_sealed: Option<Vec<u8>>,
        is_irrevocable: bool,
        now: DateTime<Utc>,
    ) -> Result<PersonRequestsEvent, RequestRefusal> {
        self.must_be_open()?;
        if is_irrevocable {
            return Err(RequestRefusal::Irrevocable);
        }
        let outcome = if reason == RefusalReason::Withdrawn { Outcome::Withdrawn } else { Outcome::Refused };
        self.state = RequestState::Refused;
        self.refusal_reason = Some(reason);
        self.decide(Decision { outcome, answer_sealed }, now);
        let (request, number, kind) = self.told();
        Ok(PersonRequestsEvent::Refused { request, number, kind, reason: reason.word().to_owned() })
    }

    /// The letter reached the person.
    pub fn close(
        &mut self,
        handed_over: AskedThrough,
        now: DateTime<Utc>,
    ) -> Result<PersonRequestsEvent, RequestRefusal> {
        match self.state {
            RequestState::Closed => return Err(RequestRefusal::Closed),
            RequestState::Answered | RequestState::Refused => {}
            _ => return Err(RequestRefusal::NotDecided),
        }
        self.state = RequestState::Closed;
        self.handed_over = Some(handed_over);
        self.closed_at = Some(now);
        self.changed_at = now;
        let (request, number, kind) = self.told();
        Ok(PersonRequestsEvent::Closed { request, number, kind })
    }

    /// What can be done now; the page shows the others as not possible.
    pub fn can(&self, checks: &[IdentityCheck], is_irrevocable: bool, now: DateTime<Utc>) -> Vec<&'static str> {
        let is_identified = self.must_be_identified(checks).is_ok();
        let has_customer = self.customer_id.is_some();
        let deeds = [
            ("check_identity", self.is_open() && self.may_go_on(checks).is_ok()),
            ("send_code", self.may_send_code(checks).is_ok()),
            ("find_customer", self.is_open() && self.may_find_customer(is_irrevocable)),
            ("begin", is_identified && self.state == RequestState::Identified),
            ("hand_over", self.is_open()),
            ("extend", self.is_open() && self.extended_at.is_none() && now < self.due_at),
            ("copy", is_identified && has_customer && self.kind.wants_copy()),
            ("delete", is_identified && has_customer && self.kind == RequestKind::Delete && !is_irrevocable),
            ("restrict", is_identified && has_customer && self.kind == RequestKind::Restrict),
            ("answer", is_identified),
            ("refuse", self.is_open() && !is_irrevocable),
            ("close", matches!(self.state, RequestState::Answered | RequestState::Refused)),
            ("letter", matches!(self.state, RequestState::Answered | RequestState::Refused | RequestState::Closed)),
        ];
        deeds.into_iter().filter(|(_, may)| *may).map(|(deed, _)| deed).collect()
    }

    fn may_find_customer(&self, is_irrevocable: bool) -> bool {
        !is_irrevocable && (self.state == RequestState::Received || self.customer_id.is_none())
    }

    fn must_be_open(&self) -> Result<(), RequestRefusal> {
        match self.state {
            RequestState::Closed => Err(RequestRefusal::Closed),
            RequestState::Answered | RequestState::Refused => Err(RequestRefusal::Decided),
            RequestState::Received | RequestState::Identified | RequestState::InWork => Ok(()),
        }
    }

    fn must_be_identified(&self, checks: &[IdentityCheck]) -> Result<(), RequestRefusal> {
        self.must_be_open()?;
        self.may_go_on(checks)?;
        if self.state == RequestState::Received { Err(RequestRefusal::NotIdentified) } else { Ok(()) }
    }

    /// Nothing goes on once it was found to be somebody else, or nobody could be made out.
    fn may_go_on(&self, checks: &[IdentityCheck]) -> Result<(), RequestRefusal> {
        if checks.iter().any(|check| check.result == CheckResult::SomebodyElse) {
            return Err(RequestRefusal::SomebodyElse);
        }
        let failed = checks.iter().filter(|check| check.result == CheckResult::Failed).count();
        if failed >= FAILED_CHECKS_MAX { Err(RequestRefusal::ChecksUsedUp) } else { Ok(()) }
    }

    fn decide(&mut self, decision: Decision, now: DateTime<Utc>) {
        self.outcome = Some(decision.outcome);
        self.answer_sealed = decision.answer_sealed;
        self.answered_at = Some(now);
        self.changed_at = now;
    }

    fn told(&self) -> (kernel::PersonRequestId, String, String) {
        (self.id, self.number.clone(), self.kind.word().to_owned())
    }
}

#[cfg(test)]
mod tests;
