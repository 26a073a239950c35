//! Imports: lists from other systems become customers, cars and their history.

pub mod cell_fault;
pub mod mapping;
pub mod plan;
pub mod row;
pub mod spoken;
pub mod targets;
