//! What personal data is used for, as the group shapes it.

mod http;
mod rules;

pub(crate) use http::routes;
