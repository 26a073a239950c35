//! The fault history of cars, and what the law counts in it.

pub mod draft;
pub mod exchange_limit;
pub mod fault;
pub mod http;
pub mod rules;
pub mod store;
pub mod view;

pub use http::routes;
