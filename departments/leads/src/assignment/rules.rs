//! Which rule a lead falls under, who of its people is free, and whose turn it is: pure.

#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use customers::people::change::Changes;
use journal::events::{assignment::AssignmentEvent, customers::StaffName, leads::LeadsEvent};
use kernel::{AssignmentRuleId, StaffId, time::Calendar};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    rule::{AssignmentRule, Conditions, Shares},
    taker::LeadTaker,
};
use crate::{
    clock::{
        hours::{self, WeekHours},
        rules::told,
    },
    lead::Lead,
    rules::LeadRefusal,
    words::{Horizon, LeadChannel},
};

/// What rules ask of a new lead.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub channel: LeadChannel,
    pub brand: Option<&'a str>,
    pub series: Option<&'a str>,
    pub horizon: Option<Horizon>,
}

/// Why somebody is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassedOver {
    /// They left, or may no longer work on leads here.
    NotAble,
    /// They are on leave.
    Away,
    /// They take no leads today.
    Paused,
    OffShift,
    /// They have as many open leads as they can have.
    Full,
    /// It was just taken back from them.
    JustHad,
}

/// What is known of somebody at this moment.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub is_able: bool,
    pub is_away: bool,
    pub taker: Option<&'a LeadTaker>,
    pub open_leads: i64,
}

/// Somebody of a rule when a lead is to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    pub staff: StaffId,
    pub weight: i64,
    /// How far ahead of the others: whoever stands highest is next.
    pub turn: i64,
    pub passed_over: Option<PassedOver>,
}

/// A rule as a lead keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired {
    pub id: AssignmentRuleId,
    pub title: String,
}

impl Conditions {
    /// Whether a lead like this falls under them.
    pub fn hold(&self, question: &Question<'_>) -> bool {
        let named = |list: &[String], word: Option<&str>| {
            list.is_empty() || word.is_some_and(|word| list.iter().any(|one| is_same_word(one, word)))
        };
        (self.channels.is_empty() || self.channels.contains(&question.channel))
            && named(&self.brands, question.brand)
            && named(&self.series, question.series)
            && (self.horizons.is_empty() || question.horizon.is_some_and(|horizon| self.horizons.contains(&horizon)))
    }
}

/// Why somebody gets no lead by a rule now; nothing when they may.
pub fn passed_over(
    standing: Standing<'_>,
    store_hours: Option<&WeekHours>,
    calendar: Calendar,
    now: DateTime<Utc>,
) -> Option<PassedOver> {
    let taker = standing.taker;
    let hours = taker.and_then(|taker| taker.hours.as_ref()).or(store_hours);
    let today: NaiveDate = calendar.day(now);
    if !standing.is_able {
        Some(PassedOver::NotAble)
    } else if standing.is_away {
        Some(PassedOver::Away)
    } else if taker.and_then(|taker| taker.paused_on) == Some(today) {
        Some(PassedOver::Paused)
    } else if hours.is_some_and(|hours| !hours.is_open(calendar, now)) {
        Some(PassedOver::OffShift)
    } else if taker.and_then(|taker| taker.capacity).is_some_and(|most| standing.open_leads >= i64::from(most)) {
        Some(PassedOver::Full)
    } else {
        None
    }
}

/// When somebody who is off shift is at work again.
pub fn next_at_work(
    taker: Option<&LeadTaker>,
    store_hours: Option<&WeekHours>,
    calendar: Calendar,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let hours = taker.and_then(|taker| taker.hours.as_ref()).or(store_hours);
    hours::after(hours, calendar, now, 0)
}

/// Whose turn it is: smooth weighted round robin. Each of those who are free moves ahead by their weight; whoever stands highest
/// gets the lead and falls back by what all moved ahead. Who is passed over keeps their place. Of equals the first named goes first.
pub fn choose(contenders: &mut [Contender]) -> Option<StaffId> {
    let mut moved = 0;
    for one in contenders.iter_mut().filter(|one| one.passed_over.is_none()) {
        one.turn += one.weight;
        moved += one.weight;
    }
    let free = contenders.iter_mut().filter(|one| one.passed_over.is_none());
    let next = free.reduce(|best, one| if one.turn > best.turn { one } else { best })?;
    next.turn -= moved;
    Some(next.staff)
}

impl AssignmentRule {
    /// Puts what a form says in place; nothing happens when all is as it was. `named` says what people are called.
    pub fn change(
        &mut self,
        title: String,
        is_active: bool,
        conditions: Conditions,
        people: Shares,
        named: impl Fn(&Shares) -> String,
        now: DateTime<Utc>,
    ) -> Option<AssignmentEvent> {
        let mut changes = Changes::default();
        changes.set("title", &mut self.title, Some(title), |text| Some(text.clone()));
        changes.set("is_active", &mut self.is_active, Some(is_active), |flag| Some(flag.to_string()));
        changes.set("conditions", &mut self.conditions, Some(conditions), |one| Some(one.told()));
        changes.set("people", &mut self.people, Some(people), |people| Some(named(people)));
        if changes.0.is_empty() {
            return None;
        }
        self.changed_at = now;
        Some(AssignmentEvent::Changed { rule: self.id, title: self.title.clone(), fields: changes.0 })
    }
}

impl Conditions {
    /// In one line, as the journal keeps them.
    pub fn told(&self) -> String {
        let channels = self.channels.iter().map(|one| one.word().to_owned());
        let horizons = self.horizons.iter().map(|one| one.word().to_owned());
        let all = channels.chain(self.brands.iter().cloned()).chain(self.series.iter().cloned()).chain(horizons);
        all.collect::<Vec<_>>().join(", ")
    }
}

impl LeadTaker {
    /// Puts hours and capacity in place; nothing happens when both are as they were.
    pub fn set(
        &mut self,
        staff: StaffName,
        hours: Option<WeekHours>,
        capacity: Option<i32>,
        now: DateTime<Utc>,
    ) -> Option<AssignmentEvent> {
        let mut changes = Changes::default();
        changes.set("hours", &mut self.hours, Some(hours), told);
        changes.set("capacity", &mut self.capacity, Some(capacity), |most| most.map(|most| most.to_string()));
        self.changed(staff, changes, now)
    }

    /// Takes no more leads on this day, or takes them again.
    pub fn pause(&mut self, staff: StaffName, on: Option<NaiveDate>, now: DateTime<Utc>) -> Option<AssignmentEvent> {
        let mut changes = Changes::default();
        changes.set("paused_on", &mut self.paused_on, Some(on), |day| day.map(|day| day.to_string()));
        self.changed(staff, changes, now)
    }

    fn changed(&mut self, staff: StaffName, changes: Changes, now: DateTime<Utc>) -> Option<AssignmentEvent> {
        if changes.0.is_empty() {
            return None;
        }
        self.changed_at = now;
        Some(AssignmentEvent::TakerChanged { staff, fields: changes.0 })
    }
}

impl Lead {
    /// A rule finds somebody for a lead that lay in the pool.
    pub fn place(&mut self, to: StaffName, fired: Fired, now: DateTime<Utc>) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(crate::rules::Deed::Claim)?;
        self.belong_to(to.id, now);
        let rule = fired.title.clone();
        self.came_by(Some(fired));
        Ok(LeadsEvent::Placed { lead: self.id, number: self.number.clone(), to, rule })
    }

    /// Takes it from whoever did not answer while it was theirs alone, for the next of its rule or for the pool.
    pub fn hold_back(
        &mut self,
        from: StaffName,
        to: Option<(StaffName, Fired)>,
        minutes: i32,
        now: DateTime<Utc>,
    ) -> Result<LeadsEvent, LeadRefusal> {
        self.permits(crate::rules::Deed::Release)?;
        self.held_back += 1;
        let rule = to.as_ref().map(|(_, fired)| fired.title.clone());
        let (to, fired) = to.unzip();
        match &to {
            Some(to) => self.belong_to(to.id, now),
            None => self.lie_in_pool(now),
        }
        self.came_by(fired);
        Ok(LeadsEvent::HeldBack { lead: self.id, number: self.number.clone(), from, to, minutes, rule })
    }

    /// Keeps the rule by which it came to whoever has it; none when a person gave or took it.
    pub(crate) fn came_by(&mut self, fired: Option<Fired>) {
        (self.rule_id, self.rule_title) = fired.map(|fired| (fired.id, fired.title)).unzip();
    }
}

fn is_same_word(one: &str, other: &str) -> bool {
    let folded =
        |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_lowercase).collect::<String>();
    folded(one) == folded(other)
}
