//! When somebody may be away, and how it ends.

use chrono::{DateTime, TimeDelta, Utc};
use journal::events::{customers::StaffName, worklist::WorklistEvent};
use kernel::{Fault, Refusal};

use super::absence::Absence;

/// Who is away longer has left.
pub const DAYS_MAX: i64 = 366;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbsenceRefusal {
    /// The person is away in a part of this time already.
    AwayAlready,
    /// Whoever shall stand in is away themselves.
    StandInAway,
    Over,
}

impl Refusal for AbsenceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AwayAlready => "absence.away_already",
            Self::StandInAway => "absence.stand_in_away",
            Self::Over => "absence.over",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::AwayAlready => "This person is away in a part of that time already; end that absence first.",
            Self::StandInAway => "Whoever shall stand in is away in a part of that time; choose somebody else.",
            Self::Over => "This absence is over.",
        }
        .into()
    }
}

/// What is wrong with the span of an absence.
pub fn span_faults(from: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if until <= from {
        faults.push(Fault::new("until", "until.before_from", "an absence ends after it begins"));
    } else if until <= now {
        faults.push(Fault::new("until", "until.in_past", "this time has passed; nothing is left to hand over"));
    } else if until - from > TimeDelta::days(DAYS_MAX) {
        faults.push(Fault::new("until", "until.too_far", format!("an absence lasts {DAYS_MAX} days at most")));
    }
    faults
}

impl Absence {
    pub fn begin(&self, staff: StaffName, stand_in: StaffName) -> WorklistEvent {
        WorklistEvent::AbsenceBegun {
            absence: self.id,
            staff,
            stand_in,
            from: self.from_at,
            until: self.until_at,
            reason: self.reason.clone(),
        }
    }

    pub fn end(&mut self, staff: StaffName, now: DateTime<Utc>) -> Result<WorklistEvent, AbsenceRefusal> {
        if self.ended_at.is_some() {
            return Err(AbsenceRefusal::Over);
        }
        self.ended_at = Some(now);
        Ok(WorklistEvent::AbsenceEnded { absence: self.id, staff })
    }

    /// Whether the person is away now.
    pub fn is_running(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && self.from_at <= now && now < self.until_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absence_ends_after_it_begins_in_time_to_come_and_within_a_year() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10_000);
        let day = |days| now + TimeDelta::days(days);
        let code = |from, until| span_faults(from, until, now).into_iter().map(|fault| fault.code).next();
        assert_eq!(code(day(1), day(3)), None);
        assert_eq!(code(day(-3), day(1)), None);
        assert_eq!(code(day(2), day(2)).as_deref(), Some("until.before_from"));
        assert_eq!(code(day(-3), day(-1)).as_deref(), Some("until.in_past"));
        assert_eq!(code(day(0), day(367)).as_deref(), Some("until.too_far"));
    }
}
