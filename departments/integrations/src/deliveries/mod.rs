//! Deliveries: one event on its way to one webhook, in the order of its customer, again and later until it arrives.

pub mod attempt;
pub mod delivery;
pub mod dispatch;
mod http;
pub mod listeners;
pub mod payload;
pub mod replay;
mod rules;
pub mod store;
mod view;

pub(crate) use http::routes;
