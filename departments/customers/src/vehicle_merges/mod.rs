//! Merges of cars: two records of one car become one, and two again; nothing that pointed at either is lost.

pub mod carry;
pub mod field;
pub mod http;
pub mod merge;
pub mod merging;
pub mod part;
pub mod preview;
pub mod rules;
pub mod separating;
pub mod store;
pub mod terms;
pub mod view;

pub use http::routes;
