//! A filter as a condition on the column that keeps its field. Every condition is true or false and never null, so that it can be
//! turned round.

use chrono::NaiveDate;
use conditions::{FieldKind, Moment, Question};
use kernel::{StaffId, StoreId};
use sea_orm::{
    Value,
    sea_query::{Alias, Condition, Expr, ExprTrait, Func, LikeExpr, SimpleExpr},
};

use super::{Filter, Kept, Place};

impl<P: Place> Filter<P> {
    /// The condition on `column`.
    pub fn compare(&self, column: SimpleExpr, moment: Moment) -> Condition {
        let kept = self.definition.kept;
        let question = self.question(moment);
        if !self.is_negative() {
            let asked = self.asked(&question, column.clone(), moment);
            let is_bounded = matches!(question, Question::Days(..));
            return if is_bounded { asked.add(is_known(column, kept)) } else { asked };
        }
        let unknown = is_unknown(column.clone(), kept);
        match &question {
            Question::Known => all([unknown]),
            Question::OneOf(_) | Question::Numbers(_) => {
                Condition::any().add(unknown).add(column.is_not_in(self.bound(&question)))
            }
            other => Condition::any().add(unknown).add(self.asked(other, column, moment).not()),
        }
    }

    fn asked(&self, question: &Question, column: SimpleExpr, moment: Moment) -> Condition {
        let kept = self.definition.kept;
        let bound = |day: NaiveDate| -> Value {
            if kept.is_instant() { moment.calendar.start_of(day).into() } else { day.into() }
        };
        let mut met = Condition::all();
        match question {
            Question::OneOf(_) | Question::Numbers(_) => met = met.add(column.is_in(self.bound(question))),
            Question::Contains(part) => met = met.add(contains(column, part)),
            Question::Known => met = met.add(is_known(column, kept)),
            Question::Flag(wanted) => met = met.add(column.eq(*wanted)),
            Question::OfYear(from, to) => met = met.add(comes_round(column, *from, *to)),
            Question::Between(from, to) | Question::Counted(_, from, to) => {
                met = met.add_option(from.map(|from| column.clone().gte(from)));
                met = met.add_option(to.map(|to| column.lte(to)));
            }
            Question::Days(from, until) => {
                met = met.add_option(from.map(|from| column.clone().gte(bound(from))));
                met = met.add_option(until.map(|until| column.lt(bound(until))));
            }
        }
        met
    }

    /// The values as the column keeps them.
    fn bound(&self, question: &Question) -> Vec<Value> {
        match (self.definition.kind, question) {
            (FieldKind::Staff, _) => self.ids::<StaffId>().into_iter().map(Value::from).collect(),
            (FieldKind::Store, _) => self.ids::<StoreId>().into_iter().map(Value::from).collect(),
            (_, Question::Numbers(numbers)) => numbers.iter().copied().map(Value::from).collect(),
            _ => self.values.iter().cloned().map(Value::from).collect(),
        }
    }
}

/// Whether a text holds another, without regard to the case of Latin letters on either engine.
pub fn contains(column: SimpleExpr, part: &str) -> SimpleExpr {
    const ESCAPE: char = '!';
    let mut pattern = String::from("%");
    for letter in part.chars() {
        if matches!(letter, ESCAPE | '%' | '_') {
            pattern.push(ESCAPE);
        }
        pattern.push(letter);
    }
    pattern.push('%');
    SimpleExpr::from(Func::lower(column)).like(LikeExpr::new(pattern).escape(ESCAPE))
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

/// Whether month and day lie between two others, over the new year when the second comes first; both engines write a date as
/// `2026-03-01`.
fn comes_round(column: SimpleExpr, from: (u32, u32), to: (u32, u32)) -> Condition {
    let text = |(month, day): (u32, u32)| format!("{month:02}-{day:02}");
    let date = Func::cast_as(column, Alias::new("text"));
    let of_year = SimpleExpr::from(Func::cust(Alias::new("substr")).args([date.into(), Expr::val(6), Expr::val(5)]));
    let (after, before) = (of_year.clone().gte(text(from)), of_year.lte(text(to)));
    if from > to { Condition::any().add(after).add(before) } else { all([after, before]) }
}

fn all<const N: usize>(conditions: [SimpleExpr; N]) -> Condition {
    conditions.into_iter().fold(Condition::all(), Condition::add)
}
