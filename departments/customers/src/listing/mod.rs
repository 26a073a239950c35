//! What lists of records have in common: typed fields that are filtered and sorted by, the conditions they become, and pages
//! that go on by key. Each noun keeps its own table of fields.

mod asked;
mod compare;
mod field;
mod filter;
mod sort;

pub use self::asked::Asked;
pub use compare::contains;
pub use conditions::{FieldKind, Moment, Operator};
pub use field::{Definition, Field, Kept, Place, Topic, asked, asked_in_lists, choice, field, shown, sortable, views};
pub use filter::Filter;
pub use sort::{Key, Mark, Sort};

use kernel::Result;
use platform::Db;
use sea_orm::sea_query::SelectStatement;

/// Up to so many rows lead a query; fetching and sorting them takes about as long as walking a list to a page of rarer ones.
const FEW: u64 = 4_000;

/// Whether a condition that has an index of its own is met by so few that what it finds can lead the query.
pub async fn is_few(db: &Db<'_>, ids: &SelectStatement) -> Result<bool> {
    Ok(db.count_rows_up_to(ids, FEW + 1).await? <= FEW)
}
