//! Consents as pages and API: what one customer allows, and looking it up for many.

mod http;
mod view;

pub(crate) use http::routes;
