//! What may happen to a lead: pure, an event or a refusal.

#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use customers::notes::note::{NoteKind, Outcome};
use journal::events::{customers::StaffName, leads::LeadsEvent};
use kernel::{LossId, Refusal, StaffId};

use crate::{
    draft::Enquiry,
    lead::Lead,
    loss::Loss,
    words::{Grade, Horizon, LeadState, LossDecision, LossReason, Milestone},
};

/// So long may a customer wait for the first try to reach them.
pub const RESPONSE_MINUTES_MAX: i64 = 30;
/// Nobody promises a follow-up further ahead.
pub const NEXT_DAYS_MAX: i64 = 180;

/// What can be done to a lead; views name those allowed now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    Edit,
    FollowUp,
    Claim,
    Give,
    Release,
    Advance,
    AskLoss,
    DecideLoss,
    Revive,
}

/// Why a deed is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LeadRefusal {
    Closed,
    LossAsked,
    NoLossAsked,
    NotLost,
    Taken,
    InPool,
    SameConsultant,
    Ordered,
    AlreadyThere,
    NextInPast,
    NextTooFar,
    PersonNeeded,
}

/// One try to reach the customer, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub way: NoteKind,
    pub outcome: Outcome,
    pub happened_at: DateTime<Utc>,
    /// When to try again; none of a lead that wants no more of it.
    pub next_at: Option<DateTime<Utc>>,
}

/// Why a lead is given up, as whoever asks for it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giving {
    pub reason: LossReason,
    pub competitor: Option<String>,
    pub remark: Option<String>,
    pub by: Option<StaffId>,
}

/// How near the purchase is. Nobody knows of a customer nobody has spoken to.
pub fn grade_of(horizon: Option<Horizon>, is_recorded: bool) -> Grade {
    match horizon {
        _ if !is_recorded => Grade::N,
        Some(Horizon::Week) => Grade::H,
        Some(Horizon::Month) => Grade::A,
        Some(Horizon::Quarter) => Grade::B,
        Some(Horizon::Later) | None => Grade::C,
    }
}

/// How many days lie between two follow-ups: H, A and whoever was not reached yet every day, B every third, C every week.
pub const fn rhythm_days(grade: Grade) -> i64 {
    match grade {
        Grade::H | Grade::A | Grade::N => 1,
        Grade::B => 3,
        Grade::C => 7,
    }
}

impl Lead {
    /// Whether the deed is refused now, whatever its particulars.
    pub fn permits(&self, deed: Deed) -> Result<(), LeadRefusal> {
        use LeadState::{Finished, LossAsked, Lost, Unassigned, Won};
        match (deed, self.state) {
            (Deed::Revive, Lost) => Ok(()),
            (Deed::Revive, _) => Err(LeadRefusal::NotLost),
            (Deed::DecideLoss, LossAsked) => Ok(()),
            (Deed::DecideLoss, _) => Err(LeadRefusal::NoLossAsked),
            (_, Lost | Finished) => Err(LeadRefusal::Closed),
            (Deed::Advance | Deed::Edit, Won) => Ok(()),
            (_, Won) => Err(LeadRefusal::Closed),
            (Deed::Edit, LossAsked) => Ok(()),
            (_, LossAsked) => Err(LeadRefusal::LossAsked),
            (Deed::Claim, Unassigned) | (Deed::Edit | Deed::Give, _) => Ok(()),
            (Deed::Claim, _) => Err(LeadRefusal::Taken),
            (_, Unassigned) => Err(LeadRefusal::InPool),
            (Deed::Release | Deed::AskLoss, LeadState::Ordered) => Err(LeadRefusal::Ordered),
            _ => Ok(()),
        }
    }

    /// Takes it out of the pool.
    pub fn claim(&mut self, by: StaffName, now: DateTime<Utc>) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(Deed::Claim)?;
        self.belong_to(by.id, now);
        Ok(LeadsEvent::Claimed { lead: self.id, number: self.number.clone(), consultant: by })
    }

    /// Gives it to somebody, out of the pool or from a colleague.
    pub fn give(
        &mut self,
        from: Option<StaffName>,
        to: StaffName,
        note: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(Deed::Give)?;
        if self.consultant_id == Some(to.id) {
            return Err(LeadRefusal::SameConsultant);
        }
        self.belong_to(to.id, now);
        Ok(LeadsEvent::Given { lead: self.id, number: self.number.clone(), from, to, note })
    }

    /// Puts it back into the pool, where it is to be taken up at once.
    pub fn release(&mut self, from: StaffName, reason: String, now: DateTime<Utc>) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(Deed::Release)?;
        self.lie_in_pool(now);
        Ok(LeadsEvent::Released { lead: self.id, number: self.number.clone(), from, reason })
    }

    /// A try to reach the customer. It answers the enquiry, whoever was reached; a talk makes the record, an appointment invites,
    /// a visit is the arrival.
    pub fn follow_up(&mut self, done: FollowUp, now: DateTime<Utc>) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(Deed::FollowUp)?;
        match done.next_at {
            Some(next) if next <= now => return Err(LeadRefusal::NextInPast),
            Some(next) if next - now > TimeDelta::days(NEXT_DAYS_MAX) => return Err(LeadRefusal::NextTooFar),
            _ => {}
        }
        self.responded_at = self.responded_at.or(Some(done.happened_at));
        self.followed_at = Some(self.followed_at.map_or(done.happened_at, |last| last.max(done.happened_at)));
        if is_talk(done.outcome) {
            self.recorded_at = self.recorded_at.or(Some(done.happened_at));
            let reached = if done.way == NoteKind::Visit {
                self.arrived_at = self.arrived_at.or(Some(done.happened_at));
                LeadState::Following
            } else if done.outcome == Outcome::Booked {
                self.invited_at = self.invited_at.or(Some(done.happened_at));
                LeadState::Invited
            } else {
                LeadState::Recorded
            };
            self.state = self.state.max(reached);
            self.regrade();
        }
        self.due_at = done.next_at;
        self.changed_at = now;
        Ok(LeadsEvent::FollowedUp {
            lead: self.id,
            number: self.number.clone(),
            way: done.way.word().to_owned(),
            outcome: done.outcome.word().to_owned(),
            state: self.state.word().to_owned(),
            next_at: done.next_at,
        })
    }

    /// A test drive, an order, a sale or a delivery came of it. Each happens once; a sale leaves nothing to be followed up.
    pub fn advance(
        &mut self,
        milestone: Milestone,
        happened_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(Deed::Advance)?;
        let (place, reached) = match milestone {
            Milestone::TestDrive => (&mut self.driven_at, LeadState::Following),
            Milestone::Order => (&mut self.ordered_at, LeadState::Ordered),
            Milestone::Sale => (&mut self.sold_at, LeadState::Won),
            Milestone::Delivery => (&mut self.delivered_at, LeadState::Finished),
        };
        if place.is_some() {
            return Err(LeadRefusal::AlreadyThere);
        }
        *place = Some(happened_at);
        self.responded_at = self.responded_at.or(Some(happened_at));
        self.recorded_at = self.recorded_at.or(Some(happened_at));
        self.arrived_at = self.arrived_at.or(Some(happened_at));
        self.state = self.state.max(reached);
        self.regrade();
        if !self.state.is_open() {
            self.due_at = None;
        }
        self.changed_at = now;
        Ok(LeadsEvent::Advanced {
            lead: self.id,
            number: self.number.clone(),
            milestone: milestone.word().to_owned(),
            state: self.state.word().to_owned(),
        })
    }

    /// Asks that it be given up: a manager decides.
    pub fn ask_loss(
        &mut self,
        id: LossId,
        giving: Giving,
        now: DateTime<Utc>,
    ) -> Result<(Loss, LeadsEvent), LeadRefusal> {
        self.permits(Deed::AskLoss)?;
        let loss = Loss {
            id,
            group_id: self.group_id,
            lead_id: self.id,
            customer_id: self.customer_id,
            reason: giving.reason,
            competitor: giving.competitor,
            remark: giving.remark,
            state_before: self.state,
            asked_by: giving.by,
            asked_at: now,
            decision: None,
            decision_remark: None,
            decided_by: None,
            decided_at: None,
            version: 1,
        };
        self.state = LeadState::LossAsked;
        self.due_at = None;
        self.changed_at = now;
        let reason = loss.reason.word().to_owned();
        let event = LeadsEvent::LossAsked { lead: self.id, number: self.number.clone(), reason };
        Ok((loss, event))
    }

    /// What a manager makes of the application: the lead is lost, or goes on where it stood and is due at once.
    pub fn decide_loss(
        &mut self,
        loss: &mut Loss,
        decision: LossDecision,
        by: Option<StaffId>,
        now: DateTime<Utc>,
    ) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(Deed::DecideLoss)?;
        (loss.decision, loss.decided_by, loss.decided_at) = (Some(decision), by, Some(now));
        self.changed_at = now;
        let (lead, number, reason) = (self.id, self.number.clone(), loss.reason.word().to_owned());
        Ok(match decision {
            LossDecision::Approved => {
                (self.state, self.lost_at) = (LeadState::Lost, Some(now));
                LeadsEvent::Lost { lead, number, reason }
            }
            LossDecision::Refused => {
                (self.state, self.due_at) = (loss.state_before, Some(now + TimeDelta::days(1)));
                LeadsEvent::LossRefused { lead, number, reason }
            }
        })
    }

    /// Takes a lost one up again: by its consultant, or out of the pool.
    pub fn revive(&mut self, consultant: Option<StaffName>, now: DateTime<Utc>) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(Deed::Revive)?;
        self.lost_at = None;
        match &consultant {
            Some(to) => self.belong_to(to.id, now),
            None => self.lie_in_pool(now),
        }
        Ok(LeadsEvent::Revived { lead: self.id, number: self.number.clone(), consultant })
    }

    /// The customer asks again, and waits for an answer again until `soon`. What the lead does not know yet of the wish is learned; when they mean to
    /// buy is as they said last.
    pub fn enquire_again(&mut self, again: &Enquiry, soon: DateTime<Utc>, now: DateTime<Utc>) -> LeadsEvent {
        self.enquiries += 1;
        self.last_enquired_at = self.last_enquired_at.max(again.enquired_at);
        if self.brand.is_none() && self.series.is_none() && self.model.is_none() {
            (self.brand, self.series, self.model) = (again.brand.clone(), again.series.clone(), again.model.clone());
        }
        if self.budget_min.is_none() && self.budget_max.is_none() {
            (self.budget_min, self.budget_max) = (again.budget_min, again.budget_max);
        }
        self.horizon = again.horizon.or(self.horizon);
        self.regrade();
        self.due_at = Some(self.due_at.map_or(soon, |due| due.min(soon)));
        self.changed_at = now;
        let channel = again.channel.word().to_owned();
        LeadsEvent::EnquiredAgain { lead: self.id, number: self.number.clone(), channel }
    }

    /// The grade follows the rule until somebody sets it.
    pub fn regrade(&mut self) {
        if !self.is_grade_set {
            self.grade = grade_of(self.horizon, self.recorded_at.is_some());
        }
    }

    /// Whoever gets it answers within the limit, and goes on from where it had come.
    pub(crate) fn belong_to(&mut self, staff: StaffId, now: DateTime<Utc>) {
        self.came_by(None);
        self.consultant_id = Some(staff);
        self.assigned_at = Some(now);
        self.state = self.state_reached();
        let soon = now + TimeDelta::minutes(RESPONSE_MINUTES_MAX);
        self.due_at = Some(self.due_at.map_or(soon, |due| due.max(soon)));
        self.changed_at = now;
    }

    /// Nobody has it, and somebody should at once.
    pub(crate) fn lie_in_pool(&mut self, now: DateTime<Utc>) {
        self.came_by(None);
        (self.consultant_id, self.assigned_at, self.state) = (None, None, LeadState::Unassigned);
        self.due_at = Some(now + TimeDelta::minutes(RESPONSE_MINUTES_MAX));
        self.changed_at = now;
    }

    /// How far it had come before it lay in the pool or was lost.
    fn state_reached(&self) -> LeadState {
        let reached = [
            (self.ordered_at, LeadState::Ordered),
            (self.arrived_at, LeadState::Following),
            (self.invited_at, LeadState::Invited),
            (self.recorded_at, LeadState::Recorded),
        ];
        reached.iter().find(|(at, _)| at.is_some()).map_or(LeadState::Unanswered, |(_, state)| *state)
    }
}

impl Deed {
    pub const ALL: [Self; 9] = [
        Self::Edit,
        Self::FollowUp,
        Self::Claim,
        Self::Give,
        Self::Release,
        Self::Advance,
        Self::AskLoss,
        Self::DecideLoss,
        Self::Revive,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::FollowUp => "follow_up",
            Self::Claim => "claim",
            Self::Give => "give",
            Self::Release => "release",
            Self::Advance => "advance",
            Self::AskLoss => "ask_loss",
            Self::DecideLoss => "decide_loss",
            Self::Revive => "revive",
        }
    }
}

impl Refusal for LeadRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Closed => "lead.closed",
            Self::LossAsked => "lead.loss_asked",
            Self::NoLossAsked => "lead.no_loss_asked",
            Self::NotLost => "lead.not_lost",
            Self::Taken => "lead.taken",
            Self::InPool => "lead.in_pool",
            Self::SameConsultant => "lead.same_consultant",
            Self::Ordered => "lead.ordered",
            Self::AlreadyThere => "lead.already_there",
            Self::NextInPast => "lead.next_in_past",
            Self::NextTooFar => "lead.next_too_far",
            Self::PersonNeeded => "lead.person_needed",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Closed => "This lead is won or lost; revive a lost one, or open a new one for a new wish.".into(),
            Self::LossAsked => "Somebody asked to give this lead up; it goes on when that is decided.".into(),
            Self::NoLossAsked => "Nobody asked to give this lead up, so there is nothing to decide.".into(),
            Self::NotLost => "Only a lost lead is revived; this one is not.".into(),
            Self::Taken => "Somebody works on this lead already; only what lies in the pool can be claimed.".into(),
            Self::InPool => "Nobody works on this lead yet; claim it first.".into(),
            Self::SameConsultant => "This person works on the lead already; choose somebody else.".into(),
            Self::Ordered => {
                "The customer has ordered; the order must be cancelled before the lead is given up.".into()
            }
            Self::AlreadyThere => "This is written down already; it happens once.".into(),
            Self::NextInPast => "The next follow-up lies ahead; give a time to come.".into(),
            Self::PersonNeeded => "A machine takes no leads; give the lead to somebody instead.".into(),
            Self::NextTooFar => format!("A next follow-up lies at most {NEXT_DAYS_MAX} days ahead."),
        }
    }
}

/// Whether the customer was spoken to.
const fn is_talk(outcome: Outcome) -> bool {
    !matches!(outcome, Outcome::NoAnswer | Outcome::WrongNumber)
}
