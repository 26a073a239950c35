//! To whom data was given, as pages and API.

mod http;

pub(crate) use http::routes;
