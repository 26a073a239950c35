//! What a condition asks at one moment, the same whether a database or the memory answers. Always asked without its "not": what
//! is not known meets no question.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use kernel::time::Calendar;

use crate::{
    Condition, FieldKind, Operator, Sense,
    condition::{day, days, flag},
};

/// When and by which calendar a condition is asked: "today" is a day of a store.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub now: DateTime<Utc>,
    pub calendar: Calendar,
}

/// What is asked of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Is it one of these words or ids?
    OneOf(Vec<String>),
    /// Does it hold this, in small letters?
    Contains(String),
    Numbers(Vec<i64>),
    /// From and to, both included.
    Between(Option<i64>, Option<i64>),
    /// From a day on, and before another.
    Days(Option<NaiveDate>, Option<NaiveDate>),
    /// Does its (month, day) lie between these, both included; over the new year when the second comes first?
    OfYear((u32, u32), (u32, u32)),
    Known,
    Flag(bool),
    /// How often since this day: from and to, both included.
    Counted(NaiveDate, Option<i64>, Option<i64>),
}

/// A value something is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth<'a> {
    Nothing,
    Word(&'a str),
    Number(i64),
    /// An instant is asked of as the day on the wall of the store.
    Day(NaiveDate),
    Flag(bool),
}

impl Moment {
    pub fn today(self) -> NaiveDate {
        self.calendar.day(self.now)
    }
}

impl Condition {
    /// What it asks at this moment, without its "not".
    pub fn question(&self, moment: Moment) -> Question {
        let today = moment.today();
        let first = self.first().unwrap_or_default();
        let asked_day = || day(first).unwrap_or(today);
        let asked_days = || days(first).unwrap_or_default();
        match self.operator {
            Operator::Present | Operator::Empty => Question::Known,
            Operator::Contains => Question::Contains(first.to_lowercase()),
            Operator::Before => Question::Days(None, Some(asked_day())),
            Operator::After => Question::Days(Some(next(asked_day())), None),
            Operator::WithinDays => self.stretch(today, later(today, asked_days())),
            Operator::LastDays => self.stretch(earlier(today, asked_days()), today),
            Operator::OlderThanDays => Question::Days(None, Some(earlier(today, asked_days()))),
            Operator::ThisMonth => self.stretch(Calendar::month_of(today), end_of_month(today)),
            Operator::AtLeast | Operator::AtMost if self.shape.kind == FieldKind::Happenings => self.counted(today),
            Operator::AtLeast if self.shape.sense == Sense::YearsSince => {
                Question::Days(None, Some(next(years_before(today, self.years()))))
            }
            Operator::AtMost if self.shape.sense == Sense::YearsSince => {
                Question::Days(Some(next(years_before(today, self.years() + 1))), None)
            }
            Operator::Is if self.shape.sense == Sense::YearsSince => Question::Days(
                Some(next(years_before(today, self.years() + 1))),
                Some(next(years_before(today, self.years()))),
            ),
            Operator::AtLeast => Question::Between(self.number(), None),
            Operator::AtMost => Question::Between(None, self.number()),
            Operator::Is | Operator::IsNot | Operator::AnyOf | Operator::NoneOf => match self.shape.kind {
                FieldKind::Number | FieldKind::Money => Question::Numbers(self.numbers()),
                FieldKind::Flag => Question::Flag(flag(self.shape.name, first).unwrap_or_default()),
                _ => Question::OneOf(self.values.clone()),
            },
        }
    }

    /// From a day to another, both included; of the year alone where the day comes round.
    fn stretch(&self, from: NaiveDate, to: NaiveDate) -> Question {
        const DAYS_OF_YEAR: i64 = 365;
        let comes_round = self.shape.sense == Sense::ComesRound;
        match comes_round {
            true if (to - from).num_days() >= DAYS_OF_YEAR => Question::Known,
            true => Question::OfYear((from.month(), from.day()), (to.month(), to.day())),
            false => Question::Days(Some(from), Some(next(to))),
        }
    }

    fn counted(&self, today: NaiveDate) -> Question {
        let back = self.values.get(1).and_then(|text| days(text).ok()).unwrap_or_default();
        let count = self.number();
        let (from, to) = if self.operator == Operator::AtLeast { (count, None) } else { (None, count) };
        Question::Counted(earlier(today, back), from, to)
    }

    fn years(&self) -> u32 {
        self.number().and_then(|years| years.try_into().ok()).unwrap_or_default()
    }
}

impl Question {
    /// The answer, in so many words; the database's and the memory's are held against it.
    pub fn is_met_by(&self, worth: Worth<'_>) -> bool {
        match (self, worth) {
            (_, Worth::Nothing) => false,
            (Self::Known, _) => true,
            (Self::OneOf(words), Worth::Word(word)) => words.iter().any(|wanted| wanted == word),
            (Self::Contains(part), Worth::Word(word)) => word.to_lowercase().contains(part.as_str()),
            (Self::Numbers(numbers), Worth::Number(number)) => numbers.contains(&number),
            (Self::Between(from, to) | Self::Counted(_, from, to), Worth::Number(number)) => {
                from.is_none_or(|from| number >= from) && to.is_none_or(|to| number <= to)
            }
            (Self::Days(from, until), Worth::Day(day)) => {
                from.is_none_or(|from| day >= from) && until.is_none_or(|until| day < until)
            }
            (Self::OfYear(from, to), Worth::Day(day)) => {
                let of_year = (day.month(), day.day());
                if from <= to { of_year >= *from && of_year <= *to } else { of_year >= *from || of_year <= *to }
            }
            (Self::Flag(wanted), Worth::Flag(flag)) => *wanted == flag,
            _ => false,
        }
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// The last day on which somebody or something was born that is so many whole years old on `day`.
fn years_before(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(years.saturating_mul(12))).unwrap_or(day)
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    let first = Calendar::month_of(day);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day)
}
