//! Commands, run as a person runs them.

mod beginning;
mod duplicates;
