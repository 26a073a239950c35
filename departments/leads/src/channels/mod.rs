//! The ways by which other systems bring enquiries: connectors of a store, what came over them, and what waits to be mended.
//!
//! Whatever comes is kept sealed before anything is made of it; what can't be taken waits in the quarantine with the reason.

pub mod connector;
pub mod draft;
mod http;
pub mod intake;
pub mod mapping;
pub mod payload;
pub mod payloads;
pub mod proof;
pub mod reading;
pub mod rules;
pub mod store;
mod view;
pub mod words;

pub use http::routes;
