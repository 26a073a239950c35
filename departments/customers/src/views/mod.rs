//! Saved views: questions people ask of a list again and again, their own and shared ones.

pub mod http;
pub mod rules;
pub mod saved_view;
pub mod store;
pub mod view;

pub use http::routes;
