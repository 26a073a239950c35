//! Finding anyone as one types: a sorted table of terms, looked up by prefix, the same on both engines.

pub mod http;
pub mod staging;
pub mod store;
pub mod term;
pub mod terms;
