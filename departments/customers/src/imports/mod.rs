//! Imports: lists from other systems become customers, cars and their history.

pub mod cell_fault;
pub mod import;
pub mod import_row;
pub mod mapping;
pub mod matching;
mod merging;
pub mod plan;
pub mod reading;
pub mod row;
pub mod spoken;
pub mod targets;
pub mod writing;
