//! What comes back: deliveries and replies a provider reports, fates that are asked for, and letters nobody wants any more.

mod ask;
mod http;
mod parse;
pub(crate) mod store;
mod unsubscribe;
mod words;

pub use ask::{AskFate, plan};
pub use http::{callback, routes};
pub(crate) use unsubscribe::link as unsubscribe_link;
