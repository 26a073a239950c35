//! Next best actions from first simple rules: what to do for this customer now, why, and the task it would make. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use kernel::{CustomerId, VehicleId, time::Calendar};
use serde::Serialize;
use utoipa::ToSchema;
use worklist::{NewTask, Priority, TaskKind};

use crate::{
    facts::fact::{Facts, known, known_day},
    people::customer::{Customer, Stage},
    words::words,
};

/// One thing worth doing; the page has the sentence for its code and fills the values in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestion {
    pub code: SuggestionCode,
    /// The higher, the sooner.
    pub priority: u8,
    /// For the sentence: dates, counts, names.
    pub values: BTreeMap<&'static str, SuggestionValue>,
    /// What accepting it creates.
    pub task: Option<SuggestedTask>,
}

words! {
    SuggestionCode {
        RecallOpen "recall_open", ComplaintOpen "complaint_open", ServiceDue "service_due", InsuranceDue "insurance_due", InspectionDue "inspection_due",
        FirstContact "first_contact", WinBack "win_back", TradeIn "trade_in", Birthday "birthday",
        CompleteProfile "complete_profile",
    }
}

impl SuggestionCode {
    /// Whether it is drawn from what the person did, in order to sell: what one may refuse by PIPL article 24. Dates that are due,
    /// complaints and gaps in the record are told to all.
    pub fn is_automated_decision(self) -> bool {
        matches!(self, Self::WinBack | Self::TradeIn | Self::Birthday)
    }
}

/// A day, or how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SuggestionValue {
    Day(NaiveDate),
    Count(i64),
}

/// The task a suggestion would make.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuggestedTask {
    pub title: String,
    pub kind: TaskKind,
    pub due_at: DateTime<Utc>,
    pub priority: Priority,
    pub customer_id: CustomerId,
    /// The car it is about, when it is one.
    pub vehicle_id: Option<VehicleId>,
}

impl From<SuggestedTask> for NewTask {
    fn from(task: SuggestedTask) -> Self {
        Self {
            title: task.title,
            kind: task.kind,
            due_at: task.due_at,
            priority: task.priority,
            customer_id: Some(task.customer_id),
            vehicle_id: task.vehicle_id,
            assignee_id: None,
            store_id: None,
            note: None,
        }
    }
}

/// Days ahead from which a due date is worth a call: reminders go out 7 to 15 days before (FIELD.md §0).
const DUE_DAYS: u64 = 30;
/// A customer not seen for so long is about to be lost.
const ABSENT_DAYS: i64 = 365;
/// From this age a car is worth an offer for its successor.
const TRADE_IN_YEARS: i32 = 3;
/// From this mileage on, too.
const TRADE_IN_KM: i32 = 50_000;
/// Below this a profile is worth a few questions, per cent.
const COMPLETE_ENOUGH: i32 = 60;
/// Birthdays so many days ahead.
const BIRTHDAY_DAYS: i64 = 7;

/// What is worth doing now, most urgent first. `purchased_on` is of the main car, `recalled` the cars of the customer an open recall
/// waits for.
pub fn of(
    customer: &Customer,
    facts: &Facts,
    purchased_on: Option<NaiveDate>,
    recalled: &[VehicleId],
    now: DateTime<Utc>,
    calendar: Calendar,
) -> Vec<Suggestion> {
    if customer.is_deleted() {
        return Vec::new();
    }
    let desk = Desk { customer, facts, now, today: calendar.day(now), calendar };
    let mut found: Vec<Suggestion> = [
        desk.open_recall(recalled),
        desk.open_complaint(),
        desk.due(SuggestionCode::ServiceDue, 80, facts.next_service_on, "预约保养"),
        desk.due(SuggestionCode::InsuranceDue, 70, facts.insurance_until, "联系续保"),
        desk.due(SuggestionCode::InspectionDue, 60, facts.inspection_until, "提醒年检"),
        desk.first_contact(),
        desk.win_back(),
        desk.trade_in(purchased_on),
        desk.birthday(),
        desk.complete_profile(),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.priority));
    found
}

struct Desk<'a> {
    customer: &'a Customer,
    facts: &'a Facts,
    now: DateTime<Utc>,
    today: NaiveDate,
    calendar: Calendar,
}

impl Desk<'_> {
    fn open_recall(&self, cars: &[VehicleId]) -> Option<Suggestion> {
        let count = i64::try_from(cars.len()).unwrap_or(i64::MAX);
        (count > 0).then(|| {
            let values = BTreeMap::from([("count", SuggestionValue::Count(count))]);
            let high = Priority::High;
            let mut found =
                self.suggestion(SuggestionCode::RecallOpen, 110, values, "通知召回并预约", TaskKind::Call, 1, high);
            if let ([car], Some(task)) = (cars, &mut found.task) {
                task.vehicle_id = Some(*car);
            }
            found
        })
    }

    fn open_complaint(&self) -> Option<Suggestion> {
        (self.facts.complaints_open > 0).then(|| {
            let values = BTreeMap::from([("count", SuggestionValue::Count(self.facts.complaints_open.into()))]);
            self.suggestion(
                SuggestionCode::ComplaintOpen,
                100,
                values,
                "回访投诉处理结果",
                TaskKind::Call,
                0,
                Priority::High,
            )
        })
    }

    fn due(&self, code: SuggestionCode, priority: u8, day: NaiveDate, deed: &str) -> Option<Suggestion> {
        let day = known_day(day)?;
        let latest = self.today.checked_add_days(Days::new(DUE_DAYS))?;
        (day <= latest).then(|| {
            let days = (day - self.today).num_days();
            let values = BTreeMap::from([("on", SuggestionValue::Day(day)), ("days", SuggestionValue::Count(days))]);
            let importance = if days < 0 { Priority::High } else { Priority::Normal };
            self.suggestion(code, priority, values, deed, TaskKind::Call, 1, importance)
        })
    }

    fn first_contact(&self) -> Option<Suggestion> {
        let is_open = matches!(self.customer.stage, Stage::Lead | Stage::Intent);
        (is_open && known(self.facts.last_contact_at).is_none()).then(|| {
            let days = (self.now - self.customer.created_at).num_days();
            self.suggestion(
                SuggestionCode::FirstContact,
                90,
                BTreeMap::from([("days", SuggestionValue::Count(days))]),
                "首次联系",
                TaskKind::Call,
                0,
                Priority::High,
            )
        })
    }

    fn win_back(&self) -> Option<Suggestion> {
        let last = known(self.facts.last_visit_at).or(known(self.facts.last_purchase_at))?;
        let days = (self.now - last).num_days();
        (self.facts.vehicles > 0 && days > ABSENT_DAYS).then(|| {
            let values = BTreeMap::from([("days", SuggestionValue::Count(days))]);
            self.suggestion(SuggestionCode::WinBack, 65, values, "邀约回店检查", TaskKind::Call, 2, Priority::Normal)
        })
    }

    fn trade_in(&self, purchased_on: Option<NaiveDate>) -> Option<Suggestion> {
        let years = self.today.year() - purchased_on?.year();
        let km = self.facts.mileage_km?;
        (years >= TRADE_IN_YEARS && km >= TRADE_IN_KM).then(|| {
            let values = BTreeMap::from([
                ("years", SuggestionValue::Count(years.into())),
                ("km", SuggestionValue::Count(km.into())),
            ]);
            self.suggestion(SuggestionCode::TradeIn, 55, values, "邀约置换评估", TaskKind::Call, 3, Priority::Normal)
        })
    }

    fn birthday(&self) -> Option<Suggestion> {
        let next = next_birthday(self.customer.birthday?, self.today)?;
        let days = (next - self.today).num_days();
        (days <= BIRTHDAY_DAYS).then(|| {
            let values = BTreeMap::from([("on", SuggestionValue::Day(next)), ("days", SuggestionValue::Count(days))]);
            let ahead = u64::try_from(days).unwrap_or_default();
            self.suggestion(
                SuggestionCode::Birthday,
                50,
                values,
                "生日问候",
                TaskKind::Message,
                ahead,
                Priority::Normal,
            )
        })
    }

    fn complete_profile(&self) -> Option<Suggestion> {
        (self.facts.completeness < COMPLETE_ENOUGH).then(|| {
            let values = BTreeMap::from([("percent", SuggestionValue::Count(self.facts.completeness.into()))]);
            self.suggestion(
                SuggestionCode::CompleteProfile,
                20,
                values,
                "补全客户资料",
                TaskKind::ConfirmData,
                3,
                Priority::Low,
            )
        })
    }

    #[expect(clippy::too_many_arguments, reason = "one line per rule reads better than a builder used once")]
    fn suggestion(
        &self,
        code: SuggestionCode,
        priority: u8,
        values: BTreeMap<&'static str, SuggestionValue>,
        deed: &str,
        kind: TaskKind,
        in_days: u64,
        importance: Priority,
    ) -> Suggestion {
        let task = SuggestedTask {
            title: format!("{deed}：{}", self.customer.name),
            kind,
            due_at: self.afternoon(in_days),
            priority: importance,
            customer_id: self.customer.id,
            vehicle_id: None,
        };
        Suggestion { code, priority, values, task: Some(task) }
    }

    /// Five in the afternoon so many days ahead, in the store's own time; never in the past.
    fn afternoon(&self, in_days: u64) -> DateTime<Utc> {
        let day = self.today.checked_add_days(Days::new(in_days)).unwrap_or(self.today);
        let five = self.calendar.start_of(day) + (CLOSING - NaiveTime::MIN);
        if five > self.now { five } else { five + chrono::TimeDelta::days(1) }
    }
}

const CLOSING: NaiveTime = match NaiveTime::from_hms_opt(17, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The next day this birthday is kept; one on 29 February is kept on the 28th in other years.
fn next_birthday(birthday: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let in_year = |year: i32| birthday.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28));
    in_year(today.year()).filter(|day| *day >= today).or_else(|| in_year(today.year() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn a_birthday_is_kept_once_a_year() {
        assert_eq!(next_birthday(day(1990, 3, 1), day(2026, 3, 1)), Some(day(2026, 3, 1)));
        assert_eq!(next_birthday(day(1990, 3, 1), day(2026, 3, 2)), Some(day(2027, 3, 1)));
        assert_eq!(next_birthday(day(2000, 2, 29), day(2026, 1, 1)), Some(day(2026, 2, 28)));
    }
}
