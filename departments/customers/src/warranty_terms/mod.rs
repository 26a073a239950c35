//! How long the law and the makers stand in for a car: terms by date of sale, nationwide and of the group's own.

pub mod http;
pub mod law_term;
pub mod rules;
pub mod store;
pub mod view;
pub mod warranty_term;

pub use http::routes;
