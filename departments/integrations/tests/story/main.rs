//! Stories of integrations, told through HTTP against a real database and a receiver on this machine.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod failing;
mod manage;
mod ordered;
mod receiver;
mod replayed;
mod told;
