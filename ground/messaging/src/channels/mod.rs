//! Channels as a group sets them: which carrier, with which settings and which sealed secret.

mod http;
mod rules;
pub mod setup;
pub(crate) mod store;

pub use http::routes;
pub use setup::ChannelSetup;
