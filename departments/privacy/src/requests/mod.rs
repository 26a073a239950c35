//! Requests: what a person asks about their own data, from the asking to the letter.

mod done;
pub mod evidence;
mod explanation;
pub mod http;
pub mod identity_check;
pub mod identity_code;
mod letter;
pub mod listeners;
pub mod request;
mod rules;
pub(crate) mod store;
pub(crate) mod telling;
mod term;
pub mod view;

pub(crate) use http::routes;
