//! Keyset pages: a page goes on after the last row seen, never by counting rows to skip.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use kernel::{Error, Result};
use sea_orm::{
    Value,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// One page of a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Pass it as `cursor` to get the next page; null on the last one.
    pub next: Option<String>,
}

/// How many there are; capped counts stand for "that many or more".
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct Count {
    pub count: u64,
    pub capped: bool,
}

/// Counting stops here unless an exact count is asked for.
pub const COUNT_MAX: u64 = 1_000;

impl Count {
    /// From a count that stopped at [`COUNT_MAX`] + 1.
    pub fn capped(counted: u64) -> Self {
        Self { count: Ord::min(counted, COUNT_MAX), capped: counted > COUNT_MAX }
    }

    pub fn exact(counted: u64) -> Self {
        Self { count: counted, capped: false }
    }
}

/// The paging part of a list request.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageRequest {
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows per page, 1 to 200; 50 when not given.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
}

const LIMIT_DEFAULT: u64 = 50;
const LIMIT_MAX: u64 = 200;

impl PageRequest {
    pub fn limit(&self) -> Result<u64> {
        match self.limit {
            None => Ok(LIMIT_DEFAULT),
            Some(limit) if (1..=LIMIT_MAX).contains(&limit) => Ok(limit),
            Some(_) => Err(Error::invalid("limit", "limit.out_of_range", "limit must be from 1 to 200")),
        }
    }

    /// What the cursor says, if there is one.
    pub fn after<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.cursor.as_deref().map(decode).transpose()
    }
}

/// Cuts a page out of one row more than asked for; `key` is what the cursor keeps of the last row.
pub fn page<T, K: Serialize>(mut rows: Vec<T>, limit: u64, key: impl FnOnce(&T) -> K) -> Result<Page<T>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = match rows.last() {
        Some(last) if more => Some(encode(&key(last))?),
        _ => None,
    };
    Ok(Page { items: rows, next })
}

impl<T> Page<T> {
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }

    pub fn with<U>(self, items: Vec<U>) -> Page<U> {
        Page { items, next: self.next }
    }
}

/// `(a, b) < (x, y)` as one row comparison, which both engines can seek with.
pub fn row_before<const N: usize>(columns: [SimpleExpr; N], values: [Value; N]) -> SimpleExpr {
    Expr::tuple(columns).lt(Expr::tuple(values.map(Expr::val)))
}

/// `(a, b) > (x, y)` as one row comparison.
pub fn row_after<const N: usize>(columns: [SimpleExpr; N], values: [Value; N]) -> SimpleExpr {
    Expr::tuple(columns).gt(Expr::tuple(values.map(Expr::val)))
}

fn encode<K: Serialize>(key: &K) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(key)?))
}

fn decode<T: DeserializeOwned>(cursor: &str) -> Result<T> {
    let broken =
        || Error::invalid("cursor", "cursor.broken", "the cursor is not one this list gave; begin at the first page");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| broken())?;
    // No text of ours holds U+0000, and PostgreSQL would not take it as a value.
    if bytes.windows(6).any(|window| window == br"\u0000") {
        return Err(broken());
    }
    let key: serde_json::Value = serde_json::from_slice(&bytes).map_err(|_| broken())?;
    if !can_be_counted(&key) {
        return Err(broken());
    }
    T::deserialize(key).map_err(|_| broken())
}

/// Whether both engines can count the times in a cursor: a list of ours gives none of other years, somebody who made one up may.
fn can_be_counted(key: &serde_json::Value) -> bool {
    match key {
        serde_json::Value::Array(parts) => parts.iter().all(can_be_counted),
        serde_json::Value::String(text) => {
            let day = text.parse::<NaiveDate>().ok();
            let day = day.or_else(|| text.parse::<DateTime<Utc>>().ok().map(|at| at.date_naive()));
            day.is_none_or(|day| YEARS.contains(&day.year()))
        }
        _ => true,
    }
}

const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;
