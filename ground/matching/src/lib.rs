//! Which records are the same person. Pure: no database, no web, no clock.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod kind;
mod normal;

pub use kind::Kind;
pub use normal::{Value, normalise};
