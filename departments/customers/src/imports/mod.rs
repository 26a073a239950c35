//! Imports: lists from other systems become customers, cars and their history.

pub mod cell_fault;
pub mod command;
mod errors_file;
pub mod import;
pub mod import_row;
pub mod mapping;
pub mod matching;
mod merging;
mod opening;
pub mod plan;
pub mod reading;
pub mod row;
pub mod rules;
pub mod run;
pub mod spoken;
pub mod store;
pub mod targets;
mod undo;
pub mod writing;
