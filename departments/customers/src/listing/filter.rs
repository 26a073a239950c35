//! A filter as it is written: a field, an operator, values.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use kernel::{Error, Result, StaffId, StoreId};
use sea_orm::Value;

use super::{Definition, FieldKind, Operator, Place, fault};

/// The years both engines can count, with a day to spare for the store's time zone.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;

/// A filter `field:operator:value,value`, read and ready to become a condition.
#[derive(Clone, Debug)]
pub struct Filter<P: Place> {
    pub definition: &'static Definition<P>,
    pub operator: Operator,
    pub values: Vec<String>,
}

impl<P: Place> FromStr for Filter<P> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.splitn(3, ':');
        let (name, operator) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let definition = find::<P>(name)?;
        let operator = find_operator(definition, operator)?;
        let values: Vec<String> = parts
            .next()
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect();
        let wants_value = !matches!(operator, Operator::Empty | Operator::Present);
        if wants_value && values.is_empty() {
            return Err(fault(
                "filter.value_missing",
                format!("'{name}:{}' needs a value after the second colon", operator.name()),
            ));
        }
        let filter = Self { definition, operator, values };
        filter.check()?;
        Ok(filter)
    }
}

impl<P: Place> Filter<P> {
    /// Whether it asks for what is not so.
    pub fn is_negative(&self) -> bool {
        matches!(self.operator, Operator::IsNot | Operator::NoneOf | Operator::Empty)
    }

    /// The same filter without its "not", for what is asked of any of several rows.
    #[must_use]
    pub fn positive(&self) -> Self {
        let operator = match self.operator {
            Operator::IsNot => Operator::Is,
            Operator::NoneOf => Operator::AnyOf,
            Operator::Empty => Operator::Present,
            other => other,
        };
        Self { operator, ..self.clone() }
    }

    /// The same filter with each value as `read` reads it.
    #[must_use]
    pub fn with_values(&self, read: impl Fn(&str) -> String) -> Self {
        Self { values: self.values.iter().map(|value| read(value)).collect(), ..self.clone() }
    }

    /// The values as the column keeps them.
    pub fn read_all(&self) -> Result<Vec<Value>> {
        self.values.iter().map(|value| self.read(value)).collect()
    }

    /// The values as ids of another record.
    pub fn ids<T: FromStr>(&self) -> Result<Vec<T>> {
        self.values.iter().map(|value| id(value)).collect()
    }

    /// The first value as a flag.
    pub fn flag(&self) -> Result<bool> {
        self.values[0]
            .parse()
            .map_err(|_| fault("filter.no_flag", format!("'{}' is true or false", self.definition.name)))
    }

    pub(super) fn day(&self) -> Result<NaiveDate> {
        self.values[0]
            .parse()
            .ok()
            .filter(|day: &NaiveDate| YEARS.contains(&day.year()))
            .ok_or_else(|| fault("filter.no_date", format!("'{}' is no date; write 2026-03-01", self.values[0])))
    }

    pub(super) fn days(&self) -> Result<u64> {
        const DAYS_MAX: u64 = 36_500;
        self.values[0]
            .parse()
            .ok()
            .filter(|days| *days <= DAYS_MAX)
            .ok_or_else(|| fault("filter.no_number", format!("'{}' is no number of days", self.values[0])))
    }

    /// The first value as a whole number.
    pub fn number(&self) -> Result<i64> {
        self.whole(&self.values[0])
    }

    /// Every value is read once, so that a filter that is kept is one that will run.
    fn check(&self) -> Result<()> {
        match self.operator {
            Operator::Before | Operator::After => self.day().map(drop),
            Operator::WithinDays | Operator::OlderThanDays => self.days().map(drop),
            Operator::Contains | Operator::Empty | Operator::Present => Ok(()),
            _ if self.definition.kind == FieldKind::Flag => self.flag().map(drop),
            _ if self.definition.kind == FieldKind::Tag => self.ids::<kernel::TagId>().map(drop),
            _ => self.read_all().map(drop),
        }
    }

    fn read(&self, text: &str) -> Result<Value> {
        let definition = self.definition;
        Ok(match definition.kind {
            FieldKind::Choice if !definition.options.contains(&text) => {
                return Err(fault(
                    "filter.unknown_choice",
                    format!("'{}' is one of {}, not '{text}'", definition.name, definition.options.join(", ")),
                ));
            }
            FieldKind::Staff => id::<StaffId>(text)?.into(),
            FieldKind::Store => id::<StoreId>(text)?.into(),
            FieldKind::Number | FieldKind::Money => self.whole(text)?.into(),
            _ => text.to_owned().into(),
        })
    }

    fn whole(&self, text: &str) -> Result<i64> {
        let number: i64 =
            text.parse().map_err(|_| fault("filter.no_number", format!("'{text}' is no whole number")))?;
        // Amounts are asked for in yuan and kept in fen.
        Ok(if self.definition.kind == FieldKind::Money { number.saturating_mul(100) } else { number })
    }
}

fn find<P: Place>(name: &str) -> Result<&'static Definition<P>> {
    P::FIELDS.iter().find(|known| known.filtered && known.name == name).ok_or_else(|| {
        fault("filter.unknown_field", format!("there is no field '{name}'; GET {} lists them", P::LISTED_AT))
    })
}

fn find_operator<P: Place>(definition: &Definition<P>, name: &str) -> Result<Operator> {
    let operators = definition.kind.operators();
    operators.iter().copied().find(|known| known.name() == name).ok_or_else(|| {
        let names: Vec<&str> = operators.iter().map(|known| known.name()).collect();
        fault("filter.unknown_operator", format!("'{}' takes {}, not '{name}'", definition.name, names.join(", ")))
    })
}

fn id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| fault("filter.no_id", format!("'{text}' is no id")))
}
