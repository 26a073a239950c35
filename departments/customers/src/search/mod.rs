//! Finding anyone as one types: a sorted table of terms, looked up by prefix, the same on both engines.

pub mod http;
pub mod store;
pub mod term;
pub mod terms;

use platform::database::bulk::Staged;

/// Terms are kept in the order of their words, where every new one has its place in the middle of millions.
pub const STAGED: Staged = Staged { table: "search_terms", key: "group_id, term, kind, customer_id, vehicle_id" };
