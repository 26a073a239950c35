//! Tags: groups of words people put on customers.

pub mod customer_tag;
pub mod http;
pub mod rules;
pub mod store;
pub mod tag;
pub mod tag_group;
pub mod tag_rules;
pub mod view;

pub use http::routes;
