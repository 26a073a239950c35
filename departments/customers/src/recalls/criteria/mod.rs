//! Which cars a recall is about, where the maker names ranges and models in place of every number.

pub mod criterion;
pub mod draft;
pub mod http;
pub mod rules;
pub mod store;
