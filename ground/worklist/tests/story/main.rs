//! The work list told through HTTP against a real database.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod absences;
mod add;
mod bulk;
mod house;
mod list;
mod once;
mod work;
