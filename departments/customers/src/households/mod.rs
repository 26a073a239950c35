//! Households: people who live and decide together, and what each is in it.

pub mod household;
pub mod http;
pub mod rules;
pub mod store;

pub use http::routes;
