//! The gate: what stands between a message and the customer. Consent, opt-outs, the night, too many messages, an address the
//! channel can't take. It is asked when a message is written and again when it is sent.

mod http;
mod opt_out;
mod rules;
mod sending_rule;
pub(crate) mod store;

pub use http::routes;
pub use rules::{Obstacle, Verdict, needs_link, verdict};
