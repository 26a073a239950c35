//! The order of a list, and where the next page goes on.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Error, Result};
use sea_orm::{
    Order, Value,
    sea_query::{Condition, Expr, ExprTrait, SimpleExpr},
};

use conditions::FieldKind;

use super::{Definition, Place};

/// Order of a list: `-created` is newest first.
#[derive(Clone, Copy, Debug)]
pub struct Sort<P: Place> {
    pub definition: &'static Definition<P>,
    pub descending: bool,
}

/// Where a page ended: the order of the list, the value of its last row by which it is ordered, and that row's id.
pub type Mark<I> = (String, String, I);

/// The value of a row by which a list is ordered, as its cursor keeps it.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Text(String),
    Instant(DateTime<Utc>),
    Day(NaiveDate),
    Number(i64),
}

impl<P: Place> Sort<P> {
    pub fn order(&self) -> Order {
        if self.descending { Order::Desc } else { Order::Asc }
    }

    /// What the cursor of a page keeps of its last row.
    pub fn mark<I>(&self, key: &Key, id: I) -> Mark<I> {
        (self.to_string(), key.to_string(), id)
    }

    /// Key and id of a mark that was made in this order; one of another order would skip rows or repeat them.
    pub fn marked<I>(&self, (order, key, id): Mark<I>) -> Result<(String, I)> {
        if order == self.to_string() { Ok((key, id)) } else { Err(of_another_order()) }
    }

    /// The rows that come after the one a cursor was made of: one comparison of both columns, which an index can seek.
    pub fn after(
        &self,
        column: SimpleExpr,
        id_column: SimpleExpr,
        key: &str,
        id: impl Into<Value>,
    ) -> Result<Condition> {
        let value = Expr::val(self.key(key)?);
        let row = Expr::tuple([column, id_column]);
        let seen = Expr::tuple([value, Expr::val(id.into())]);
        Ok(Condition::all().add(if self.descending { row.lt(seen) } else { row.gt(seen) }))
    }

    /// What a cursor kept, read as the field keeps it.
    pub fn key(&self, text: &str) -> Result<Value> {
        Ok(match self.definition.kind {
            FieldKind::Date if self.definition.kept.is_instant() => {
                text.parse::<DateTime<Utc>>().map_err(|_| of_another_order())?.into()
            }
            FieldKind::Date => text.parse::<NaiveDate>().map_err(|_| of_another_order())?.into(),
            FieldKind::Number | FieldKind::Money => text.parse::<i64>().map_err(|_| of_another_order())?.into(),
            _ => text.into(),
        })
    }
}

impl<P: Place> FromStr for Sort<P> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let sortable = || P::FIELDS.iter().filter(|known| known.sortable);
        sortable().find(|known| known.name == name).map(|definition| Self { definition, descending }).ok_or_else(|| {
            let names: Vec<&str> = sortable().map(|known| known.name).collect();
            Error::invalid("sort", "sort.unknown", format!("lists are sorted by {}, not '{name}'", names.join(", ")))
        })
    }
}

/// As it is asked for: `-created`.
impl<P: Place> std::fmt::Display for Sort<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.definition.name)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Instant(at) => f.write_str(&at.to_rfc3339()),
            Self::Day(day) => day.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

fn of_another_order() -> Error {
    Error::invalid("cursor", "cursor.broken", "the cursor is of a list with another order; begin at the first page")
}
