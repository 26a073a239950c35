//! What customers are told about their data: texts in versions, drafted, published, and never changed afterwards.

mod http;
pub mod policy;
pub mod policy_text;
mod public;
mod rules;
pub(crate) mod store;

pub(crate) use http::routes;
