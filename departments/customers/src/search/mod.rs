//! Finding anyone as one types: a sorted table of terms, looked up by prefix, the same on both engines.

pub mod http;
mod rebuilding;
pub mod store;
pub mod term;
pub mod terms;
pub mod wanted;

pub use rebuilding::rebuild;

use platform::database::bulk::Staged;

/// Fifteen a customer: most of what a load writes.
pub const STAGED: Staged = Staged { table: "search_terms", columns: "customer_id, vehicle_id, term, kind, group_id" };
