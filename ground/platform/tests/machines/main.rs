//! The machines against real databases: SQLite always, PostgreSQL when `TEST_DATABASE_URL` names one.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod bulk;
mod commit;
mod house;
mod jobs;
mod keeping;
mod mark;
mod measuring;
mod once;
mod parcel;
mod replica;
mod rows;
mod scope;
mod seal_keys;
