//! Keeping what was given: the commands as a person runs them, whole worlds on their way between engines, old schemas, the forgotten, and what people see
//! of how the house does.

mod commands;
mod forgotten;
mod moves;
mod operations;
mod schemas;
