//! Verifying calls: customers nobody heard of for long are queued to be called, and what the call found is written where it belongs.

pub mod http;
pub mod queue;
pub mod script;
