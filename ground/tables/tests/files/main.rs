//! Files of every kind, made here byte by byte: what is read, what is reported, what is refused, what is written.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod any_bytes;
mod fixture;
mod messy;
mod reading_text;
mod reading_workbooks;
mod refusing;
mod writing;
