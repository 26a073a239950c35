//! Stories of privacy, told through HTTP against a real database.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod audit_chain;
mod books;
mod consents;
mod copies;
mod forgetting;
mod forgetting_elsewhere;
mod holidays;
mod notices;
mod pdf_words;
mod requests;
mod requests_done;
mod requests_known;
mod retention;
