//! One condition: a field, an operator, values, checked so that one that is kept is one that can be asked.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use crate::{FieldKind, Operator, Part, Sense, Shape, Wrong};

/// The years both engines can count, with a day to spare for the store's time zone.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;
const DAYS_MAX: u64 = 36_500;
const AGE_MAX: i64 = 200;

/// One condition on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub shape: Shape,
    pub operator: Operator,
    /// As they were written: amounts in whole yuan, days as `2026-03-01`, ids in full.
    pub values: Vec<String>,
    /// Turned round as a whole: met by exactly those who don't meet it otherwise.
    pub is_turned: bool,
}

impl Condition {
    /// Reads and checks a condition.
    pub fn new(shape: Shape, operator: &str, values: Vec<String>) -> Result<Self, Wrong> {
        let operator = find_operator(&shape, operator)?;
        let condition = Self { shape, operator, values, is_turned: false };
        condition.check()?;
        Ok(condition)
    }

    /// As a rule writes it.
    pub fn to_json(&self) -> Value {
        let mut written = json!({ "field": self.shape.name, "operator": self.operator.name() });
        if !self.operator.is_bare() {
            written["value"] = json!(self.values);
        }
        written
    }

    /// Whether it asks for what is not so.
    pub fn is_negative(&self) -> bool {
        self.operator.is_negative() != self.is_turned
    }

    /// The same condition without its "not", for what is asked of any of several rows.
    #[must_use]
    pub fn positive(&self) -> Self {
        let operator = match self.operator {
            Operator::IsNot => Operator::Is,
            Operator::NoneOf => Operator::AnyOf,
            Operator::Empty => Operator::Present,
            other => other,
        };
        Self { operator, is_turned: false, ..self.clone() }
    }

    /// Met by exactly those who don't meet this one.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { is_turned: !self.is_turned, ..self.clone() }
    }

    /// The same condition with each value as `read` reads it.
    #[must_use]
    pub fn with_values(&self, read: impl Fn(&str) -> String) -> Self {
        Self { values: self.values.iter().map(|value| read(value)).collect(), ..self.clone() }
    }

    /// The values as ids of another record; what is no id was refused when the condition was read.
    pub fn ids<T: FromStr>(&self) -> Vec<T> {
        self.values.iter().filter_map(|value| value.parse().ok()).collect()
    }

    /// The first value as a whole number, amounts in minor units.
    pub fn number(&self) -> Option<i64> {
        self.first().and_then(|value| self.whole(value).ok())
    }

    /// The values as whole numbers, amounts in minor units.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.values.iter().filter_map(|value| self.whole(value).ok()).collect()
    }

    pub(crate) fn first(&self) -> Option<&str> {
        self.values.first().map(String::as_str)
    }

    fn check(&self) -> Result<(), Wrong> {
        let name = self.shape.name;
        if self.operator.is_bare() {
            return Ok(());
        }
        if self.values.is_empty() {
            let message = format!("'{name}:{}' needs a value", self.operator.name());
            return Err(wrong("filter.value_missing", message));
        }
        let wanted = if self.shape.kind == FieldKind::Happenings { 2 } else { 1 };
        if !self.operator.takes_many() && self.values.len() != wanted {
            let message = format!("'{name}:{}' takes {wanted} value, not {}", self.operator.name(), self.values.len());
            return Err(wrong("filter.values_too_many", message));
        }
        self.values.iter().enumerate().try_for_each(|(place, value)| self.check_value(place, value))
    }

    fn check_value(&self, place: usize, value: &str) -> Result<(), Wrong> {
        match (self.shape.kind, self.operator) {
            (_, Operator::Before | Operator::After) => day(value).map(drop),
            (_, Operator::WithinDays | Operator::LastDays | Operator::OlderThanDays) => days(value).map(drop),
            (FieldKind::Happenings, _) if place == 1 => days(value).map(drop),
            (FieldKind::Happenings, _) => self.natural(value),
            (FieldKind::Number | FieldKind::Money, _) if self.shape.sense == Sense::YearsSince => self.age(value),
            (FieldKind::Number | FieldKind::Money, _) => self.whole(value).map(drop),
            (FieldKind::Flag, _) => flag(self.shape.name, value).map(drop),
            (FieldKind::Staff | FieldKind::Store | FieldKind::Tag, _) => {
                let known: Result<uuid::Uuid, _> = value.parse();
                known.map(drop).map_err(|_| wrong("filter.no_id", format!("'{value}' is no id")))
            }
            (FieldKind::Choice, _) if !self.shape.options.contains(&value) => {
                let message =
                    format!("'{}' is one of {}, not '{value}'", self.shape.name, self.shape.options.join(", "));
                Err(wrong("filter.unknown_choice", message))
            }
            _ => Ok(()),
        }
    }

    fn whole(&self, text: &str) -> Result<i64, Wrong> {
        let number: i64 =
            text.parse().map_err(|_| wrong("filter.no_number", format!("'{text}' is no whole number")))?;
        // Amounts are asked for in yuan and kept in fen.
        Ok(if self.shape.kind == FieldKind::Money { number.saturating_mul(100) } else { number })
    }

    fn natural(&self, text: &str) -> Result<(), Wrong> {
        match self.whole(text)? {
            0..=1_000_000 => Ok(()),
            _ => Err(wrong("filter.no_number", format!("'{text}' is no number of times"))),
        }
    }

    fn age(&self, text: &str) -> Result<(), Wrong> {
        match self.whole(text)? {
            0..=AGE_MAX => Ok(()),
            _ => Err(wrong("filter.no_number", format!("'{text}' is no number of years from 0 to {AGE_MAX}"))),
        }
    }
}

impl AsRef<Self> for Condition {
    fn as_ref(&self) -> &Self {
        self
    }
}

pub(crate) fn day(text: &str) -> Result<NaiveDate, Wrong> {
    text.parse()
        .ok()
        .filter(|day: &NaiveDate| YEARS.contains(&day.year()))
        .ok_or_else(|| wrong("filter.no_date", format!("'{text}' is no date; write 2026-03-01")))
}

pub(crate) fn days(text: &str) -> Result<u64, Wrong> {
    text.parse()
        .ok()
        .filter(|days| *days <= DAYS_MAX)
        .ok_or_else(|| wrong("filter.no_number", format!("'{text}' is no number of days")))
}

pub(crate) fn flag(name: &str, text: &str) -> Result<bool, Wrong> {
    text.parse().map_err(|_| wrong("filter.no_flag", format!("'{name}' is true or false")))
}

fn find_operator(shape: &Shape, name: &str) -> Result<Operator, Wrong> {
    let operators = shape.operators();
    operators.iter().copied().find(|known| known.name() == name).ok_or_else(|| {
        let names: Vec<&str> = operators.iter().map(|known| known.name()).collect();
        let message = format!("'{}' takes {}, not '{name}'", shape.name, names.join(", "));
        Wrong::new(Part::Operator, "filter.unknown_operator", message)
    })
}

fn wrong(code: &'static str, message: String) -> Wrong {
    Wrong::new(Part::Value, code, message)
}
