//! Deadlines by the limits of a store, and how those limits change: pure.

use chrono::{DateTime, TimeDelta, Utc};
use customers::people::change::Changes;
use journal::events::assignment::AssignmentEvent;
use kernel::{Error, Fault, Result, StaffId, time::Calendar};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    hours::{self, DayHours, WeekHours},
    limits::LeadLimits,
};

/// Request body of `PUT /lead-limits/{store}`: all of them; what is null is off.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LeadLimitsForm)]
pub struct LimitsForm {
    /// 1 to 1,440.
    #[schema(minimum = 1, maximum = 1440)]
    pub answer_minutes: i32,
    /// When the clock runs; null means around the clock.
    pub hours: Option<Vec<DayHours>>,
    /// So long before the limit the consultant is warned, less than the limit; null means never.
    #[schema(minimum = 1)]
    pub warn_before_minutes: Option<i32>,
    /// Who is told at the limit; null means the head of the consultant's department, else all of the store.
    pub team_lead_id: Option<StaffId>,
    /// Who is told when it goes on; null means whoever manages the store by their role, else all of the store.
    pub manager_id: Option<StaffId>,
    /// 1 to 1,440 after the limit; null means never.
    #[schema(minimum = 1, maximum = 1440)]
    pub manager_after_minutes: Option<i32>,
    /// So long a lead stays with whoever got it though nobody answers, at least the limit, at most 14 days; null means for good.
    #[schema(minimum = 1, maximum = 20160)]
    pub protection_minutes: Option<i32>,
    /// Whether a lead held back goes to the next of its rule rather than to the pool.
    #[serde(default)]
    pub goes_to_next: bool,
}

/// By when a lead is to be answered, and when its alarms ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// In the hours of the store.
    pub respond_by: DateTime<Utc>,
    /// On the wall.
    pub wall_by: DateTime<Utc>,
    pub warn_at: Option<DateTime<Utc>>,
    pub manager_at: Option<DateTime<Utc>>,
}

const DAY_MINUTES: i32 = 1_440;
const PROTECTION_MINUTES_MAX: i32 = 14 * DAY_MINUTES;

impl LeadLimits {
    /// The deadlines of an enquiry. The customer waits from when they asked, however late that was written down.
    pub fn deadlines(&self, calendar: Calendar, enquired_at: DateTime<Utc>) -> Deadlines {
        let minutes = i64::from(self.answer_minutes);
        let later = |minutes: i64| hours::after(self.hours.as_ref(), calendar, enquired_at, minutes);
        Deadlines {
            respond_by: later(minutes),
            wall_by: enquired_at + TimeDelta::minutes(minutes),
            warn_at: self.warn_before_minutes.map(|before| later((minutes - i64::from(before)).max(0))),
            manager_at: self.manager_after_minutes.map(|more| later(minutes + i64::from(more))),
        }
    }

    /// By when whoever gets a lead now should answer it.
    pub fn answer_by(&self, calendar: Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
        hours::after(self.hours.as_ref(), calendar, now, i64::from(self.answer_minutes))
    }

    /// Until when a lead given to somebody now is theirs alone though they do not answer; none means for good.
    pub fn protected_until(&self, calendar: Calendar, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let minutes = self.protection_minutes?;
        Some(hours::after(self.hours.as_ref(), calendar, now, i64::from(minutes)))
    }

    /// Puts new limits in place, or says what is wrong with each; nothing happens when all are as they were. `named` says what
    /// people are called.
    pub fn change(
        &mut self,
        form: &LimitsForm,
        named: impl Fn(StaffId) -> String,
        now: DateTime<Utc>,
    ) -> Result<Option<AssignmentEvent>> {
        let hours = form.checked()?;
        let number = |value: &i32| Some(value.to_string());
        let maybe = |value: &Option<i32>| value.map(|one| one.to_string());
        let person = |value: &Option<StaffId>| value.map(&named);
        let mut changes = Changes::default();
        changes.set("answer_minutes", &mut self.answer_minutes, Some(form.answer_minutes), number);
        changes.set("hours", &mut self.hours, Some(hours), told);
        changes.set("warn_before_minutes", &mut self.warn_before_minutes, Some(form.warn_before_minutes), maybe);
        changes.set("team_lead_id", &mut self.team_lead_id, Some(form.team_lead_id), person);
        changes.set("manager_id", &mut self.manager_id, Some(form.manager_id), person);
        changes.set("manager_after_minutes", &mut self.manager_after_minutes, Some(form.manager_after_minutes), maybe);
        changes.set("protection_minutes", &mut self.protection_minutes, Some(form.protection_minutes), maybe);
        changes.set("goes_to_next", &mut self.goes_to_next, Some(form.goes_to_next), |one| Some(one.to_string()));
        if changes.0.is_empty() {
            return Ok(None);
        }
        self.changed_at = now;
        Ok(Some(AssignmentEvent::LimitsChanged { fields: changes.0 }))
    }
}

impl LimitsForm {
    fn checked(&self) -> Result<Option<WeekHours>> {
        let mut faults = Vec::new();
        let mut within = |field: &str, value: Option<i32>, min: i32, max: i32, why: &str| {
            if value.is_some_and(|value| !(min..=max).contains(&value)) {
                faults.push(Fault::new(field, "minutes.out_of_range", format!("give {min} to {max} minutes{why}")));
            }
        };
        within("answer_minutes", Some(self.answer_minutes), 1, DAY_MINUTES, "");
        let before_max = (self.answer_minutes - 1).max(1);
        within("warn_before_minutes", self.warn_before_minutes, 1, before_max, ", less than the limit itself");
        within("manager_after_minutes", self.manager_after_minutes, 1, DAY_MINUTES, "");
        let least = self.answer_minutes.clamp(1, PROTECTION_MINUTES_MAX);
        within(
            "protection_minutes",
            self.protection_minutes,
            least,
            PROTECTION_MINUTES_MAX,
            ", not less than the limit itself",
        );
        let hours = match self.hours.clone().map(|days| WeekHours::checked(days, "hours")).transpose() {
            Ok(hours) => hours,
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        Error::unless_valid(faults)?;
        Ok(hours)
    }
}

/// Hours in one line, `1 09:00-18:00, 2 09:00-18:00`, as the journal keeps them.
pub fn told(hours: &Option<WeekHours>) -> Option<String> {
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let day = |one: &DayHours| format!("{} {}-{}", one.weekday, clock(one.from_minute), clock(one.until_minute));
    hours.as_ref().map(|hours| hours.0.iter().map(day).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use kernel::{GroupId, StoreId};

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).unwrap().with_timezone(&Utc)
    }

    fn limits() -> LeadLimits {
        let now = at("2026-03-16T10:00");
        LeadLimits::unset(GroupId::new(now), StoreId::new(now), now)
    }

    fn form() -> LimitsForm {
        LimitsForm {
            answer_minutes: 15,
            hours: Some((1..=7).map(|weekday| DayHours { weekday, from_minute: 540, until_minute: 1_080 }).collect()),
            warn_before_minutes: Some(5),
            team_lead_id: None,
            manager_id: None,
            manager_after_minutes: Some(30),
            protection_minutes: None,
            goes_to_next: false,
        }
    }

    #[test]
    fn a_store_without_hours_counts_every_minute() {
        let deadlines = limits().deadlines(Calendar::default(), at("2026-03-16T23:00"));
        assert_eq!((deadlines.respond_by, deadlines.wall_by), (at("2026-03-16T23:30"), at("2026-03-16T23:30")));
        assert_eq!(deadlines.warn_at, Some(at("2026-03-16T23:20")));
        assert_eq!(deadlines.manager_at, Some(at("2026-03-17T00:00")));
        assert_eq!(limits().protected_until(Calendar::default(), at("2026-03-16T23:00")), None);
    }

    #[test]
    fn the_two_clocks_part_at_night() {
        let mut limits = limits();
        let event = limits.change(&form(), |_| String::new(), at("2026-03-16T10:00")).unwrap().unwrap();
        let AssignmentEvent::LimitsChanged { fields } = event else { panic!("another event") };
        assert_eq!(
            fields.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["answer_minutes", "hours", "warn_before_minutes"]
        );
        let deadlines = limits.deadlines(Calendar::default(), at("2026-03-16T23:00"));
        assert_eq!((deadlines.respond_by, deadlines.wall_by), (at("2026-03-17T09:15"), at("2026-03-16T23:15")));
        assert_eq!(deadlines.warn_at, Some(at("2026-03-17T09:10")));
        assert!(limits.change(&form(), |_| String::new(), at("2026-03-16T11:00")).unwrap().is_none());
    }

    #[test]
    fn all_faults_of_limits_are_told_at_once() {
        let bad = LimitsForm {
            answer_minutes: 0,
            warn_before_minutes: Some(9),
            manager_after_minutes: Some(-1),
            protection_minutes: Some(99_999),
            hours: Some(vec![]),
            ..form()
        };
        let Err(Error::Invalid(faults)) = limits().change(&bad, |_| String::new(), at("2026-03-16T10:00")) else {
            panic!("it is refused")
        };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            ["answer_minutes", "warn_before_minutes", "manager_after_minutes", "protection_minutes", "hours"]
        );
    }
}
