//! Stories of leads, told through HTTP against a real database.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod answers;
mod arrive;
mod assignment;
mod channels;
mod claim;
mod follow_up;
mod held_back;
mod late;
mod lists;
mod losses;
mod people;
mod quarantine;
mod takers;
