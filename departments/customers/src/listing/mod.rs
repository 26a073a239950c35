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
use kernel::{Error, time::Calendar};

/// When and by which calendar a filter is asked: "today" is a day of the caller's store.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub now: DateTime<Utc>,
    pub calendar: Calendar,
}

fn fault(code: &str, message: String) -> Error {
    Error::invalid("filter", code, message)
}
