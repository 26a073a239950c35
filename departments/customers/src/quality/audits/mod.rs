//! Audits: once a quarter the poorest records of a store become work for those who look after them, a few a day for each.

pub mod audit;
pub mod http;
pub mod jobs;
pub mod rules;
pub mod store;
