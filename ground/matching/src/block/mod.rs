//! Which records are worth comparing: those that share a key.

mod key;
mod pairs;

pub(crate) use key::keys_of;
pub use key::{BlockingKey, Pass, blocking_keys};
pub(crate) use pairs::Blocks;
