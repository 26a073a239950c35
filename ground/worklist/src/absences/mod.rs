//! Absences: who is away from when to when, and who stands in. Their open tasks go to the stand-in when the absence begins, new
//! ones at once, and what is still open comes back when it ends.

pub mod absence;
pub mod http;
pub mod jobs;
mod rules;
pub mod store;
