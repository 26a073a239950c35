//! Tests of the whole: what no department can promise alone.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod affairs;
mod architecture;
mod choosing;
mod commands;
mod contract;
mod guards;
mod hostile;
mod identity;
mod keeping;
mod live;
mod operations;
mod power;
