//! Stars: customers a person keeps at hand.

pub mod http;
pub mod star;
pub mod store;

pub use http::routes;
