//! Settings: what good data are to a group, and what is done about bad ones.

pub mod http;
pub mod rules;
pub mod store;
