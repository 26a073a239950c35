//! The cars a recall is about, and how far each has come.

pub mod arrivals;
pub mod found;
pub mod http;
pub mod list;
pub mod recall_car;
pub mod rules;
pub mod store;
pub mod view;
