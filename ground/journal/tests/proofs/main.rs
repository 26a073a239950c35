//! What the journal promises, proven with real databases: no entry is skipped, none is heard twice, whoever falls over or
//! stands beside. SQLite always, PostgreSQL when `TEST_DATABASE_URL` names one.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod house;
mod listening;
mod live;
mod reading;
