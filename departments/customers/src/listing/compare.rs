//! A filter as a condition on the column that keeps its field.

use chrono::{Datelike, Days, NaiveDate};
use kernel::Result;
use sea_orm::{
    Value,
    sea_query::{Alias, Condition, Expr, ExprTrait, Func, SimpleExpr},
};

use super::{Filter, Kept, Moment, Operator, Place};

impl<P: Place> Filter<P> {
    /// The condition on `column`.
    pub fn compare(&self, column: SimpleExpr, moment: Moment) -> Result<Condition> {
        let kept = self.definition.kept;
        let today = moment.calendar.day(moment.now);
        let bound = |day: NaiveDate| -> Value {
            if kept.is_instant() { moment.calendar.start_of(day).into() } else { day.into() }
        };
        let known = is_known(column.clone(), kept);
        Ok(match self.operator {
            Operator::Is | Operator::AnyOf => all([column.is_in(self.read_all()?)]),
            Operator::IsNot | Operator::NoneOf => {
                let values = self.read_all()?;
                Condition::any().add(column.clone().is_null()).add(column.is_not_in(values))
            }
            Operator::Contains => all([contains(column, &self.values[0])]),
            Operator::Before => all([column.lt(bound(self.day()?)), known]),
            Operator::After => all([column.gte(bound(next(self.day()?))), known]),
            Operator::WithinDays if kept == Kept::Anniversary => comes_round(column, today, self.days()?),
            Operator::WithinDays => {
                let until = today.checked_add_days(Days::new(self.days()?)).unwrap_or(today);
                all([column.clone().gte(bound(today)), column.lt(bound(next(until))), known])
            }
            Operator::OlderThanDays => {
                let before = today.checked_sub_days(Days::new(self.days()?)).unwrap_or(today);
                all([column.lt(bound(before)), known])
            }
            Operator::AtLeast => all([column.gte(self.number()?)]),
            Operator::AtMost => all([column.lte(self.number()?)]),
            Operator::Present => all([known]),
            Operator::Empty => all([is_unknown(column, kept)]),
        })
    }
}

/// Whether a text holds another, without regard to the case of Latin letters on either engine.
pub fn contains(column: SimpleExpr, part: &str) -> SimpleExpr {
    let part: String = part.to_lowercase().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    SimpleExpr::from(Func::lower(column)).like(format!("%{part}%"))
}

fn is_known(column: SimpleExpr, kept: Kept) -> SimpleExpr {
    match kept.nothing() {
        Some(nothing) => column.ne(nothing),
        None => column.is_not_null(),
    }
}

fn is_unknown(column: SimpleExpr, kept: Kept) -> SimpleExpr {
    match kept.nothing() {
        Some(nothing) => column.eq(nothing),
        None => column.is_null(),
    }
}

/// Whether month and day fall within so many days from today; both engines write a date as `2026-03-01`.
fn comes_round(column: SimpleExpr, today: NaiveDate, days: u64) -> Condition {
    const DAYS_OF_YEAR: u64 = 365;
    if days >= DAYS_OF_YEAR {
        return all([column.is_not_null()]);
    }
    let until = today.checked_add_days(Days::new(days)).unwrap_or(today);
    let text = |day: NaiveDate| format!("{:02}-{:02}", day.month(), day.day());
    let date = Func::cast_as(column, Alias::new("text"));
    let of_year = SimpleExpr::from(Func::cust(Alias::new("substr")).args([date.into(), Expr::val(6), Expr::val(5)]));
    let (from, to) = (of_year.clone().gte(text(today)), of_year.lte(text(until)));
    if until.year() > today.year() { Condition::any().add(from).add(to) } else { all([from, to]) }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn all<const N: usize>(conditions: [SimpleExpr; N]) -> Condition {
    conditions.into_iter().fold(Condition::all(), Condition::add)
}
