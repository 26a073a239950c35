//! Tests of the whole: what no department can promise alone.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod architecture;
mod choosing;
mod commands;
mod guards;
mod hostile;
mod identity;
mod live;
mod operations;
mod power;
