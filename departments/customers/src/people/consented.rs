//! Filters on what customers allow: those who say yes to a purpose on a channel, and those who refuse it.

use chrono::{DateTime, Utc};
use conditions::{Moment, Question};
use messaging::consents::{ConsentColumn as Column, ConsentEntity as Consents};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};

use super::{customer, fields::Filter};
use crate::listing::Operator;

/// The ways to a customer, by the words of the ledger of consents.
pub const WAYS: &[&str] = &["sms", "phone", "wecom", "email", "push"];

/// A flag asks whether the purpose is open to them, that is not refused; a choice asks on which of these ways they say yes.
pub fn condition(filter: &Filter, purpose: &str, moment: Moment) -> Condition {
    if let Question::Flag(is_open) = filter.question(moment) {
        let refuses = Expr::exists(refusals(purpose));
        return Condition::all().add(if is_open != filter.is_negative() { refuses.not() } else { refuses });
    }
    let this = || held(Column::CustomerId).eq(this_customer());
    let yeses = |way| yeses(purpose, way, moment.now).expr(Expr::val(1)).and_where(this()).to_owned();
    let says_yes = ways(filter).into_iter().fold(Condition::any(), |any, way| any.add(Expr::exists(yeses(way))));
    if filter.is_negative() { says_yes.not() } else { says_yes }
}

/// The ways a choice asks for.
pub fn ways(filter: &Filter) -> Vec<&'static str> {
    let is_asked = |way: &&str| match filter.operator {
        Operator::Empty | Operator::Present => true,
        _ => filter.values.iter().any(|value| value == way),
    };
    WAYS.iter().copied().filter(is_asked).collect()
}

/// A column of the answers [`yeses`] and [`refusals`] choose.
pub fn held(column: Column) -> Expr {
    Expr::col((Alias::new("held"), column))
}

/// Answers by which customers say yes on one way, as `messaging::consents` judges: an answer for the way goes before one for
/// all, and a no before a yes.
pub fn yeses(purpose: &str, way: &str, now: DateTime<Utc>) -> SelectStatement {
    let of = held;
    let beside = |column: Column| Expr::col((Alias::new("other"), column));
    let overruled = Query::select()
        .expr(Expr::val(1))
        .from_as(Consents, Alias::new("other"))
        .and_where(beside(Column::CustomerId).eq(of(Column::CustomerId)))
        .and_where(beside(Column::Purpose).eq(purpose))
        .and_where(beside(Column::ReplacedAt).is_null())
        .cond_where(
            Condition::any()
                .add(beside(Column::Channel).eq(way).and(beside(Column::Answer).ne("given")))
                .add(of(Column::Channel).eq("all").and(beside(Column::Channel).eq(way)))
                .add(
                    of(Column::Channel)
                        .eq("all")
                        .and(beside(Column::Channel).eq("all"))
                        .and(beside(Column::Answer).ne("given")),
                ),
        )
        .to_owned();
    Query::select()
        .from_as(Consents, Alias::new("held"))
        .and_where(of(Column::Purpose).eq(purpose))
        .and_where(of(Column::ReplacedAt).is_null())
        .and_where(of(Column::Answer).eq("given"))
        .and_where(of(Column::Channel).is_in([way, "all"]))
        .cond_where(Condition::any().add(of(Column::Until).is_null()).add(of(Column::Until).gt(now)))
        .and_where(Expr::exists(floor()).not())
        .and_where(Expr::exists(overruled).not())
        .to_owned()
}

/// The text the answer was given to demands a new one.
fn floor() -> SelectStatement {
    let floors = Alias::new("consent_floors");
    Query::select()
        .expr(Expr::val(1))
        .from(floors.clone())
        .and_where(Expr::col((floors.clone(), Alias::new("policy_id"))).eq(held(Column::PolicyId)))
        .and_where(Expr::col((floors, Alias::new("version_min"))).gt(held(Column::PolicyVersion)))
        .to_owned()
}

fn refusals(purpose: &str) -> SelectStatement {
    let of = |column: Column| Expr::col((Consents, column));
    Query::select()
        .expr(Expr::val(1))
        .from(Consents)
        .and_where(of(Column::CustomerId).eq(this_customer()))
        .and_where(of(Column::Purpose).eq(purpose))
        .and_where(of(Column::ReplacedAt).is_null())
        .and_where(of(Column::Answer).ne("given"))
        .to_owned()
}

fn this_customer() -> SimpleExpr {
    Expr::col((customer::Entity, customer::Column::Id))
}
