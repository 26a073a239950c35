//! Which records are the same person. Pure: no database, no web, no clock.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]

mod compare;
mod kind;
mod level;
mod normal;

pub use compare::compare;
pub use kind::Kind;
pub use level::{Level, Rarity};
pub use normal::{Value, normalise};
