//! How new leads find somebody: the rules of a store in their order, the people who take leads, and whose turn it is.

pub mod http;
pub mod place;
pub mod rule;
pub mod rules;
pub mod store;
pub mod taker;
mod view;
