//! Stories of privacy, told through HTTP against a real database.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod audit_chain;
mod books;
mod consents;
mod copies;
mod forgetting;
mod holidays;
mod notices;
mod requests;
mod retention;
