//! What lists of records have in common: typed fields that are filtered and sorted by, the conditions they become, and pages
//! that go on by key. Each noun keeps its own table of fields.

mod asked;
mod compare;
mod field;
mod filter;
mod sort;

pub use asked::Asked;
pub use compare::contains;
pub use field::{Definition, Field, FieldKind, Kept, Operator, Place, choice, field, shown, sortable, views};
pub use filter::Filter;
pub use sort::{Key, Mark, Sort};

use chrono::{DateTime, Utc};
use kernel::{Error, Result, time::Calendar};
use platform::Db;
use sea_orm::sea_query::SelectStatement;

/// When and by which calendar a filter is asked: "today" is a day of the caller's store.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub now: DateTime<Utc>,
    pub calendar: Calendar,
}

/// Up to so many rows lead a query; fetching and sorting them takes about as long as walking a list to a page of rarer ones.
const FEW: u64 = 4_000;

/// Whether a condition that has an index of its own is met by so few that what it finds can lead the query.
pub async fn is_few(db: &Db<'_>, ids: &SelectStatement) -> Result<bool> {
    Ok(db.count_rows_up_to(ids, FEW + 1).await? <= FEW)
}

fn fault(code: &str, message: String) -> Error {
    Error::invalid("filter", code, message)
}
