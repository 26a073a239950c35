//! Holidays: the days off and the weekends worked in exchange, as they are announced year by year, for every clock that counts in
//! working days. What the State Council announced is shipped; a group writes down the years that come after, or its own.

pub mod http;
pub mod reading;
pub mod rules;
pub mod store;
pub mod year;

pub(crate) use http::routes;
pub use store::working_days;
