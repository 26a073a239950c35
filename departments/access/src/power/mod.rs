//! Who may do what, where, and why: spans of grants, the rules against rising above oneself, and the view of it.

mod rules;
mod span;
pub(crate) mod store;

pub use rules::PowerRefusal;
pub(crate) use span::{places, span_of};
