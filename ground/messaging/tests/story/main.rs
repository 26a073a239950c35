//! Messaging told through HTTP against a real database.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod carriers;
mod gate;
mod house;
mod provider;
mod push;
mod send;
mod templates;
mod watching;
mod write;
