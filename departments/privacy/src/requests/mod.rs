//! Requests: what a person asks about their own data, from the asking to the letter.

mod done;
pub mod http;
pub mod identity_check;
mod letter;
pub mod request;
mod rules;
pub(crate) mod store;
mod term;
pub mod view;

pub(crate) use http::routes;
