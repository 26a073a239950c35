//! Tags: groups of words people put on customers.

pub mod customer_tag;
pub mod view;
