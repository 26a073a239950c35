//! Addresses: where a customer lives and works; the city of the primary one stands on the customer.

pub mod address;
pub mod draft;
pub mod http;
pub mod rules;
pub mod store;

pub use http::routes;
