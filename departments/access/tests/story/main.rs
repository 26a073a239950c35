//! Stories of access, told through HTTP against a real database: SQLite always, PostgreSQL when `TEST_DATABASE_URL` names one.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod answer;
mod breached;
mod factors;
mod house;
mod issuer;
mod keys;
mod power;
mod proofs;
mod roles;
mod sessions;
mod sign_in;
mod single_sign_on;
mod staff;
mod stores;
