//! Facts: what is known of a customer in numbers, kept true by the journal.

pub mod completeness;
pub mod fact;
pub mod listeners;
pub mod rules;
pub mod store;
