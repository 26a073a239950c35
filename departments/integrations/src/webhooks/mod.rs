//! Webhooks: addresses of other systems that are told what happens, each with a role, a secret and a choice of events.

mod http;
mod power;
mod rules;
pub mod store;
mod view;
pub mod webhook;

pub(crate) use http::routes;
pub use power::Power;
pub use webhook::{Death, Webhook, WebhookState};
